// math: exact sums and lengths.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using MathSumsTest = NumberTest;

TEST_F(MathSumsTest, Sums) {
  const Shown rows[] = {
      {R"(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.fsum([]), math.fsum([1e-16, 1, 1e16]))",
       R"((1.0, 1.0, 0.0, 1.0000000000000002e+16))"},
      {R"(math.fsum([math.inf, 1]), math.fsum([math.nan, 1]))", R"((inf, nan))"},
      {R"(math.fsum([math.inf, -math.inf]))", R"(ValueError: -inf + inf in fsum)"},
      {R"(math.fsum([1e308, 1e308]))", R"(OverflowError: intermediate overflow in fsum)"},
      {R"(math.fsum(['a']))", R"(TypeError: must be real number, not str)"},
  };
  expect(R"(import math
)",
         rows);
}

TEST_F(MathSumsTest, Lengths) {
  const Shown rows[] = {
      {R"(math.hypot(), math.hypot(-3), math.hypot(1e300, 1e300), math.hypot(1e-320, 1e-320), math.hypot(1, 2, 3, 4.5))",
       R"((0.0, 3.0, 1.4142135623730952e+300, 1.414e-320, 5.852349955359813))"},
      {R"(math.hypot(math.nan, math.inf), math.hypot(math.nan, 1))", R"((inf, nan))"},
      {R"(math.dist((1, 2), [4, 6]), math.dist((), ()))", R"((5.0, 0.0))"},
      {R"(math.dist((1,), (1, 2)))",
       R"(ValueError: both points must have the same number of dimensions)"},
  };
  expect(R"(import math
)",
         rows);
}

}  // namespace
}  // namespace ouro
