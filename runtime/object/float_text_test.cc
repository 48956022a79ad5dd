// FloatText: rows that Python 3.11 printed, and round trips.
#include "runtime/object/float_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace ouro {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::string repr(double value) {
  char text[kFloatReprRoom];
  return {text, float_repr(text, value)};
}

std::string hex(double value) {
  char text[kFloatHexRoom];
  return {text, float_hex(text, value)};
}

TEST(FloatTextTest, ReprAndHex) {
  struct Row {
    double value;
    const char* repr;
    const char* hex;
  };
  const Row rows[] = {
      {0.0, "0.0", "0x0.0p+0"},
      {-0.0, "-0.0", "-0x0.0p+0"},
      {0.1, "0.1", "0x1.999999999999ap-4"},
      {-1.5, "-1.5", "-0x1.8000000000000p+0"},
      {1e+16, "1e+16", "0x1.1c37937e08000p+53"},
      {1000000000000000.0, "1000000000000000.0", "0x1.c6bf526340000p+49"},
      {1.2345678901234568e+17, "1.2345678901234568e+17", "0x1.b69b4ba630f35p+56"},
      {0.0001, "0.0001", "0x1.a36e2eb1c432dp-14"},
      {1e-05, "1e-05", "0x1.4f8b588e368f1p-17"},
      {5e-324, "5e-324", "0x0.0000000000001p-1022"},
      {1.7976931348623157e+308, "1.7976931348623157e+308", "0x1.fffffffffffffp+1023"},
      {100.0, "100.0", "0x1.9000000000000p+6"},
      {-kInfinity, "-inf", "-inf"},
      {kNan, "nan", "nan"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(repr(row.value), row.repr);
    EXPECT_EQ(hex(row.value), row.hex);
  }
}

FloatFormat format_of(std::string_view text) {
  FloatFormat format;
  if (text.front() == 'z') format.drop_negative_zero = true, text.remove_prefix(1);
  if (text.front() == '#') format.alternate = true, text.remove_prefix(1);
  if (text.front() == '.') format.precision = std::atoi(text.data() + 1);
  const char type = text.back();
  format.upper = type >= 'A' && type <= 'Z';
  const char lower = static_cast<char>(type | 0x20);
  format.style = lower == 'e'   ? FloatFormat::Style::kExponent
                 : lower == 'f' ? FloatFormat::Style::kFixed
                                : FloatFormat::Style::kGeneral;
  format.add_dot_zero = type >= '0' && type <= '9';
  return format;
}

TEST(FloatTextTest, Formats) {
  struct Row {
    double value;
    const char* format;
    const char* text;
  };
  const Row rows[] = {
      {1.0, ".3e", "1.000e+00"},
      {0.0, ".0e", "0e+00"},
      {123456.789, "E", "1.234568E+05"},
      {1e+300, "#.0e", "1.e+300"},
      {2.5, ".0f", "2"},
      {3.5, ".0f", "4"},
      {0.5, "#.0f", "0."},
      {1e+22, ".2f", "10000000000000000000000.00"},
      {-0.04, "z.1f", "0.0"},
      {-0.04, ".1f", "-0.0"},
      {0.0001, "g", "0.0001"},
      {1e-05, "g", "1e-05"},
      {123456.0, "g", "123456"},
      {1234567.0, "g", "1.23457e+06"},
      {0.0, "#g", "0.00000"},
      {1.5, "#.10g", "1.500000000"},
      {1e+100, ".120g",
       "1000000000000000015902891109759918046836080856394528138978132755774783877217038106081346998"
       "5856815104"},
      {0.1, ".60f", "0.100000000000000005551115123125782702118158340454101562500000"},
      {0.1, ".60g", "0.1000000000000000055511151231257827021181583404541015625"},
      {123.0, ".3", "1.23e+02"},
      {12.0, ".3", "12.0"},
      {kInfinity, "F", "INF"},
      {kNan, "e", "nan"},
  };
  for (const Row& row : rows) {
    const FloatFormat format = format_of(row.format);
    std::string text(float_text_room(format), '?');
    text.resize(format_float(text.data(), format, row.value));
    EXPECT_EQ(text, row.text) << row.format;
  }
}

TEST(FloatTextTest, WritesAnyPrecision) {
  const FloatFormat format{.style = FloatFormat::Style::kFixed, .precision = 3000};
  std::string text(float_text_room(format), '?');
  text.resize(format_float(text.data(), format, 0.5));
  EXPECT_EQ(text, "0.5" + std::string(2999, '0'));
}

TEST(FloatTextTest, Rounds) {
  struct Row {
    double value;
    int digits;
    double rounded;
  };
  const Row rows[] = {
      {2.675, 2, 2.67},   {0.5, 0, 0.0},          {1.5, 0, 2.0},   {2.5, 0, 2.0},
      {1234.5, -1, 1230}, {1235.0, -1, 1240.0},   {15.0, -1, 20},  {25.0, -1, 20},
      {9.95, 1, 9.9},     {25.000000001, -1, 30}, {99.0, -2, 100}, {-55.0, -2, -100.0},
      {0.1, 400, 0.1},    {5e-324, 323, 0.0},     {6.0, -1, 10},   {1e+308, -308, 1e308},
  };
  double result = 0;
  for (const Row& row : rows) {
    EXPECT_TRUE(round_float(row.value, row.digits, &result));
    EXPECT_EQ(result, row.rounded) << row.value << " " << row.digits;
  }
  EXPECT_TRUE(round_float(-4.0, -1, &result));
  EXPECT_TRUE(result == 0 && std::signbit(result));
  EXPECT_FALSE(round_float(1.7e308, -308, &result));
}

TEST(FloatTextTest, ParsesWhatItShouldAndNothingElse) {
  double value = 0;
  for (const char* good : {"1", "1.", ".5", "-1e5", "+.5E-3", "inf", "-Infinity", "nAn", "1e999"}) {
    EXPECT_TRUE(parse_float(good, &value)) << good;
  }
  for (const char* bad :
       {"", "+", ".", "1e", "e5", "1_0", " 1", "0x10", "infinit", "nan(1)", "--1"}) {
    EXPECT_FALSE(parse_float(bad, &value)) << bad;
  }
  ASSERT_TRUE(parse_float("-1e400", &value));
  EXPECT_EQ(value, -kInfinity);
  ASSERT_TRUE(parse_float("0.000001e-99999999999999999999", &value));
  EXPECT_EQ(value, 0.0);
  EXPECT_EQ(parse_float_prefix("12.5e+x", &value), 4u);
  EXPECT_EQ(value, 12.5);
}

TEST(FloatTextTest, ReadsHexadecimal) {
  double value = 0;
  EXPECT_EQ(parse_float_hex("  -0x1.8p1\n", &value), HexOutcome::kFine);
  EXPECT_EQ(value, -3.0);
  EXPECT_EQ(parse_float_hex("0x1.00000000000008p0", &value), HexOutcome::kFine);
  EXPECT_EQ(value, 1.0);
  EXPECT_EQ(parse_float_hex("0x1.00000000000008000000001p0", &value), HexOutcome::kFine);
  EXPECT_EQ(value, 1.0000000000000002);
  EXPECT_EQ(parse_float_hex("0x1p1024", &value), HexOutcome::kTooLarge);
  EXPECT_EQ(parse_float_hex("0x1p99999999999999999999", &value), HexOutcome::kTooLarge);
  EXPECT_EQ(parse_float_hex("0x", &value), HexOutcome::kInvalid);
  EXPECT_EQ(parse_float_hex("1p", &value), HexOutcome::kInvalid);
}

TEST(FloatTextTest, RoundTrips) {
  std::mt19937_64 random(99);
  for (int round = 0; round < 20000; ++round) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    double back = 0;
    ASSERT_TRUE(parse_float(repr(value), &back));
    ASSERT_EQ(back, value);
    ASSERT_EQ(parse_float_hex(hex(value), &back), HexOutcome::kFine);
    ASSERT_EQ(back, value);
    const FloatParts parts = float_parts(value);
    ASSERT_EQ(std::ldexp(static_cast<double>(parts.mantissa), parts.exponent), std::fabs(value));
  }
}

}  // namespace
}  // namespace ouro
