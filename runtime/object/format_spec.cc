// FormatSpec: one reader for each part of the mini-language, in their order.
#include "runtime/object/format_spec.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include "runtime/object/unicode.h"

namespace ouro {

namespace {

constexpr bool is_align(char32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

class Reader {
 public:
  Reader(const TextView& text, FormatSpec* spec) noexcept : text_(text), spec_(spec) {}

  std::size_t left() const { return text_.length - at_; }

  void read_align(char default_align) noexcept {
    spec_->align = default_align;
    if (left() >= 2 && is_align(text_[at_ + 1])) {
      spec_->fill = text_[at_++];
      fill_given_ = true;
    } else if (left() == 0 || !is_align(text_[at_])) {
      return;
    }
    spec_->align = static_cast<char>(text_[at_++]);
    spec_->align_given = true;
  }

  void read_sign() noexcept {
    if (left() > 0 && (text_[at_] == '+' || text_[at_] == '-' || text_[at_] == ' ')) {
      spec_->sign = static_cast<char>(text_[at_++]);
    }
  }

  bool skip(char32_t wanted) noexcept {
    if (left() == 0 || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  void read_zero(char default_align) noexcept {
    if (fill_given_ || !skip('0')) return;
    spec_->fill = '0';
    if (!spec_->align_given && default_align == '>') spec_->align = '=';
  }

  // False: too large. Without a digit *number stays as it is.
  bool read_number(std::int64_t* number, bool* given) noexcept {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    *given = false;
    std::int64_t value = 0;
    for (; left() > 0; ++at_) {
      const int digit = unicode::decimal_value(text_[at_]);
      if (digit < 0) break;
      if (value > (kMost - digit) / 10) return false;
      value = value * 10 + digit;
      *given = true;
    }
    if (*given) *number = value;
    return true;
  }

  FormatError read_thousands() noexcept {
    if (skip(',')) spec_->thousands = ',';
    if (skip('_')) {
      if (spec_->thousands != 0) return FormatError::kCommaAndUnderscore;
      spec_->thousands = '_';
    }
    const bool comma = left() > 0 && text_[at_] == ',';
    const bool both = comma && spec_->thousands == '_';
    return both ? FormatError::kCommaAndUnderscore : FormatError::kNone;
  }

  FormatError read_type(char32_t default_type) noexcept {
    spec_->type = default_type;
    if (left() > 1) return FormatError::kInvalid;
    if (left() == 1) spec_->type = text_[at_++];
    return FormatError::kNone;
  }

 private:
  TextView text_;
  FormatSpec* spec_;
  std::size_t at_ = 0;
  bool fill_given_ = false;
};

bool is_one_of(char32_t c, std::string_view characters) {
  return c < 0x80 && characters.find(static_cast<char>(c)) != std::string_view::npos;
}

bool allows_thousands(const FormatSpec& spec) noexcept {
  if (spec.thousands == 0 || spec.type == 0 || is_one_of(spec.type, "defgEG%F")) return true;
  return spec.thousands == '_' && is_one_of(spec.type, "boxX");
}

}  // namespace

FormatError parse_format_spec(const TextView& text, char32_t default_type, char default_align,
                              FormatSpec* spec) noexcept {
  *spec = {};
  Reader reader(text, spec);
  bool given = false;
  reader.read_align(default_align);
  reader.read_sign();
  spec->no_negative_zero = reader.skip('z');
  spec->alternate = reader.skip('#');
  reader.read_zero(default_align);
  if (!reader.read_number(&spec->width, &given)) return FormatError::kTooManyDigits;
  if (const FormatError error = reader.read_thousands(); error != FormatError::kNone) return error;
  if (reader.skip('.')) {
    if (!reader.read_number(&spec->precision, &given)) return FormatError::kTooManyDigits;
    if (!given) return FormatError::kMissingPrecision;
  }
  if (const FormatError error = reader.read_type(default_type); error != FormatError::kNone) {
    return error;
  }
  return allows_thousands(*spec) ? FormatError::kNone : FormatError::kThousandsWithType;
}

std::string_view format_error_message(FormatError error, const FormatSpec& spec,
                                      char* out) noexcept {
  switch (error) {
    case FormatError::kTooManyDigits: return "Too many decimal digits in format string";
    case FormatError::kMissingPrecision: return "Format specifier missing precision";
    case FormatError::kCommaAndUnderscore: return "Cannot specify both ',' and '_'.";
    case FormatError::kThousandsWithType: break;
    default: return "Invalid format specifier";
  }
  char* end = out + std::string_view("Cannot specify ',' with '").copy(out, kFormatMessageRoom);
  out[16] = spec.thousands;
  if (spec.type > 32 && spec.type < 128) {
    *end++ = static_cast<char>(spec.type);
  } else {
    *end++ = '\\';
    *end++ = 'x';
    end = std::to_chars(end, end + 8, static_cast<std::uint32_t>(spec.type), 16).ptr;
  }
  *end++ = '\'';
  *end++ = '.';
  return {out, static_cast<std::size_t>(end - out)};
}

// ---- Layout -----------------------------------------------------------------------------------

namespace {

char sign_of(const FormatSpec& spec, bool negative) noexcept {
  if (negative) return '-';
  return spec.sign == '+' || spec.sign == ' ' ? spec.sign : '\0';
}

// How many characters `digits` digits take with separators, filled up with zeros to `least`.
std::size_t grouped_length(std::size_t digits, std::size_t group, std::size_t least) noexcept {
  digits = std::max<std::size_t>(digits, 1);
  if (group == 0) return std::max(digits, least);
  const std::size_t length = digits + (digits - 1) / group;
  if (length >= least) return length;
  // A separator never stands first: where it would, one more zero does.
  return least % (group + 1) == 0 ? least + 1 : least;
}

}  // namespace

std::size_t group_size(const FormatSpec& spec) noexcept {
  if (spec.thousands == 0) return 0;
  return is_one_of(spec.type, "boxX") ? 4 : 3;
}

NumberLayout lay_out_number(const FormatSpec& spec, const NumberPieces& pieces) noexcept {
  NumberLayout layout;
  layout.sign = sign_of(spec, pieces.negative);
  const std::size_t width = spec.width < 0 ? 0 : static_cast<std::size_t>(spec.width);
  const std::size_t fixed = (layout.sign != 0 ? 1 : 0) + pieces.prefix.size() + pieces.rest.size();
  const bool zeros = spec.fill == '0' && spec.align == '=';
  const std::size_t least = zeros && width > fixed ? width - fixed : 0;
  if (!pieces.digits.empty()) {
    layout.grouped = grouped_length(pieces.digits.size(), group_size(spec), least);
  }
  const std::size_t length = fixed + layout.grouped;
  layout.length = std::max(length, width);
  if (spec.align == '=') {
    layout.inner = layout.length - length;
    return layout;
  }
  const Padding padding = padding_of(spec, length, '>');
  layout.left = padding.left;
  layout.right = padding.right;
  return layout;
}

Padding padding_of(const FormatSpec& spec, std::size_t length, char default_align) noexcept {
  const std::size_t width = spec.width < 0 ? 0 : static_cast<std::size_t>(spec.width);
  const std::size_t all = width > length ? width - length : 0;
  switch (spec.align == 0 ? default_align : spec.align) {
    case '>': return {all, 0};
    case '^': return {all / 2, all - all / 2};
    default: return {0, all};
  }
}

}  // namespace ouro
