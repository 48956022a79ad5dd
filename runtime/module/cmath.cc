// cmath: the functions of one complex number. What is not finite is left to the C library, whose
// Annex G has a row for each of these cases.
#include <algorithm>
#include <cfloat>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/math.h"
#include "runtime/object/complex.h"
#include "runtime/object/complex_arithmetic.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using Values = Object* const*;

enum class Trouble : std::uint8_t { kNone, kDomain, kRange };

struct Answer {
  ComplexValue value;
  Trouble trouble = Trouble::kNone;
};

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLarge = DBL_MAX / 4;                  // twice it is still finite
constexpr double kLargeRoot = 6.703903964971298e+153;   // sqrt(kLarge)
constexpr double kSmallRoot = 1.4916681462400413e-154;  // sqrt(DBL_MIN)
constexpr double kLargeLogarithm = 708.3964185322641;   // log(kLarge)

bool finite(ComplexValue z) { return std::isfinite(z.real) && std::isfinite(z.imaginary); }
bool large(ComplexValue z) { return std::fabs(z.real) > kLarge || std::fabs(z.imaginary) > kLarge; }
ComplexValue negated(ComplexValue z) { return {-z.real, -z.imaginary}; }
// Multiplied by i and by -i, without touching what a product would make of infinities and zeros.
ComplexValue turned(ComplexValue z) { return {-z.imaginary, z.real}; }
ComplexValue turned_back(ComplexValue z) { return {z.imaginary, -z.real}; }
double angle_of(ComplexValue z) { return std::atan2(z.imaginary, z.real); }

Trouble range_trouble(ComplexValue z) {
  return std::isinf(z.real) || std::isinf(z.imaginary) ? Trouble::kRange : Trouble::kNone;
}

using LibraryFunction = std::complex<double> (*)(const std::complex<double>&);

ComplexValue by_library(ComplexValue z, LibraryFunction function) {
  const std::complex<double> result = function({z.real, z.imaginary});
  return {result.real(), result.imag()};
}

#define OURO_LIBRARY(name) [](const std::complex<double>& z) { return std::name(z); }

// log |z| for parts so large that their hypotenuse could overflow.
double large_logarithm(ComplexValue z) { return std::log(std::hypot(z.real / 2, z.imaginary / 2)); }

// ---- Roots and inverse functions --------------------------------------------------------------

ComplexValue square_root(ComplexValue z) {
  constexpr int kUp = 53;
  constexpr int kDown = -27;
  if (!finite(z)) return by_library(z, OURO_LIBRARY(sqrt));
  if (z.real == 0 && z.imaginary == 0) return {0, z.imaginary};
  double x = std::fabs(z.real);
  const double y = std::fabs(z.imaginary);
  double root = 0;
  if (x < DBL_MIN && y < DBL_MIN) {
    x = std::ldexp(x, kUp);
    root = std::ldexp(std::sqrt(x + std::hypot(x, std::ldexp(y, kUp))), kDown);
  } else {
    x /= 8;
    root = 2 * std::sqrt(x + std::hypot(x, y / 8));
  }
  const double other = y / (2 * root);
  if (z.real >= 0) return {root, std::copysign(other, z.imaginary)};
  return {other, std::copysign(root, z.imaginary)};
}

Answer root(ComplexValue z) { return {square_root(z)}; }

Answer arc_cosine(ComplexValue z) {
  if (!finite(z)) return {by_library(z, OURO_LIBRARY(acos))};
  if (large(z)) {
    const double size = large_logarithm(z) + 2 * std::numbers::ln2;
    const double sign =
        z.real < 0 ? -std::copysign(size, z.imaginary) : std::copysign(size, -z.imaginary);
    return {{std::atan2(std::fabs(z.imaginary), z.real), sign}};
  }
  const ComplexValue below = square_root({1 - z.real, -z.imaginary});
  const ComplexValue above = square_root({1 + z.real, z.imaginary});
  return {{2 * std::atan2(below.real, above.real),
           std::asinh(above.real * below.imaginary - above.imaginary * below.real)}};
}

Answer area_cosine(ComplexValue z) {
  if (!finite(z)) return {by_library(z, OURO_LIBRARY(acosh))};
  if (large(z)) return {{large_logarithm(z) + 2 * std::numbers::ln2, angle_of(z)}};
  const ComplexValue below = square_root({z.real - 1, z.imaginary});
  const ComplexValue above = square_root({z.real + 1, z.imaginary});
  return {{std::asinh(below.real * above.real + below.imaginary * above.imaginary),
           2 * std::atan2(below.imaginary, above.real)}};
}

Answer area_sine(ComplexValue z) {
  if (!finite(z)) return {by_library(z, OURO_LIBRARY(asinh))};
  if (large(z)) {
    const double size = large_logarithm(z) + 2 * std::numbers::ln2;
    const double real =
        z.imaginary >= 0 ? std::copysign(size, z.real) : -std::copysign(size, -z.real);
    return {{real, std::atan2(z.imaginary, std::fabs(z.real))}};
  }
  const ComplexValue first = square_root({1 + z.imaginary, -z.real});
  const ComplexValue second = square_root({1 - z.imaginary, z.real});
  return {{std::asinh(first.real * second.imaginary - second.real * first.imaginary),
           std::atan2(z.imaginary, first.real * second.real - first.imaginary * second.imaginary)}};
}

Answer arc_sine(ComplexValue z) { return {turned_back(area_sine(turned(z)).value)}; }

// The right half of the plane.
Answer right_area_tangent(ComplexValue z) {
  const double y = std::fabs(z.imaginary);
  if (z.real > kLargeRoot || y > kLargeRoot) {
    const double size = std::hypot(z.real / 2, z.imaginary / 2);
    return {{z.real / 4 / size / size, -std::copysign(std::numbers::pi / 2, -z.imaginary)}};
  }
  if (z.real == 1 && y < kSmallRoot) {
    if (y == 0) return {{kInfinity, z.imaginary}, Trouble::kDomain};
    return {{-std::log(std::sqrt(y) / std::sqrt(std::hypot(y, 2.0))),
             std::copysign(std::atan2(2.0, -y) / 2, z.imaginary)}};
  }
  const double rest = 1 - z.real;
  return {{std::log1p(4 * z.real / (rest * rest + y * y)) / 4,
           -std::atan2(-2 * z.imaginary, rest * (1 + z.real) - y * y) / 2}};
}

Answer area_tangent(ComplexValue z) {
  if (!finite(z)) return {by_library(z, OURO_LIBRARY(atanh))};
  if (!std::signbit(z.real)) return right_area_tangent(z);
  const Answer mirrored = right_area_tangent(negated(z));
  return {negated(mirrored.value), mirrored.trouble};
}

Answer arc_tangent(ComplexValue z) {
  const Answer answer = area_tangent(turned(z));
  return {turned_back(answer.value), answer.trouble};
}

// ---- Exponentials -----------------------------------------------------------------------------

// An infinite real part and an angle: `size` along each axis, with the signs of the direction.
ComplexValue along(double size, double angle) {
  return {std::copysign(size, std::cos(angle)), std::copysign(size, std::sin(angle))};
}

// Is the real part infinite and the imaginary one an angle that gives a direction?
bool has_direction(ComplexValue z) {
  return std::isinf(z.real) && std::isfinite(z.imaginary) && z.imaginary != 0;
}

Trouble domain_if(bool wrong) { return wrong ? Trouble::kDomain : Trouble::kNone; }

Answer special_exponential(ComplexValue z) {
  const Trouble trouble =
      domain_if(std::isinf(z.imaginary) && (std::isfinite(z.real) || z.real == kInfinity));
  if (has_direction(z)) return {along(z.real > 0 ? kInfinity : 0, z.imaginary), trouble};
  if (z.real == -kInfinity && !std::isfinite(z.imaginary)) return {{0, 0}, trouble};
  return {by_library(z, OURO_LIBRARY(exp)), trouble};
}

Answer exponential(ComplexValue z) {
  if (!finite(z)) return special_exponential(z);
  const bool near_limit = z.real > kLargeLogarithm;
  const double size = std::exp(near_limit ? z.real - 1 : z.real);
  ComplexValue value = {size * std::cos(z.imaginary), size * std::sin(z.imaginary)};
  if (near_limit) value = {value.real * std::numbers::e, value.imaginary * std::numbers::e};
  return {value, range_trouble(value)};
}

Answer special_hyperbolic(ComplexValue z, LibraryFunction function, bool cosine) {
  const Trouble trouble = domain_if(std::isinf(z.imaginary) && !std::isnan(z.real));
  if (!has_direction(z)) return {by_library(z, function), trouble};
  ComplexValue value = along(kInfinity, z.imaginary);
  if (z.real < 0) (cosine ? value.imaginary : value.real) *= -1;
  return {value, trouble};
}

// cosh takes cos * cosh and sin * sinh, sinh the other pairs.
Answer hyperbolic(ComplexValue z, double (*with_cosine)(double), double (*with_sine)(double)) {
  const bool near_limit = std::fabs(z.real) > kLargeLogarithm;
  const double x = near_limit ? z.real - std::copysign(1.0, z.real) : z.real;
  ComplexValue value = {std::cos(z.imaginary) * with_cosine(x),
                        std::sin(z.imaginary) * with_sine(x)};
  if (near_limit) value = {value.real * std::numbers::e, value.imaginary * std::numbers::e};
  return {value, range_trouble(value)};
}

double real_cosh(double x) { return std::cosh(x); }
double real_sinh(double x) { return std::sinh(x); }

Answer hyperbolic_cosine(ComplexValue z) {
  if (!finite(z)) return special_hyperbolic(z, OURO_LIBRARY(cosh), true);
  return hyperbolic(z, real_cosh, real_sinh);
}

Answer hyperbolic_sine(ComplexValue z) {
  if (!finite(z)) return special_hyperbolic(z, OURO_LIBRARY(sinh), false);
  return hyperbolic(z, real_sinh, real_cosh);
}

Answer special_hyperbolic_tangent(ComplexValue z) {
  const Trouble trouble = domain_if(std::isinf(z.imaginary) && std::isfinite(z.real));
  if (std::isinf(z.real) && std::isinf(z.imaginary)) return {{std::copysign(1.0, z.real), 0}};
  if (!has_direction(z)) return {by_library(z, OURO_LIBRARY(tanh)), trouble};
  const double sign = 2 * std::sin(z.imaginary) * std::cos(z.imaginary);
  return {{std::copysign(1.0, z.real), std::copysign(0.0, sign)}, trouble};
}

Answer hyperbolic_tangent(ComplexValue z) {
  if (!finite(z)) return special_hyperbolic_tangent(z);
  if (std::fabs(z.real) > kLargeLogarithm) {
    return {{std::copysign(1.0, z.real),
             4 * std::sin(z.imaginary) * std::cos(z.imaginary) * std::exp(-2 * std::fabs(z.real))}};
  }
  const double x = std::tanh(z.real);
  const double y = std::tan(z.imaginary);
  const double narrowing = 1 / std::cosh(z.real);
  const double divisor = 1 + (x * y) * (x * y);
  return {{x * (1 + y * y) / divisor, y / divisor * narrowing * narrowing}};
}

Answer cosine(ComplexValue z) { return hyperbolic_cosine(turned(z)); }

Answer sine(ComplexValue z) {
  const Answer answer = hyperbolic_sine(turned(z));
  return {turned_back(answer.value), answer.trouble};
}

Answer tangent(ComplexValue z) {
  const Answer answer = hyperbolic_tangent(turned(z));
  return {turned_back(answer.value), answer.trouble};
}

// ---- Logarithms -------------------------------------------------------------------------------

// Near 1 the distance from 1 is what counts.
double logarithm_of_size(double x, double y) {
  const double size = std::hypot(x, y);
  if (size < 0.71 || size > 1.73) return std::log(size);
  const double longer = std::max(x, y);
  const double shorter = std::min(x, y);
  return std::log1p((longer - 1) * (longer + 1) + shorter * shorter) / 2;
}

Answer natural_logarithm(ComplexValue z) {
  if (!finite(z)) return {by_library(z, OURO_LIBRARY(log))};
  const double x = std::fabs(z.real);
  const double y = std::fabs(z.imaginary);
  if (large(z)) return {{large_logarithm(z) + std::numbers::ln2, angle_of(z)}};
  if (x == 0 && y == 0) return {{-kInfinity, angle_of(z)}, Trouble::kDomain};
  if (x >= DBL_MIN || y >= DBL_MIN) return {{logarithm_of_size(x, y), angle_of(z)}};
  const double size = std::hypot(std::ldexp(x, DBL_MANT_DIG), std::ldexp(y, DBL_MANT_DIG));
  return {{std::log(size) - DBL_MANT_DIG * std::numbers::ln2, angle_of(z)}};
}

Answer decimal_logarithm(ComplexValue z) {
  Answer answer = natural_logarithm(z);
  answer.value.real /= std::numbers::ln10;
  answer.value.imaginary /= std::numbers::ln10;
  return answer;
}
#undef OURO_LIBRARY

// ---- What programs call -----------------------------------------------------------------------

Result<ComplexValue> argument(Thread& thread, Object* number) {
  const Slots& slots = *number->type->slots;
  if (slots.to_float == nullptr && slots.to_index == nullptr) {
    Special method;
    if (!TRY(find_special(thread, number, Id::dunder_complex, method))) {
      return ComplexValue{TRY(to_double(thread, number)), 0};
    }
  }
  return to_complex(thread, number, "must be real number");
}

Result<Object*> box(Thread& thread, const Answer& answer) {
  if (answer.trouble == Trouble::kDomain) return raise_domain_error(thread);
  if (answer.trouble == Trouble::kRange) return raise_math_range_error(thread);
  return make_complex(thread.interpreter(), answer.value.real, answer.value.imaginary);
}

template <Answer (*function)(ComplexValue)>
Result<Object*> one(Thread& thread, Object*, Values arguments) {
  return box(thread, function(TRY(argument(thread, arguments[0]))));
}

Result<Object*> logarithm(Thread& thread, Object*, Values arguments) {
  Answer answer = natural_logarithm(TRY(argument(thread, arguments[0])));
  if (arguments[1] == nullptr) return box(thread, answer);
  const Answer base = natural_logarithm(TRY(argument(thread, arguments[1])));
  const bool zero = base.value.real == 0 && base.value.imaginary == 0;
  if (answer.trouble != Trouble::kNone || base.trouble != Trouble::kNone || zero) {
    return raise_domain_error(thread);
  }
  return box(thread, {TRY(complex_divide(thread, answer.value, base.value))});
}

Result<Object*> phase(Thread& thread, Object*, Values arguments) {
  return make_float(thread.interpreter(), angle_of(TRY(argument(thread, arguments[0]))));
}

Result<Object*> polar(Thread& thread, Object*, Values arguments) {
  const ComplexValue z = TRY(argument(thread, arguments[0]));
  const double length = std::hypot(z.real, z.imaginary);
  if (std::isinf(length) && finite(z)) return raise_math_range_error(thread);
  Ref<> size(TRY(make_float(thread.interpreter(), length)));
  Ref<> angle(TRY(make_float(thread.interpreter(), angle_of(z))));
  return pack_tuple(thread.interpreter(), size.get(), angle.get());
}

Answer special_rectangular(double size, double angle) {
  const Trouble trouble = domain_if(size != 0 && !std::isnan(size) && std::isinf(angle));
  if (std::isinf(size) && std::isfinite(angle) && angle != 0) {
    const ComplexValue value = along(kInfinity, angle);
    return {size > 0 ? value : negated(value), trouble};
  }
  if (angle == 0) return {{size, std::isnan(size) ? 0 : std::copysign(0.0, size) * angle}, trouble};
  if (size == 0) return {{0, 0}, trouble};
  const double not_a_number = std::numeric_limits<double>::quiet_NaN();
  return {{std::isinf(size) ? kInfinity : not_a_number, not_a_number}, trouble};
}

Result<Object*> rectangular(Thread& thread, Object*, Values arguments) {
  const double size = TRY(to_double(thread, arguments[0]));
  const double angle = TRY(to_double(thread, arguments[1]));
  if (!std::isfinite(size) || !std::isfinite(angle)) {
    return box(thread, special_rectangular(size, angle));
  }
  if (angle == 0) return box(thread, {{size, size * angle}});
  return box(thread, {{size * std::cos(angle), size * std::sin(angle)}});
}

template <bool (*question)(ComplexValue)>
Result<Object*> ask(Thread& thread, Object*, Values arguments) {
  return new_boolean(thread, question(TRY(argument(thread, arguments[0]))));
}

bool infinite(ComplexValue z) { return std::isinf(z.real) || std::isinf(z.imaginary); }
bool not_a_number(ComplexValue z) { return std::isnan(z.real) || std::isnan(z.imaginary); }

Result<double> tolerance(Thread& thread, Object* argument, double fallback) {
  return argument == nullptr ? Result<double>(fallback) : to_double(thread, argument);
}

bool close(ComplexValue a, ComplexValue b, double relative, double absolute) {
  if (a.real == b.real && a.imaginary == b.imaginary) return true;
  if (infinite(a) || infinite(b)) return false;
  const double difference = std::hypot(a.real - b.real, a.imaginary - b.imaginary);
  return difference <= relative * std::hypot(b.real, b.imaginary) ||
         difference <= relative * std::hypot(a.real, a.imaginary) || difference <= absolute;
}

Result<Object*> is_close(Thread& thread, Object*, Values arguments) {
  const ComplexValue a = TRY(argument(thread, arguments[0]));
  const ComplexValue b = TRY(argument(thread, arguments[1]));
  const double relative = TRY(tolerance(thread, arguments[2], 1e-09));
  const double absolute = TRY(tolerance(thread, arguments[3], 0.0));
  if (relative < 0 || absolute < 0) {
    return raise(thread, TypeId::kValueError, "tolerances must be non-negative");
  }
  return new_boolean(thread, close(a, b, relative, absolute));
}

constexpr NativeMethod kFunctions[] = {
    {"acos(module, z, /)", one<arc_cosine>},
    {"acosh(module, z, /)", one<area_cosine>},
    {"asin(module, z, /)", one<arc_sine>},
    {"asinh(module, z, /)", one<area_sine>},
    {"atan(module, z, /)", one<arc_tangent>},
    {"atanh(module, z, /)", one<area_tangent>},
    {"cos(module, z, /)", one<cosine>},
    {"cosh(module, z, /)", one<hyperbolic_cosine>},
    {"exp(module, z, /)", one<exponential>},
    {"isclose(module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close},
    {"isfinite(module, z, /)", ask<finite>},
    {"isinf(module, z, /)", ask<infinite>},
    {"isnan(module, z, /)", ask<not_a_number>},
    {"log(module, z, base=<unrepresentable>, /)", logarithm},
    {"log10(module, z, /)", one<decimal_logarithm>},
    {"phase(module, z, /)", phase},
    {"polar(module, z, /)", polar},
    {"rect(module, r, phi, /)", rectangular},
    {"sin(module, z, /)", one<sine>},
    {"sinh(module, z, /)", one<hyperbolic_sine>},
    {"sqrt(module, z, /)", one<root>},
    {"tan(module, z, /)", one<tangent>},
    {"tanh(module, z, /)", one<hyperbolic_tangent>},
};

struct RealConstant {
  const char* name;
  double value;
};
constexpr RealConstant kRealConstants[] = {
    {"pi", std::numbers::pi},
    {"e", std::numbers::e},
    {"tau", 2 * std::numbers::pi},
    {"inf", kInfinity},
    {"nan", std::numeric_limits<double>::quiet_NaN()},
};
constexpr RealConstant kImaginaryConstants[] = {
    {"infj", kInfinity},
    {"nanj", std::numeric_limits<double>::quiet_NaN()},
};

Status add_constants(Thread& thread, Module* module) {
  for (const RealConstant& constant : kRealConstants) {
    Ref<> value(TRY(make_float(thread.interpreter(), constant.value)));
    TRY(module_add(thread, module, constant.name, value));
  }
  for (const RealConstant& constant : kImaginaryConstants) {
    Ref<> value(TRY(make_complex(thread.interpreter(), 0, constant.value)));
    TRY(module_add(thread, module, constant.name, value));
  }
  return done;
}

}  // namespace

extern const ModuleDescriptor kCmathModule;
const ModuleDescriptor kCmathModule = {
    .name = "cmath",
    .doc = "Functions of complex numbers.",
    .functions = kFunctions,
    .execute = add_constants,
};

}  // namespace ouro
