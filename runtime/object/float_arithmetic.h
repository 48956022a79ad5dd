// FloatArithmetic: operations on doubles with the language's rules and errors.
#pragma once

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// base ** exponent: a float, or a complex for a negative base with a broken exponent.
Result<Object*> float_power(Thread&, double base, double exponent);
// The quotient rounded down and the remainder with the divisor's sign; divisor is not 0.
struct FloatDivision {
  double quotient;
  double remainder;
};
FloatDivision float_divide(double left, double right) noexcept;
// How a float and an int stand to each other, exactly. Not for NaN.
int float_compare_int(double left, const struct Int* right) noexcept;
// OverflowError with the errno and the text of "result too large", as C's library words it.
Failure raise_range_error(Thread&);

}  // namespace ouro
