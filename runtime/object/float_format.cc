// FloatFormat: fields laid out into strings.
#include "runtime/object/float_format.h"

#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/float_text.h"
#include "runtime/object/str_kernel.h"

namespace ouro {

Result<Str*> borrow_format_text(Thread& thread, Object* argument) {
  if (is_str(argument)) return static_cast<Str*>(argument);
  return raise(thread, TypeId::kTypeError, "__format__() argument must be str, not {}",
               type_name(argument->type));
}

Status read_format_spec(Thread& thread, Str* text, char32_t default_type, char default_align,
                        std::string_view type_name, FormatSpec* spec) {
  const TextView view(text->data(), text->length, text->width);
  const FormatError error = parse_format_spec(view, default_type, default_align, spec);
  if (error == FormatError::kNone) return done;
  if (error == FormatError::kInvalid) {
    return raise(thread, TypeId::kValueError,
                 "Invalid format specifier '{}' for object of type '{}'", text, type_name);
  }
  char room[kFormatMessageRoom];
  return raise(thread, TypeId::kValueError, "{}", format_error_message(error, *spec, room));
}

Failure raise_unknown_format(Thread& thread, char32_t type, std::string_view type_name) {
  if (type > 32 && type < 128) {
    return raise(thread, TypeId::kValueError, "Unknown format code '{}' for object of type '{}'",
                 static_cast<char>(type), type_name);
  }
  char digits[8];
  std::size_t length = 0;
  for (int shift = 28; shift >= 0; shift -= 4) {
    const char32_t digit = type >> shift & 15;
    if (digit != 0 || length != 0) digits[length++] = "0123456789abcdef"[digit];
  }
  return raise(thread, TypeId::kValueError, "Unknown format code '\\x{}' for object of type '{}'",
               std::string_view(digits, length), type_name);
}

// ---- Fields -----------------------------------------------------------------------------------

namespace {

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

Result<Str*> make_field(Interpreter& interpreter, std::size_t length, char32_t largest) {
  if (length > kLongest) return raise_memory_error(interpreter);
  return make_str_for(interpreter, length, largest);
}

}  // namespace

Result<Str*> make_number_field(Interpreter& interpreter, const FormatSpec& spec,
                               const NumberPieces& pieces) {
  const NumberLayout layout = lay_out_number(spec, pieces);
  const bool filled = layout.left + layout.inner + layout.right > 0;
  Str* field = TRY(make_field(interpreter, layout.length, filled ? spec.fill : char32_t{0x7f}));
  with_characters(field, [&](auto* out) { put_number(out, spec, pieces, layout); });
  return field;
}

Result<Str*> make_character_field(Interpreter& interpreter, const FormatSpec& spec,
                                  char32_t character) {
  const Padding padding = padding_of(spec, 1, '<');
  const bool filled = padding.left + padding.right > 0;
  const char32_t largest = filled ? std::max(character, spec.fill) : character;
  Str* field = TRY(make_field(interpreter, padding.left + 1 + padding.right, largest));
  with_characters(field, [&](auto* out) {
    using Character = std::remove_reference_t<decltype(*out)>;
    out = std::fill_n(out, padding.left, static_cast<Character>(spec.fill));
    *out++ = static_cast<Character>(character);
    std::fill_n(out, padding.right, static_cast<Character>(spec.fill));
  });
  return field;
}

Result<Str*> make_text_field(Interpreter& interpreter, const FormatSpec& spec,
                             std::string_view ascii, char default_align) {
  const Padding padding = padding_of(spec, ascii.size(), default_align);
  const bool filled = padding.left + padding.right > 0;
  Str* field = TRY(make_field(interpreter, padding.left + ascii.size() + padding.right,
                              filled ? std::max<char32_t>(spec.fill, 0x7f) : char32_t{0x7f}));
  with_characters(field, [&](auto* out) {
    using Character = std::remove_reference_t<decltype(*out)>;
    out = std::fill_n(out, padding.left, static_cast<Character>(spec.fill));
    out = std::copy(ascii.begin(), ascii.end(), out);
    std::fill_n(out, padding.right, static_cast<Character>(spec.fill));
  });
  return field;
}

// ---- Doubles ----------------------------------------------------------------------------------

bool is_float_type(char32_t type) noexcept {
  return type < 0x80 &&
         std::string_view("eEfFgG%").find(static_cast<char>(type)) != std::string_view::npos;
}

namespace {

// A missing type is repr without a precision, and 'g' that keeps ".0" with one.
FloatFormat float_format_of(const FormatSpec& spec, bool add_dot_zero) noexcept {
  FloatFormat format;
  const char type = static_cast<char>(spec.type);
  const char lower = static_cast<char>(type | 0x20);
  const bool missing = type == 0;
  format.style = missing && spec.precision < 0 ? FloatFormat::Style::kShortest
                 : lower == 'e'                ? FloatFormat::Style::kExponent
                 : lower == 'f' || type == '%' ? FloatFormat::Style::kFixed
                                               : FloatFormat::Style::kGeneral;
  format.precision = spec.precision < 0 ? 6 : static_cast<int>(spec.precision);
  format.upper = type == 'E' || type == 'F' || type == 'G';
  format.alternate = spec.alternate;
  format.add_dot_zero = missing && add_dot_zero;
  format.drop_negative_zero = spec.no_negative_zero;
  return format;
}

NumberPieces take_pieces(std::string_view text) noexcept {
  NumberPieces pieces;
  pieces.negative = text.starts_with('-');
  text.remove_prefix(pieces.negative ? 1 : 0);
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  pieces.digits = text.substr(0, digits);
  pieces.rest = text.substr(digits);
  return pieces;
}

}  // namespace

FormattedDouble::FormattedDouble(Memory& memory, double value, const FormatSpec& spec,
                                 bool add_dot_zero) noexcept
    : memory_(memory), text_(own_) {
  const FloatFormat format = float_format_of(spec, add_dot_zero);
  room_ = float_text_room(format) + 1;
  if (room_ > kOwn) text_ = static_cast<char*>(memory.allocate(room_));
  if (text_ == nullptr) return;
  const bool percent = spec.type == '%';
  std::size_t length = format_float(text_, format, percent ? value * 100 : value);
  if (percent) text_[length++] = '%';
  pieces_ = take_pieces({text_, length});
}

FormattedDouble::~FormattedDouble() {
  if (text_ != own_ && text_ != nullptr) memory_.release(text_, room_);
}

Result<Str*> format_double(Thread& thread, double value, const FormatSpec& spec) {
  constexpr std::int64_t kMostPrecision = std::numeric_limits<int>::max() - 1024;
  if (spec.precision > kMostPrecision) {
    return raise(thread, TypeId::kValueError, "precision too big");
  }
  FormattedDouble text(memory_of(thread), value, spec, true);
  if (!text.ok()) return raise_memory_error(thread.interpreter());
  return make_number_field(thread.interpreter(), spec, text.pieces());
}

}  // namespace ouro
