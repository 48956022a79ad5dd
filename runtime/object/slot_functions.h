// Slot functions: the two sides of each row of the slot table, for slot_table.cc only.
#pragma once

#include "runtime/object/slot_table.h"

namespace ouro {

// Wrappers: a native slot called with the arguments of a Python call.
namespace wrap {

using Wrapper = Result<Object*>(Thread&, const SlotRow&, const Slots&, Object* self,
                                const Arguments&);
Wrapper unary, number, truth, next, finalize;
Wrapper binary, binary_right, power, power_right, contains, repeat;
Wrapper compare, call, initialise;
Wrapper get_attribute, set_attribute, delete_attribute;
Wrapper descriptor_get, descriptor_set, descriptor_delete;
Wrapper set_item, delete_item;

}  // namespace wrap

// Dispatch: a slot of a class that calls the method in its dict.
namespace dispatch {

Result<Object*> repr(Thread&, Object*);
Result<Object*> str(Thread&, Object*);
Result<std::intptr_t> hash(Thread&, Object*);
Result<Object*> compare(Thread&, Object*, Object*, Comparison);
Result<Object*> call(Thread&, Object*, const Arguments&);
Result<Object*> get_attribute(Thread&, Object*, Str*);
Status set_attribute(Thread&, Object*, Str*, Object*);
Result<Object*> make(Thread&, Type*, const Arguments&);
Status initialise(Thread&, Object*, const Arguments&);
Result<Object*> descriptor_get(Thread&, Object*, Object*, Object*);
Status descriptor_set(Thread&, Object*, Object*, Object*);
Result<Object*> iterate(Thread&, Object*);
Result<Found<Object>> next(Thread&, Object*);
Result<bool> boolean(Thread&, Object*);
Result<std::intptr_t> length(Thread&, Object*);
Result<Object*> get_item(Thread&, Object*, Object*);
Status set_item(Thread&, Object*, Object*, Object*);
Result<bool> contains(Thread&, Object*, Object*);
Result<Object*> power_modulo(Thread&, Object*, Object*, Object*);
// The left slot and both names of an operator, e.g. __add__ and __radd__.
Result<Object*> binary(Thread&, Object* left, Object* right, BinaryOperator, Binary self, Id name,
                       Id reflected);
Result<Object*> named(Thread&, Object*, Id name);
Result<Object*> named(Thread&, Object*, Object*, Id name);

template <Id name>
Result<Object*> unary(Thread& thread, Object* self) {
  return named(thread, self, name);
}
template <Id name>
Result<Object*> inplace(Thread& thread, Object* self, Object* other) {
  return named(thread, self, other, name);
}
template <BinaryOperator operation, Id name, Id reflected>
Result<Object*> operate(Thread& thread, Object* left, Object* right) {
  return binary(thread, left, right, operation, operate<operation, name, reflected>, name,
                reflected);
}

}  // namespace dispatch

// Calls with one more argument in front; `names` stay behind.
Result<Object*> call_with_self(Thread&, Object* callable, Object* self, const Arguments&);

}  // namespace ouro
