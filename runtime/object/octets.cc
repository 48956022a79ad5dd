// Octets: making and printing what bytes and bytearray have in common.
#include "runtime/object/octets.h"
#include "runtime/interpreter/interpreter.h"

#include <cstring>

#include "runtime/object/container.h"
#include "runtime/object/list.h"
#include "runtime/object/memoryview_kernel.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/tuple.h"

namespace ouro {

bool is_bytearray(const Object* object) {
  return is_exact(object, TypeId::kByteArray) ||
         is_subtype(object->type, interpreter_of(object).type(TypeId::kByteArray));
}

HeldBuffer::~HeldBuffer() { release_buffer(thread_.interpreter(), buffer_); }

Status HeldBuffer::take(Object* object, bool writable) {
  release_buffer(thread_.interpreter(), buffer_);
  return get_buffer(thread_, object, buffer_, writable);
}

Result<Object*> make_like(Thread& thread, const Object* self, const void* data,
                          std::size_t length) {
  if (is_bytes(self)) return make_bytes(thread.interpreter(), data, length);
  return make_bytearray(thread.interpreter(), data, length);
}

Result<Object*> make_like_for(Thread& thread, const Object* self, std::size_t length) {
  if (is_bytes(self)) return make_bytes_for(thread.interpreter(), length);
  return make_bytearray(thread.interpreter(), nullptr, length);
}

Result<Object*> make_whole(Thread& thread, Object* self) {
  if (is_exact(self, TypeId::kBytes)) return retain(self);
  const Octets octets = octets_of(self);
  return make_like(thread, self, octets.data, octets.length);
}

Result<std::uint8_t> to_octet(Thread& thread, Object* number, const char* message) {
  if (is_compact_int(number)) {
    const std::int64_t value = static_cast<Int*>(number)->value;
    if (value >= 0 && value < 256) [[likely]]
      return static_cast<std::uint8_t>(value);
  }
  Ref<> index(TRY(to_index(thread, number)));
  const auto* integer = static_cast<Int*>(index.get());
  if (integer->compact() && integer->value >= 0 && integer->value < 256) {
    return static_cast<std::uint8_t>(integer->value);
  }
  return raise(thread, TypeId::kValueError, "{}", message);
}

// ---- Contents ---------------------------------------------------------------------------------

namespace {

Status append_number(Thread& thread, OctetBuilder& builder, Object* number, const char* message) {
  const std::uint8_t octet = TRY(to_octet(thread, number, message));
  return builder.append(&octet, 1);
}

Status append_numbers(Thread& thread, OctetBuilder& builder, Object* iterable,
                      const char* message) {
  Ref<> iterator(TRY(iterate(thread, iterable)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return done;
    TRY(append_number(thread, builder, item, message));
  }
}

// The items of any buffer, one after another.
Result<Object*> copy_of_buffer(Thread& thread, const Object* like, Object* source) {
  Ref<MemoryView> view(TRY(make_memoryview(thread, source)));
  const std::size_t length = view_bytes(view);
  if (is_row_major(view)) return make_like(thread, like, view->data, length);
  Object* result = TRY(make_like_for(thread, like, length));
  copy_items(view, octets_out(result));
  return result;
}

}  // namespace

Result<Object*> octets_from(Thread& thread, const Object* like, Object* source) {
  if (source->type->slots->get_buffer != nullptr) {
    return copy_of_buffer(thread, like, source);
  }
  const bool immutable = is_bytes(like);
  OctetBuilder builder(thread.interpreter());
  TRY(append_numbers(
      thread, builder, source,
      immutable ? "bytes must be in range(0, 256)" : "byte must be in range(0, 256)"));
  return make_like(thread, like, builder.data(), builder.length());
}

// ---- Text -------------------------------------------------------------------------------------

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

constexpr char escape_letter(std::uint8_t octet) {
  return octet == '\t' ? 't' : octet == '\n' ? 'n' : octet == '\r' ? 'r' : 0;
}

template <typename Put>
void put_octet(std::uint8_t octet, char escaped_quote, Put& put) {
  if (octet == '\\' || octet == static_cast<std::uint8_t>(escaped_quote)) {
    put(U'\\');
    put(octet);
  } else if (const char letter = escape_letter(octet)) {
    put(U'\\');
    put(static_cast<char32_t>(letter));
  } else if (octet < ' ' || octet >= 0x7f) {
    put(U'\\');
    put(U'x');
    put(static_cast<char32_t>(kHexDigits[octet >> 4]));
    put(static_cast<char32_t>(kHexDigits[octet & 15]));
  } else {
    put(octet);
  }
}

}  // namespace

Result<Str*> repr_octets(Interpreter& interpreter, Octets octets, std::string_view before,
                         std::string_view after, bool wary) {
  const bool single = octets.text().find('\'') != std::string_view::npos;
  const bool twice = octets.text().find('"') != std::string_view::npos;
  const char quote = single && !twice ? '"' : '\'';
  const char escaped = wary ? '\'' : quote;
  return build_str(interpreter, [&](auto put) {
    for (const char character : before) put(static_cast<std::uint8_t>(character));
    put(U'b');
    put(static_cast<char32_t>(quote));
    for (std::size_t at = 0; at < octets.length; ++at) put_octet(octets.data[at], escaped, put);
    put(static_cast<char32_t>(quote));
    for (const char character : after) put(static_cast<std::uint8_t>(character));
  });
}

// ---- Builder ----------------------------------------------------------------------------------

OctetBuilder::~OctetBuilder() {
  if (data_ != own_) interpreter_.memory().release(data_, capacity_);
}

Result<std::uint8_t*> OctetBuilder::room(std::size_t more) {
  if (more <= capacity_ - length_) [[likely]]
    return data_ + length_;
  if (more > PTRDIFF_MAX / 2 - length_) return raise_memory_error(interpreter_);
  const std::size_t capacity = length_ + more + (length_ + more) / 2;
  auto* block = static_cast<std::uint8_t*>(interpreter_.memory().allocate(capacity));
  if (block == nullptr) return raise_memory_error(interpreter_);
  std::memcpy(block, data_, length_);
  if (data_ != own_) interpreter_.memory().release(data_, capacity_);
  data_ = block;
  capacity_ = capacity;
  return data_ + length_;
}

Status OctetBuilder::append(const void* data, std::size_t length) {
  std::uint8_t* place = TRY(room(length));
  if (length > 0) std::memcpy(place, data, length);
  length_ += length;
  return done;
}

Status OctetBuilder::append_repeated(char octet, std::size_t times) {
  std::uint8_t* place = TRY(room(times));
  std::memset(place, octet, times);
  length_ += times;
  return done;
}

}  // namespace ouro
