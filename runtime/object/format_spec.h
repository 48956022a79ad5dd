// FormatSpec: the format mini-language,
// [[fill]align][sign][z][#][0][width][grouping][.precision][type], and the layout of a number in
// its field.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/text_view.h"

namespace ouro {

struct FormatSpec {
  char32_t fill = ' ';
  char align = 0;  // '<', '>', '=', '^'
  bool align_given = false;
  char sign = 0;  // '+', '-', ' ', 0: not given
  bool no_negative_zero = false;
  bool alternate = false;
  std::int64_t width = -1;
  char thousands = 0;  // ',' or '_'
  std::int64_t precision = -1;
  char32_t type = 0;
};

enum class FormatError : std::uint8_t {
  kNone,
  kTooManyDigits,
  kMissingPrecision,
  kInvalid,
  kCommaAndUnderscore,
  kThousandsWithType,
};

// `default_type` and `default_align` belong to the value's type: 'd' and '>' for an int, 's' and
// '<' for a str, 0 and '>' for a float or complex.
FormatError parse_format_spec(const TextView& text, char32_t default_type, char default_align,
                              FormatSpec* spec) noexcept;

// The message of an error as Python words it, except for kInvalid, which names the spec and the
// type: "Invalid format specifier '{spec}' for object of type '{type}'". `out` has
// kFormatMessageRoom.
inline constexpr std::size_t kFormatMessageRoom = 64;
std::string_view format_error_message(FormatError error, const FormatSpec& spec,
                                      char* out) noexcept;

// ---- Numbers in a field -----------------------------------------------------------------------

// The pieces of a number: sign (from spec and negative), prefix ("0x"), digits to be grouped, and
// a rest (point, fraction, exponent, '%') that is not.
struct NumberPieces {
  bool negative = false;
  std::string_view prefix = {};
  std::string_view digits = {};  // empty: not to be grouped at all, as in "nan"
  std::string_view rest = {};
};

struct NumberLayout {
  std::size_t left = 0;     // fill characters before the sign
  char sign = 0;            // 0: none
  std::size_t inner = 0;    // fill characters between prefix and digits
  std::size_t grouped = 0;  // digits with separators and leading zeros
  std::size_t right = 0;
  std::size_t length = 0;  // of all
};

// The number of digits in a group under this spec; 0: no grouping.
std::size_t group_size(const FormatSpec& spec) noexcept;
NumberLayout lay_out_number(const FormatSpec& spec, const NumberPieces& pieces) noexcept;
// Writes the digits, grouped and filled up with zeros, as layout.grouped characters.
template <typename Character>
void put_grouped(Character* out, const FormatSpec& spec, const NumberPieces& pieces,
                 const NumberLayout& layout) {
  const std::size_t group = group_size(spec);
  std::size_t left = pieces.digits.size();
  std::size_t in_group = 0;
  for (std::size_t place = layout.grouped; place-- > 0;) {
    const bool separator = group != 0 && in_group == group;
    in_group = separator ? 0 : in_group + 1;
    const char digit = separator ? spec.thousands : left > 0 ? pieces.digits[--left] : '0';
    out[place] = static_cast<Character>(digit);
  }
}

// Fill characters before and after something of `length` characters.
struct Padding {
  std::size_t left;
  std::size_t right;
};
Padding padding_of(const FormatSpec& spec, std::size_t length, char default_align) noexcept;

// Writes the whole field of layout.length characters; the result is its end.
template <typename Character>
Character* put_number(Character* out, const FormatSpec& spec, const NumberPieces& pieces,
                      const NumberLayout& layout) {
  const auto fill = static_cast<Character>(spec.fill);
  out = std::fill_n(out, layout.left, fill);
  if (layout.sign != 0) *out++ = static_cast<Character>(layout.sign);
  out = std::copy(pieces.prefix.begin(), pieces.prefix.end(), out);
  out = std::fill_n(out, layout.inner, fill);
  put_grouped(out, spec, pieces, layout);
  out = std::copy(pieces.rest.begin(), pieces.rest.end(), out + layout.grouped);
  return std::fill_n(out, layout.right, fill);
}

}  // namespace ouro
