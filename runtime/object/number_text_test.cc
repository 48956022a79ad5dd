// NumberText: digits of other scripts, spaces and underscores.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using NumberTextTest = NumberTest;

TEST_F(NumberTextTest, ReadsAllScripts) {
  const Shown rows[] = {
      {R"(int('\u0967\u096b'), float('\u0967.\u096b'), int('\u2003 7\u00a0'))", R"((15, 1.5, 7))"},
      {R"(int('7\u00b2'))", R"(ValueError: invalid literal for int() with base 10: '7²')"},
      {R"(float('1_2_3.4_5'), int('1_000'))", R"((123.45, 1000))"},
      {R"(float('1_.5'))", R"(ValueError: could not convert string to float: '1_.5')"},
      {R"(float('_1.5'))", R"(ValueError: could not convert string to float: '_1.5')"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
