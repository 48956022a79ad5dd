// Slot dispatch: what the slots of a class hold when a method written in the language answers them.
#include <algorithm>

#include "runtime/component/vector.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_functions.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Object*> call_with_self(Thread& thread, Object* callable, Object* self,
                               const Arguments& arguments) {
  constexpr std::size_t kOnStack = 16;
  const std::size_t given = arguments.positional + arguments.keywords();
  const Arguments longer{nullptr, arguments.positional + 1, arguments.names};
  if (given < kOnStack) {
    Object* values[kOnStack] = {self};
    std::copy_n(arguments.values, given, values + 1);
    return call(thread, callable, Arguments{values, longer.positional, longer.names});
  }
  Vector<Object*> values;
  if (!values.reserve(memory_of(thread), given + 1).ok()) {
    return raise_memory_error(thread.interpreter());
  }
  values.data()[0] = self;
  std::copy_n(arguments.values, given, values.data() + 1);
  Result<Object*> result =
      call(thread, callable, Arguments{values.data(), longer.positional, longer.names});
  values.tear_down(memory_of(thread));
  return result;
}

namespace dispatch {
namespace {

bool is_none(Thread& thread, const Special& special) { return special.callable == none(thread); }

Result<Object*> call_special_with(Thread& thread, Object* self, Id name,
                                  const Arguments& arguments) {
  Special special;
  if (!TRY(find_special(thread, self, name, special))) {
    return raise(thread, TypeId::kAttributeError, "{}", identifier(thread, name));
  }
  if (special.self == nullptr) return ouro::call(thread, special.callable.get(), arguments);
  return call_with_self(thread, special.callable, self, arguments);
}

Result<Object*> not_implemented_unless(Thread& thread, Found<Object> found) {
  return found ? Result<Object*>(found.value) : thread.interpreter().new_not_implemented();
}

constexpr Id kCompareNames[] = {Id::dunder_lt, Id::dunder_le, Id::dunder_eq,
                                Id::dunder_ne, Id::dunder_gt, Id::dunder_ge};

}  // namespace

Result<Object*> named(Thread& thread, Object* self, Id name) {
  return call_special(thread, self, name);
}

Result<Object*> named(Thread& thread, Object* self, Object* other, Id name) {
  return call_special(thread, self, name, {other});
}

Result<Object*> repr(Thread& thread, Object* self) {
  const Found<Object> text = TRY(call_special_if(thread, self, Id::dunder_repr));
  return text ? Result<Object*>(text.value) : object_repr(thread, self);
}

Result<Object*> str(Thread& thread, Object* self) { return named(thread, self, Id::dunder_str); }

Result<std::intptr_t> hash(Thread& thread, Object* self) {
  Special special;
  if (!TRY(find_special(thread, self, Id::dunder_hash, special)) || is_none(thread, special)) {
    return unhashable(thread, self);
  }
  Ref<> result(TRY(call_found(thread, special, {})));
  if (!is_int(result)) {
    return raise(thread, TypeId::kTypeError, "__hash__ method should return an integer");
  }
  const auto* number = static_cast<Int*>(result.get());
  // What fits is the hash itself; only longer numbers are hashed once more.
  if (number->compact()) return number->value == -1 ? -2 : number->value;
  return int_hash(number);
}

Result<Object*> compare(Thread& thread, Object* self, Object* other, Comparison comparison) {
  const Id name = kCompareNames[static_cast<std::size_t>(comparison)];
  Special special;
  const Result<bool> found = find_special(thread, self, name, special);
  if (found.ok() && found.value()) return call_found(thread, special, {other});
  if (!found.ok()) clear_pending(thread);  // a method that cannot be got at is none
  return thread.interpreter().new_not_implemented();
}

Result<Object*> call(Thread& thread, Object* self, const Arguments& arguments) {
  RecursionGuard guard(thread, " while calling a Python object");
  if (!guard.ok()) return failure;
  return call_special_with(thread, self, Id::dunder_call, arguments);
}

namespace {

// Null inside: there is none, and no exception was made to say so.
Result<Found<Object>> ask_getattribute(Thread& thread, Object* self, Str* name, Object* method) {
  if (method == nullptr || !is_exact(method, TypeId::kSlotWrapper)) {
    return Found{TRY(call_special(thread, self, Id::dunder_getattribute, {name}))};
  }
  const Slots& slots = *static_cast<SlotWrapper*>(method)->owner->slots;
  if (slots.get_attribute == object_get_attribute)
    return generic_get_attribute_if(thread, self, name);
  return Found{TRY(slots.get_attribute(thread, self, name))};
}

// The attribute as __getattribute__ gives it; null inside: AttributeError, which is then pending
// when `raised` says so.
Result<Found<Object>> own_attribute(Thread& thread, Object* self, Str* name, bool& raised) {
  Object* method =
      TRY(find_in_type(thread, self->type, identifier(thread, Id::dunder_getattribute))).value;
  Result<Found<Object>> result = ask_getattribute(thread, self, name, method);
  if (result.ok()) return result;
  if (!pending_matches(thread, TypeId::kAttributeError)) return failure;
  raised = true;
  return Found<Object>{};
}

}  // namespace

Result<Object*> get_attribute(Thread& thread, Object* self, Str* name) {
  bool raised = false;
  const Found<Object> own = TRY(own_attribute(thread, self, name, raised));
  if (own) return own.value;
  Ref<Exception> error(raised ? take_pending(thread) : nullptr);
  Special hook;
  if (!TRY(find_special(thread, self, Id::dunder_getattr, hook))) {
    if (!raised) return raise_attribute_error(thread, self, name);
    restore_pending(thread, error.take());
    return failure;
  }
  error.reset();
  return call_found(thread, hook, {name});
}

Status set_attribute(Thread& thread, Object* self, Str* name, Object* value) {
  Ref<> result(value != nullptr ? TRY(call_special(thread, self, Id::dunder_setattr, {name, value}))
                                : TRY(call_special(thread, self, Id::dunder_delattr, {name})));
  return done;
}

Result<Object*> make(Thread& thread, Type* type, const Arguments& arguments) {
  Ref<> function(TRY(ouro::get_attribute(thread, type, identifier(thread, Id::dunder_new))));
  return call_with_self(thread, function, type, arguments);
}

Status initialise(Thread& thread, Object* self, const Arguments& arguments) {
  Ref<> result(TRY(call_special_with(thread, self, Id::dunder_init, arguments)));
  if (result == none(thread)) return done;
  return raise(thread, TypeId::kTypeError, "__init__() should return None, not '{}'", result->type);
}

Result<Object*> descriptor_get(Thread& thread, Object* self, Object* instance, Object* owner) {
  Special get;
  if (!TRY(find_special(thread, self, Id::dunder_get, get))) return retain(self);
  return call_found(
      thread, get,
      {instance != nullptr ? instance : none(thread), owner != nullptr ? owner : none(thread)});
}

Status descriptor_set(Thread& thread, Object* self, Object* instance, Object* value) {
  Ref<> result(value != nullptr ? TRY(call_special(thread, self, Id::dunder_set, {instance, value}))
                                : TRY(call_special(thread, self, Id::dunder_delete, {instance})));
  return done;
}

Result<Object*> iterate(Thread& thread, Object* self) {
  Special special;
  if (TRY(find_special(thread, self, Id::dunder_iter, special)) && !is_none(thread, special)) {
    return call_found(thread, special, {});
  }
  return raise(thread, TypeId::kTypeError, "'{}' object is not iterable", self->type);
}

Result<Found<Object>> next(Thread& thread, Object* self) {
  Result<Object*> item = named(thread, self, Id::dunder_next);
  if (item.ok()) return Found{item.value()};
  if (!pending_matches(thread, TypeId::kStopIteration)) return failure;
  clear_pending(thread);
  return Found<Object>{};
}

Result<bool> boolean(Thread& thread, Object* self) {
  Ref<> result(TRY(named(thread, self, Id::dunder_bool)));
  if (is_exact(result, TypeId::kBool)) return static_cast<Bool*>(result.get())->value != 0;
  return raise(thread, TypeId::kTypeError, "__bool__ should return bool, returned {}",
               result->type);
}

Result<std::intptr_t> length(Thread& thread, Object* self) {
  Ref<> result(TRY(named(thread, self, Id::dunder_len)));
  Ref<> number(TRY(to_index(thread, result)));
  if (static_cast<Int*>(number.get())->negative()) {
    return raise(thread, TypeId::kValueError, "__len__() should return >= 0");
  }
  return to_index_value(thread, number);
}

Result<Object*> get_item(Thread& thread, Object* self, Object* key) {
  return named(thread, self, key, Id::dunder_getitem);
}

Status set_item(Thread& thread, Object* self, Object* key, Object* value) {
  Ref<> result(value != nullptr ? TRY(call_special(thread, self, Id::dunder_setitem, {key, value}))
                                : TRY(call_special(thread, self, Id::dunder_delitem, {key})));
  return done;
}

Result<bool> contains(Thread& thread, Object* self, Object* item) {
  Special special;
  if (!TRY(find_special(thread, self, Id::dunder_contains, special)) || is_none(thread, special)) {
    return raise(thread, TypeId::kTypeError, "'{}' object is not a container", self->type);
  }
  Ref<> result(TRY(call_found(thread, special, {item})));
  return is_true(thread, result);
}

Result<Object*> power_modulo(Thread& thread, Object* base, Object* exponent, Object* modulus) {
  // The exponent's type is asked too, but there is no reflected form with three operands.
  if (base->type->slots->power_modulo != power_modulo) {
    return thread.interpreter().new_not_implemented();
  }
  return call_special(thread, base, Id::dunder_pow, {exponent, modulus});
}

namespace {

// Does the right type have a reflected method that the left type does not share?
Result<bool> is_overloaded(Thread& thread, Object* left, Object* right, Id reflected) {
  Str* name = identifier(thread, reflected);
  Object* theirs = TRY(find_in_type(thread, right->type, name)).value;
  if (theirs == nullptr) return false;
  return TRY(find_in_type(thread, left->type, name)).value != theirs;
}

Result<Object*> try_operand(Thread& thread, Object* self, Object* other, Id name) {
  return not_implemented_unless(thread, TRY(call_special_if(thread, self, name, {other})));
}

}  // namespace

Result<Object*> binary(Thread& thread, Object* left, Object* right, BinaryOperator operation,
                       Binary self, Id name, Id reflected) {
  const auto index = static_cast<std::size_t>(operation);
  Object* declined = thread.interpreter().not_implemented();
  bool ask_right = left->type != right->type && right->type->slots->binary[index] == self;
  if (left->type->slots->binary[index] == self) {
    if (ask_right && is_subtype(right->type, left->type) &&
        TRY(is_overloaded(thread, left, right, reflected))) {
      Ref<> result(TRY(try_operand(thread, right, left, reflected)));
      if (result != declined) return result.take();
      ask_right = false;
    }
    Ref<> result(TRY(try_operand(thread, left, right, name)));
    if (result != declined || left->type == right->type) return result.take();
  }
  if (ask_right) return try_operand(thread, right, left, reflected);
  return retain(declined);
}

}  // namespace dispatch
}  // namespace ouro
