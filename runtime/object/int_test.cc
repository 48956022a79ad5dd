// Int: making, comparing and hashing ints of both forms.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using IntTest = NumberTest;

TEST_F(IntTest, ComparesAndHashes) {
  const Shown rows[] = {
      {R"(2**63 > 2**63-1)", R"(True)"},
      {R"(-2**63 < -2**63+1)", R"(True)"},
      {R"(2**64 == 2**64)", R"(True)"},
      {R"(2**64 != -2**64)", R"(True)"},
      {R"(hash(2**63-1))", R"(3)"},
      {R"(hash(2**64))", R"(8)"},
      {R"(hash(-2**100))", R"(-549755813888)"},
      {R"(hash(True))", R"(1)"},
  };
  expect("", rows);
}

TEST_F(IntTest, CrossesTheWordInBothDirections) {
  const Shown rows[] = {
      {R"(2**63 - 1 + 1)", R"(9223372036854775808)"},
      {R"(-2**63 - 1)", R"(-9223372036854775809)"},
      {R"((2**63) - 1)", R"(9223372036854775807)"},
      {R"(-(-2**63))", R"(9223372036854775808)"},
      {R"((2**64) >> 1)", R"(9223372036854775808)"},
      {R"([2**63 - 1, -2**63, 2**63])",
       R"([9223372036854775807, -9223372036854775808, 9223372036854775808])"},
  };
  expect("", rows);
}

TEST_F(IntTest, ConvertsToAndFromFloats) {
  const Shown rows[] = {
      {R"(int(1e18))", R"(1000000000000000000)"},
      {R"(int(-2.5))", R"(-2)"},
      {R"(int(1e300) == 10**300)", R"(False)"},
      {R"(float(2**53 + 1))", R"(9007199254740992.0)"},
      {R"(float(2**1024))", R"(OverflowError: int too large to convert to float)"},
      {R"(int(float('inf')))", R"(OverflowError: cannot convert float infinity to integer)"},
      {R"(int(float('nan')))", R"(ValueError: cannot convert float NaN to integer)"},
  };
  expect("", rows);
}

TEST_F(IntTest, StandsForAnIndex) {
  const Shown rows[] = {
      {R"([1, 2, 3][2**70])", R"(IndexError: cannot fit 'int' into an index-sized integer)"},
      {R"([1, 2, 3][-2**70:2**70])", R"([1, 2, 3])"},
      {R"("a" * (2**70))", R"(OverflowError: cannot fit 'int' into an index-sized integer)"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
