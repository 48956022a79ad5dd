// FloatArithmetic: floor division, powers and exact comparison of doubles.
#include "runtime/object/float_arithmetic.h"

#include <cerrno>
#include <cmath>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/complex.h"
#include "runtime/object/complex_arithmetic.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"

namespace ouro {

FloatDivision float_divide(double left, double right) noexcept {
  double remainder = std::fmod(left, right);
  // What is left is a multiple of the divisor but for rounding: far more exact than left / right.
  double quotient = (left - remainder) / right;
  if (remainder == 0) {
    remainder = std::copysign(0.0, right);
  } else if ((right < 0) != (remainder < 0)) {
    remainder += right;
    quotient -= 1.0;
  }
  if (quotient == 0) return {std::copysign(0.0, left / right), remainder};
  double whole = std::floor(quotient);
  if (quotient - whole > 0.5) whole += 1.0;
  return {whole, remainder};
}

Failure raise_range_error(Thread& thread) {
  Ref<Int> number(TRY(make_int(thread.interpreter(), ERANGE)));
  Ref<Str> text(TRY(make_str(thread.interpreter(), "Numerical result out of range")));
  Ref<> error(TRY(call(thread, type_of(thread, TypeId::kOverflowError), number, text)));
  return raise_object(thread, static_cast<Exception*>(error.get()));
}

Result<Object*> float_power(Thread& thread, double base, double exponent) {
  Interpreter& interpreter = thread.interpreter();
  if (base == 0 && exponent < 0 && std::isfinite(exponent)) {
    return raise(thread, TypeId::kZeroDivisionError, "0.0 cannot be raised to a negative power");
  }
  const bool both_finite = std::isfinite(base) && std::isfinite(exponent);
  if (both_finite && base < 0 && exponent != std::floor(exponent)) {
    const ComplexValue power = TRY(complex_power(thread, {base, 0}, {exponent, 0}));
    return make_complex(interpreter, power.real, power.imaginary);
  }
  const double power = std::pow(base, exponent);
  if (both_finite && std::isinf(power)) return raise_range_error(thread);
  return make_float(interpreter, power);
}

int float_compare_int(double left, const Int* right) noexcept {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  if (right->compact() && right->value >= -kExact && right->value <= kExact) {
    const auto value = static_cast<double>(right->value);
    return left < value ? -1 : left > value ? 1 : 0;
  }
  if (std::isinf(left)) return left > 0 ? 1 : -1;
  const bool negative = left < 0;
  if (negative != right->negative()) return negative ? -1 : 1;
  limbs::Limb room[limbs::kDoubleLimbs];
  const std::size_t size = limbs::from_double(room, left);
  const IntView view(right);
  int order = limbs::compare({room, size}, view.magnitude());
  if (order == 0 && left != std::trunc(left)) order = 1;
  return negative ? -order : order;
}

}  // namespace ouro
