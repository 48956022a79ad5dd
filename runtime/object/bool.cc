// Bool: True and False, two ints of their own type.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/int_slots.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"

namespace ouro {

namespace {

Result<Object*> bool_repr(Thread& thread, Object* self) {
  return make_str(thread.interpreter(), as_int(self)->value != 0 ? "True" : "False");
}

Result<Object*> bool_make(Thread& thread, Type*, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "bool", arguments));
  TRY(check_positional(thread, "bool", arguments, 0, 1));
  if (arguments.positional == 0) return new_boolean(thread, false);
  return new_boolean(thread, TRY(is_true(thread, arguments.values[0])));
}

// Both are bools: the result is one too. Otherwise they are ints.
template <BinaryOperator name>
Result<Object*> bool_operator(Thread& thread, Object* left, Object* right) {
  if (!is_exact(left, TypeId::kBool) || !is_exact(right, TypeId::kBool)) {
    return int_binary_slot(thread, name, left, right);
  }
  const bool first = as_int(left)->value != 0;
  const bool second = as_int(right)->value != 0;
  switch (name) {
    case BinaryOperator::kAnd: return new_boolean(thread, first && second);
    case BinaryOperator::kOr: return new_boolean(thread, first || second);
    default: return new_boolean(thread, first != second);
  }
}

// The two live in their interpreter; at 0 a reference was dropped too often, and that stays
// visible.
void bool_deallocate(Interpreter&, Object*) noexcept {}

constexpr Slots make_bool_slots() {
  Slots slots = make_int_slots();
  const auto set = [&slots](BinaryOperator name, Binary operation) {
    slots.binary[static_cast<std::size_t>(name)] = operation;
  };
  slots.deallocate = bool_deallocate;
  slots.repr = bool_repr;
  slots.make = bool_make;
  set(BinaryOperator::kAnd, bool_operator<BinaryOperator::kAnd>);
  set(BinaryOperator::kOr, bool_operator<BinaryOperator::kOr>);
  set(BinaryOperator::kXor, bool_operator<BinaryOperator::kXor>);
  return slots;
}

}  // namespace

const TypeDescriptor kBoolDescriptor = {
    .name = "bool",
    .base = TypeId::kInt,
    .flags = flag::kPatternSelf | flag::kIntSubclass,
    .object_size = sizeof(Bool),
    .item_size = sizeof(limbs::Limb),
    .slots = make_bool_slots(),
    .doc =
        "bool(x) -> bool\n\nTrue when the argument is true, False otherwise. There are no others.",
};

}  // namespace ouro
