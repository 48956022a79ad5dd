// Int arithmetic: operators, their rounding and their errors.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using IntArithmeticTest = NumberTest;

TEST_F(IntArithmeticTest, RoundsDown) {
  const Shown rows[] = {
      {R"(-7 // 2, -7 % 2, 7 // -2, 7 % -2)", R"((-4, 1, -4, -1))"},
      {R"(divmod(-2**100, 3**20))", R"((-363558641556578823727, 1529077151))"},
      {R"(divmod(2**100, -3**20))", R"((-363558641556578823727, -1529077151))"},
      {R"(-2**63 // -1)", R"(9223372036854775808)"},
      {R"(-2**63 % -1)", R"(0)"},
      {R"((-2**200) // 2**100, (-2**200 - 1) // 2**100)",
       R"((-1267650600228229401496703205376, -1267650600228229401496703205377))"},
  };
  expect("", rows);
}

TEST_F(IntArithmeticTest, DividesByZero) {
  const Shown rows[] = {
      {R"(1 // 0)", R"(ZeroDivisionError: integer division or modulo by zero)"},
      {R"(1 % 0)", R"(ZeroDivisionError: integer modulo by zero)"},
      {R"(divmod(1, 0))", R"(ZeroDivisionError: integer division or modulo by zero)"},
      {R"(1 / 0)", R"(ZeroDivisionError: division by zero)"},
      {R"(2**100 / 0)", R"(ZeroDivisionError: division by zero)"},
      {R"(2**100 % 0)", R"(ZeroDivisionError: integer modulo by zero)"},
  };
  expect("", rows);
}

TEST_F(IntArithmeticTest, DividesTruly) {
  const Shown rows[] = {
      {R"(1 / 3)", R"(0.3333333333333333)"},
      {R"(2**2000 / 2**1999)", R"(2.0)"},
      {R"(2**2000 / 3)", R"(OverflowError: integer division result too large for a float)"},
      {R"(-1 / 2**1080)", R"(-0.0)"},
      {R"(0 / -5)", R"(-0.0)"},
      {R"((2**53 + 1) / 1)", R"(9007199254740992.0)"},
  };
  expect("", rows);
}

TEST_F(IntArithmeticTest, Multiplies) {
  const Shown rows[] = {
      {R"((2**63 - 1) * (2**63 - 1))", R"(85070591730234615847396907784232501249)"},
      {R"(-2**63 * -2**63)", R"(85070591730234615865843651857942052864)"},
      {R"((10**40 + 1) * (10**40 - 1))",
       R"(99999999999999999999999999999999999999999999999999999999999999999999999999999999)"},
      {R"(3 * -2**100)", R"(-3802951800684688204490109616128)"},
  };
  expect("", rows);
}

TEST_F(IntArithmeticTest, RaisesToPowers) {
  const Shown rows[] = {
      {R"(3**40, (-3)**41)", R"((12157665459056928801, -36472996377170786403))"},
      {R"(2**-2)", R"(0.25)"},
      {R"(0**-1)", R"(ZeroDivisionError: 0.0 cannot be raised to a negative power)"},
      {R"((-1)**(2**70), 0**(2**70))", R"((1, 0))"},
      {R"(pow(3, 200, 1000), pow(3, 200, -1000), pow(-3, 201, 1000))", R"((1, -999, 997))"},
      {R"(pow(3, -1, 7), pow(3, -2, -7))", R"((5, -3))"},
      {R"(pow(2, -1, 4))", R"(ValueError: base is not invertible for the given modulus)"},
      {R"(pow(2, 3, 0))", R"(ValueError: pow() 3rd argument cannot be 0)"},
      {R"(pow(2, 3, 1))", R"(0)"},
      {R"(pow(2**100, 2**100, 10**30))", R"(741835159160698899745919205376)"},
  };
  expect("", rows);
}

TEST_F(IntArithmeticTest, ShiftsAndCombinesBits) {
  const Shown rows[] = {
      {R"(1 << 100, -1 << 64)", R"((1267650600228229401496703205376, -18446744073709551616))"},
      {R"(-5 >> 1, -2**100 >> 99, (-2**100 - 1) >> 100, -1 >> 2**70)", R"((-3, -2, -2, -1))"},
      {R"(1 << -1)", R"(ValueError: negative shift count)"},
      {R"(1 >> -1)", R"(ValueError: negative shift count)"},
      {R"(1 << 2**70)", R"(OverflowError: too many digits in integer)"},
      {R"(0 << 2**70)", R"(0)"},
      {R"(-2**70 & 2**65 - 1, -2**70 | 5, -2**70 ^ -1)",
       R"((0, -1180591620717411303419, 1180591620717411303423))"},
      {R"(~2**70, ~-1)", R"((-1180591620717411303425, 0))"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
