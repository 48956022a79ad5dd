// FloatArithmetic: powers and their errors.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using FloatArithmeticTest = NumberTest;

TEST_F(FloatArithmeticTest, RaisesToPowers) {
  const Shown rows[] = {
      {R"(2.0**0.5, 0.0**0, float('nan')**0, 1**float('nan'), (-2.0)**3)",
       R"((1.4142135623730951, 1.0, 1.0, 1.0, -8.0))"},
      {R"((-8.0)**0.5)", R"((1.7319121124709868e-16+2.8284271247461903j))"},
      {R"(0.0**-1)", R"(ZeroDivisionError: 0.0 cannot be raised to a negative power)"},
      {R"(1e308**2)", R"(OverflowError: (34, 'Numerical result out of range'))"},
      {R"(pow(2.0, 3, 5))",
       R"(TypeError: pow() 3rd argument not allowed unless all arguments are integers)"},
      {R"(float('inf')**-1, (-0.0)**float('-inf'))", R"((0.0, inf))"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
