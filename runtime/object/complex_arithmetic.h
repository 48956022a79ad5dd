// ComplexArithmetic: operations on pairs of doubles with the language's rules and errors.
#pragma once

#include "runtime/object/object.h"

namespace ouro {

struct ComplexValue {
  double real = 0;
  double imaginary = 0;
};

ComplexValue complex_multiply(ComplexValue left, ComplexValue right) noexcept;
// ZeroDivisionError("complex division by zero").
Result<ComplexValue> complex_divide(Thread&, ComplexValue left, ComplexValue right);
Result<ComplexValue> complex_power(Thread&, ComplexValue base, ComplexValue exponent);

// complex(number): through __complex__, __float__ and __index__; `what` stands in the TypeError.
Result<ComplexValue> to_complex(Thread&, Object* number, const char* what);

}  // namespace ouro
