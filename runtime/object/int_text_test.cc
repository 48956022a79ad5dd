// Int text: reading, writing, the limit on digits, and format specs.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using IntTextTest = NumberTest;

TEST_F(IntTextTest, Reads) {
  const Shown rows[] = {
      {R"(int('  12  '), int('1_0'), int('-0xff', 16), int('0b_101', 0), int('z', 36))",
       R"((12, 10, -255, 5, 35))"},
      {R"(int('\u0661\u0662'))", R"(12)"},
      {R"(int('1__0'))", R"(ValueError: invalid literal for int() with base 10: '1__0')"},
      {R"(int('_1'))", R"(ValueError: invalid literal for int() with base 10: '_1')"},
      {R"(int('010', 0))", R"(ValueError: invalid literal for int() with base 0: '010')"},
      {R"(int('00_0', 0))", R"(0)"},
      {R"(int('0b2', 0))", R"(ValueError: invalid literal for int() with base 0: '0b2')"},
      {R"(int('- 1'))", R"(ValueError: invalid literal for int() with base 10: '- 1')"},
      {R"(int(''))", R"(ValueError: invalid literal for int() with base 10: '')"},
      {R"(int('1', 37))", R"(ValueError: int() base must be >= 2 and <= 36, or 0)"},
      {R"(int('1', 1))", R"(ValueError: int() base must be >= 2 and <= 36, or 0)"},
      {R"(int('a' * 300))",
       R"(ValueError: invalid literal for int() with base 10: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)"},
      {R"(int('1' * 60) == (10**60 - 1) // 9)", R"(True)"},
  };
  expect("", rows);
}

TEST_F(IntTextTest, LimitsDigits) {
  const Shown rows[] = {
      {R"(int('9' * 4301))",
       R"(ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit)"},
      {R"(len(str(10**4299)))", R"(4300)"},
      {R"(str(10**4300))",
       R"(ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit)"},
      {R"(int('f' * 5000, 16) > 0)", R"(True)"},
      {R"(len(hex(10**5000)))", R"(4155)"},
  };
  expect("", rows);
}

TEST_F(IntTextTest, Writes) {
  const Shown rows[] = {
      {R"(2**200)", R"(1606938044258990275541962092341162602522202993782792835301376)"},
      {R"(-10**30)", R"(-1000000000000000000000000000000)"},
      {R"(hex(-255), oct(8**30), bin(5))",
       R"(('-0xff', '0o1000000000000000000000000000000', '0b101'))"},
  };
  expect("", rows);
}

TEST_F(IntTextTest, Formats) {
  const Shown rows[] = {
      {R"(format(1234567, ','), format(-1234567, '_d'), format(2**40, '_x'))",
       R"(('1,234,567', '-1_234_567', '100_0000_0000'))"},
      {R"(format(255, '#X'), format(-5, '#b'), format(8, '#o'))", R"(('0XFF', '-0b101', '0o10'))"},
      {R"(format(42, '010'), format(42, '<10'), format(42, '*^10'), format(42, '=+10'))",
       R"(('0000000042', '42        ', '****42****', '+       42'))"},
      {R"(format(5, 'c'), format(8364, '*^5c'))", R"(('\x05', '**€**'))"},
      {R"(format(5, '.2f'), format(5, '%'), format(10**20, 'e'))",
       R"(('5.00', '500.000000%', '1.000000e+20'))"},
      {R"(format(5, '.2d'))", R"(ValueError: Precision not allowed in integer format specifier)"},
      {R"(format(5, ',x'))", R"(ValueError: Cannot specify ',' with 'x'.)"},
      {R"(format(5, '+c'))", R"(ValueError: Sign not allowed with integer format specifier 'c')"},
      {R"(format(-1, 'c'))", R"(OverflowError: %c arg not in range(0x110000))"},
      {R"(format(5, 'zd'))",
       R"(ValueError: Negative zero coercion (z) not allowed in integer format specifier)"},
      {R"(format(5, 'q'))", R"(ValueError: Unknown format code 'q' for object of type 'int')"},
      {R"(format(5, 'dd'))",
       R"(ValueError: Invalid format specifier 'dd' for object of type 'int')"},
      {R"(format(True, 'd'), format(True, ''), format(True, '5'))", R"(('1', 'True', '    1'))"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
