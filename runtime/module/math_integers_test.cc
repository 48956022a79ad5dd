// math: divisors, roots and factorials.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using MathIntegersTest = NumberTest;

TEST_F(MathIntegersTest, Counts) {
  const Shown rows[] = {
      {R"(math.gcd(), math.gcd(12, -18, 27), math.gcd(10**40, 15**20), math.lcm(), math.lcm(4, 6, 0), math.lcm(4, -6))",
       R"((0, 3, 95367431640625, 1, 0, 12))"},
      {R"(math.isqrt(10**41), math.isqrt(0))", R"((316227766016837933199, 0))"},
      {R"(math.isqrt(-1))", R"(ValueError: isqrt() argument must be nonnegative)"},
      {R"(math.factorial(0), math.factorial(25))", R"((1, 15511210043330985984000000))"},
      {R"(math.factorial(-1))", R"(ValueError: factorial() not defined for negative values)"},
      {R"(math.factorial(2**70))",
       R"(OverflowError: factorial() argument should not exceed 9223372036854775807)"},
      {R"(math.factorial(2.0))",
       R"(TypeError: 'float' object cannot be interpreted as an integer)"},
      {R"(math.comb(50, 25), math.comb(5, 7), math.comb(2**70, 3), math.perm(10, 3), math.perm(5), math.perm(3, 5))",
       R"((126410606437752, 0, 274250759553534340358464632138771002190616713273449955064807424, 720, 120, 0))"},
      {R"(math.comb(-1, 2))", R"(ValueError: n must be a non-negative integer)"},
      {R"(math.comb(2, -1))", R"(ValueError: k must be a non-negative integer)"},
      {R"(math.prod([1, 2, 3.5]), math.prod([], start=7))", R"((7.0, 7))"},
  };
  expect(R"(import math
)",
         rows);
}

}  // namespace
}  // namespace ouro
