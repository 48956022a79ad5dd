// math: whole numbers: divisors, roots, factorials and what is counted with them.
#include <algorithm>
#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/math.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

Failure refuse_memory(Thread& thread) { return raise_memory_error(thread.interpreter()); }

Result<Object*> divisor_of(Thread& thread, const Int* left, const Int* right) {
  const IntView first(left);
  const IntView second(right);
  IntBuilder result(thread.interpreter(),
                    std::max(first.magnitude().size(), second.magnitude().size()) + 1);
  std::size_t size = 0;
  if (!result.ok() || !limbs::greatest_common_divisor(memory_of(thread), result.limbs(), &size,
                                                      first.magnitude(), second.magnitude())) {
    return refuse_memory(thread);
  }
  return result.finish(size, false);
}

Result<Object*> absolute(Thread& thread, Object* number) {
  if (as_int(number)->negative()) return int_negative(thread, as_int(number));
  return int_exact(thread.interpreter(), as_int(number));
}

Result<Object*> multiple_of(Thread& thread, const Int* left, const Int* right) {
  if (IntView(left).zero() || IntView(right).zero()) return make_int(thread.interpreter(), 0);
  Ref<> divisor(TRY(divisor_of(thread, left, right)));
  Ref<> quotient;
  TRY(int_divide(thread, left, as_int(divisor.get()), &quotient, nullptr));
  Ref<> product(TRY(int_multiply(thread, as_int(quotient.get()), right)));
  return absolute(thread, product);
}

using Combine = Result<Object*> (*)(Thread&, const Int*, const Int*);

// Joins all arguments; `start` is the answer for none.
Result<Object*> fold(Thread& thread, Object* arguments, std::int64_t start, Combine combine) {
  const auto* numbers = static_cast<Tuple*>(arguments);
  Ref<> result(TRY(make_int_object(thread, start)));
  for (std::size_t index = 0; index < numbers->size; ++index) {
    Ref<> number(TRY(to_index(thread, (*numbers)[index])));
    result.reset(TRY(combine(thread, as_int(result.get()), as_int(number.get()))));
  }
  return result.take();
}

// The product of the whole numbers in [first, last], halved again and again so that the factors
// of each product have about the same size.
Result<Object*> product_of_range(Thread& thread, std::uint64_t first, std::uint64_t last) {
  constexpr std::uint64_t kFew = 8;
  Interpreter& interpreter = thread.interpreter();
  if (last - first < kFew) {
    Ref<> product(TRY(make_int_unsigned(interpreter, first)));
    for (std::uint64_t factor = first + 1; factor <= last; ++factor) {
      Ref<Int> number(TRY(make_int_unsigned(interpreter, factor)));
      product.reset(TRY(int_multiply(thread, as_int(product.get()), number)));
    }
    return product.take();
  }
  const std::uint64_t middle = first + (last - first) / 2;
  Ref<> low(TRY(product_of_range(thread, first, middle)));
  Ref<> high(TRY(product_of_range(thread, middle + 1, last)));
  return int_multiply(thread, as_int(low.get()), as_int(high.get()));
}

// number * (number - 1) * ... with `count` factors; the number may have any size.
Result<Object*> falling_product(Thread& thread, const Int* number, std::uint64_t count) {
  if (count == 0) return make_int(thread.interpreter(), 1);
  if (number->compact()) {
    const auto last = static_cast<std::uint64_t>(number->value);
    return product_of_range(thread, last - count + 1, last);
  }
  if (count == 1) return retain(const_cast<Int*>(number));
  const std::uint64_t half = count / 2;
  Ref<> high(TRY(falling_product(thread, number, half)));
  Ref<Int> distance(TRY(make_int_unsigned(thread.interpreter(), half)));
  Ref<> below(TRY(int_subtract(thread, number, distance)));
  Ref<> low(TRY(falling_product(thread, as_int(below.get()), count - half)));
  return int_multiply(thread, as_int(high.get()), as_int(low.get()));
}

Result<Object*> non_negative(Thread& thread, Object* argument, const char* name) {
  Ref<> number(TRY(to_index(thread, argument)));
  if (!as_int(number.get())->negative())
    return int_exact(thread.interpreter(), as_int(number.get()));
  return raise(thread, TypeId::kValueError, "{} must be a non-negative integer", name);
}

}  // namespace

Result<Object*> math_greatest_common_divisor(Thread& thread, Object*, Object* const* arguments) {
  return fold(thread, arguments[0], 0, divisor_of);
}

Result<Object*> math_least_common_multiple(Thread& thread, Object*, Object* const* arguments) {
  return fold(thread, arguments[0], 1, multiple_of);
}

Result<Object*> math_integer_root(Thread& thread, Object*, Object* const* arguments) {
  Ref<> number(TRY(to_index(thread, arguments[0])));
  const IntView view(as_int(number.get()));
  if (view.negative()) {
    return raise(thread, TypeId::kValueError, "isqrt() argument must be nonnegative");
  }
  IntBuilder result(thread.interpreter(), view.magnitude().size() / 2 + 1);
  std::size_t size = 0;
  if (!result.ok() ||
      !limbs::square_root(memory_of(thread), result.limbs(), &size, view.magnitude())) {
    return refuse_memory(thread);
  }
  return result.finish(size, false);
}

Result<Object*> math_factorial(Thread& thread, Object*, Object* const* arguments) {
  Ref<> number(TRY(to_index(thread, arguments[0])));
  const Int* value = as_int(number.get());
  if (value->negative()) {
    return raise(thread, TypeId::kValueError, "factorial() not defined for negative values");
  }
  if (!value->compact()) {
    return raise(thread, TypeId::kOverflowError, "factorial() argument should not exceed {}",
                 std::numeric_limits<std::int64_t>::max());
  }
  if (value->value < 2) return make_int(thread.interpreter(), 1);
  return product_of_range(thread, 2, static_cast<std::uint64_t>(value->value));
}

Result<Object*> math_permutations(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[1] == nullptr || arguments[1] == none(thread)) {
    return math_factorial(thread, nullptr, arguments);
  }
  Ref<> total(TRY(non_negative(thread, arguments[0], "n")));
  Ref<> chosen(TRY(non_negative(thread, arguments[1], "k")));
  if (int_compare(as_int(total.get()), as_int(chosen.get())) < 0) {
    return make_int(thread.interpreter(), 0);
  }
  if (!as_int(chosen.get())->compact()) {
    return raise(thread, TypeId::kOverflowError, "k must not exceed {}",
                 std::numeric_limits<std::int64_t>::max());
  }
  return falling_product(thread, as_int(total.get()),
                         static_cast<std::uint64_t>(as_int(chosen.get())->value));
}

Result<Object*> math_combinations(Thread& thread, Object*, Object* const* arguments) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> total(TRY(non_negative(thread, arguments[0], "n")));
  Ref<> chosen(TRY(non_negative(thread, arguments[1], "k")));
  Ref<> others(TRY(int_subtract(thread, as_int(total.get()), as_int(chosen.get()))));
  if (as_int(others.get())->negative()) return make_int(interpreter, 0);
  if (int_compare(as_int(others.get()), as_int(chosen.get())) < 0) chosen.reset(others.take());
  if (!as_int(chosen.get())->compact()) {
    return raise(thread, TypeId::kOverflowError, "min(n - k, k) must not exceed {}",
                 std::numeric_limits<std::int64_t>::max());
  }
  const auto count = static_cast<std::uint64_t>(as_int(chosen.get())->value);
  if (count == 0) return make_int(interpreter, 1);
  Ref<> product(TRY(falling_product(thread, as_int(total.get()), count)));
  Ref<> orders(TRY(product_of_range(thread, 1, count)));
  Ref<> quotient;
  TRY(int_divide(thread, as_int(product.get()), as_int(orders.get()), &quotient, nullptr));
  return quotient.take();
}

Result<Object*> math_product(Thread& thread, Object*, Object* const* arguments) {
  Ref<> iterator(TRY(iterate(thread, arguments[0])));
  Ref<> product(arguments[1] == nullptr ? TRY(make_int_object(thread, 1)) : retain(arguments[1]));
  while (true) {
    const Found<Object> item = TRY(next(thread, iterator));
    if (!item) return product.take();
    Ref<> factor(item.value);
    product.reset(TRY(binary(thread, BinaryOperator::kMultiply, product, factor)));
  }
}

}  // namespace ouro
