// Bytes: making octets, and the type `bytes`.
#include "runtime/object/bytes.h"
#include "runtime/interpreter/interpreter.h"

#include <algorithm>
#include <cstring>

#include "runtime/object/bytes_methods.h"
#include "runtime/object/codec.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/hashes.h"
#include "runtime/object/instance.h"
#include "runtime/object/native_call.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slice.h"
#include "runtime/object/special.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Making -----------------------------------------------------------------------------------

namespace {

constexpr std::size_t kLengthMax = PTRDIFF_MAX / 8;

Result<Bytes*> find_single(Interpreter& interpreter, std::size_t index) {
  if (Object* known = interpreter.get<SingleBytes>().find(index)) return retain(as_bytes(known));
  const bool empty = index == ByteKind::kEmpty;
  Bytes* bytes = TRY(make_bytes_for(interpreter, empty ? 0 : 1));
  if (!empty) *bytes->data() = static_cast<std::uint8_t>(index);
  interpreter.get<SingleBytes>().keep(index, bytes);
  return bytes;
}

}  // namespace

Result<Bytes*> make_bytes_for(Interpreter& interpreter, std::size_t length) {
  if (length > kLengthMax) return raise_memory_error(interpreter);
  void* body = interpreter.memory().allocate(sizeof(Bytes) + length + 1, BlockKind::kObject);
  if (body == nullptr) return raise_memory_error(interpreter);
  auto* bytes = static_cast<Bytes*>(body);
  bytes->count = 1;
  bytes->type = interpreter.type(TypeId::kBytes);
  bytes->length = length;
  bytes->hash = -1;
  bytes->data()[length] = 0;
  return bytes;
}

Result<Bytes*> make_bytes(Interpreter& interpreter, const void* data, std::size_t length) {
  if (length == 0) return find_single(interpreter, ByteKind::kEmpty);
  if (length == 1) return find_single(interpreter, *static_cast<const std::uint8_t*>(data));
  Bytes* bytes = TRY(make_bytes_for(interpreter, length));
  std::memcpy(bytes->data(), data, length);
  return bytes;
}

// ---- The constructor --------------------------------------------------------------------------

namespace {

constexpr Signature kMakeSignature{"bytes(source=b'', encoding='utf-8', errors='strict')"};

Result<Bytes*> make_zeros(Thread& thread, std::intptr_t length) {
  if (length < 0) return raise(thread, TypeId::kValueError, "negative count");
  if (length == 0) return make_bytes(thread.interpreter(), nullptr, 0);
  Bytes* bytes = TRY(make_bytes_for(thread.interpreter(), static_cast<std::size_t>(length)));
  std::memset(bytes->data(), 0, bytes->length);
  return bytes;
}

Result<Bytes*> from_special(Thread& thread, Object* source, const Special& special) {
  Ref<> made(TRY(call_found(thread, special, {})));
  static_cast<void>(source);
  if (is_bytes(made)) return as_bytes(made.take());
  return raise(thread, TypeId::kTypeError, "__bytes__ returned non-bytes (type {})",
               type_name(made->type));
}

// A buffer or an iterable of numbers.
Result<Bytes*> from_contents(Thread& thread, Object* source) {
  if (is_exact(source, TypeId::kBytes)) return retain(as_bytes(source));
  const Slots& slots = *source->type->slots;
  const bool usable = slots.get_buffer != nullptr || slots.iterate != nullptr ||
                      slots.get_item != nullptr || slots.item_at != nullptr;
  if (!usable || is_str(source)) {
    return raise(thread, TypeId::kTypeError, "cannot convert '{}' object to bytes",
                 type_name(source->type));
  }
  Ref<Bytes> like(TRY(make_bytes(thread.interpreter(), nullptr, 0)));
  return as_bytes(TRY(octets_from(thread, like, source)));
}

Result<Bytes*> from_object(Thread& thread, Object* source) {
  Special special;
  if (TRY(find_special(thread, source, Id::dunder_bytes, special))) {
    return from_special(thread, source, special);
  }
  if (is_str(source)) {
    return raise(thread, TypeId::kTypeError, "string argument without an encoding");
  }
  if (has_index(source)) {
    const Result<std::intptr_t> length = to_index_value(thread, source);
    if (length.ok()) return make_zeros(thread, length.value());
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
  }
  return from_contents(thread, source);
}

Result<Bytes*> make_value(Thread& thread, const BoundArguments& bound) {
  Object* source = bound[0];
  if (bound[1] == nullptr && bound[2] == nullptr) {
    if (source == nullptr) return make_bytes(thread.interpreter(), nullptr, 0);
    return from_object(thread, source);
  }
  return encode_source(thread, "bytes", source, bound[1], bound[2]);
}

Result<Object*> make_derived(Thread& thread, Type* type, const Bytes* value) {
  auto* bytes = as_bytes(TRY(allocate_instance(thread.interpreter(), type, value->length + 1)));
  bytes->length = value->length;
  bytes->hash = value->hash;
  std::memcpy(bytes->data(), value->data(), value->length + 1);
  return bytes;
}

Result<Object*> bytes_make(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  Ref<Bytes> value(TRY(make_value(thread, bound)));
  if (type->id == TypeId::kBytes) return value.take();
  return make_derived(thread, type, value);
}

void bytes_deallocate(Interpreter& interpreter, Object* self) noexcept {
  if (!is_exact(self, TypeId::kBytes)) return free_instance(interpreter, self);
  interpreter.memory().release(self, sizeof(Bytes) + as_bytes(self)->length + 1,
                               BlockKind::kObject);
}

}  // namespace

Result<Bytes*> encode_source(Thread& thread, std::string_view function, Object* source,
                             Object* encoding_argument, Object* errors_argument) {
  std::string_view encoding, errors;
  if (encoding_argument != nullptr) {
    encoding = TRY(borrow_codec_name(thread, function, "encoding", encoding_argument));
  }
  if (errors_argument != nullptr) {
    errors = TRY(borrow_codec_name(thread, function, "errors", errors_argument));
  }
  if (source == nullptr || !is_str(source)) {
    return raise(thread, TypeId::kTypeError,
                 encoding_argument != nullptr ? "encoding without a string argument"
                                              : "errors without a string argument");
  }
  return encode_str(thread, static_cast<Str*>(source), encoding, errors);
}

namespace {

// ---- Comparison and text ----------------------------------------------------------------------

Result<Object*> bytes_repr(Thread& thread, Object* self) {
  return repr_octets(thread.interpreter(), octets_of(self), "", "");
}

Result<std::intptr_t> bytes_hash(Thread& thread, Object* self) {
  Bytes* bytes = as_bytes(self);
  if (bytes->hash == -1) {
    const HashKey& key = thread.interpreter().get<HashSecret>().key();
    bytes->hash = hash_bytes(key, bytes->data(), bytes->length);
  }
  return bytes->hash;
}

Result<Object*> bytes_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_bytes(left) || !is_bytes(right)) return new_not_implemented(thread);
  const int order = as_bytes(left)->view().compare(as_bytes(right)->view());
  return new_boolean(thread, satisfies(comparison, order));
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<Object*> bytes_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const Bytes* bytes = as_bytes(self);
  if (static_cast<std::size_t>(index) < bytes->length) [[likely]] {
    return make_int_object(thread, bytes->data()[index]);
  }
  return raise(thread, TypeId::kIndexError, "index out of range");
}

Result<Object*> bytes_get_item(Thread& thread, Object* self, Object* key) {
  if (is_exact(key, TypeId::kSlice)) {
    return slice_of_octets(thread, self, static_cast<Slice*>(key));
  }
  if (!has_index(key)) {
    return refuse_type(thread, "byte indices must be integers or slices, not {}", key);
  }
  std::intptr_t index = TRY(subscript_index(thread, key));
  if (index < 0) index += static_cast<std::intptr_t>(as_bytes(self)->length);
  return bytes_item_at(thread, self, index);
}

Result<Object*> bytes_iterate(Thread& thread, Object* self) {
  return make_octet_iterator(thread.interpreter(), self);
}

Result<Object*> bytes_concatenate(Thread& thread, Object* left, Object* right) {
  return concatenate_octets(thread, left, right, "bytes");
}

Result<Object*> bytes_modulo(Thread& thread, Object* left, Object* right) {
  if (!is_bytes(left)) return new_not_implemented(thread);
  return octets_percent(thread, left, right);
}

constexpr std::array<Binary, kBinaryOperators> operators() {
  std::array<Binary, kBinaryOperators> result = {};
  result[static_cast<std::size_t>(BinaryOperator::kModulo)] = bytes_modulo;
  return result;
}

Status bytes_get_buffer(Thread& thread, Object* self, Buffer& view, bool writable) {
  if (writable) return raise(thread, TypeId::kBufferError, "Object is not writable.");
  view.data = as_bytes(self)->data();
  view.length = as_bytes(self)->length;
  return done;
}

// ---- Own methods ------------------------------------------------------------------------------

Result<Object*> dunder_bytes(Thread& thread, Object* self, Object* const*) {
  return make_whole(thread, self);
}

Result<Object*> getnewargs(Thread& thread, Object* self, Object* const*) {
  Ref<> plain(TRY(make_whole(thread, self)));
  return pack_tuple<Object>(thread.interpreter(), plain.get());
}

constexpr NativeMethod kMethods[] = {
    {"__getnewargs__()", getnewargs},
    {"__bytes__(self, /)", dunder_bytes},
    OURO_OCTET_METHODS,
};

}  // namespace

constinit const TypeDescriptor kBytesDescriptor = {
    .name = "bytes",
    .flags = flag::kBaseType | flag::kBytesSubclass | flag::kPatternSelf,
    .object_size = sizeof(Bytes),
    .item_size = 1,
    .slots = {.deallocate = bytes_deallocate,
              .repr = bytes_repr,
              .str = bytes_repr,
              .hash = bytes_hash,
              .compare = bytes_compare,
              .make = bytes_make,
              .iterate = bytes_iterate,
              .binary = operators(),
              .length = octets_length,
              .get_item = bytes_get_item,
              .contains = octets_contains,
              .concatenate = bytes_concatenate,
              .repeat = repeat_octets,
              .item_at = bytes_item_at,
              .get_buffer = bytes_get_buffer},
    .methods = kMethods,
    .doc = "A row of octets that never changes.",
};

}  // namespace ouro
