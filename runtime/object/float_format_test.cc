// FloatFormat: floats in fields.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using FloatFormatTest = NumberTest;

TEST_F(FloatFormatTest, Formats) {
  const Shown rows[] = {
      {R"(format(1234567.891, ','), format(1234567.891, '_.2f'), format(1e20, 'n'))",
       R"(('1,234,567.891', '1_234_567.89', '1e+20'))"},
      {R"(format(1.5, '010'), format(-1.5, '=+10.3'), format(float('nan'), '010'), format(float('-inf'), '*^9'))",
       R"(('00000001.5', '-      1.5', '0000000nan', '**-inf***'))"},
      {R"(format(1.5, '%'), format(0.0, '#g'), format(1e-7, '.0e'), format(-0.0, 'z'), format(-0.04, 'z.1f'))",
       R"(('150.000000%', '0.00000', '1e-07', '0.0', '0.0'))"},
      {R"(format(1.5, '\u20ac^9'))", R"('€€€1.5€€€')"},
      {R"(format(0.1, '.600f')[:60])",
       R"('0.1000000000000000055511151231257827021181583404541015625000')"},
      {R"(format(1.5, '.99999999999'))", R"(ValueError: precision too big)"},
      {R"(format(1.5, 'd'))", R"(ValueError: Unknown format code 'd' for object of type 'float')"},
      {R"(format(1.5, '\u20ac'))",
       R"(ValueError: Unknown format code '\x20ac' for object of type 'float')"},
      {R"(format(1.5, 5))", R"(TypeError: format() argument 2 must be str, not int)"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
