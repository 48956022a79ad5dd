// Float: the constructor, operators, comparison and methods.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using FloatTest = NumberTest;

TEST_F(FloatTest, Constructs) {
  const Shown rows[] = {
      {R"(float(), float('1_0.5'), float(' -inf\n'), float('\u0661.5'), float(b'2.5'), float(2**60))",
       R"((0.0, 10.5, -inf, 1.5, 2.5, 1.152921504606847e+18))"},
      {R"(float('abc'))", R"(ValueError: could not convert string to float: 'abc')"},
      {R"(float('1__0'))", R"(ValueError: could not convert string to float: '1__0')"},
      {R"(float(None))",
       R"(TypeError: float() argument must be a string or a real number, not 'NoneType')"},
      {R"(float(1, 2))", R"(TypeError: float expected at most 1 argument, got 2)"},
      {R"(float(x=1))", R"(TypeError: float() takes no keyword arguments)"},
      {R"(type(F('1.5')), F(2) * 2)", R"((<class '__main__.F'>, 4.0))"},
  };
  expect(R"(class F(float): pass
)",
         rows);
}

TEST_F(FloatTest, Divides) {
  const Shown rows[] = {
      {R"(7.5 // 2, -7.5 // 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2))",
       R"((3.0, -4.0, 0.5, -0.5, (-4.0, 0.5)))"},
      {R"(0.0 % -1.0, -5.0 % float('inf'), float('inf') // 1)", R"((-0.0, inf, nan))"},
      {R"(1.5 // 0)", R"(ZeroDivisionError: float floor division by zero)"},
      {R"(1.5 % 0)", R"(ZeroDivisionError: float modulo)"},
      {R"(1.5 / 0)", R"(ZeroDivisionError: float division by zero)"},
      {R"(divmod(1.5, 0))", R"(ZeroDivisionError: float divmod())"},
  };
  expect(R"(class F(float): pass
)",
         rows);
}

TEST_F(FloatTest, ComparesWithIntsExactly) {
  const Shown rows[] = {
      {R"(2**53 + 1 == float(2**53), 2**53 + 1 > float(2**53), 10**400 > 1e308, -10**400 < float('-inf'))",
       R"((False, True, True, False))"},
      {R"(float('nan') == 2**1000, float('nan') != 1, 1.5 < 2, 1.5 == 'a')",
       R"((False, True, True, False))"},
      {R"(1.5 < 'a')", R"(TypeError: '<' not supported between instances of 'float' and 'str')"},
  };
  expect(R"(class F(float): pass
)",
         rows);
}

TEST_F(FloatTest, Converts) {
  const Shown rows[] = {
      {R"((1.5).as_integer_ratio(), (-0.1).as_integer_ratio(), (1e300).is_integer())",
       R"(((3, 2), (-3602879701896397, 36028797018963968), True))"},
      {R"(float('inf').as_integer_ratio())",
       R"(OverflowError: cannot convert Infinity to integer ratio)"},
      {R"((1.5).hex(), float.fromhex('-0x1.8p1'), type(F.fromhex('1')))",
       R"(('0x1.8000000000000p+0', -3.0, <class '__main__.F'>))"},
      {R"(float.fromhex('x'))", R"(ValueError: invalid hexadecimal floating-point string)"},
      {R"(float.fromhex('0x1p2000'))",
       R"(OverflowError: hexadecimal value too large to represent as a float)"},
      {R"(round(2.5), round(-1.5), round(2.675, 2), round(1234.5, -2))",
       R"((2, -2, 2.67, 1200.0))"},
      {R"(round(1.7e308, -308))", R"(OverflowError: rounded value too large to represent)"},
      {R"(round(float('nan')))", R"(ValueError: cannot convert float NaN to integer)"},
      {R"((1.5).__floor__(), (1.5).__ceil__(), (-1.5).__trunc__())", R"((1, 2, -1))"},
      {R"(hash(1.5), hash(float('inf')), hash(-0.0))", R"((1152921504606846977, 314159, 0))"},
      {R"((1.5).__getformat__('double'), (1.5).real, (1.5).imag)",
       R"(('IEEE, little-endian', 1.5, 0.0))"},
  };
  expect(R"(class F(float): pass
)",
         rows);
}

}  // namespace
}  // namespace ouro
