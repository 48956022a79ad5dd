// Bytes: the methods of bytes and bytearray about case, padding, joining, translation and hex
// digits.
#include "runtime/object/bytes_methods.h"
#include "runtime/interpreter/interpreter.h"

#include <algorithm>
#include <cstring>

#include "runtime/object/codec.h"
#include "runtime/object/encodings.h"
#include "runtime/object/list.h"
#include "runtime/object/octets.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slice.h"
#include "runtime/object/str.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Slots ------------------------------------------------------------------------------------

namespace {

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

}  // namespace

Result<std::intptr_t> octets_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(octets_of(self).length);
}

Result<Object*> slice_of_octets(Thread& thread, Object* self, const Slice* slice) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  const Octets octets = octets_of(self);
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(octets.length));
  const auto count = static_cast<std::size_t>(range.count);
  if (range.step == 1) {
    if (count == octets.length) return make_whole(thread, self);
    return make_like(thread, self, octets.data + range.start, count);
  }
  if (count == 0) return make_like(thread, self, nullptr, 0);
  Object* result = TRY(make_like_for(thread, self, count));
  std::uint8_t* out = octets_out(result);
  for (std::size_t index = 0; index < count; ++index) {
    out[index] = octets.data[range.start + static_cast<std::intptr_t>(index) * range.step];
  }
  return result;
}

Result<Object*> concatenate_octets(Thread& thread, Object* left, Object* right,
                                   std::string_view name) {
  if (right->type->slots->get_buffer == nullptr) {
    return raise(thread, TypeId::kTypeError, "can't concat {} to {}", type_name(right->type), name);
  }
  HeldBuffer other(thread);
  TRY(other.take(right));
  const Octets octets = octets_of(left);
  if (is_bytes(left)) {
    if (octets.length == 0 && is_exact(right, TypeId::kBytes)) return retain(right);
    if (other.length() == 0) return make_whole(thread, left);
  }
  Object* result = TRY(make_like_for(thread, left, octets.length + other.length()));
  std::uint8_t* out = octets_out(result);
  if (octets.length > 0) std::memcpy(out, octets.data, octets.length);
  if (other.length() > 0) std::memcpy(out + octets.length, other.data(), other.length());
  return result;
}

Result<Object*> repeat_octets(Thread& thread, Object* self, std::intptr_t times) {
  const Octets octets = octets_of(self);
  const auto count = static_cast<std::size_t>(std::max<std::intptr_t>(times, 0));
  std::size_t length;
  if (__builtin_mul_overflow(octets.length, count, &length) || length > PTRDIFF_MAX) {
    if (!is_bytes(self)) return raise_memory_error(thread.interpreter());
    return raise(thread, TypeId::kOverflowError, "repeated bytes are too long");
  }
  if (count == 1) return make_whole(thread, self);
  if (length == 0) return make_like(thread, self, nullptr, 0);
  Object* result = TRY(make_like_for(thread, self, length));
  std::uint8_t* out = octets_out(result);
  if (octets.length == 1) {
    std::memset(out, octets.data[0], length);
    return result;
  }
  std::memcpy(out, octets.data, octets.length);
  for (std::size_t filled = octets.length; filled < length;) {
    const std::size_t more = std::min(filled, length - filled);
    std::memcpy(out + filled, out, more);
    filled += more;
  }
  return result;
}

// ---- Classes and case -------------------------------------------------------------------------

namespace octet_methods {
namespace {

constexpr bool is_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(std::uint8_t c) { return is_lower(c) || is_upper(c); }
constexpr bool is_decimal(std::uint8_t c) { return c >= '0' && c <= '9'; }
constexpr bool is_alphanumeric(std::uint8_t c) { return is_letter(c) || is_decimal(c); }
constexpr bool is_blank(std::uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
constexpr std::uint8_t to_lower(std::uint8_t c) { return is_upper(c) ? c + 32 : c; }
constexpr std::uint8_t to_upper(std::uint8_t c) { return is_lower(c) ? c - 32 : c; }

Result<Object*> all_of(Thread& thread, Object* self, bool (*test)(std::uint8_t)) {
  const Octets octets = octets_of(self);
  const bool all = std::all_of(octets.data, octets.data + octets.length, test);
  return new_boolean(thread, octets.length > 0 && all);
}

// Is there a letter, and no letter of the other case?
Result<Object*> only_case(Thread& thread, Object* self, bool (*wanted)(std::uint8_t),
                          bool (*other)(std::uint8_t)) {
  const Octets octets = octets_of(self);
  const std::uint8_t* end = octets.data + octets.length;
  return new_boolean(
      thread, std::any_of(octets.data, end, wanted) && std::none_of(octets.data, end, other));
}

// map(octet, previous octet), where the one before the first is a blank.
template <typename Map>
Result<Object*> map_all(Thread& thread, Object* self, Map map) {
  const Octets octets = octets_of(self);
  if (octets.length == 0) return make_like(thread, self, nullptr, 0);
  Object* result = TRY(make_like_for(thread, self, octets.length));
  std::uint8_t* out = octets_out(result);
  std::uint8_t previous = ' ';
  for (std::size_t at = 0; at < octets.length; ++at) {
    out[at] = map(octets.data[at], previous);
    previous = octets.data[at];
  }
  return result;
}

}  // namespace

Result<Object*> isalnum(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, is_alphanumeric);
}

Result<Object*> isalpha(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, is_letter);
}

Result<Object*> isascii(Thread& thread, Object* self, Object* const*) {
  const Octets octets = octets_of(self);
  return new_boolean(thread, encodings::is_ascii(octets.data, octets.length));
}

Result<Object*> isdigit(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, is_decimal);
}

Result<Object*> islower(Thread& thread, Object* self, Object* const*) {
  return only_case(thread, self, is_lower, is_upper);
}

Result<Object*> isspace(Thread& thread, Object* self, Object* const*) {
  return all_of(thread, self, is_blank);
}

Result<Object*> isupper(Thread& thread, Object* self, Object* const*) {
  return only_case(thread, self, is_upper, is_lower);
}

Result<Object*> istitle(Thread& thread, Object* self, Object* const*) {
  const Octets octets = octets_of(self);
  bool inside = false, found = false;
  for (std::size_t at = 0; at < octets.length; ++at) {
    const std::uint8_t octet = octets.data[at];
    if (inside ? is_upper(octet) : is_lower(octet)) return new_boolean(thread, false);
    inside = is_letter(octet);
    found |= inside;
  }
  return new_boolean(thread, found);
}

Result<Object*> capitalize(Thread& thread, Object* self, Object* const*) {
  bool first = true;
  return map_all(thread, self, [&](std::uint8_t octet, std::uint8_t) {
    return std::exchange(first, false) ? to_upper(octet) : to_lower(octet);
  });
}

Result<Object*> lower(Thread& thread, Object* self, Object* const*) {
  return map_all(thread, self, [](std::uint8_t octet, std::uint8_t) { return to_lower(octet); });
}

Result<Object*> swapcase(Thread& thread, Object* self, Object* const*) {
  return map_all(thread, self, [](std::uint8_t octet, std::uint8_t) {
    return is_lower(octet) ? to_upper(octet) : to_lower(octet);
  });
}

Result<Object*> title(Thread& thread, Object* self, Object* const*) {
  return map_all(thread, self, [](std::uint8_t octet, std::uint8_t previous) {
    return is_letter(previous) ? to_lower(octet) : to_upper(octet);
  });
}

Result<Object*> upper(Thread& thread, Object* self, Object* const*) {
  return map_all(thread, self, [](std::uint8_t octet, std::uint8_t) { return to_upper(octet); });
}

// ---- Padding ----------------------------------------------------------------------------------

namespace {

Result<std::uint8_t> fill_of(Thread& thread, std::string_view name, Object* argument) {
  if (argument == nullptr) return std::uint8_t{' '};
  if (is_bytes(argument) || is_bytearray(argument)) {
    const Octets octets = octets_of(argument);
    if (octets.length == 1) return octets.data[0];
  }
  return raise(thread, TypeId::kTypeError,
               "{}() argument 2 must be a byte string of length 1, not {}", name,
               type_name(argument->type));
}

Result<Object*> pad(Thread& thread, Object* self, Sides sides, std::uint8_t fill) {
  const std::size_t inner = octets_of(self).length;
  if (sides.left + sides.right > kLongest - inner) return raise_memory_error(thread.interpreter());
  Object* result = TRY(make_like_for(thread, self, sides.left + inner + sides.right));
  std::uint8_t* out = octets_out(result);
  std::memset(out, fill, sides.left);
  if (inner > 0) std::memcpy(out + sides.left, octets_of(self).data, inner);
  std::memset(out + sides.left + inner, fill, sides.right);
  return result;
}

// How much is missing to the wanted width.
Result<std::size_t> missing(Thread& thread, Object* self, Object* width) {
  const std::intptr_t wanted = TRY(read_size(thread, width));
  const auto length = static_cast<std::intptr_t>(octets_of(self).length);
  return static_cast<std::size_t>(wanted > length ? wanted - length : 0);
}

}  // namespace

Result<Object*> center(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t padding = TRY(missing(thread, self, arguments[0]));
  const std::uint8_t fill = TRY(fill_of(thread, "center", arguments[1]));
  if (padding == 0) return make_whole(thread, self);
  const std::size_t length = octets_of(self).length;
  return pad(thread, self, center_sides(length, length + padding), fill);
}

Result<Object*> ljust(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t padding = TRY(missing(thread, self, arguments[0]));
  const std::uint8_t fill = TRY(fill_of(thread, "ljust", arguments[1]));
  if (padding == 0) return make_whole(thread, self);
  return pad(thread, self, {0, padding}, fill);
}

Result<Object*> rjust(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t padding = TRY(missing(thread, self, arguments[0]));
  const std::uint8_t fill = TRY(fill_of(thread, "rjust", arguments[1]));
  if (padding == 0) return make_whole(thread, self);
  return pad(thread, self, {padding, 0}, fill);
}

Result<Object*> zfill(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t zeros = TRY(missing(thread, self, arguments[0]));
  if (zeros == 0) return make_whole(thread, self);
  Object* result = TRY(pad(thread, self, {zeros, 0}, '0'));
  std::uint8_t* out = octets_out(result);
  const bool is_signed = octets_of(self).length > 0 && (out[zeros] == '+' || out[zeros] == '-');
  if (is_signed) std::swap(out[0], out[zeros]);
  return result;
}

Result<Object*> expandtabs(Thread& thread, Object* self, Object* const* arguments) {
  const auto tab_size =
      static_cast<std::size_t>(std::max(TRY(read_c_int(thread, arguments[0], 8)), 0));
  const Octets octets = octets_of(self);
  OctetBuilder builder(thread.interpreter());
  std::size_t column = 0;
  for (std::size_t at = 0; at < octets.length; ++at) {
    const auto octet = static_cast<char>(octets.data[at]);
    if (octet != '\t') {
      TRY(builder.append_repeated(octet, 1));
      column = octet == '\n' || octet == '\r' ? 0 : column + 1;
    } else if (tab_size > 0) {
      const std::size_t spaces = tab_size - column % tab_size;
      TRY(builder.append_repeated(' ', spaces));
      column += spaces;
    }
  }
  return make_like(thread, self, builder.data(), builder.length());
}

// ---- Joining ----------------------------------------------------------------------------------

namespace {

struct Row {
  Object* const* items;
  std::size_t size;
};

Failure refuse_item(Thread& thread, std::size_t index, const Object* item) {
  return raise(thread, TypeId::kTypeError,
               "sequence item {}: expected a bytes-like object, {} found", index,
               type_name(item->type));
}

// Taking a buffer runs no code of the program: the items stay as they are between the two passes.
Result<std::size_t> joined_length(Thread& thread, const Octets& separator, const Row& row) {
  std::size_t length = 0;
  if (row.size > 1 && __builtin_mul_overflow(separator.length, row.size - 1, &length)) {
    return raise(thread, TypeId::kOverflowError, "join() result is too long");
  }
  for (std::size_t index = 0; index < row.size; ++index) {
    Object* item = row.items[index];
    if (item->type->slots->get_buffer == nullptr) {
      return refuse_item(thread, index, item);
    }
    HeldBuffer buffer(thread);
    if (!buffer.take(item).ok()) {
      if (!pending_matches(thread, TypeId::kBufferError)) return failure;
      clear_pending(thread);
      return refuse_item(thread, index, item);
    }
    length += buffer.length();
    if (length > kLongest) {
      return raise(thread, TypeId::kOverflowError, "join() result is too long");
    }
  }
  return length;
}

Result<Object*> join_row(Thread& thread, Object* self, const Row& row) {
  if (row.size == 1 && is_bytes(self) && is_exact(row.items[0], TypeId::kBytes)) {
    return retain(row.items[0]);
  }
  const Octets separator = octets_of(self);
  const std::size_t length = TRY(joined_length(thread, separator, row));
  if (length == 0) return make_like(thread, self, nullptr, 0);
  Ref<> result(TRY(make_like_for(thread, self, length)));
  std::uint8_t* out = octets_out(result);
  for (std::size_t index = 0; index < row.size; ++index) {
    if (index > 0 && separator.length > 0) {
      std::memcpy(out, separator.data, separator.length);
      out += separator.length;
    }
    HeldBuffer buffer(thread);
    TRY(buffer.take(row.items[index]));
    if (buffer.length() > 0) std::memcpy(out, buffer.data(), buffer.length());
    out += buffer.length();
  }
  return result.take();
}

}  // namespace

Result<Object*> join(Thread& thread, Object* self, Object* const* arguments) {
  Object* iterable = arguments[0];
  if (is_exact(iterable, TypeId::kList)) {
    const auto* list = static_cast<List*>(iterable);
    return join_row(thread, self, {list->items, list->size});
  }
  Result<Object*> iterator = iterate(thread, iterable);
  if (!iterator.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
    return raise(thread, TypeId::kTypeError, "can only join an iterable");
  }
  Ref<> owner(iterator.value());
  Ref<List> list(TRY(to_list(thread, owner)));
  return join_row(thread, self, {list->items, list->size});
}

// ---- Translation ------------------------------------------------------------------------------

namespace {

constexpr std::size_t kTableSize = 256;

struct Translation {
  std::uint8_t table[kTableSize];
  bool dropped[kTableSize];
};

Status read_translation(Thread& thread, Object* const* arguments, Translation& translation) {
  for (std::size_t octet = 0; octet < kTableSize; ++octet) {
    translation.table[octet] = static_cast<std::uint8_t>(octet);
    translation.dropped[octet] = false;
  }
  if (arguments[0] != none(thread)) {
    HeldBuffer table(thread);
    TRY(table.take(arguments[0]));
    if (table.length() != kTableSize) {
      return raise(thread, TypeId::kValueError, "translation table must be 256 characters long");
    }
    std::memcpy(translation.table, table.data(), kTableSize);
  }
  if (arguments[1] == nullptr) return done;
  HeldBuffer dropped(thread);
  TRY(dropped.take(arguments[1]));
  for (std::size_t at = 0; at < dropped.length(); ++at) {
    translation.dropped[dropped.data()[at]] = true;
  }
  return done;
}

}  // namespace

Result<Object*> translate(Thread& thread, Object* self, Object* const* arguments) {
  Translation translation;
  TRY(read_translation(thread, arguments, translation));
  const Octets octets = octets_of(self);
  OctetBuilder builder(thread.interpreter());
  std::uint8_t* const out = TRY(builder.room(octets.length));
  std::size_t length = 0;
  for (std::size_t at = 0; at < octets.length; ++at) {
    const std::uint8_t octet = octets.data[at];
    if (!translation.dropped[octet]) out[length++] = translation.table[octet];
  }
  return make_like(thread, self, out, length);
}

Result<Object*> maketrans(Thread& thread, Object*, Object* const* arguments) {
  HeldBuffer from(thread), to(thread);
  TRY(from.take(arguments[0]));
  TRY(to.take(arguments[1]));
  if (from.length() != to.length()) {
    return raise(thread, TypeId::kValueError, "maketrans arguments must have same length");
  }
  std::uint8_t table[kTableSize];
  for (std::size_t octet = 0; octet < kTableSize; ++octet) {
    table[octet] = static_cast<std::uint8_t>(octet);
  }
  for (std::size_t at = 0; at < from.length(); ++at) table[from.data()[at]] = to.data()[at];
  return make_bytes(thread.interpreter(), table, kTableSize);
}

// ---- Decoding ---------------------------------------------------------------------------------

Result<Object*> decode(Thread& thread, Object* self, Object* const* arguments) {
  std::string_view encoding, errors;
  if (arguments[0] != nullptr) {
    encoding = TRY(borrow_codec_name(thread, "decode", "encoding", arguments[0]));
  }
  if (arguments[1] != nullptr) {
    errors = TRY(borrow_codec_name(thread, "decode", "errors", arguments[1]));
  }
  HeldBuffer held(thread);  // an error handler may not resize a bytearray that is being read
  TRY(held.take(self));
  return decode_with(thread, self, held.octets().text(), encoding, errors);
}

// ---- Hex digits -------------------------------------------------------------------------------

Result<Object*> hex(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer held(thread);
  TRY(held.take(self));
  return hex_of(thread, held.data(), held.length(), arguments[0], arguments[1]);
}

namespace {

int hex_digit(std::uint8_t c) {
  if (is_decimal(c)) return c - '0';
  const std::uint8_t letter = to_lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

Failure refuse_hex(Thread& thread, std::size_t position) {
  return raise(thread, TypeId::kValueError,
               "non-hexadecimal number found in fromhex() arg at position {}", position);
}

std::size_t first_wide(const Str* text) {
  std::size_t at = 0;
  while (at < text->length && text->at(at) < 0x80) ++at;
  return at;
}

Status read_hex(Thread& thread, const Str* text, OctetBuilder& builder) {
  if (!text->ascii) return refuse_hex(thread, first_wide(text));
  const std::uint8_t* digits = text->narrow();
  for (std::size_t at = 0; at < text->length;) {
    if (is_blank(digits[at])) {
      ++at;
      continue;
    }
    const int high = hex_digit(digits[at]);
    if (high < 0) return refuse_hex(thread, at);
    const int low = hex_digit(digits[at + 1]);  // the final zero is no digit
    if (low < 0) return refuse_hex(thread, at + 1);
    TRY(builder.append_repeated(static_cast<char>(high << 4 | low), 1));
    at += 2;
  }
  return done;
}

}  // namespace

Result<Object*> fromhex(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "fromhex() argument must be str, not {}",
                 type_name(arguments[0]->type));
  }
  OctetBuilder builder(thread.interpreter());
  TRY(read_hex(thread, static_cast<Str*>(arguments[0]), builder));
  const auto* type = static_cast<Type*>(self);
  if (type->id == TypeId::kByteArray) {
    return make_bytearray(thread.interpreter(), builder.data(), builder.length());
  }
  Ref<Bytes> bytes(TRY(builder.finish()));
  if (type->id == TypeId::kBytes) return bytes.take();
  return call(thread, self, bytes);
}

}  // namespace octet_methods

namespace {

// 0: none.
Result<char> hex_separator(Thread& thread, Object* separator) {
  if (separator == nullptr) return '\0';
  char32_t character = 0;
  std::size_t length = 0;
  if (is_str(separator)) {
    length = static_cast<Str*>(separator)->length;
    if (length == 1) character = static_cast<Str*>(separator)->at(0);
  } else if (is_bytes(separator)) {
    length = as_bytes(separator)->length;
    if (length == 1) character = as_bytes(separator)->data()[0];
  } else {
    length = static_cast<std::size_t>(TRY(ouro::length(thread, separator)));
    if (length == 1) return raise(thread, TypeId::kTypeError, "sep must be str or bytes.");
  }
  if (length != 1) return raise(thread, TypeId::kValueError, "sep must be length 1.");
  if (character >= 0x80) return raise(thread, TypeId::kValueError, "sep must be ASCII.");
  return static_cast<char>(character);
}

}  // namespace

Result<Object*> hex_of(Thread& thread, const std::uint8_t* data, std::size_t length,
                       Object* separator_argument, Object* group_argument) {
  constexpr char kDigits[] = "0123456789abcdef";
  const int group = TRY(read_c_int(thread, group_argument, 1));
  const char separator = TRY(hex_separator(thread, separator_argument));
  if (length == 0) return make_str(thread.interpreter(), "");
  const auto size = static_cast<std::size_t>(group < 0 ? -static_cast<long>(group) : group);
  const bool separated = separator_argument != nullptr && size > 0 && size < length;
  const std::size_t separators = separated ? (length - 1) / size : 0;
  if (length > kLongest / 3) return raise_memory_error(thread.interpreter());
  Str* text = TRY(make_str_for(thread.interpreter(), length * 2 + separators, 0x7f));
  auto* out = static_cast<std::uint8_t*>(text->data());
  for (std::size_t at = 0; at < length; ++at) {
    const std::size_t boundary = group > 0 ? length - at : at;
    if (separated && at > 0 && boundary % size == 0) *out++ = static_cast<std::uint8_t>(separator);
    *out++ = static_cast<std::uint8_t>(kDigits[data[at] >> 4]);
    *out++ = static_cast<std::uint8_t>(kDigits[data[at] & 15]);
  }
  return text;
}

}  // namespace ouro
