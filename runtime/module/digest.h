// Digest: the hash objects of the small hash modules - update, digest, hexdigest, copy - around an
// algorithm that is plain data.
//
// Algorithm: Algorithm(), update(data, size), finish(out) (which ends it), and digest_size(),
// block_size(), name().
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes_methods.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/octets.h"
#include "runtime/object/str.h"

namespace ouro::digests {

// Input in blocks of `kSize` bytes: absorb(block) is called for each full one.
template <std::size_t kSize>
struct Block {
  std::array<std::uint8_t, kSize> bytes{};
  std::size_t filled = 0;

  template <typename Absorb>
  void update(const std::uint8_t* data, std::size_t size, Absorb absorb) {
    while (size > 0) {
      const std::size_t taken = std::min(size, kSize - filled);
      std::memcpy(bytes.data() + filled, data, taken);
      filled += taken;
      data += taken;
      size -= taken;
      if (filled < kSize) return;
      filled = 0;
      absorb(bytes.data());
    }
  }
};

template <typename Algorithm>
struct Digest : Object {
  Algorithm algorithm;
};

template <typename Algorithm>
Algorithm& algorithm_of(Object* self) {
  return static_cast<Digest<Algorithm>*>(self)->algorithm;
}

inline constexpr std::size_t kDigestMax = 64;

inline Status take_data(Thread& thread, HeldBuffer& buffer, Object* data) {
  if (is_str(data))
    return raise(thread, TypeId::kTypeError, "Strings must be encoded before hashing");
  if (data->type->slots->get_buffer == nullptr)
    return raise(thread, TypeId::kTypeError, "object supporting the buffer API required");
  return buffer.take(data);
}

// A new object of `type` that has read `data` (may be null).
template <typename Algorithm>
Result<Object*> make_digest(Thread& thread, Type* type, const Algorithm& start, Object* data) {
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  algorithm_of<Algorithm>(self) = start;
  if (data == nullptr) return self.take();
  HeldBuffer buffer(thread);
  TRY(take_data(thread, buffer, data));
  algorithm_of<Algorithm>(self).update(buffer.data(), buffer.length());
  return self.take();
}

template <typename Algorithm>
Result<Object*> update(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer buffer(thread);
  TRY(take_data(thread, buffer, arguments[0]));
  algorithm_of<Algorithm>(self).update(buffer.data(), buffer.length());
  return new_none(thread);
}

template <typename Algorithm>
Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  return make_digest(thread, self->type, algorithm_of<Algorithm>(self), nullptr);
}

template <typename Algorithm>
std::array<std::uint8_t, kDigestMax> finished(Object* self) {
  std::array<std::uint8_t, kDigestMax> digest{};
  Algorithm ending = algorithm_of<Algorithm>(self);  // the object goes on
  ending.finish(digest.data());
  return digest;
}

template <typename Algorithm>
Result<Object*> digest(Thread& thread, Object* self, Object* const*) {
  return make_bytes(thread.interpreter(), finished<Algorithm>(self).data(),
                    algorithm_of<Algorithm>(self).digest_size());
}

template <typename Algorithm>
Result<Object*> hexadecimal(Thread& thread, Object* self, Object* const*) {
  return hex_of(thread, finished<Algorithm>(self).data(),
                algorithm_of<Algorithm>(self).digest_size(), nullptr, nullptr);
}

template <typename Algorithm>
Result<Object*> get_digest_size(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), algorithm_of<Algorithm>(self).digest_size());
}

template <typename Algorithm>
Result<Object*> get_block_size(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), algorithm_of<Algorithm>(self).block_size());
}

template <typename Algorithm>
Result<Object*> get_name(Thread& thread, Object* self) {
  return make_str(thread.interpreter(), algorithm_of<Algorithm>(self).name());
}

template <typename Algorithm>
inline constexpr NativeMethod kMethods[] = {
    {"copy(self, /)", copy<Algorithm>},
    {"digest(self, /)", digest<Algorithm>},
    {"hexdigest(self, /)", hexadecimal<Algorithm>},
    {"update(self, obj, /)", update<Algorithm>},
};

template <typename Algorithm>
inline constexpr NativeAttribute kAttributes[] = {
    {"block_size", get_block_size<Algorithm>},
    {"digest_size", get_digest_size<Algorithm>},
    {"name", get_name<Algorithm>},
};

// A module with one type that only its function makes.
struct OneType {
  Type* type;  // owned
};

inline Result<Object*> refuse_instance(Thread& thread, Type* type, const Arguments&) {
  return raise(thread, TypeId::kTypeError, "cannot create '{}.{}' instances",
               type->descriptor->module, type->descriptor->name);
}

inline void traverse_one(void* state, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<OneType*>(state)->type);
}

inline void clear_one(Interpreter&, void* state) noexcept {
  clear_reference(static_cast<OneType*>(state)->type);
}

}  // namespace ouro::digests
