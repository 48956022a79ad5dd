// IntSlots: the slots of int, from which bool makes its own.
#pragma once

#include "runtime/object/type.h"

namespace ouro {

Result<Object*> int_repr(Thread&, Object*);
Result<std::intptr_t> int_hash_slot(Thread&, Object*);
Result<Object*> int_compare_slot(Thread&, Object*, Object*, Comparison);
Result<Object*> int_make(Thread&, Type*, const Arguments&);
Result<Object*> int_minus(Thread&, Object*);
Result<Object*> int_plus(Thread&, Object*);
Result<Object*> int_invert(Thread&, Object*);
Result<Object*> int_absolute(Thread&, Object*);
Result<bool> int_boolean(Thread&, Object*);
Result<Object*> int_float(Thread&, Object*);
Result<Object*> int_power_modulo_slot(Thread&, Object*, Object*, Object*);
void int_deallocate(Interpreter&, Object*) noexcept;

Result<Object*> int_binary_slot(Thread&, BinaryOperator, Object*, Object*);
template <BinaryOperator name>
Result<Object*> int_operator(Thread& thread, Object* left, Object* right) {
  return int_binary_slot(thread, name, left, right);
}

constexpr Slots make_int_slots() {
  using enum BinaryOperator;
  Slots slots;
  slots.deallocate = int_deallocate;
  slots.repr = int_repr;
  slots.hash = int_hash_slot;
  slots.compare = int_compare_slot;
  slots.make = int_make;
  slots.binary = {int_operator<kAdd>,        int_operator<kSubtract>,
                  int_operator<kMultiply>,   nullptr,
                  int_operator<kTrueDivide>, int_operator<kFloorDivide>,
                  int_operator<kModulo>,     int_operator<kPower>,
                  int_operator<kLeftShift>,  int_operator<kRightShift>,
                  int_operator<kAnd>,        int_operator<kOr>,
                  int_operator<kXor>,        int_operator<kDivmod>};
  slots.power_modulo = int_power_modulo_slot;
  slots.unary = {int_minus, int_plus, int_invert, int_absolute};
  slots.boolean = int_boolean;
  slots.to_index = int_plus;
  slots.to_int = int_plus;
  slots.to_float = int_float;
  return slots;
}

}  // namespace ouro
