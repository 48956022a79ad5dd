// FloatText: doubles to text and back, byte for byte as Python does it, without a locale.
//
// Nothing here allocates: the caller gives a buffer of the size that a `..._room` function names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ouro {

struct FloatFormat {
  enum class Style : std::uint8_t {
    kShortest,  // repr: the fewest digits that read back as the same double
    kExponent,  // e
    kFixed,     // f
    kGeneral,   // g
  };
  Style style = Style::kShortest;
  int precision = 6;                // not for kShortest
  bool upper = false;               // E, INF, NAN
  bool alternate = false;           // '#': keeps the point, and zeros in kGeneral
  bool add_dot_zero = false;        // "1" becomes "1.0"
  bool drop_negative_zero = false;  // 'z': what rounds to -0 has no sign
};

std::size_t float_text_room(const FloatFormat& format) noexcept;
// Returns the length. A minus sign is part of the text, a plus sign never is.
std::size_t format_float(char* text, const FloatFormat& format, double value) noexcept;

// repr(value).
inline constexpr std::size_t kFloatReprRoom = 32;
std::size_t float_repr(char* text, double value) noexcept;

// float(text): without surrounding whitespace and underscores; false: not a number.
bool parse_float(std::string_view text, double* value) noexcept;
// Reads the longest prefix that is a number, without inf and nan; the result is its length, or 0.
std::size_t parse_float_prefix(std::string_view text, double* value) noexcept;

// float.hex().
inline constexpr std::size_t kFloatHexRoom = 32;
std::size_t float_hex(char* text, double value) noexcept;
// float.fromhex(): surrounding ASCII whitespace is allowed.
enum class HexOutcome : std::uint8_t { kFine, kInvalid, kTooLarge };
HexOutcome parse_float_hex(std::string_view text, double* value) noexcept;

// round(value, digits) of a finite value; false: the result is too large for a double.
bool round_float(double value, std::int64_t digits, double* result) noexcept;

// value == mantissa * 2**exponent, the mantissa odd or 0; for a finite value.
struct FloatParts {
  std::uint64_t mantissa;
  int exponent;
  bool negative;
};
FloatParts float_parts(double value) noexcept;

}  // namespace ouro
