// Int arithmetic: the operators. What fits into a machine word stays there; the rest goes to limbs.
#include <bit>
#include <cmath>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_arithmetic.h"
#include "runtime/object/int_view.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

using limbs::Limb;
using limbs::Limbs;

Failure refuse_memory(Thread& thread) { return raise_memory_error(thread.interpreter()); }

// ---- Sums -------------------------------------------------------------------------------------

Result<Object*> add_magnitudes(Thread& thread, Limbs left, Limbs right, bool negative) {
  IntBuilder result(thread.interpreter(), std::max(left.size(), right.size()) + 1);
  if (!result.ok()) return refuse_memory(thread);
  return result.finish(limbs::add(result.limbs(), left, right), negative);
}

// left - right, with the sign turned when `negative`.
Result<Object*> subtract_magnitudes(Thread& thread, Limbs left, Limbs right, bool negative) {
  if (limbs::compare(left, right) < 0) return subtract_magnitudes(thread, right, left, !negative);
  IntBuilder result(thread.interpreter(), left.size() + 1);
  if (!result.ok()) return refuse_memory(thread);
  return result.finish(limbs::subtract(result.limbs(), left, right), negative);
}

Result<Object*> add_large(Thread& thread, const IntView& left, const IntView& right,
                          bool right_negative) {
  if (left.negative() == right_negative) {
    return add_magnitudes(thread, left.magnitude(), right.magnitude(), left.negative());
  }
  return subtract_magnitudes(thread, left.magnitude(), right.magnitude(), left.negative());
}

}  // namespace

Result<Object*> int_add(Thread& thread, const Int* left, const Int* right) {
  std::int64_t sum;
  if (left->compact() && right->compact() &&
      !__builtin_add_overflow(left->value, right->value, &sum)) [[likely]] {
    return make_int(thread.interpreter(), sum);
  }
  const IntView first(left);
  const IntView second(right);
  return add_large(thread, first, second, second.negative());
}

Result<Object*> int_subtract(Thread& thread, const Int* left, const Int* right) {
  std::int64_t difference;
  if (left->compact() && right->compact() &&
      !__builtin_sub_overflow(left->value, right->value, &difference)) [[likely]] {
    return make_int(thread.interpreter(), difference);
  }
  const IntView first(left);
  const IntView second(right);
  return add_large(thread, first, second, !second.negative());
}

Result<Object*> int_negative(Thread& thread, const Int* number) {
  std::int64_t negated;
  if (number->compact() && !__builtin_sub_overflow(std::int64_t{0}, number->value, &negated)) {
    return make_int(thread.interpreter(), negated);
  }
  const IntView view(number);
  return make_int_from_limbs(thread.interpreter(), view.magnitude().data(), view.magnitude().size(),
                             !view.negative());
}

// ---- Products ---------------------------------------------------------------------------------

namespace {

Result<Object*> multiply_words(Interpreter& interpreter, std::int64_t left, std::int64_t right) {
  const auto product = static_cast<unsigned __int128>(magnitude_of(left)) * magnitude_of(right);
  const Limb limbs[] = {static_cast<Limb>(product), static_cast<Limb>(product >> 64)};
  return make_int_from_limbs(interpreter, limbs, 2, (left < 0) != (right < 0));
}

}  // namespace

Result<Object*> int_multiply(Thread& thread, const Int* left, const Int* right) {
  std::int64_t product;
  if (left->compact() && right->compact() &&
      !__builtin_mul_overflow(left->value, right->value, &product)) [[likely]] {
    return make_int(thread.interpreter(), product);
  }
  if (left->compact() && right->compact()) {
    return multiply_words(thread.interpreter(), left->value, right->value);
  }
  const IntView first(left);
  const IntView second(right);
  const std::size_t size = first.magnitude().size() + second.magnitude().size();
  IntBuilder result(thread.interpreter(), size);
  Memory& memory = memory_of(thread);
  const bool fine =
      result.ok() && (left == right ? limbs::square(memory, result.limbs(), first.magnitude())
                                    : limbs::multiply(memory, result.limbs(), first.magnitude(),
                                                      second.magnitude()));
  if (!fine) return refuse_memory(thread);
  return result.finish(limbs::trimmed(result.limbs(), size), first.negative() != second.negative());
}

// ---- Quotients --------------------------------------------------------------------------------

namespace {

Status divide_compact(Thread& thread, std::int64_t left, std::int64_t right, Ref<>* quotient,
                      Ref<>* remainder) {
  std::int64_t whole = left / right;
  std::int64_t rest = left % right;
  if (rest != 0 && (rest < 0) != (right < 0)) {
    --whole;
    rest += right;
  }
  if (quotient != nullptr) quotient->reset(TRY(make_int(thread.interpreter(), whole)));
  if (remainder != nullptr) remainder->reset(TRY(make_int(thread.interpreter(), rest)));
  return done;
}

// Turns a quotient and a remainder that were rounded to zero into those that are rounded down.
void round_down(IntBuilder& quotient, std::size_t* quotient_size, IntBuilder& remainder,
                std::size_t* remainder_size, Limbs divisor) {
  const Limb one = 1;
  *quotient_size = limbs::add(quotient.limbs(), {quotient.limbs(), *quotient_size}, {&one, 1});
  *remainder_size =
      limbs::subtract(remainder.limbs(), divisor, {remainder.limbs(), *remainder_size});
}

Status divide_large(Thread& thread, const IntView& left, const IntView& right, Ref<>* quotient,
                    Ref<>* remainder) {
  const Limbs dividend = left.magnitude();
  const Limbs divisor = right.magnitude();
  const std::size_t room = limbs::quotient_room(dividend, divisor);
  IntBuilder whole(thread.interpreter(), room + 1);
  IntBuilder rest(thread.interpreter(), divisor.size());
  if (!whole.ok() || !rest.ok() ||
      !limbs::divide(memory_of(thread), whole.limbs(), rest.limbs(), dividend, divisor)) {
    return refuse_memory(thread);
  }
  std::size_t whole_size = limbs::trimmed(whole.limbs(), room);
  std::size_t rest_size = limbs::trimmed(rest.limbs(), divisor.size());
  const bool signs_differ = left.negative() != right.negative();
  if (signs_differ && rest_size != 0) round_down(whole, &whole_size, rest, &rest_size, divisor);
  if (quotient != nullptr) quotient->reset(TRY(whole.finish(whole_size, signs_differ)));
  if (remainder != nullptr) remainder->reset(TRY(rest.finish(rest_size, right.negative())));
  return done;
}

}  // namespace

Status int_divide(Thread& thread, const Int* left, const Int* right, Ref<>* quotient,
                  Ref<>* remainder) {
  if (right->compact() && right->value == 0) {
    return raise(
        thread, TypeId::kZeroDivisionError,
        quotient == nullptr ? "integer modulo by zero" : "integer division or modulo by zero");
  }
  // The smallest int64 divided by -1 is the one quotient that does not fit.
  if (left->compact() && right->compact() && right->value != -1) [[likely]] {
    return divide_compact(thread, left->value, right->value, quotient, remainder);
  }
  return divide_large(thread, IntView(left), IntView(right), quotient, remainder);
}

Result<double> int_true_divide(Thread& thread, const Int* left, const Int* right) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  const auto exact = [](const Int* number) {
    return number->compact() && number->value >= -kExact && number->value <= kExact;
  };
  if (right->compact() && right->value == 0) {
    return raise(thread, TypeId::kZeroDivisionError, "division by zero");
  }
  if (exact(left) && exact(right)) {
    return static_cast<double>(left->value) / static_cast<double>(right->value);
  }
  const IntView first(left);
  const IntView second(right);
  double quotient = 0;
  switch (limbs::divide_to_double(memory_of(thread), &quotient, first.magnitude(),
                                  second.magnitude())) {
    case limbs::Quotient::kNoMemory: return refuse_memory(thread);
    case limbs::Quotient::kTooLarge:
      return raise(thread, TypeId::kOverflowError, "integer division result too large for a float");
    default: return first.negative() != second.negative() ? -quotient : quotient;
  }
}

// ---- Powers -----------------------------------------------------------------------------------

namespace {

Result<Object*> power_large(Thread& thread, const IntView& base, std::uint64_t exponent) {
  const std::size_t room = limbs::power_room(base.magnitude(), exponent);
  if (room == 0) return refuse_memory(thread);
  IntBuilder result(thread.interpreter(), room);
  std::size_t size = 0;
  if (!result.ok() ||
      !limbs::power(memory_of(thread), result.limbs(), &size, base.magnitude(), exponent)) {
    return refuse_memory(thread);
  }
  return result.finish(size, base.negative() && (exponent & 1) != 0);
}

// False: the result does not fit.
bool power_compact(std::int64_t base, std::uint64_t exponent, std::int64_t* result) {
  *result = 1;
  while (true) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(*result, base, result)) return false;
    exponent >>= 1;
    if (exponent == 0) return true;
    if (__builtin_mul_overflow(base, base, &base)) return false;
  }
}

bool is_odd(const Int* number) {
  return !IntView(number).zero() && (IntView(number).magnitude()[0] & 1) != 0;
}

Result<Object*> power_negative(Thread& thread, const Int* base, const Int* exponent) {
  const double left = TRY(int_to_double(thread, base));
  const double right = TRY(int_to_double(thread, exponent));
  return float_power(thread, left, right);
}

}  // namespace

Result<Object*> int_power(Thread& thread, const Int* base, const Int* exponent) {
  if (exponent->negative()) return power_negative(thread, base, exponent);
  const bool trivial = base->compact() && base->value >= -1 && base->value <= 1;
  if (!exponent->compact()) {
    if (!trivial) return refuse_memory(thread);
    const bool plus = base->value == -1 && !is_odd(exponent);
    return make_int(thread.interpreter(), plus ? 1 : base->value);
  }
  const auto times = static_cast<std::uint64_t>(exponent->value);
  std::int64_t result;
  if (base->compact() && power_compact(base->value, times, &result)) {
    return make_int(thread.interpreter(), result);
  }
  return power_large(thread, IntView(base), times);
}

namespace {

// base ** -1 modulo modulus, as a number below the modulus; the modulus is positive here.
Result<Object*> invert_modulo(Thread& thread, const Int* base, const IntView& modulus) {
  const IntView view(base);
  const Limbs limit = modulus.magnitude();
  IntBuilder result(thread.interpreter(), limit.size() + 1);
  std::size_t size = 0;
  bool exists = false;
  if (!result.ok() ||
      !limbs::inverse(memory_of(thread), result.limbs(), &size, &exists, view.magnitude(), limit)) {
    return refuse_memory(thread);
  }
  const bool one = limit.size() == 1 && limit[0] == 1;
  if (!exists && !one) {
    return raise(thread, TypeId::kValueError, "base is not invertible for the given modulus");
  }
  if (view.negative() && size != 0) {
    size = limbs::subtract(result.limbs(), limit, {result.limbs(), size});
  }
  return result.finish(size, false);
}

Result<Object*> power_modulo_positive(Thread& thread, const IntView& base, Limbs exponent,
                                      Limbs modulus) {
  IntBuilder result(thread.interpreter(), modulus.size() + 1);
  std::size_t size = 0;
  if (!result.ok() || !limbs::power_modulo(memory_of(thread), result.limbs(), &size,
                                           base.magnitude(), exponent, modulus)) {
    return refuse_memory(thread);
  }
  const bool odd = !exponent.empty() && (exponent[0] & 1) != 0;
  if (base.negative() && odd && size != 0) {
    size = limbs::subtract(result.limbs(), modulus, {result.limbs(), size});
  }
  return result.finish(size, false);
}

}  // namespace

Result<Object*> int_power_modulo(Thread& thread, const Int* base, const Int* exponent,
                                 const Int* modulus) {
  const IntView limit(modulus);
  if (limit.zero()) return raise(thread, TypeId::kValueError, "pow() 3rd argument cannot be 0");
  Ref<> inverse;
  if (exponent->negative()) {
    inverse.reset(TRY(invert_modulo(thread, base, limit)));
    base = as_int(inverse.get());
  }
  Ref<> result(TRY(power_modulo_positive(thread, IntView(base), IntView(exponent).magnitude(),
                                         limit.magnitude())));
  // The result has the sign of the modulus.
  if (!limit.negative() || IntView(as_int(result.get())).zero()) return result.take();
  return int_add(thread, as_int(result.get()), modulus);
}

// ---- Shifts and bits --------------------------------------------------------------------------

namespace {

Result<Object*> shift_left(Thread& thread, const Int* number, const Int* count) {
  if (count->negative()) return raise(thread, TypeId::kValueError, "negative shift count");
  const IntView view(number);
  if (view.zero()) return make_int(thread.interpreter(), 0);
  if (!count->compact()) {
    return raise(thread, TypeId::kOverflowError, "too many digits in integer");
  }
  const auto bits = static_cast<std::size_t>(count->value);
  if (number->compact() && bits < 64 && limbs::bit_length(view.magnitude()) + bits < 64) {
    return make_int(thread.interpreter(),
                    static_cast<std::int64_t>(static_cast<std::uint64_t>(number->value) << bits));
  }
  IntBuilder result(thread.interpreter(), limbs::shift_left_room(view.magnitude(), bits));
  if (!result.ok()) return refuse_memory(thread);
  return result.finish(limbs::shift_left(result.limbs(), view.magnitude(), bits), view.negative());
}

Result<Object*> shift_right(Thread& thread, const Int* number, const Int* count) {
  if (count->negative()) return raise(thread, TypeId::kValueError, "negative shift count");
  const bool huge = !count->compact();
  if (number->compact()) {
    const std::int64_t bits = huge ? 63 : std::min<std::int64_t>(count->value, 63);
    return make_int(thread.interpreter(), number->value >> bits);
  }
  if (huge) return make_int(thread.interpreter(), number->negative() ? -1 : 0);
  const IntView view(number);
  const auto bits = static_cast<std::size_t>(count->value);
  IntBuilder result(thread.interpreter(), view.magnitude().size() + 1);
  if (!result.ok()) return refuse_memory(thread);
  std::size_t size = limbs::shift_right(result.limbs(), view.magnitude(), bits);
  if (view.negative() && limbs::any_low_bit(view.magnitude(), bits)) {
    const Limb one = 1;
    size = limbs::add(result.limbs(), {result.limbs(), size}, {&one, 1});
  }
  return result.finish(size, view.negative());
}

using BitKernel = limbs::SignedSize (*)(Limb*, limbs::Signed, limbs::Signed) noexcept;

Result<Object*> combine_bits(Thread& thread, const Int* left, const Int* right, BitKernel kernel) {
  const IntView first(left);
  const IntView second(right);
  IntBuilder result(thread.interpreter(),
                    std::max(first.magnitude().size(), second.magnitude().size()) + 1);
  if (!result.ok()) return refuse_memory(thread);
  const limbs::SignedSize size = kernel(result.limbs(), first.as_signed(), second.as_signed());
  return result.finish(size.size, size.negative);
}

Result<Object*> bit_and(Thread& thread, const Int* left, const Int* right) {
  if (left->compact() && right->compact()) {
    return make_int(thread.interpreter(), left->value & right->value);
  }
  return combine_bits(thread, left, right, limbs::bit_and);
}

Result<Object*> bit_or(Thread& thread, const Int* left, const Int* right) {
  if (left->compact() && right->compact()) {
    return make_int(thread.interpreter(), left->value | right->value);
  }
  return combine_bits(thread, left, right, limbs::bit_or);
}

Result<Object*> bit_xor(Thread& thread, const Int* left, const Int* right) {
  if (left->compact() && right->compact()) {
    return make_int(thread.interpreter(), left->value ^ right->value);
  }
  return combine_bits(thread, left, right, limbs::bit_xor);
}

// ---- The table of operators -------------------------------------------------------------------

Result<Object*> true_divide(Thread& thread, const Int* left, const Int* right) {
  return make_float(thread.interpreter(), TRY(int_true_divide(thread, left, right)));
}

Result<Object*> floor_divide(Thread& thread, const Int* left, const Int* right) {
  Ref<> quotient;
  TRY(int_divide(thread, left, right, &quotient, nullptr));
  return quotient.take();
}

Result<Object*> modulo(Thread& thread, const Int* left, const Int* right) {
  Ref<> remainder;
  TRY(int_divide(thread, left, right, nullptr, &remainder));
  return remainder.take();
}

Result<Object*> divmod(Thread& thread, const Int* left, const Int* right) {
  Ref<> quotient;
  Ref<> remainder;
  TRY(int_divide(thread, left, right, &quotient, &remainder));
  return pack_tuple(thread.interpreter(), quotient.get(), remainder.get());
}

using Operation = Result<Object*> (*)(Thread&, const Int*, const Int*);

constexpr std::array<Operation, kBinaryOperators> kOperations = [] {
  std::array<Operation, kBinaryOperators> table{};
  const auto set = [&table](BinaryOperator name, Operation operation) {
    table[static_cast<std::size_t>(name)] = operation;
  };
  set(BinaryOperator::kAdd, int_add);
  set(BinaryOperator::kSubtract, int_subtract);
  set(BinaryOperator::kMultiply, int_multiply);
  set(BinaryOperator::kTrueDivide, true_divide);
  set(BinaryOperator::kFloorDivide, floor_divide);
  set(BinaryOperator::kModulo, modulo);
  set(BinaryOperator::kPower, int_power);
  set(BinaryOperator::kLeftShift, shift_left);
  set(BinaryOperator::kRightShift, shift_right);
  set(BinaryOperator::kAnd, bit_and);
  set(BinaryOperator::kOr, bit_or);
  set(BinaryOperator::kXor, bit_xor);
  set(BinaryOperator::kDivmod, divmod);
  return table;
}();

}  // namespace

Result<Object*> int_binary(Thread& thread, BinaryOperator name, Int* left, Int* right) {
  const Operation operation = kOperations[static_cast<std::size_t>(name)];
  if (operation == nullptr) return new_not_implemented(thread);
  return operation(thread, left, right);
}

}  // namespace ouro
