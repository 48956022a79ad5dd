// Percent: reading conversions and making the text of numbers.
#include "runtime/object/percent.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/complex.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_text.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/search.h"

namespace ouro {

// ---- Reading ----------------------------------------------------------------------------------

namespace {

// Not a tuple or a text, but something to subscribe.
bool is_mapping_like(const Object* values, bool of_octets) {
  if (is_tuple(values) || is_str(values)) return false;
  if (of_octets && (is_bytes(values) || is_exact(values, TypeId::kByteArray))) return false;
  return values->type->slots->get_item != nullptr;
}

constexpr bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

}  // namespace

PercentReader::PercentReader(Thread& thread, const TextView& format, Object* values,
                             const Wording& wording)
    : thread_(thread), format_(format), mapping_(values), wording_(wording) {
  source_ = values;
  if (is_tuple(values)) {
    tuple_ = static_cast<Tuple*>(values);
    left_ = tuple_->size;
  }
  is_mapping_ = is_mapping_like(values, wording.of_octets);
}

TextView PercentReader::literal() {
  const TextView rest = format_.from(at_);
  const std::size_t percent = find_character(rest, U'%');
  const std::size_t length = percent == kNotFound ? rest.length : percent;
  at_ += length;
  return rest.part(0, length);
}

Result<char32_t> PercentReader::next_character() {
  if (at_ < format_.length) return format_[at_++];
  return raise(thread_, TypeId::kValueError, "incomplete format");
}

Result<Object*> PercentReader::borrow_value() {
  if (left_ == 0) {
    return raise(thread_, TypeId::kTypeError, "not enough arguments for format string");
  }
  --left_;
  if (tuple_ == nullptr) return source_;
  return (*tuple_)[tuple_->size - left_ - 1];
}

// "(key)" makes what it means the only value from here on.
Status PercentReader::read_key() {
  if (!is_mapping_) return raise(thread_, TypeId::kTypeError, "format requires a mapping");
  const std::size_t start = at_;
  for (int depth = 1; at_ < format_.length; ++at_) {
    const char32_t character = format_[at_];
    if (character == '(') ++depth;
    if (character == ')' && --depth == 0) break;
  }
  if (at_ >= format_.length) {
    return raise(thread_, TypeId::kValueError, "incomplete format key");
  }
  Ref<> key(TRY(wording_.make_key(thread_, format_.part(start, at_++ - start))));
  value_.reset(TRY(get_item(thread_, mapping_, key)));
  source_ = value_;
  tuple_ = nullptr;
  left_ = 1;
  return done;
}

void PercentReader::read_flags(Conversion& conversion) {
  for (; at_ < format_.length; ++at_) {
    switch (format_[at_]) {
      case '-': conversion.left = true; break;
      case '+': conversion.sign = true; break;
      case ' ': conversion.blank = true; break;
      case '#': conversion.alternate = true; break;
      case '0': conversion.zero = true; break;
      case 'z':
        if (!wording_.of_octets) return;
        conversion.no_negative_zero = true;
        break;
      default: return;
    }
  }
}

Result<std::int64_t> PercentReader::read_number(std::int64_t most, const char* too_big) {
  std::int64_t number = 0;
  for (; at_ < format_.length && is_digit(format_[at_]); ++at_) {
    const auto digit = static_cast<std::int64_t>(format_[at_] - '0');
    if (number > (most - digit) / 10) return raise(thread_, TypeId::kValueError, "{}", too_big);
    number = number * 10 + digit;
  }
  return number;
}

Result<Int*> PercentReader::borrow_star() {
  ++at_;
  Object* value = TRY(borrow_value());
  if (is_int(value)) return static_cast<Int*>(value);
  return raise(thread_, TypeId::kTypeError, "* wants int");
}

Status PercentReader::read_width(Conversion& conversion) {
  if (at_ >= format_.length) return done;
  if (format_[at_] != '*') {
    if (!is_digit(format_[at_])) return done;
    conversion.width = TRY(read_number(PTRDIFF_MAX, "width too big"));
    return done;
  }
  const Int* star = TRY(borrow_star());
  if (!star->compact() || star->value == INT64_MIN) {
    return raise(thread_, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
  }
  conversion.left |= star->value < 0;
  conversion.width = star->value < 0 ? -star->value : star->value;
  return done;
}

Status PercentReader::read_precision(Conversion& conversion) {
  if (at_ >= format_.length || format_[at_] != '.') return done;
  ++at_;
  conversion.precision = 0;
  if (at_ >= format_.length) return done;
  if (format_[at_] != '*') {
    conversion.precision = TRY(read_number(INT32_MAX, wording_.precision_too_big));
    return done;
  }
  const Int* star = TRY(borrow_star());
  if (!star->compact() || star->value != static_cast<std::int32_t>(star->value)) {
    return raise(thread_, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  conversion.precision = std::max<std::int64_t>(star->value, 0);
  return done;
}

Status PercentReader::read(Conversion& conversion) {
  ++at_;
  conversion = Conversion{};
  if (at_ < format_.length && format_[at_] == '%') {
    ++at_;
    conversion.type = '%';
    return done;
  }
  if (at_ < format_.length && format_[at_] == '(') {
    ++at_;
    TRY(read_key());
  }
  read_flags(conversion);
  TRY(read_width(conversion));
  TRY(read_precision(conversion));
  conversion.type = TRY(next_character());
  const bool length = conversion.type == 'h' || conversion.type == 'l' || conversion.type == 'L';
  if (length) conversion.type = TRY(next_character());
  conversion.position = at_ - 1;
  return done;
}

Status PercentReader::finish() {
  if (is_mapping_ || left_ == 0) return done;
  return raise(thread_, TypeId::kTypeError, "not all arguments converted during {} formatting",
               wording_.of_octets ? "bytes" : "string");
}

Failure refuse_conversion(Thread& thread, const Conversion& conversion) {
  char digits[8];
  std::size_t count = sizeof(digits);
  char32_t code = conversion.type;
  do digits[--count] = "0123456789abcdef"[code & 15];
  while ((code >>= 4) != 0);
  const bool printable = conversion.type >= 32 && conversion.type < 127;
  return raise(thread, TypeId::kValueError, "unsupported format character '{}' (0x{}) at index {}",
               printable ? static_cast<char>(conversion.type) : '?',
               std::string_view(digits + count, sizeof(digits) - count), conversion.position);
}

// ---- Numbers ----------------------------------------------------------------------------------

namespace {

bool has_letter(std::string_view letters, char32_t type) {
  return type < 0x80 && letters.find(static_cast<char>(type)) != std::string_view::npos;
}

char sign_of(const Conversion& conversion, bool negative) {
  return negative ? '-' : conversion.sign ? '+' : conversion.blank ? ' ' : '\0';
}

// Sign, prefix, zeros up to the precision, digits.
Result<Str*> lay_out(Thread& thread, const Conversion& conversion, std::string_view digits,
                     bool negative, std::string_view prefix, std::size_t* front) {
  const char sign = sign_of(conversion, negative);
  *front = (sign != 0) + prefix.size();
  std::size_t zeros = 0;
  if (conversion.precision > static_cast<std::int64_t>(digits.size())) {
    zeros = static_cast<std::size_t>(conversion.precision) - digits.size();
  }
  const std::size_t length = *front + zeros + digits.size();
  Str* text = TRY(make_str_for(thread.interpreter(), length, 0x7f));
  auto* out = static_cast<char*>(text->data());
  if (sign != 0) *out++ = sign;
  out = std::copy(prefix.begin(), prefix.end(), out);
  out = std::fill_n(out, zeros, '0');
  const bool upper = conversion.type == 'X';
  std::transform(digits.begin(), digits.end(), out, [&](char c) {
    return upper && c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  });
  return text;
}

struct Base {
  int base;
  std::string_view prefix;
};
Base base_of(char32_t type) {
  switch (type) {
    case 'x': return {16, "0x"};
    case 'X': return {16, "0X"};
    case 'o': return {8, "0o"};
    default: return {10, ""};
  }
}

bool is_number(const Object* value) {
  const Slots& slots = *value->type->slots;
  return slots.to_index != nullptr || slots.to_int != nullptr || slots.to_float != nullptr ||
         is_exact(value, TypeId::kComplex);
}

Result<Object*> integer_of(Thread& thread, const Conversion& conversion, Object* value) {
  if (is_int(value)) return retain(value);
  const bool exact = base_of(conversion.type).base != 10;
  if (is_number(value)) {
    const Result<Object*> number = exact ? to_index(thread, value) : to_int(thread, value);
    if (number.ok()) return number.value();
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
  }
  return raise(thread, TypeId::kTypeError, "%{} format: {} is required, not {}",
               static_cast<char>(conversion.type), exact ? "an integer" : "a real number",
               type_name(value->type));
}

Status make_integer(Thread& thread, const Conversion& conversion, Object* value,
                    NumberField& field) {
  Ref<> number(TRY(integer_of(thread, conversion, value)));
  const auto* integer = static_cast<Int*>(number.get());
  const Base base = base_of(conversion.type);
  Ref<Str> digits(TRY(base.base == 10 ? int_to_decimal(thread, integer)
                                      : int_to_text(thread, integer, base.base, "")));
  std::string_view text = digits->ascii_view();
  const bool negative = integer->negative();
  text.remove_prefix(negative ? 1 : 0);
  const std::string_view prefix = conversion.alternate ? base.prefix : std::string_view();
  field.text.reset(TRY(lay_out(thread, conversion, text, negative, prefix, &field.front)));
  return done;
}

Result<double> real_of(Thread& thread, Object* value, const char* refusal) {
  if (is_float(value)) return static_cast<Float*>(value)->value;
  const Slots& slots = *value->type->slots;
  if (slots.to_float == nullptr && slots.to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "{}, not {}", refusal, type_name(value->type));
  }
  Ref<> number(TRY(to_float(thread, value)));
  return static_cast<Float*>(number.get())->value;
}

FloatFormat float_format_of(const Conversion& conversion) {
  FloatFormat format;
  const char lower = static_cast<char>(conversion.type | 0x20);
  format.style = lower == 'e'   ? FloatFormat::Style::kExponent
                 : lower == 'f' ? FloatFormat::Style::kFixed
                                : FloatFormat::Style::kGeneral;
  format.precision = conversion.precision < 0 ? 6 : static_cast<int>(conversion.precision);
  format.upper = conversion.type < 'a';
  format.alternate = conversion.alternate;
  format.drop_negative_zero = conversion.no_negative_zero;
  return format;
}

// A raw block for as long as it lives.
class Room {
 public:
  Room(Memory& memory, std::size_t size)
      : memory_(memory), size_(size), data_(static_cast<char*>(memory.allocate(size))) {}
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  ~Room() {
    if (data_ != nullptr) memory_.release(data_, size_);
  }
  char* data() { return data_; }

 private:
  Memory& memory_;
  std::size_t size_;
  char* data_;
};

Status make_real(Thread& thread, const Conversion& conversion, Object* value, const char* refusal,
                 NumberField& field) {
  const double number = TRY(real_of(thread, value, refusal));
  const FloatFormat format = float_format_of(conversion);
  if (format.precision > INT32_MAX - 1024) {
    return raise(thread, TypeId::kValueError, "precision too big");
  }
  Room room(memory_of(thread), float_text_room(format));
  if (room.data() == nullptr) return raise_memory_error(thread.interpreter());
  std::string_view text(room.data(), format_float(room.data(), format, number));
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  Conversion plain = conversion;
  plain.precision = -1;
  plain.type = 'f';
  field.text.reset(TRY(lay_out(thread, plain, text, negative, "", &field.front)));
  return done;
}

}  // namespace

bool is_number_conversion(char32_t type) { return has_letter("diuoxXeEfFgG", type); }

Status make_number_text(Thread& thread, const Conversion& conversion, Object* value,
                        const Wording& wording, NumberField& field) {
  if (has_letter("diuoxX", conversion.type)) {
    return make_integer(thread, conversion, value, field);
  }
  return make_real(thread, conversion, value, wording.not_real, field);
}

PercentPadding percent_padding(const Conversion& conversion, std::size_t length, bool is_number) {
  PercentPadding padding;
  if (conversion.width <= static_cast<std::int64_t>(length)) return padding;
  const std::size_t missing = static_cast<std::size_t>(conversion.width) - length;
  if (conversion.left) {
    padding.after = missing;
  } else if (conversion.zero && is_number) {
    padding.zeros = missing;
  } else {
    padding.before = missing;
  }
  return padding;
}

}  // namespace ouro
