// math: functions of real numbers and their errors.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using MathTest = NumberTest;

TEST_F(MathTest, Calculates) {
  const Shown rows[] = {
      {R"(math.sqrt(2), math.exp(1), math.cbrt(-27), math.exp2(10), math.atan2(1, -1), math.hypot(3, 4))",
       R"((1.4142135623730951, 2.718281828459045, -3.0000000000000004, 1024.0, 2.356194490192345, 5.0))"},
      {R"(math.floor(-1.5), math.ceil(1.2), math.trunc(-1.9), math.frexp(8.5), math.modf(-1.25), math.ldexp(0.5, 3))",
       R"((-2, 2, -1, (0.53125, 4), (-0.25, -1.0), 4.0))"},
      {R"(math.log(10**400), math.log(8, 2), math.log2(2**2000), math.log10(10**500))",
       R"((921.0340371976182, 3.0, 2000.0, 500.0))"},
      {R"(math.isclose(1, 1 + 1e-10), math.isnan(math.nan), math.copysign(1, -0.0), math.ulp(1.0), math.nextafter(1, 2))",
       R"((True, True, -1.0, 2.220446049250313e-16, 1.0000000000000002))"},
      {R"(math.remainder(5, 3), math.fmod(-5, 3), math.degrees(math.pi), math.pow(2, 0.5), math.e, math.tau)",
       R"((-1.0, -2.0, 180.0, 1.4142135623730951, 2.718281828459045, 6.283185307179586))"},
  };
  expect(R"(import math
)",
         rows);
}

TEST_F(MathTest, Raises) {
  const Shown rows[] = {
      {R"(math.sqrt(-1))", R"(ValueError: math domain error)"},
      {R"(math.exp(1000))", R"(OverflowError: math range error)"},
      {R"(math.log(0))", R"(ValueError: math domain error)"},
      {R"(math.log(10, 1))", R"(ZeroDivisionError: float division by zero)"},
      {R"(math.acos(2))", R"(ValueError: math domain error)"},
      {R"(math.ldexp(1, 10**10))", R"(OverflowError: math range error)"},
      {R"(math.pow(0, -1))", R"(ValueError: math domain error)"},
      {R"(math.isclose(1, 2, rel_tol=-1))", R"(ValueError: tolerances must be non-negative)"},
      {R"(math.sin('a'))", R"(TypeError: must be real number, not str)"},
      {R"(math.trunc('a'))", R"(TypeError: type str doesn't define __trunc__ method)"},
  };
  expect(R"(import math
)",
         rows);
}

}  // namespace
}  // namespace ouro
