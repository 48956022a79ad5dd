// Octets: the bytes inside a bytes or bytearray object or any buffer. What the two types share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/bytes.h"
#include "runtime/object/object.h"
#include "runtime/object/text_view.h"
#include "runtime/object/type.h"

namespace ouro {

inline Bytes* as_bytes(Object* object) { return static_cast<Bytes*>(object); }
inline ByteArray* as_bytearray(Object* object) { return static_cast<ByteArray*>(object); }
bool is_bytearray(const Object* object);  // or of a subclass

struct Octets {
  const std::uint8_t* data = nullptr;
  std::size_t length = 0;

  TextView view() const { return {data, length, 1}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data), length}; }
};

// `self` is a bytes or a bytearray.
inline Octets octets_of(const Object* self) {
  if (is_bytes(self)) {
    const auto* bytes = static_cast<const Bytes*>(self);
    return {bytes->data(), bytes->length};
  }
  const auto* array = static_cast<const ByteArray*>(self);
  return {array->data, array->length};
}

// Holds the buffer of an argument for as long as it lives.
class HeldBuffer {
 public:
  explicit HeldBuffer(Thread& thread) : thread_(thread) {}
  HeldBuffer(const HeldBuffer&) = delete;
  HeldBuffer& operator=(const HeldBuffer&) = delete;
  ~HeldBuffer();

  Status take(Object* object, bool writable = false);
  Octets octets() const { return {buffer_.data, buffer_.length}; }
  TextView view() const { return octets().view(); }
  std::uint8_t* data() const { return buffer_.data; }
  std::size_t length() const { return buffer_.length; }

 private:
  Thread& thread_;
  Buffer buffer_;
};

// An object of the kind of `self` (never of a subclass): a part of it, or something new.
Result<Object*> make_like(Thread&, const Object* self, const void* data, std::size_t length);
// Uninitialised; write to octets_out().
Result<Object*> make_like_for(Thread&, const Object* self, std::size_t length);
inline std::uint8_t* octets_out(Object* made) {
  return is_bytes(made) ? as_bytes(made)->data() : as_bytearray(made)->data;
}
// An exact bytes object itself, a copy of anything else.
Result<Object*> make_whole(Thread&, Object* self);

// A number in range(256); `message` is that of the ValueError.
Result<std::uint8_t> to_octet(Thread&, Object* number,
                              const char* message = "byte must be in range(0, 256)");

// What the constructors accept as contents, but for a count: a buffer, or an iterable of numbers.
Result<Object*> octets_from(Thread&, const Object* like, Object* source);

// "b'...'", with a text before and after it. `wary`: a single quote is always escaped.
Result<Str*> repr_octets(Interpreter&, Octets octets, std::string_view before,
                         std::string_view after, bool wary = false);

// left % right for both types.
Result<Object*> octets_percent(Thread&, Object* left, Object* right);

// Bytes one after another, for results whose length is not known. The block is raw memory.
class OctetBuilder {
 public:
  explicit OctetBuilder(Interpreter& interpreter) : interpreter_(interpreter) {}
  OctetBuilder(const OctetBuilder&) = delete;
  OctetBuilder& operator=(const OctetBuilder&) = delete;
  ~OctetBuilder();

  // Room for `more` bytes behind the end; put(n) makes them part of the text.
  Result<std::uint8_t*> room(std::size_t more);
  void put(std::size_t count) { length_ += count; }
  Status append(const void* data, std::size_t length);
  Status append(std::string_view text) { return append(text.data(), text.size()); }
  Status append_repeated(char octet, std::size_t times);
  const std::uint8_t* data() const { return data_; }
  std::size_t length() const { return length_; }
  Result<Bytes*> finish() { return make_bytes(interpreter_, data_, length_); }

 private:
  static constexpr std::size_t kOwnBytes = 256;

  Interpreter& interpreter_;
  std::size_t length_ = 0;
  std::size_t capacity_ = kOwnBytes;
  std::uint8_t* data_ = own_;
  std::uint8_t own_[kOwnBytes];
};

}  // namespace ouro
