// Slot wrappers: from the arguments of a Python call to a native slot, with the texts of wrong
// counts.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_functions.h"
#include "runtime/object/str.h"

namespace ouro::wrap {
namespace {

Status expect(Thread& thread, const SlotRow& row, const Arguments& arguments, std::size_t count) {
  if (arguments.keywords() != 0) {
    return raise(thread, TypeId::kTypeError, "wrapper {}() takes no keyword arguments",
                 identifier(thread, row.name));
  }
  if (arguments.positional == count) return done;
  return raise(thread, TypeId::kTypeError, "expected {} argument{}, got {}", count,
               count == 1 ? "" : "s", arguments.positional);
}

Status expect_between(Thread& thread, const SlotRow& row, const Arguments& arguments,
                      std::size_t least, std::size_t most) {
  if (arguments.positional >= least && arguments.positional <= most) {
    return expect(thread, row, arguments, arguments.positional);
  }
  const bool few = arguments.positional < least;
  return raise(thread, TypeId::kTypeError, " expected at {} {} argument{}, got {}",
               few ? "least" : "most", few ? least : most, (few ? least : most) == 1 ? "" : "s",
               arguments.positional);
}

// object.__setattr__(int, "x", 1) must not get around what the native type of `self` refuses.
Status refuse_detour(Thread& thread, const Slots& slots, Object* self, const char* what) {
  const Type* native = native_base(self->type);
  if (native->slots->set_attribute == slots.set_attribute) return done;
  return raise(thread, TypeId::kTypeError, "can't apply this {} to {} object", what, self->type);
}

Result<Str*> attribute_name(Thread& thread, Object* name) {
  if (is_str(name)) return static_cast<Str*>(name);
  return raise(thread, TypeId::kTypeError, "attribute name must be string, not '{}'", name->type);
}

Object* null_if_none(Thread& thread, Object* object) {
  return object == none(thread) ? nullptr : object;
}

Result<Object*> none_after(Thread& thread, Status status) {
  return status.ok() ? new_none(thread) : failure;
}

}  // namespace

Result<Object*> unary(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                      const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 0));
  return load_slot(slots, row.slot).unary(thread, self);
}

Result<Object*> number(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                       const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 0));
  return make_int(thread.interpreter(), TRY(load_slot(slots, row.slot).number(thread, self)));
}

Result<Object*> truth(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                      const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 0));
  return new_boolean(thread, TRY(load_slot(slots, row.slot).truth(thread, self)));
}

Result<Object*> next(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                     const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 0));
  const Found<Object> item = TRY(load_slot(slots, row.slot).next(thread, self));
  if (item) return item.value;
  return raise_value(thread, TypeId::kStopIteration, nullptr);
}

Result<Object*> finalize(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                         const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 0));
  return none_after(thread, load_slot(slots, row.slot).finalize(thread, self));
}

Result<Object*> binary(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                       const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return load_slot(slots, row.slot).binary(thread, self, arguments.values[0]);
}

Result<Object*> binary_right(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                             const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return load_slot(slots, row.slot).binary(thread, arguments.values[0], self);
}

Result<Object*> power(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                      const Arguments& arguments) {
  TRY(expect_between(thread, row, arguments, 1, 2));
  Object* modulus = arguments.positional == 2 ? null_if_none(thread, arguments.values[1]) : nullptr;
  if (modulus == nullptr)
    return load_slot(slots, row.slot).binary(thread, self, arguments.values[0]);
  if (slots.power_modulo == nullptr) return thread.interpreter().new_not_implemented();
  return slots.power_modulo(thread, self, arguments.values[0], modulus);
}

Result<Object*> power_right(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                            const Arguments& arguments) {
  TRY(expect_between(thread, row, arguments, 1, 2));
  Object* modulus = arguments.positional == 2 ? null_if_none(thread, arguments.values[1]) : nullptr;
  if (modulus == nullptr)
    return load_slot(slots, row.slot).binary(thread, arguments.values[0], self);
  if (slots.power_modulo == nullptr) return thread.interpreter().new_not_implemented();
  return slots.power_modulo(thread, arguments.values[0], self, modulus);
}

Result<Object*> contains(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                         const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return new_boolean(thread,
                     TRY(load_slot(slots, row.slot).contains(thread, self, arguments.values[0])));
}

Result<Object*> repeat(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                       const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  const std::intptr_t times = TRY(to_index_value(thread, arguments.values[0]));
  return load_slot(slots, row.slot).repeat(thread, self, times);
}

Result<Object*> compare(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                        const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return slots.compare(thread, self, arguments.values[0], static_cast<Comparison>(row.detail));
}

Result<Object*> call(Thread& thread, const SlotRow&, const Slots& slots, Object* self,
                     const Arguments& arguments) {
  return slots.call(thread, self, arguments);
}

Result<Object*> initialise(Thread& thread, const SlotRow&, const Slots& slots, Object* self,
                           const Arguments& arguments) {
  return none_after(thread, slots.initialise(thread, self, arguments));
}

Result<Object*> get_attribute(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                              const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return slots.get_attribute(thread, self, TRY(attribute_name(thread, arguments.values[0])));
}

Result<Object*> set_attribute(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                              const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 2));
  TRY(refuse_detour(thread, slots, self, "__setattr__"));
  Str* name = TRY(attribute_name(thread, arguments.values[0]));
  return none_after(thread, slots.set_attribute(thread, self, name, arguments.values[1]));
}

Result<Object*> delete_attribute(Thread& thread, const SlotRow& row, const Slots& slots,
                                 Object* self, const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  TRY(refuse_detour(thread, slots, self, "__delattr__"));
  Str* name = TRY(attribute_name(thread, arguments.values[0]));
  return none_after(thread, slots.set_attribute(thread, self, name, nullptr));
}

Result<Object*> descriptor_get(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                               const Arguments& arguments) {
  TRY(expect_between(thread, row, arguments, 1, 2));
  Object* instance = null_if_none(thread, arguments.values[0]);
  Object* owner = arguments.positional == 2 ? null_if_none(thread, arguments.values[1]) : nullptr;
  if (instance == nullptr && owner == nullptr) {
    return raise(thread, TypeId::kTypeError, "__get__(None, None) is invalid");
  }
  return slots.descriptor_get(thread, self, instance, owner);
}

Result<Object*> descriptor_set(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                               const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 2));
  return none_after(thread,
                    slots.descriptor_set(thread, self, arguments.values[0], arguments.values[1]));
}

Result<Object*> descriptor_delete(Thread& thread, const SlotRow& row, const Slots& slots,
                                  Object* self, const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return none_after(thread, slots.descriptor_set(thread, self, arguments.values[0], nullptr));
}

Result<Object*> set_item(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                         const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 2));
  return none_after(thread, slots.set_item(thread, self, arguments.values[0], arguments.values[1]));
}

Result<Object*> delete_item(Thread& thread, const SlotRow& row, const Slots& slots, Object* self,
                            const Arguments& arguments) {
  TRY(expect(thread, row, arguments, 1));
  return none_after(thread, slots.set_item(thread, self, arguments.values[0], nullptr));
}

}  // namespace ouro::wrap
