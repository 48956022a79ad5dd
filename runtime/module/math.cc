// math: the functions of one and two real numbers. Sums and gamma stand in math_sums.cc and
// math_gamma.cc, whole numbers in math_integers.cc.
#include "runtime/module/math.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int_view.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/tuple.h"

namespace ouro {

Failure raise_domain_error(Thread& thread) {
  return raise(thread, TypeId::kValueError, "math domain error");
}
Failure raise_math_range_error(Thread& thread) {
  return raise(thread, TypeId::kOverflowError, "math range error");
}

namespace {

using Values = Object* const*;
using OneArgument = double (*)(double);
using TwoArguments = double (*)(double, double);

Result<Object*> box(Thread& thread, double value) {
  return make_float(thread.interpreter(), value);
}

// ---- One argument -----------------------------------------------------------------------------

enum class Infinite : bool { kDomainError, kRangeError };

template <OneArgument function, Infinite infinite = Infinite::kDomainError>
Result<Object*> one(Thread& thread, Object*, Values arguments) {
  const double x = TRY(to_double(thread, arguments[0]));
  const double result = function(x);
  if (std::isnan(result) && !std::isnan(x)) return raise_domain_error(thread);
  if (!std::isinf(result) || !std::isfinite(x)) return box(thread, result);
  return infinite == Infinite::kRangeError ? raise_math_range_error(thread)
                                           : raise_domain_error(thread);
}

// A function without errors.
template <OneArgument function>
Result<Object*> plain(Thread& thread, Object*, Values arguments) {
  return box(thread, function(TRY(to_double(thread, arguments[0]))));
}

double to_degrees(double x) { return x * (180.0 / std::numbers::pi); }
double to_radians(double x) { return x * (std::numbers::pi / 180.0); }
double absolute(double x) { return std::fabs(x); }

template <bool (*question)(double)>
Result<Object*> ask(Thread& thread, Object*, Values arguments) {
  return new_boolean(thread, question(TRY(to_double(thread, arguments[0]))));
}

// ---- Two arguments ----------------------------------------------------------------------------

template <TwoArguments function>
Result<Object*> two(Thread& thread, Object*, Values arguments) {
  const double x = TRY(to_double(thread, arguments[0]));
  const double y = TRY(to_double(thread, arguments[1]));
  const double result = function(x, y);
  const bool finite = std::isfinite(x) && std::isfinite(y);
  if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) return raise_domain_error(thread);
  if (std::isinf(result) && finite) return raise_math_range_error(thread);
  return box(thread, result);
}

double remainder_of(double x, double y) { return std::remainder(x, y); }
double remainder_to_zero(double x, double y) { return std::fmod(x, y); }
double with_sign_of(double x, double y) { return std::copysign(x, y); }
double angle(double y, double x) { return std::atan2(y, x); }

Result<Object*> raise_to(Thread& thread, Object*, Values arguments) {
  const double x = TRY(to_double(thread, arguments[0]));
  const double y = TRY(to_double(thread, arguments[1]));
  const double result = std::pow(x, y);
  const bool finite = std::isfinite(x) && std::isfinite(y);
  if (finite && std::isnan(result)) return raise_domain_error(thread);
  if (!finite || !std::isinf(result)) return box(thread, result);
  return x == 0 ? raise_domain_error(thread) : raise_math_range_error(thread);
}

Result<Object*> next_after(Thread& thread, Object*, Values arguments) {
  const double x = TRY(to_double(thread, arguments[0]));
  return box(thread, std::nextafter(x, TRY(to_double(thread, arguments[1]))));
}

Result<Object*> unit_in_last_place(Thread& thread, Object*, Values arguments) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double x = std::fabs(TRY(to_double(thread, arguments[0])));
  if (!std::isfinite(x)) return box(thread, x);
  const double above = std::nextafter(x, kInfinity);
  if (std::isinf(above)) return box(thread, x - std::nextafter(x, -kInfinity));
  return box(thread, above - x);
}

Result<double> tolerance(Thread& thread, Object* argument, double fallback) {
  return argument == nullptr ? Result<double>(fallback) : to_double(thread, argument);
}

bool close(double a, double b, double relative, double absolute) {
  if (a == b) return true;
  if (std::isinf(a) || std::isinf(b)) return false;
  const double difference = std::fabs(b - a);
  return difference <= std::fabs(relative * b) || difference <= std::fabs(relative * a) ||
         difference <= absolute;
}

Result<Object*> is_close(Thread& thread, Object*, Values arguments) {
  const double a = TRY(to_double(thread, arguments[0]));
  const double b = TRY(to_double(thread, arguments[1]));
  const double relative = TRY(tolerance(thread, arguments[2], 1e-09));
  const double absolute = TRY(tolerance(thread, arguments[3], 0.0));
  if (relative < 0 || absolute < 0) {
    return raise(thread, TypeId::kValueError, "tolerances must be non-negative");
  }
  return new_boolean(thread, close(a, b, relative, absolute));
}

// ---- Parts ------------------------------------------------------------------------------------

Result<Object*> split_exponent(Thread& thread, Object*, Values arguments) {
  int exponent = 0;
  double x = TRY(to_double(thread, arguments[0]));
  if (std::isfinite(x)) x = std::frexp(x, &exponent);
  Ref<> mantissa(TRY(box(thread, x)));
  Ref<> power(TRY(make_int_object(thread, exponent)));
  return pack_tuple(thread.interpreter(), mantissa.get(), power.get());
}

Result<Object*> split_fraction(Thread& thread, Object*, Values arguments) {
  double whole = 0;
  const double fraction = std::modf(TRY(to_double(thread, arguments[0])), &whole);
  Ref<> first(TRY(box(thread, fraction)));
  Ref<> second(TRY(box(thread, whole)));
  return pack_tuple(thread.interpreter(), first.get(), second.get());
}

Result<Object*> scale(Thread& thread, Object*, Values arguments) {
  constexpr std::intptr_t kMost = std::numeric_limits<int>::max();
  const double x = TRY(to_double(thread, arguments[0]));
  if (!is_int(arguments[1])) {
    return raise(thread, TypeId::kTypeError, "Expected an int as second argument to ldexp.");
  }
  const std::intptr_t exponent = TRY(to_slice_index(thread, arguments[1]));
  if (x == 0 || !std::isfinite(x)) return box(thread, x);
  if (exponent > kMost) return raise_math_range_error(thread);
  if (exponent < -kMost) return box(thread, std::copysign(0.0, x));
  const double result = std::ldexp(x, static_cast<int>(exponent));
  return std::isinf(result) ? raise_math_range_error(thread) : box(thread, result);
}

using ToInt = double (*)(double);

template <Id name, ToInt round>
Result<Object*> to_whole(Thread& thread, Object*, Values arguments) {
  if (!is_exact(arguments[0], TypeId::kFloat)) {
    const Found<Object> result = TRY(call_special_if(thread, arguments[0], name));
    if (result) return result.value;
  }
  return make_int_from_double(thread, round(TRY(to_double(thread, arguments[0]))));
}

double round_down(double x) { return std::floor(x); }
double round_up(double x) { return std::ceil(x); }

Result<Object*> truncate(Thread& thread, Object*, Values arguments) {
  const Found<Object> result = TRY(call_special_if(thread, arguments[0], Id::dunder_trunc));
  if (result) return result.value;
  return raise(thread, TypeId::kTypeError, "type {} doesn't define __trunc__ method",
               type_name(arguments[0]->type));
}

// ---- Logarithms -------------------------------------------------------------------------------

Result<double> log_of_double(Thread& thread, double x, OneArgument function) {
  if (x > 0 || std::isnan(x)) return function(x);
  return raise_domain_error(thread);
}

// An int that is too large for a double is taken apart first.
Result<double> log_of(Thread& thread, Object* argument, OneArgument function) {
  if (!is_int(argument)) return log_of_double(thread, TRY(to_double(thread, argument)), function);
  const IntView view(as_int(argument));
  if (view.zero() || view.negative()) return raise_domain_error(thread);
  double x = 0;
  if (limbs::to_double(view.magnitude(), &x)) return function(x);
  std::int64_t exponent = 0;
  limbs::to_scaled_double(view.magnitude(), &x, &exponent);
  return function(x) + function(2.0) * static_cast<double>(exponent);
}

double natural(double x) { return std::log(x); }

Result<Object*> logarithm(Thread& thread, Object*, Values arguments) {
  const auto* values = static_cast<const Tuple*>(arguments[0]);
  if (values->size != 1 && values->size != 2) {
    return raise(thread, TypeId::kTypeError, "math.log requires 1 to 2 arguments");
  }
  const double number = TRY(log_of(thread, (*values)[0], natural));
  if (values->size == 1) return box(thread, number);
  const double base = TRY(log_of(thread, (*values)[1], natural));
  if (base != 0) return box(thread, number / base);
  return raise(thread, TypeId::kZeroDivisionError, "float division by zero");
}

template <OneArgument function>
Result<Object*> logarithm_to(Thread& thread, Object*, Values arguments) {
  return box(thread, TRY(log_of(thread, arguments[0], function)));
}

// ---- The table --------------------------------------------------------------------------------

#define OURO_REAL(name) [](double x) { return std::name(x); }

constexpr OneArgument kExponential = OURO_REAL(exp), kExponential2 = OURO_REAL(exp2),
                      kExponentialMinus1 = OURO_REAL(expm1), kSinh = OURO_REAL(sinh),
                      kCosh = OURO_REAL(cosh);
constexpr OneArgument kAcos = OURO_REAL(acos), kAcosh = OURO_REAL(acosh), kAsin = OURO_REAL(asin),
                      kAsinh = OURO_REAL(asinh), kAtan = OURO_REAL(atan), kAtanh = OURO_REAL(atanh),
                      kCbrt = OURO_REAL(cbrt), kCos = OURO_REAL(cos), kErf = OURO_REAL(erf),
                      kErfc = OURO_REAL(erfc), kLog1p = OURO_REAL(log1p), kSin = OURO_REAL(sin),
                      kSqrt = OURO_REAL(sqrt), kTan = OURO_REAL(tan), kTanh = OURO_REAL(tanh),
                      kLog2 = OURO_REAL(log2), kLog10 = OURO_REAL(log10);
#undef OURO_REAL

constexpr Infinite kRange = Infinite::kRangeError;

bool is_finite(double x) { return std::isfinite(x); }
bool is_infinite(double x) { return std::isinf(x); }
bool is_nan(double x) { return std::isnan(x); }

constexpr NativeMethod kFunctions[] = {
    {"acos(module, x, /)", one<kAcos>},
    {"acosh(module, x, /)", one<kAcosh>},
    {"asin(module, x, /)", one<kAsin>},
    {"asinh(module, x, /)", one<kAsinh>},
    {"atan(module, x, /)", one<kAtan>},
    {"atan2(module, y, x, /)", two<angle>},
    {"atanh(module, x, /)", one<kAtanh>},
    {"cbrt(module, x, /)", one<kCbrt>},
    {"ceil(module, x, /)", to_whole<Id::dunder_ceil, round_up>},
    {"comb(module, n, k, /)", math_combinations},
    {"copysign(module, x, y, /)", two<with_sign_of>},
    {"cos(module, x, /)", one<kCos>},
    {"cosh(module, x, /)", one<kCosh, kRange>},
    {"degrees(module, x, /)", plain<to_degrees>},
    {"dist(module, p, q, /)", math_distance},
    {"erf(module, x, /)", one<kErf>},
    {"erfc(module, x, /)", one<kErfc>},
    {"exp(module, x, /)", one<kExponential, kRange>},
    {"exp2(module, x, /)", one<kExponential2, kRange>},
    {"expm1(module, x, /)", one<kExponentialMinus1, kRange>},
    {"fabs(module, x, /)", plain<absolute>},
    {"factorial(module, n, /)", math_factorial},
    {"floor(module, x, /)", to_whole<Id::dunder_floor, round_down>},
    {"fmod(module, x, y, /)", two<remainder_to_zero>},
    {"frexp(module, x, /)", split_exponent},
    {"fsum(module, seq, /)", math_exact_sum},
    {"gamma(module, x, /)", math_gamma},
    {"gcd(module, /, *integers)", math_greatest_common_divisor},
    {"hypot(module, /, *coordinates)", math_hypotenuse},
    {"isclose(module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close},
    {"isfinite(module, x, /)", ask<is_finite>},
    {"isinf(module, x, /)", ask<is_infinite>},
    {"isnan(module, x, /)", ask<is_nan>},
    {"isqrt(module, n, /)", math_integer_root},
    {"lcm(module, /, *integers)", math_least_common_multiple},
    {"ldexp(module, x, i, /)", scale},
    {"lgamma(module, x, /)", math_log_gamma},
    {"log(*args)", logarithm},
    {"log10(module, x, /)", logarithm_to<kLog10>},
    {"log1p(module, x, /)", one<kLog1p>},
    {"log2(module, x, /)", logarithm_to<kLog2>},
    {"modf(module, x, /)", split_fraction},
    {"nextafter(module, x, y, /)", next_after},
    {"perm(module, n, k=None, /)", math_permutations},
    {"pow(module, x, y, /)", raise_to},
    {"prod(module, iterable, /, *, start=1)", math_product},
    {"radians(module, x, /)", plain<to_radians>},
    {"remainder(module, x, y, /)", two<remainder_of>},
    {"sin(module, x, /)", one<kSin>},
    {"sinh(module, x, /)", one<kSinh, kRange>},
    {"sqrt(module, x, /)", one<kSqrt>},
    {"tan(module, x, /)", one<kTan>},
    {"tanh(module, x, /)", one<kTanh>},
    {"trunc(module, x, /)", truncate},
    {"ulp(module, x, /)", unit_in_last_place},
};

struct Constant {
  const char* name;
  double value;
};
constexpr Constant kConstants[] = {
    {"pi", std::numbers::pi},
    {"e", std::numbers::e},
    {"tau", 2 * std::numbers::pi},
    {"inf", std::numeric_limits<double>::infinity()},
    {"nan", std::numeric_limits<double>::quiet_NaN()},
};

Status add_constants(Thread& thread, Module* module) {
  for (const Constant& constant : kConstants) {
    Ref<> value(TRY(box(thread, constant.value)));
    TRY(module_add(thread, module, constant.name, value));
  }
  return done;
}

}  // namespace

extern const ModuleDescriptor kMathModule;
const ModuleDescriptor kMathModule = {
    .name = "math",
    .doc = "The functions of real numbers that the C standard defines, and some on whole numbers.",
    .functions = kFunctions,
    .execute = add_constants,
};

}  // namespace ouro
