// FloatText: the digits come from std::to_chars and std::from_chars; the layout is here.
#include "runtime/object/float_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "runtime/component/check.h"
#include "runtime/object/limbs.h"

namespace ouro {

namespace {

using Style = FloatFormat::Style;

constexpr int kExactDigits = 767;    // no double has more significant decimal digits
constexpr int kIntegerDigits = 309;  // of the largest double

std::size_t put(char* text, std::string_view what) noexcept {
  std::memcpy(text, what.data(), what.size());
  return what.size();
}

std::size_t put_special(char* text, double value, bool upper) noexcept {
  if (std::isnan(value)) return put(text, upper ? "NAN" : "nan");
  const bool negative = value < 0;
  if (negative) return put(text, upper ? "-INF" : "-inf");
  return put(text, upper ? "INF" : "inf");
}

// value == 0.DIGITS * 10**point.
struct Decimal {
  const char* digits;
  int count;
  int point;
};

// Brings "d.ddde+xx" into `text` as plain digits.
Decimal take_apart(char* text, const char* end) noexcept {
  const char* exponent = std::find(text, const_cast<char*>(end), 'e');
  int power = 0;
  const char* number = exponent + (exponent[1] == '+' ? 2 : 1);
  std::from_chars(number, end, power);
  auto count = static_cast<int>(exponent - text);
  if (count > 1) {
    std::memmove(text + 1, text + 2, static_cast<std::size_t>(count - 2));
    --count;
  }
  while (count > 1 && text[count - 1] == '0') --count;
  return {text, count, power + 1};
}

// Digits of a layout: those of the decimal, then zeros.
char* put_digits(char* text, const Decimal& decimal, int from, int to) noexcept {
  const int known = std::clamp(decimal.count, from, std::max(from, to));
  text = std::copy(decimal.digits + std::min(from, decimal.count),
                   decimal.digits + std::min(known, decimal.count), text);
  return std::fill_n(text, to - known, '0');
}

char* put_exponent(char* text, int exponent, bool upper) noexcept {
  *text++ = upper ? 'E' : 'e';
  *text++ = exponent < 0 ? '-' : '+';
  exponent = std::abs(exponent);
  if (exponent < 10) *text++ = '0';
  return std::to_chars(text, text + 4, exponent).ptr;
}

// The layout shared by repr and 'g': `least` digits are shown, zeros filled in.
char* lay_out(char* text, const Decimal& decimal, int least, bool exponential,
              const FloatFormat& format) noexcept {
  const int point = exponential ? 1 : decimal.point;
  int digits = std::max(least, decimal.count);
  if (format.add_dot_zero && !exponential) digits = std::max(digits, point + 1);
  if (point <= 0) {
    *text++ = '0';
    *text++ = '.';
    text = std::fill_n(text, -point, '0');
    text = put_digits(text, decimal, 0, digits);
  } else {
    text = put_digits(text, decimal, 0, point);
    if (digits > point || format.alternate) *text++ = '.';
    if (digits > point) text = put_digits(text, decimal, point, digits);
  }
  return exponential ? put_exponent(text, decimal.point - 1, format.upper) : text;
}

char* put_shortest(char* text, double value, const FloatFormat& format) noexcept {
  constexpr int kLargestFixed = 16;
  std::array<char, 40> room;
  const auto end =
      std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::scientific);
  const Decimal decimal = take_apart(room.data(), end.ptr);
  const bool exponential = decimal.point <= -4 || decimal.point > kLargestFixed;
  return lay_out(text, decimal, 0, exponential, format);
}

char* put_general(char* text, double value, const FloatFormat& format) noexcept {
  const int precision = std::max(format.precision, 1);
  const int exact = std::min(precision, kExactDigits);
  std::array<char, kExactDigits + 16> room;
  const auto end = std::to_chars(room.data(), room.data() + room.size(), value,
                                 std::chars_format::scientific, exact - 1);
  const Decimal decimal = take_apart(room.data(), end.ptr);
  const int largest = precision - (format.add_dot_zero ? 1 : 0);
  const bool exponential = decimal.point <= -4 || decimal.point > largest;
  return lay_out(text, decimal, format.alternate ? precision : 0, exponential, format);
}

// Digits beyond those that any double has are zeros: to_chars is spared them.
char* put_exponent_style(char* text, double value, const FloatFormat& format) noexcept {
  const int exact = std::min(format.precision, kExactDigits);
  char* const limit = text + exact + 16;
  char* end = std::to_chars(text, limit, value, std::chars_format::scientific, exact).ptr;
  char* exponent = std::find(text, end, 'e');
  std::array<char, 8> tail;
  const auto tail_size = static_cast<std::size_t>(end - exponent);
  std::copy_n(exponent, tail_size, tail.data());
  if (format.upper) tail[0] = 'E';
  end = std::fill_n(exponent, format.precision - exact, '0');
  if (format.precision == 0 && format.alternate) *end++ = '.';
  return std::copy_n(tail.data(), tail_size, end);
}

char* put_fixed(char* text, double value, const FloatFormat& format) noexcept {
  constexpr int kExactPlaces = 1074;
  const int exact = std::min(format.precision, kExactPlaces);
  char* const limit = text + kIntegerDigits + exact + 2;
  char* end = std::to_chars(text, limit, value, std::chars_format::fixed, exact).ptr;
  end = std::fill_n(end, format.precision - exact, '0');
  if (format.precision == 0 && format.alternate) *end++ = '.';
  return end;
}

bool shows_zero(const char* text, const char* end) noexcept {
  return std::all_of(text, end, [](char c) { return c == '0' || c == '.'; });
}

// Is everything before the exponent zero?
bool rounded_to_zero(const char* text, const char* end) noexcept {
  return shows_zero(text, std::find_if(text, end, [](char c) { return c == 'e' || c == 'E'; }));
}

}  // namespace

std::size_t float_text_room(const FloatFormat& format) noexcept {
  constexpr std::size_t kRest = 40;  // sign, point, exponent, zeros after "0."
  if (format.style == Style::kShortest) return kRest;
  const auto precision = static_cast<std::size_t>(std::max(format.precision, 1));
  const bool trims = format.style == Style::kGeneral && !format.alternate;
  return kRest + kIntegerDigits +
         (trims ? std::min<std::size_t>(precision, kExactDigits) : precision);
}

std::size_t format_float(char* text, const FloatFormat& format, double value) noexcept {
  if (!std::isfinite(value)) return put_special(text, value, format.upper);
  using Put = char* (*)(char*, double, const FloatFormat&) noexcept;
  constexpr Put kStyles[] = {put_shortest, put_exponent_style, put_fixed, put_general};
  const bool negative = std::signbit(value);
  char* const first = text + (negative ? 1 : 0);
  char* end = kStyles[static_cast<std::size_t>(format.style)](first, std::fabs(value), format);
  if (!negative) return static_cast<std::size_t>(end - text);
  *text = '-';
  if (format.drop_negative_zero && rounded_to_zero(first, end)) {
    std::memmove(text, first, static_cast<std::size_t>(end - first));
    --end;
  }
  return static_cast<std::size_t>(end - text);
}

std::size_t float_repr(char* text, double value) noexcept {
  return format_float(text, {.style = Style::kShortest, .add_dot_zero = true}, value);
}

// ---- Reading ----------------------------------------------------------------------------------

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) noexcept {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

bool equal_lower(std::string_view text, std::string_view lower) noexcept {
  return std::ranges::equal(
      text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

struct Name {
  std::string_view text;
  double value;
};
constexpr Name kNames[] = {
    {"inf", std::numeric_limits<double>::infinity()},
    {"infinity", std::numeric_limits<double>::infinity()},
    {"nan", std::numeric_limits<double>::quiet_NaN()},
};

bool parse_name(std::string_view text, double* value) noexcept {
  for (const Name& name : kNames) {
    if (!equal_lower(text, name.text)) continue;
    *value = name.value;
    return true;
  }
  return false;
}

// A decimal number without sign: where it ends, and of what order it is.
struct Scan {
  std::size_t length = 0;
  std::int64_t exponent = 0;  // as written
  bool fits = true;
};

std::int64_t read_exponent(std::string_view digits, bool negative) noexcept {
  constexpr std::int64_t kHuge = std::int64_t{1} << 60;
  std::int64_t exponent = 0;
  for (const char digit : digits) exponent = std::min(exponent * 10 + (digit - '0'), kHuge / 16);
  return negative ? -exponent : exponent;
}

Scan scan_number(std::string_view text) noexcept {
  Scan scan;
  std::size_t at = digits_at(text, 0);
  std::size_t digits = at;
  if (at < text.size() && text[at] == '.') {
    const std::size_t places = digits_at(text, at + 1);
    digits += places;
    at += 1 + places;
  }
  if (digits == 0) return scan;
  scan.length = at;
  if (at == text.size() || (text[at] != 'e' && text[at] != 'E')) return scan;
  ++at;
  const bool sign = at < text.size() && (text[at] == '+' || text[at] == '-');
  const bool negative = sign && text[at] == '-';
  if (sign) ++at;
  const std::size_t count = digits_at(text, at);
  if (count == 0) return scan;
  scan.exponent = read_exponent(text.substr(at, count), negative);
  scan.length = at + count;
  return scan;
}

// Where the first digit other than 0 stands, as a power of ten; for numbers out of range.
bool is_large(std::string_view text, std::int64_t exponent) noexcept {
  const std::size_t point = std::min(text.find('.'), digits_at(text, 0));
  std::int64_t position = static_cast<std::int64_t>(point);
  for (const char c : text) {
    if (c == '.') continue;
    if (c != '0') break;
    --position;
  }
  return position + exponent > 0;
}

double convert(std::string_view text, std::int64_t exponent) noexcept {
  double value = 0;
  const auto outcome = std::from_chars(text.data(), text.data() + text.size(), value);
  if (outcome.ec != std::errc::result_out_of_range) return value;
  return is_large(text, exponent) ? std::numeric_limits<double>::infinity() : 0.0;
}

std::size_t sign_length(std::string_view text) noexcept {
  return !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
}

}  // namespace

std::size_t parse_float_prefix(std::string_view text, double* value) noexcept {
  const std::size_t sign = sign_length(text);
  const Scan scan = scan_number(text.substr(sign));
  if (scan.length == 0) return 0;
  *value = convert(text.substr(sign, scan.length), scan.exponent);
  if (sign != 0 && text[0] == '-') *value = -*value;
  return sign + scan.length;
}

bool parse_float(std::string_view text, double* value) noexcept {
  const std::size_t sign = sign_length(text);
  if (parse_name(text.substr(sign), value)) {
    if (sign != 0 && text[0] == '-') *value = -*value;
    return true;
  }
  return !text.empty() && parse_float_prefix(text, value) == text.size();
}

// ---- Hexadecimal ------------------------------------------------------------------------------

namespace {

constexpr int kHexPlaces = 13;
constexpr int kSmallestNormal = -1022;

int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view strip(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The highest 64 bits of a row of hex digits, and the rest as one bit.
struct HexDigits {
  std::uint64_t bits = 0;
  bool sticky = false;
  std::int64_t dropped = 0;  // digits that did not fit

  void add(int digit) noexcept {
    if (bits >> 60 == 0) {
      bits = bits << 4 | static_cast<std::uint64_t>(digit);
    } else {
      sticky = sticky || digit != 0;
      ++dropped;
    }
  }
};

// The digits before an exponent; the result is how many characters they took, 0: none.
std::size_t read_hex_digits(std::string_view text, HexDigits* digits, std::int64_t* places) {
  std::size_t at = 0;
  std::size_t count = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    const int digit = hex_value(text[at]);
    if (digit < 0 && (text[at] != '.' || point)) break;
    if (digit < 0) {
      point = true;
      continue;
    }
    ++count;
    if (point) ++*places;
    digits->add(digit);
  }
  return count == 0 ? 0 : at;
}

// "p+12" or nothing; the result is how many characters it took.
std::size_t read_binary_exponent(std::string_view text, std::int64_t* exponent) noexcept {
  if (text.empty() || (text[0] != 'p' && text[0] != 'P')) return 0;
  const std::size_t sign = sign_length(text.substr(1));
  const bool negative = sign != 0 && text[1] == '-';
  const std::size_t count = digits_at(text, 1 + sign);
  if (count == 0) return 0;  // and so the "p" is left over
  *exponent = read_exponent(text.substr(1 + sign, count), negative);
  return 1 + sign + count;
}

// digits * 2**exponent; false: too large.
bool compose(const HexDigits& digits, std::int64_t exponent, double* value) noexcept {
  *value = 0;
  if (digits.bits == 0) return true;
  const int shift = std::countl_zero(digits.bits);
  const std::int64_t power = exponent + 4 * digits.dropped + 64 - shift;
  return limbs::compose_double(digits.bits << shift, digits.sticky, power, value);
}

HexOutcome parse_hex_magnitude(std::string_view text, double* value) noexcept {
  if (text.size() >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x') text.remove_prefix(2);
  HexDigits digits;
  std::int64_t places = 0;
  std::int64_t exponent = 0;
  const std::size_t length = read_hex_digits(text, &digits, &places);
  if (length == 0) return HexOutcome::kInvalid;
  text.remove_prefix(length);
  const std::size_t exponent_length = read_binary_exponent(text, &exponent);
  text.remove_prefix(exponent_length);
  // Too large is reported before what follows the number is looked at, but for a bare "p".
  const bool bare = exponent_length == 0 && !text.empty() && (text[0] == 'p' || text[0] == 'P');
  if (bare || !compose(digits, exponent - 4 * places, value)) {
    return bare ? HexOutcome::kInvalid : HexOutcome::kTooLarge;
  }
  return text.empty() ? HexOutcome::kFine : HexOutcome::kInvalid;
}

}  // namespace

std::size_t float_hex(char* text, double value) noexcept {
  if (!std::isfinite(value)) return put_special(text, value, false);
  char* end = text;
  if (std::signbit(value)) *end++ = '-';
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
  end += put(end, biased == 0 ? "0x0." : "0x1.");
  if (value == 0) return static_cast<std::size_t>(end + put(end, "0p+0") - text);
  for (int place = kHexPlaces; place-- > 0;) *end++ = "0123456789abcdef"[bits >> (4 * place) & 15];
  const int exponent = biased == 0 ? kSmallestNormal : biased - 1023;
  *end++ = 'p';
  *end++ = exponent < 0 ? '-' : '+';
  end = std::to_chars(end, end + 5, std::abs(exponent)).ptr;
  return static_cast<std::size_t>(end - text);
}

HexOutcome parse_float_hex(std::string_view text, double* value) noexcept {
  text = strip(text);
  const std::size_t sign = sign_length(text);
  const bool negative = sign != 0 && text[0] == '-';
  text.remove_prefix(sign);
  const HexOutcome outcome =
      parse_name(text, value) ? HexOutcome::kFine : parse_hex_magnitude(text, value);
  if (outcome == HexOutcome::kFine && negative) *value = -*value;
  return outcome;
}

// ---- Rounding and parts -----------------------------------------------------------------------

namespace {

// Rounds the digits of a whole number half to even at `drop` digits from the right; `exact` is
// false when something other than 0 follows the digits. Returns the new length.
std::size_t round_digits(char* digits, std::size_t count, std::size_t drop, bool exact) noexcept {
  const std::size_t keep = count - drop;
  const char* rest = digits + keep;
  const bool half = *rest == '5' && exact && shows_zero(rest + 1, digits + count);
  const bool odd = keep > 0 && ((digits[keep - 1] - '0') & 1) != 0;
  const bool up = half ? odd : *rest >= '5';
  std::fill(digits + keep, digits + count, '0');
  if (!up) return count;
  std::size_t at = keep;
  while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
  if (at > 0) {
    ++digits[at - 1];
    return count;
  }
  std::memmove(digits + 1, digits, count);
  digits[0] = '1';
  return count + 1;
}

double round_left_of_point(double value, std::size_t drop) noexcept {
  const double whole = std::trunc(value);
  std::array<char, kIntegerDigits + 4> room;
  const auto end =
      std::to_chars(room.data(), room.data() + room.size(), whole, std::chars_format::fixed, 0);
  std::size_t count = static_cast<std::size_t>(end.ptr - room.data());
  if (drop > count) return 0;
  count = round_digits(room.data(), count, drop, whole == value);
  return convert({room.data(), count}, 0);
}

double round_right_of_point(double value, int places) noexcept {
  std::array<char, kIntegerDigits + 340> room;
  const auto end = std::to_chars(room.data(), room.data() + room.size(), value,
                                 std::chars_format::fixed, places);
  return convert({room.data(), static_cast<std::size_t>(end.ptr - room.data())}, 0);
}

}  // namespace

bool round_float(double value, std::int64_t digits, double* result) noexcept {
  constexpr std::int64_t kMostPlaces = 323;  // more: no double has a digit there
  constexpr std::int64_t kMostZeros = 308;
  *result = value;
  if (digits > kMostPlaces || !std::isfinite(value)) return true;
  const double magnitude = std::fabs(value);
  double rounded = 0;
  if (digits >= 0) {
    rounded = round_right_of_point(magnitude, static_cast<int>(digits));
  } else if (digits >= -kMostZeros) {
    rounded = round_left_of_point(magnitude, static_cast<std::size_t>(-digits));
  }
  *result = std::copysign(rounded, value);
  return std::isfinite(rounded);
}

FloatParts float_parts(double value) noexcept {
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(value), &exponent);
  const auto bits = static_cast<std::uint64_t>(std::ldexp(mantissa, 53));
  if (bits == 0) return {0, 0, std::signbit(value)};
  const int zeros = std::countr_zero(bits);
  return {bits >> zeros, exponent - 53 + zeros, std::signbit(value)};
}

}  // namespace ouro
