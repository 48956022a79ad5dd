// math: gamma and log-gamma by Lanczos' approximation with the coefficients that Python uses, so
// that the last bit agrees too.
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/math.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"

namespace ouro {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kG = 6.024680040776729583740234375;
constexpr double kGMinusHalf = 5.524680040776729583740234375;
constexpr double kLogPi = 1.144729885849400174143427351353058711647;
constexpr double kTiny = 1e-20;

constexpr std::array<double, 13> kNumerator = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786772,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
constexpr std::array<double, 13> kDenominator = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0};

// A quotient of two polynomials; for larger x in 1 / x, which keeps the terms small.
double lanczos_sum(double x) noexcept {
  constexpr double kLarge = 5.0;
  double numerator = 0;
  double denominator = 0;
  for (std::size_t index = 0; index < kNumerator.size(); ++index) {
    const bool large = x >= kLarge;
    const std::size_t term = large ? index : kNumerator.size() - 1 - index;
    numerator = (large ? numerator / x : numerator * x) + kNumerator[term];
    denominator = (large ? denominator / x : denominator * x) + kDenominator[term];
  }
  return numerator / denominator;
}

// sin(pi * x), exact at whole and half numbers.
double sine_of_pi_times(double x) noexcept {
  constexpr double kPi = std::numbers::pi;
  const double y = std::fmod(std::fabs(x), 2.0);
  double result = 0;
  switch (static_cast<int>(std::round(2.0 * y))) {
    case 0: result = std::sin(kPi * y); break;
    case 1: result = std::cos(kPi * (y - 0.5)); break;
    case 2: result = std::sin(kPi * (1.0 - y)); break;
    case 3: result = -std::cos(kPi * (y - 1.5)); break;
    default: result = std::sin(kPi * (y - 2.0)); break;
  }
  return std::copysign(1.0, x) * result;
}

double factorial_below(double x) noexcept {
  double product = 1;
  for (double factor = 2; factor < x; ++factor) product *= factor;
  return product;
}

// value * base ** exponent, or / when `divide`; in two steps where one would overflow.
double apply_power(double value, double base, double size, bool divide) noexcept {
  constexpr double kSafe = 140.0;
  const auto apply = [divide](double to, double power) { return divide ? to / power : to * power; };
  if (size < kSafe) return apply(value, std::pow(base, size - 0.5));
  const double half = std::pow(base, size / 2.0 - 0.25);
  return apply(apply(value, half), half);
}

// For finite x that is neither whole, tiny nor huge.
double gamma_by_lanczos(double x) noexcept {
  const double size = std::fabs(x);
  const double y = size + kGMinusHalf;
  // What the addition rounded away.
  const double lost = size > kGMinusHalf ? (y - size) - kGMinusHalf : (y - kGMinusHalf) - size;
  const double correction = lost * kG / y;
  if (x < 0) {
    double result =
        -std::numbers::pi / sine_of_pi_times(size) / size * std::exp(y) / lanczos_sum(size);
    result -= correction * result;
    return apply_power(result, y, size, true);
  }
  double result = lanczos_sum(size) / std::exp(y);
  result += correction * result;
  return apply_power(result, y, size, false);
}

// NaN for a pole, where the caller raises a domain error; infinity for what is too large.
double gamma_of(double x) noexcept {
  constexpr double kLargestExact = 23;  // 22! is the last factorial that a double holds exactly
  constexpr double kHuge = 200;
  if (x == std::floor(x)) {
    if (x <= 0) return std::numeric_limits<double>::quiet_NaN();
    if (x <= kLargestExact) return factorial_below(x);
  }
  if (std::fabs(x) < kTiny) return 1.0 / x;
  if (std::fabs(x) > kHuge) return x < 0 ? 0.0 / sine_of_pi_times(x) : kInfinity;
  return gamma_by_lanczos(x);
}

double log_gamma_of(double x) noexcept {
  if (x == std::floor(x) && x <= 2.0) return x <= 0 ? std::numeric_limits<double>::quiet_NaN() : 0;
  const double size = std::fabs(x);
  if (size < kTiny) return -std::log(size);
  double result = std::log(lanczos_sum(size)) - kG;
  result += (size - 0.5) * (std::log(size + kG - 0.5) - 1);
  if (x >= 0) return result;
  return kLogPi - std::log(std::fabs(sine_of_pi_times(size))) - std::log(size) - result;
}

Result<Object*> checked(Thread& thread, double result) {
  if (std::isnan(result)) return raise_domain_error(thread);
  if (std::isinf(result)) return raise_math_range_error(thread);
  return make_float(thread.interpreter(), result);
}

}  // namespace

Result<Object*> math_gamma(Thread& thread, Object*, Object* const* arguments) {
  const double x = TRY(to_double(thread, arguments[0]));
  if (x == -kInfinity) return raise_domain_error(thread);
  if (!std::isfinite(x)) return make_float(thread.interpreter(), x);
  return checked(thread, gamma_of(x));
}

Result<Object*> math_log_gamma(Thread& thread, Object*, Object* const* arguments) {
  const double x = TRY(to_double(thread, arguments[0]));
  if (!std::isfinite(x)) return make_float(thread.interpreter(), std::fabs(x));
  return checked(thread, log_gamma_of(x));
}

}  // namespace ouro
