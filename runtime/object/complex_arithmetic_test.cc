// ComplexArithmetic: powers and quotients at their limits.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using ComplexArithmeticTest = NumberTest;

TEST_F(ComplexArithmeticTest, RaisesToPowers) {
  const Shown rows[] = {
      {R"((1+2j)**2, (1+2j)**-3, (1+2j)**2.5, (1+2j)**101, 0j**0)",
       R"(((-3+4j), (-0.08800000000000001+0.016j), (-6.960664459571901+2.7296244647840084j), (5.783317924538885e+34-1.8999570689734468e+35j), (1+0j)))"},
      {R"(0j**-1)", R"(ZeroDivisionError: 0.0 to a negative or complex power)"},
      {R"(0j**1j)", R"(ZeroDivisionError: 0.0 to a negative or complex power)"},
      {R"((1e200+1j)**3)", R"(OverflowError: complex exponentiation)"},
      {R"((1e300+1e300j) / (1e300+1e300j), 1 / (1e-320+1e-320j))", R"(((1+0j), (inf-infj)))"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
