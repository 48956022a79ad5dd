// UnicodeError and its three kinds: what could not be decoded, encoded or translated, and where.
#include <algorithm>
#include <array>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception_fields.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

UnicodeErrorException* unicode_error_of(Object* object) {
  return static_cast<UnicodeErrorException*>(object);
}

Status expect_count(Thread& thread, const Arguments& arguments, std::size_t count) {
  if (arguments.positional == count) return done;
  return raise(thread, TypeId::kTypeError, "function takes exactly {} arguments ({} given)", count,
               arguments.positional);
}

Status expect_str(Thread& thread, const Arguments& arguments, std::size_t index) {
  if (is_str(arguments.values[index])) return done;
  return raise(thread, TypeId::kTypeError, "argument {} must be str, not {}", index + 1,
               arguments.values[index]->type);
}

// start, end and reason stand behind each other in all three kinds.
Status take_range(Thread& thread, UnicodeErrorException* error, const Arguments& arguments,
                  std::size_t at) {
  error->start = TRY(to_index_value(thread, arguments.values[at]));
  error->end = TRY(to_index_value(thread, arguments.values[at + 1]));
  TRY(expect_str(thread, arguments, at + 2));
  replace_reference(error->reason, retain(arguments.values[at + 2]));
  return done;
}

// Any buffer is kept as bytes, so that handlers can slice it.
Result<Object*> bytes_of(Thread& thread, Object* object) {
  if (is_bytes(object)) return retain(object);
  Buffer view;
  TRY(get_buffer(thread, object, view));
  Result<Bytes*> copy = make_bytes(thread.interpreter(), view.data, view.length);
  release_buffer(thread.interpreter(), view);
  return copy;
}

// The first wrong item, as far as the range is inside the object.
std::intptr_t clamped(std::intptr_t index, std::size_t length) {
  return std::clamp<std::intptr_t>(index, 0, static_cast<std::intptr_t>(length));
}

bool is_single(const UnicodeErrorException* error, std::size_t length) {
  return error->start >= 0 && static_cast<std::size_t>(error->start) < length &&
         error->end == error->start + 1;
}

// "\x62", "\u1234" or "\U00012345".
Result<Str*> escape(Thread& thread, char32_t character) {
  constexpr char kDigits[] = "0123456789abcdef";
  const int digits = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
  std::array<char, 10> text = {'\\', digits == 2 ? 'x' : digits == 4 ? 'u' : 'U'};
  for (int index = 0; index < digits; ++index) {
    text[2 + index] = kDigits[(character >> (4 * (digits - 1 - index))) & 15];
  }
  return make_str(thread.interpreter(), std::string_view(text.data(), 2 + digits));
}

Result<Object*> empty_text(Thread& thread) { return make_str(thread.interpreter(), ""); }

}  // namespace

Status decode_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_initialise(thread, self, arguments));
  UnicodeErrorException* error = unicode_error_of(self);
  TRY(expect_count(thread, arguments, 5));
  TRY(expect_str(thread, arguments, 0));
  TRY(take_range(thread, error, arguments, 2));
  Ref<> object(TRY(bytes_of(thread, arguments.values[1])));
  replace_reference(error->encoding, retain(arguments.values[0]));
  replace_reference(error->object, object.take());
  return done;
}

Status encode_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_initialise(thread, self, arguments));
  UnicodeErrorException* error = unicode_error_of(self);
  TRY(expect_count(thread, arguments, 5));
  TRY(expect_str(thread, arguments, 0));
  TRY(expect_str(thread, arguments, 1));
  TRY(take_range(thread, error, arguments, 2));
  replace_reference(error->encoding, retain(arguments.values[0]));
  replace_reference(error->object, retain(arguments.values[1]));
  return done;
}

Status translate_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_initialise(thread, self, arguments));
  UnicodeErrorException* error = unicode_error_of(self);
  TRY(expect_count(thread, arguments, 4));
  TRY(expect_str(thread, arguments, 0));
  TRY(take_range(thread, error, arguments, 1));
  replace_reference(error->object, retain(arguments.values[0]));
  return done;
}

Result<Object*> decode_error_str(Thread& thread, Object* self) {
  const UnicodeErrorException* error = unicode_error_of(self);
  if (error->object == nullptr || !is_bytes(error->object)) return empty_text(thread);
  Ref<> encoding(retain(error->encoding)), reason(retain(error->reason));
  const auto* bytes = static_cast<Bytes*>(error->object);
  if (!is_single(error, bytes->length)) {
    return format_str(thread, "'{}' codec can't decode bytes in position {}-{}: {}", encoding,
                      error->start, error->end - 1, reason);
  }
  const std::uint8_t wrong = bytes->data()[clamped(error->start, bytes->length)];
  constexpr char kDigits[] = "0123456789abcdef";
  return format_str(thread, "'{}' codec can't decode byte 0x{}{} in position {}: {}", encoding,
                    kDigits[wrong >> 4], kDigits[wrong & 15], error->start, reason);
}

Result<Object*> encode_error_str(Thread& thread, Object* self) {
  const UnicodeErrorException* error = unicode_error_of(self);
  if (error->object == nullptr || !is_str(error->object)) return empty_text(thread);
  Ref<> encoding(retain(error->encoding)), reason(retain(error->reason));
  const auto* text = static_cast<Str*>(error->object);
  if (!is_single(error, text->length)) {
    return format_str(thread, "'{}' codec can't encode characters in position {}-{}: {}", encoding,
                      error->start, error->end - 1, reason);
  }
  Ref<Str> wrong(TRY(escape(thread, text->at(static_cast<std::size_t>(error->start)))));
  return format_str(thread, "'{}' codec can't encode character '{}' in position {}: {}", encoding,
                    wrong, error->start, reason);
}

Result<Object*> translate_error_str(Thread& thread, Object* self) {
  const UnicodeErrorException* error = unicode_error_of(self);
  if (error->object == nullptr || !is_str(error->object)) return empty_text(thread);
  Ref<> reason(retain(error->reason));
  const auto* text = static_cast<Str*>(error->object);
  if (!is_single(error, text->length)) {
    return format_str(thread, "can't translate characters in position {}-{}: {}", error->start,
                      error->end - 1, reason);
  }
  Ref<Str> wrong(TRY(escape(thread, text->at(static_cast<std::size_t>(error->start)))));
  return format_str(thread, "can't translate character '{}' in position {}: {}", wrong,
                    error->start, reason);
}

}  // namespace ouro
