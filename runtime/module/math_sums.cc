// math: exact sums (Shewchuk's partials) and lengths of vectors.
#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/component/vector.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/math.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

// Doubles over the Memory of an interpreter, for the time of a call.
class Doubles {
 public:
  explicit Doubles(Thread& thread) : thread_(thread) {}
  Doubles(const Doubles&) = delete;
  Doubles& operator=(const Doubles&) = delete;
  ~Doubles() { values_.tear_down(memory_of(thread_)); }

  Status add(double value) {
    if (values_.add(memory_of(thread_), value).ok()) return done;
    return raise_memory_error(thread_.interpreter());
  }
  Vector<double>& values() { return values_; }

 private:
  Thread& thread_;
  Vector<double> values_;
};

// ---- fsum -------------------------------------------------------------------------------------

// The sum so far as doubles that do not overlap, smallest first; special values apart.
class ExactSum {
 public:
  explicit ExactSum(Thread& thread) : thread_(thread), partials_(thread) {}

  Status add(double x) {
    const double given = x;
    Vector<double>& partials = partials_.values();
    std::size_t kept = 0;
    for (std::size_t index = 0; index < partials.size(); ++index) {
      double y = partials[index];
      if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
      const double high = x + y;
      const double low = y - (high - x);
      if (low != 0) partials[kept++] = low;
      x = high;
    }
    partials.shrink(kept);
    if (x == 0) return done;
    if (std::isfinite(x)) return partials_.add(x);
    if (std::isfinite(given)) {
      return raise(thread_, TypeId::kOverflowError, "intermediate overflow in fsum");
    }
    if (std::isinf(given)) infinities_ += given;
    specials_ += given;
    has_special_ = true;
    partials.shrink(0);
    return done;
  }

  Result<double> finish() {
    if (!has_special_) return round();
    if (!std::isnan(infinities_)) return specials_;
    return raise(thread_, TypeId::kValueError, "-inf + inf in fsum");
  }

 private:
  // Adds from the largest down until something is lost, then rounds half to even with what is left.
  double round() {
    const Vector<double>& partials = partials_.values();
    std::size_t left = partials.size();
    if (left == 0) return 0;
    double high = partials[--left];
    double low = 0;
    while (left > 0 && low == 0) {
      const double x = high;
      const double y = partials[--left];
      high = x + y;
      low = y - (high - x);
    }
    const bool same_side =
        left > 0 && ((low < 0 && partials[left - 1] < 0) || (low > 0 && partials[left - 1] > 0));
    if (same_side) {
      const double doubled = low * 2.0;
      const double rounded = high + doubled;
      if (doubled == rounded - high) high = rounded;
    }
    return high;
  }

  Thread& thread_;
  Doubles partials_;
  double infinities_ = 0;
  double specials_ = 0;
  bool has_special_ = false;
};

// ---- hypot ------------------------------------------------------------------------------------

// A sum that keeps what each addition loses. It starts at 1, so that every term is smaller.
class CompensatedSum {
 public:
  void add(double term, double& lost) noexcept {
    const double before = sum_;
    sum_ += term;
    lost += (before - sum_) + term;
  }
  // The square of x with all its bits, with the sign of `sign`.
  void add_square(double x, double sign) noexcept {
    const double scaled = x * kSplitter;
    const double high = scaled - (scaled - x);
    const double low = x - high;
    add(sign * (high * high), high_lost_);
    add(sign * (2.0 * high * low), middle_lost_);
    if (sign > 0) {
      low_lost_ += low * low;
    } else {
      add(-(low * low), low_lost_);
    }
  }
  void add_plain(double term) noexcept { add(term, high_lost_); }
  double value() const noexcept { return sum_ - 1.0 + (high_lost_ + middle_lost_ + low_lost_); }

 private:
  static constexpr double kSplitter = 134217729.0;  // 2**27 + 1 cuts a double in two halves

  double sum_ = 1.0;
  double high_lost_ = 0;
  double middle_lost_ = 0;
  double low_lost_ = 0;
};

// Too small to be scaled by a power of two.
double tiny_length(const Vector<double>& parts, double largest) noexcept {
  CompensatedSum sum;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const double x = parts[index] / largest;
    sum.add_plain(x * x);
  }
  return largest * std::sqrt(sum.value());
}

// The parts are absolute values.
double length_of(const Vector<double>& parts) noexcept {
  constexpr int kSmallestExponent = -1023;
  const double largest = parts.empty() ? 0 : *std::max_element(parts.begin(), parts.end());
  const bool any_nan = std::any_of(parts.begin(), parts.end(), [](double x) { return x != x; });
  if (std::any_of(parts.begin(), parts.end(), [](double x) { return std::isinf(x); })) {
    return std::numeric_limits<double>::infinity();
  }
  if (any_nan) return std::numeric_limits<double>::quiet_NaN();
  if (largest == 0 || parts.size() <= 1) return largest;
  int exponent = 0;
  std::frexp(largest, &exponent);
  if (exponent < kSmallestExponent) return tiny_length(parts, largest);
  const double scale = std::ldexp(1.0, -exponent);
  CompensatedSum sum;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    sum.add_square(parts[index] * scale, 1);
  }
  const double root = std::sqrt(sum.value());
  // One step of Newton's method on what the root missed.
  sum.add_square(root, -1);
  return (root + sum.value() / (2.0 * root)) / scale;
}

Result<Tuple*> point(Thread& thread, Object* argument) {
  if (is_tuple(argument)) return retain(static_cast<Tuple*>(argument));
  return to_tuple(thread, argument);
}

}  // namespace

Result<Object*> math_exact_sum(Thread& thread, Object*, Object* const* arguments) {
  Ref<> iterator(TRY(iterate(thread, arguments[0])));
  ExactSum sum(thread);
  while (true) {
    const Found<Object> item = TRY(next(thread, iterator));
    if (!item) break;
    Ref<> number(item.value);
    TRY(sum.add(TRY(to_double(thread, number))));
  }
  return make_float(thread.interpreter(), TRY(sum.finish()));
}

Result<Object*> math_hypotenuse(Thread& thread, Object*, Object* const* arguments) {
  const auto* coordinates = static_cast<Tuple*>(arguments[0]);
  Doubles parts(thread);
  for (std::size_t index = 0; index < coordinates->size; ++index) {
    TRY(parts.add(std::fabs(TRY(to_double(thread, (*coordinates)[index])))));
  }
  return make_float(thread.interpreter(), length_of(parts.values()));
}

Result<Object*> math_distance(Thread& thread, Object*, Object* const* arguments) {
  Ref<Tuple> first(TRY(point(thread, arguments[0])));
  Ref<Tuple> second(TRY(point(thread, arguments[1])));
  if (first->size != second->size) {
    return raise(thread, TypeId::kValueError,
                 "both points must have the same number of dimensions");
  }
  Doubles parts(thread);
  for (std::size_t index = 0; index < first->size; ++index) {
    const double from = TRY(to_double(thread, (*first)[index]));
    TRY(parts.add(std::fabs(from - TRY(to_double(thread, (*second)[index])))));
  }
  return make_float(thread.interpreter(), length_of(parts.values()));
}

}  // namespace ouro
