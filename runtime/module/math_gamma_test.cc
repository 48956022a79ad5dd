// math: gamma and log-gamma, to the last bit.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using MathGammaTest = NumberTest;

TEST_F(MathGammaTest, Gamma) {
  const Shown rows[] = {
      {R"([math.gamma(x) for x in (0.5, 1, 5, 23, 24, 100.5, 171.5, -0.5, -100.5, 1e-30)])",
       R"([1.7724538509055159, 1.0, 24.0, 1.1240007277776077e+21, 2.585201673888497e+22, 9.320963104082718e+156, 9.483367566824801e+307, -3.544907701811032, -3.353690819807678e-159, 9.999999999999999e+29])"},
      {R"([math.lgamma(x) for x in (0.5, 1, 2, 3.7, 100, 1e10, -0.5, -100.5, 1e-30)])",
       R"([0.5723649429247004, 0.0, 0.0, 1.4280723266653883, 359.1342053695754, 220258509288.81058, 1.265512123484645, -364.90096830942736, 69.07755278982137])"},
      {R"(math.gamma(0))", R"(ValueError: math domain error)"},
      {R"(math.gamma(-1))", R"(ValueError: math domain error)"},
      {R"(math.gamma(200))", R"(OverflowError: math range error)"},
      {R"(math.lgamma(-3))", R"(ValueError: math domain error)"},
      {R"(math.gamma(math.inf), math.lgamma(-math.inf))", R"((inf, inf))"},
  };
  expect(R"(import math
)",
         rows);
}

}  // namespace
}  // namespace ouro
