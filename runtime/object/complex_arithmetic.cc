// ComplexArithmetic: quotients after Smith, powers by squaring or through polar form.
#include "runtime/object/complex_arithmetic.h"

#include <cerrno>
#include <cmath>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/complex.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"

namespace ouro {

ComplexValue complex_multiply(ComplexValue left, ComplexValue right) noexcept {
  return {left.real * right.real - left.imaginary * right.imaginary,
          left.real * right.imaginary + left.imaginary * right.real};
}

namespace {

// Divides by the larger part first, so that nothing overflows on the way. False: division by 0.
bool divide(ComplexValue left, ComplexValue right, ComplexValue* quotient) noexcept {
  const double real_size = std::fabs(right.real);
  const double imaginary_size = std::fabs(right.imaginary);
  if (real_size >= imaginary_size) {
    if (real_size == 0) return false;
    const double ratio = right.imaginary / right.real;
    const double divisor = right.real + right.imaginary * ratio;
    *quotient = {(left.real + left.imaginary * ratio) / divisor,
                 (left.imaginary - left.real * ratio) / divisor};
  } else if (imaginary_size >= real_size) {
    const double ratio = right.real / right.imaginary;
    const double divisor = right.real * ratio + right.imaginary;
    *quotient = {(left.real * ratio + left.imaginary) / divisor,
                 (left.imaginary * ratio - left.real) / divisor};
  } else {
    *quotient = {NAN, NAN};
  }
  return true;
}

ComplexValue power_unsigned(ComplexValue base, unsigned exponent) noexcept {
  ComplexValue result{1, 0};
  ComplexValue square = base;
  for (unsigned bit = 1; bit <= exponent; bit <<= 1) {
    if ((exponent & bit) != 0) result = complex_multiply(result, square);
    square = complex_multiply(square, square);
  }
  return result;
}

// False: 0 to a negative power.
bool power_integer(ComplexValue base, int exponent, ComplexValue* result) noexcept {
  if (exponent > 0) {
    *result = power_unsigned(base, static_cast<unsigned>(exponent));
    return true;
  }
  return divide({1, 0}, power_unsigned(base, static_cast<unsigned>(-exponent)), result);
}

// False: 0 to a negative or complex power.
bool power_polar(ComplexValue base, ComplexValue exponent, ComplexValue* result) noexcept {
  *result = {0, 0};
  if (base.real == 0 && base.imaginary == 0) return exponent.imaginary == 0 && exponent.real >= 0;
  const double size = std::hypot(base.real, base.imaginary);
  const double angle = std::atan2(base.imaginary, base.real);
  double length = std::pow(size, exponent.real);
  double phase = angle * exponent.real;
  if (exponent.imaginary != 0) {
    length /= std::exp(angle * exponent.imaginary);
    phase += exponent.imaginary * std::log(size);
  }
  *result = {length * std::cos(phase), length * std::sin(phase)};
  return true;
}

}  // namespace

Result<ComplexValue> complex_divide(Thread& thread, ComplexValue left, ComplexValue right) {
  ComplexValue quotient;
  if (divide(left, right, &quotient)) return quotient;
  return raise(thread, TypeId::kZeroDivisionError, "complex division by zero");
}

Result<ComplexValue> complex_power(Thread& thread, ComplexValue base, ComplexValue exponent) {
  constexpr double kLargestInteger = 100;
  const bool integer = exponent.imaginary == 0 && exponent.real == std::floor(exponent.real) &&
                       std::fabs(exponent.real) <= kLargestInteger;
  ComplexValue result;
  const bool fine = integer ? power_integer(base, static_cast<int>(exponent.real), &result)
                            : power_polar(base, exponent, &result);
  if (!fine) {
    return raise(thread, TypeId::kZeroDivisionError, "0.0 to a negative or complex power");
  }
  if (std::isinf(result.real) || std::isinf(result.imaginary)) {
    return raise(thread, TypeId::kOverflowError, "complex exponentiation");
  }
  return result;
}

// ---- Conversion -------------------------------------------------------------------------------

namespace {

ComplexValue value_of(const Object* object) {
  const auto* number = static_cast<const Complex*>(object);
  return {number->real, number->imaginary};
}

bool is_complex(Thread& thread, const Object* object) {
  return is_instance_of(object, type_of(thread, TypeId::kComplex));
}

}  // namespace

Result<ComplexValue> to_complex(Thread& thread, Object* number, const char* what) {
  if (is_exact(number, TypeId::kComplex)) return value_of(number);
  const Found<Object> converted = TRY(call_special_if(thread, number, Id::dunder_complex));
  if (converted) {
    Ref<> result(converted.value);
    if (is_complex(thread, result)) return value_of(result);
    return raise(thread, TypeId::kTypeError, "__complex__ returned non-complex (type {})",
                 type_name(result->type));
  }
  if (is_complex(thread, number)) return value_of(number);
  const Slots& slots = *number->type->slots;
  if (slots.to_float == nullptr && slots.to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "{}, not '{}'", what, type_name(number->type));
  }
  return ComplexValue{TRY(to_double(thread, number)), 0};
}

}  // namespace ouro
