// FormatSpec: specs as Python 3.11 reads them, and fields as it lays them out.
#include "runtime/object/format_spec.h"

#include <gtest/gtest.h>

#include <string>

namespace ouro {
namespace {

FormatError parse(std::string_view text, FormatSpec* spec, char32_t type = 'd', char align = '>') {
  return parse_format_spec(text, type, align, spec);
}

TEST(FormatSpecTest, ReadsEachPart) {
  FormatSpec spec;
  ASSERT_EQ(parse("*^+z#012,.3f", &spec), FormatError::kNone);  // a fill, so "0" is width
  EXPECT_EQ(spec.fill, U'*');
  EXPECT_EQ(spec.align, '^');
  EXPECT_EQ(spec.sign, '+');
  EXPECT_TRUE(spec.no_negative_zero);
  EXPECT_TRUE(spec.alternate);
  EXPECT_EQ(spec.width, 12);
  EXPECT_EQ(spec.thousands, ',');
  EXPECT_EQ(spec.precision, 3);
  EXPECT_EQ(spec.type, U'f');
}

TEST(FormatSpecTest, ZeroSetsFillAndAlign) {
  FormatSpec spec;
  ASSERT_EQ(parse("08", &spec), FormatError::kNone);
  EXPECT_EQ(spec.fill, U'0');
  EXPECT_EQ(spec.align, '=');
  ASSERT_EQ(parse("08", &spec, 's', '<'), FormatError::kNone);
  EXPECT_EQ(spec.fill, U'0');
  EXPECT_EQ(spec.align, '<');
  ASSERT_EQ(parse("<08", &spec), FormatError::kNone);
  EXPECT_EQ(spec.align, '<');
  ASSERT_EQ(parse("", &spec), FormatError::kNone);
  EXPECT_EQ(spec.width, -1);
}

TEST(FormatSpecTest, ReportsErrors) {
  struct Row {
    std::string_view text;
    char32_t type;
    FormatError error;
    std::string_view message;
  };
  const Row rows[] = {
      {"99999999999999999999", 'd', FormatError::kTooManyDigits,
       "Too many decimal digits in format string"},
      {".", 'd', FormatError::kMissingPrecision, "Format specifier missing precision"},
      {",_", 'd', FormatError::kCommaAndUnderscore, "Cannot specify both ',' and '_'."},
      {"_,", 'd', FormatError::kCommaAndUnderscore, "Cannot specify both ',' and '_'."},
      {",x", 'd', FormatError::kThousandsWithType, "Cannot specify ',' with 'x'."},
      {"_s", 'd', FormatError::kThousandsWithType, "Cannot specify '_' with 's'."},
      {",\xe9", 'd', FormatError::kThousandsWithType, "Cannot specify ',' with '\\xe9'."},
      {"dd", 'd', FormatError::kInvalid, "Invalid format specifier"},
  };
  for (const Row& row : rows) {
    FormatSpec spec;
    char room[kFormatMessageRoom];
    EXPECT_EQ(parse(row.text, &spec, row.type), row.error) << row.text;
    EXPECT_EQ(format_error_message(row.error, spec, room), row.message);
  }
}

std::string field(std::string_view format, NumberPieces pieces) {
  FormatSpec spec;
  EXPECT_EQ(parse(format, &spec), FormatError::kNone);
  const NumberLayout layout = lay_out_number(spec, pieces);
  std::string result(layout.length, '?');
  EXPECT_EQ(put_number(result.data(), spec, pieces, layout), result.data() + result.size());
  return result;
}

TEST(FormatSpecTest, LaysNumbersOut) {
  EXPECT_EQ(field(",", {.digits = "1234567"}), "1,234,567");
  EXPECT_EQ(field("010,", {.digits = "1234"}), "00,001,234");
  EXPECT_EQ(field("09,", {.digits = "1234"}), "0,001,234");
  EXPECT_EQ(field("08,", {.digits = "1234"}), "0,001,234");
  EXPECT_EQ(field("05,", {.digits = "1234"}), "1,234");
  EXPECT_EQ(field("#_x", {.prefix = "0x", .digits = "123456789"}), "0x1_2345_6789");
  EXPECT_EQ(field("*^+9", {.digits = "12"}), "***+12***");
  EXPECT_EQ(field("*^8", {.digits = "123"}), "**123***");
  EXPECT_EQ(field("*<6", {.negative = true, .digits = "12"}), "-12***");
  EXPECT_EQ(field("*=6", {.negative = true, .digits = "12"}), "-***12");
  EXPECT_EQ(field(" ", {.digits = "12"}), " 12");
  EXPECT_EQ(field("012,.2f", {.digits = "1234", .rest = ".50"}), "0,001,234.50");
  EXPECT_EQ(field("06", {.negative = true, .rest = "inf"}), "-00inf");
}

}  // namespace
}  // namespace ouro
