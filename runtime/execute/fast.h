// Fast: the small things the loop does without a call - making numbers, testing truth, operand
// access.
#pragma once

#include <cmath>
#include <cstdint>

#include "runtime/code/operations.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/float.h"
#include "runtime/object/int.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// Null when memory is refused; nothing is raised yet.
inline Object* new_compact_int(Interpreter& interpreter, std::int64_t value) {
  if (SmallInts::has(value)) return retain(interpreter.get<SmallInts>().at(value));
  auto* number = static_cast<Int*>(interpreter.get<IntFreeList>().take(interpreter.memory()));
  if (number == nullptr) [[unlikely]]
    return nullptr;
  number->count = 1;
  number->type = interpreter.type(TypeId::kInt);
  number->size = 0;
  number->value = value;
  return number;
}

inline Object* new_double(Interpreter& interpreter, double value) {
  auto* number = static_cast<Float*>(interpreter.get<FloatFreeList>().take(interpreter.memory()));
  if (number == nullptr) [[unlikely]]
    return nullptr;
  number->count = 1;
  number->type = interpreter.type(TypeId::kFloat);
  number->value = value;
  return number;
}

// The result may take the place of a number that nobody else will see again.
inline bool reusable(const Object* object) { return object->count == 1; }

inline std::int64_t compact_value(const Object* object) {
  return static_cast<const Int*>(object)->value;
}
inline double double_value(const Object* object) {
  return static_cast<const Float*>(object)->value;
}

// Python's floor division and modulo; the divisor is neither 0 nor, with the smallest dividend, -1.
inline std::int64_t floor_divide(std::int64_t left, std::int64_t right) {
  const std::int64_t quotient = left / right;
  return quotient - ((left % right != 0) && ((left < 0) != (right < 0)));
}
inline std::int64_t floor_modulo(std::int64_t left, std::int64_t right) {
  const std::int64_t rest = left % right;
  return rest != 0 && ((rest < 0) != (right < 0)) ? rest + right : rest;
}

// One bit for each outcome of a comparison: less, equal, greater, unordered.
inline constexpr std::uint32_t kOutcomeLess = 1, kOutcomeEqual = 2, kOutcomeGreater = 4,
                               kOutcomeUnordered = 8, kOutcomes = 15;
constexpr std::uint32_t outcomes_of(Comparison comparison) {
  constexpr std::uint32_t kAccepted[] = {
      kOutcomeLess,    kOutcomeLess | kOutcomeEqual,
      kOutcomeEqual,   kOutcomeLess | kOutcomeGreater | kOutcomeUnordered,
      kOutcomeGreater, kOutcomeGreater | kOutcomeEqual};
  return kAccepted[static_cast<std::size_t>(comparison)];
}
template <typename Number>
inline std::uint32_t outcome(Number left, Number right) {
  if (left < right) return kOutcomeLess;
  if (left == right) return kOutcomeEqual;
  return left > right ? kOutcomeGreater : kOutcomeUnordered;
}

}  // namespace ouro
