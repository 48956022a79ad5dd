// Int text: reading and writing ints, with the limit on digits, and their format specs.
#include <bit>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float_format.h"
#include "runtime/object/format_spec.h"
#include "runtime/object/int_view.h"
#include "runtime/object/number_text.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/unicode.h"

namespace ouro {

namespace {

using limbs::Limb;
using limbs::Limbs;

std::int64_t digits_max(Thread& thread) { return thread.interpreter().int_digits_max; }

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view strip(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

constexpr unsigned kNoDigit = 99;

constexpr unsigned digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z' ? static_cast<unsigned>(lower - 'a') + 10 : kNoDigit;
}

constexpr unsigned prefix_radix(std::string_view text) {
  if (text.size() < 2 || text[0] != '0') return 0;
  switch (text[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
  }
}

// What stands in the text of an int: its sign, its radix and its digits with underscores.
struct Literal {
  bool negative = false;
  unsigned radix = 10;
  std::string_view digits;
  std::size_t count = 0;  // of digits
};

// Only digits of the radix, with single underscores between them.
bool count_digits(Literal* literal) noexcept {
  bool after_digit = false;
  for (const char c : literal->digits) {
    const bool digit = digit_of(c) < literal->radix;
    if (!digit && (c != '_' || !after_digit)) return false;
    after_digit = digit;
    literal->count += digit ? 1 : 0;
  }
  return after_digit;
}

bool is_zero_text(std::string_view digits) noexcept {
  return digits.find_first_not_of("0_") == std::string_view::npos;
}

bool read_literal(std::string_view text, int base, Literal* literal) noexcept {
  text = strip(text);
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    literal->negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const unsigned prefix = prefix_radix(text);
  const bool has_prefix = prefix != 0 && (base == 0 || static_cast<unsigned>(base) == prefix);
  literal->radix = base != 0 ? static_cast<unsigned>(base) : prefix != 0 ? prefix : 10;
  if (has_prefix) {
    text.remove_prefix(2);
    if (!text.empty() && text[0] == '_') text.remove_prefix(1);
  }
  literal->digits = text;
  if (!count_digits(literal)) return false;
  const bool octal_lookalike = base == 0 && !has_prefix && text[0] == '0';
  return !octal_lookalike || is_zero_text(text);
}

// The error names the text, but not endlessly.
Failure raise_invalid(Thread& thread, int base, Object* shown) {
  constexpr std::size_t kLongest = 200;
  Ref<Str> text(TRY(repr(thread, shown)));
  if (text->length > kLongest) text.reset(TRY(str_slice(thread.interpreter(), text, 0, kLongest)));
  return raise(thread, TypeId::kValueError, "invalid literal for int() with base {}: {}", base,
               text);
}

Status check_digits(Thread& thread, const Literal& literal) {
  const std::int64_t most = digits_max(thread);
  if (std::has_single_bit(literal.radix) || most == 0) return done;
  if (static_cast<std::int64_t>(literal.count) <= most) return done;
  return raise(thread, TypeId::kValueError,
               "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; "
               "use sys.set_int_max_str_digits() to increase the limit",
               most, literal.count);
}

Result<Object*> read_short(Thread& thread, const Literal& literal) {
  std::int64_t value = 0;
  for (const char c : literal.digits) {
    if (c != '_') value = value * literal.radix + digit_of(c);
  }
  return make_int(thread.interpreter(), literal.negative ? -value : value);
}

Result<Object*> read_long(Thread& thread, const Literal& literal) {
  Interpreter& interpreter = thread.interpreter();
  Memory& memory = interpreter.memory();
  auto* values = static_cast<std::uint8_t*>(memory.allocate(literal.count));
  if (values == nullptr) return raise_memory_error(interpreter);
  std::uint8_t* end = values;
  for (const char c : literal.digits) {
    if (c != '_') *end++ = static_cast<std::uint8_t>(digit_of(c));
  }
  IntBuilder result(interpreter, limbs::from_text_room(literal.count, literal.radix));
  std::size_t size = 0;
  const bool fine = result.ok() && limbs::from_text(memory, result.limbs(), &size,
                                                    {values, literal.count}, literal.radix);
  memory.release(values, literal.count);
  if (!fine) return raise_memory_error(interpreter);
  return result.finish(size, literal.negative);
}

}  // namespace

Result<Int*> int_from_view(Thread& thread, std::string_view text, int base, Object* shown) {
  constexpr std::size_t kShort = 12;  // 36 ** 12 fits into 63 bits
  Literal literal;
  if (!read_literal(text, base, &literal)) return raise_invalid(thread, base, shown);
  TRY(check_digits(thread, literal));
  return as_int(
      TRY(literal.count <= kShort ? read_short(thread, literal) : read_long(thread, literal)));
}

Result<Int*> int_from_str(Thread& thread, Str* text, int base) {
  NumberText plain(memory_of(thread), text);
  if (!plain.ok()) return raise_memory_error(thread.interpreter());
  return int_from_view(thread, plain.view(), base, text);
}

Result<Int*> make_int_from_text(Thread& thread, std::string_view digits, int base) {
  Ref<Str> shown(TRY(make_str(thread.interpreter(), digits)));
  return int_from_view(thread, digits, base, shown.get());
}

// ---- Writing ----------------------------------------------------------------------------------

namespace {

// Characters on the stack while they are few, else in a block.
class TextRoom {
 public:
  TextRoom(Memory& memory, std::size_t size) noexcept
      : memory_(memory),
        size_(size),
        text_(size <= sizeof(own_) ? own_ : static_cast<char*>(memory.allocate(size))) {}
  TextRoom(const TextRoom&) = delete;
  TextRoom& operator=(const TextRoom&) = delete;
  ~TextRoom() {
    if (text_ != own_ && text_ != nullptr) memory_.release(text_, size_);
  }
  char* text() { return text_; }

 private:
  Memory& memory_;
  std::size_t size_;
  char own_[256];
  char* text_;
};

Failure raise_too_many_digits(Thread& thread) {
  return raise(thread, TypeId::kValueError,
               "Exceeds the limit ({} digits) for integer string conversion; use "
               "sys.set_int_max_str_digits() to increase the limit",
               digits_max(thread));
}

// Is it certain, without counting them, that there are more digits than allowed?
bool surely_too_long(Thread& thread, Limbs magnitude) {
  const auto most = static_cast<std::size_t>(digits_max(thread));
  return most != 0 && limbs::bit_length(magnitude) > most * 10 / 3 + 64;
}

// The digits of a magnitude into `room`; raises for more decimal digits than allowed.
Result<std::string_view> write_digits(Thread& thread, TextRoom& room, Limbs magnitude,
                                      unsigned radix) {
  std::size_t length = 0;
  if (room.text() == nullptr ||
      !limbs::to_text(memory_of(thread), room.text(), &length, magnitude, radix)) {
    return raise_memory_error(thread.interpreter());
  }
  const auto most = static_cast<std::size_t>(digits_max(thread));
  if (radix == 10 && most != 0 && length > most) return raise_too_many_digits(thread);
  return std::string_view(room.text(), length);
}

Result<Str*> make_ascii(Interpreter& interpreter, bool negative, std::string_view prefix,
                        std::string_view digits) {
  const std::size_t length = (negative ? 1 : 0) + prefix.size() + digits.size();
  Str* text = TRY(make_str_for(interpreter, length, 0x7f));
  auto* out = static_cast<char*>(text->data());
  if (negative) *out++ = '-';
  out = std::copy(prefix.begin(), prefix.end(), out);
  std::copy(digits.begin(), digits.end(), out);
  return text;
}

}  // namespace

Result<Str*> int_to_text(Thread& thread, const Int* number, int base, std::string_view prefix) {
  const auto radix = static_cast<unsigned>(base);
  const IntView view(number);
  if (radix == 10 && surely_too_long(thread, view.magnitude()))
    return raise_too_many_digits(thread);
  TextRoom room(memory_of(thread), limbs::text_room(view.magnitude(), radix));
  const std::string_view digits = TRY(write_digits(thread, room, view.magnitude(), radix));
  return make_ascii(thread.interpreter(), view.negative(), prefix, digits);
}

Result<Str*> int_to_decimal(Thread& thread, const Int* number) {
  if (!number->compact()) return int_to_text(thread, number, 10, "");
  char digits[limbs::kDecimalRoom + 1];
  char* const end = digits + sizeof(digits);
  const bool negative = number->value < 0;
  const auto bits = static_cast<limbs::Limb>(number->value);
  char* first = limbs::write_decimal(end, negative ? 0 - bits : bits);
  if (negative) *--first = '-';
  return make_str(thread.interpreter(), {first, static_cast<std::size_t>(end - first)});
}

// ---- Format specs -----------------------------------------------------------------------------

namespace {

struct IntStyle {
  char type;
  unsigned radix;
  const char* prefix;
  bool upper;
};
constexpr IntStyle kStyles[] = {
    {'d', 10, "", false},  {'n', 10, "", false},   {'b', 2, "0b", false},
    {'o', 8, "0o", false}, {'x', 16, "0x", false}, {'X', 16, "0X", true},
};

const IntStyle* find_style(char32_t type) noexcept {
  for (const IntStyle& style : kStyles) {
    if (static_cast<char32_t>(style.type) == type) return &style;
  }
  return nullptr;
}

Status refuse_options(Thread& thread, const FormatSpec& spec) {
  if (spec.precision >= 0) {
    return raise(thread, TypeId::kValueError, "Precision not allowed in integer format specifier");
  }
  if (spec.no_negative_zero) {
    return raise(thread, TypeId::kValueError,
                 "Negative zero coercion (z) not allowed in integer format specifier");
  }
  return done;
}

Result<Str*> format_in_radix(Thread& thread, const Int* number, const FormatSpec& spec,
                             const IntStyle& style) {
  const IntView view(number);
  if (style.radix == 10 && surely_too_long(thread, view.magnitude())) {
    return raise_too_many_digits(thread);
  }
  const std::size_t size = limbs::text_room(view.magnitude(), style.radix);
  TextRoom room(memory_of(thread), size);
  NumberPieces pieces;
  pieces.negative = view.negative();
  pieces.digits = TRY(write_digits(thread, room, view.magnitude(), style.radix));
  if (spec.alternate) pieces.prefix = style.prefix;
  if (style.upper) {
    for (char* c = room.text(); c != room.text() + pieces.digits.size(); ++c) {
      if (*c >= 'a') *c = static_cast<char>(*c - 0x20);
    }
  }
  return make_number_field(thread.interpreter(), spec, pieces);
}

Result<Str*> format_character(Thread& thread, const Int* number, const FormatSpec& spec) {
  if (spec.sign != 0) {
    return raise(thread, TypeId::kValueError, "Sign not allowed with integer format specifier 'c'");
  }
  if (spec.alternate) {
    return raise(thread, TypeId::kValueError,
                 "Alternate form (#) not allowed with integer format specifier 'c'");
  }
  const std::int64_t value = TRY(to_int64(thread, const_cast<Int*>(number)));
  if (value < 0 || value > static_cast<std::int64_t>(unicode::kLast)) {
    return raise(thread, TypeId::kOverflowError, "%c arg not in range(0x110000)");
  }
  return make_character_field(thread.interpreter(), spec, static_cast<char32_t>(value));
}

Result<Str*> format_with(Thread& thread, const Int* number, const FormatSpec& spec,
                         std::string_view type) {
  if (const IntStyle* style = find_style(spec.type)) {
    TRY(refuse_options(thread, spec));
    return format_in_radix(thread, number, spec, *style);
  }
  if (spec.type == 'c') {
    TRY(refuse_options(thread, spec));
    return format_character(thread, number, spec);
  }
  if (is_float_type(spec.type)) {
    return format_double(thread, TRY(int_to_double(thread, number)), spec);
  }
  return raise_unknown_format(thread, spec.type, type);
}

}  // namespace

Result<Object*> int_format(Thread& thread, Object* self, Object* const* arguments) {
  Str* text = TRY(borrow_format_text(thread, arguments[0]));
  if (text->length == 0) return str(thread, self);
  FormatSpec spec;
  TRY(read_format_spec(thread, text, 'd', '>', type_name(self->type), &spec));
  return format_with(thread, as_int(self), spec, type_name(self->type));
}

}  // namespace ouro
