// Set: the types `set` and `frozenset`, and their methods.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/hashes.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/set_operations.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Set* as_set(Object* object) { return static_cast<Set*>(object); }

// ---- Life -------------------------------------------------------------------------------------

Result<Object*> set_make(Thread& thread, Type* type, const Arguments&) {
  return make_set_of(thread, type, nullptr);
}

Status set_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "set", arguments));
  TRY(check_positional(thread, "set", arguments, 0, 1));
  set_clear(thread.interpreter(), as_set(self));
  if (arguments.positional == 0) return done;
  return set_update(thread, as_set(self), arguments.values[0]);
}

Result<Object*> frozen_set_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, TypeId::kFrozenSet, arguments));
  TRY(check_positional(thread, "frozenset", arguments, 0, 1));
  Object* items = arguments.positional == 0 ? nullptr : arguments.values[0];
  const bool same =
      type->id == TypeId::kFrozenSet && items != nullptr && is_exact(items, TypeId::kFrozenSet);
  if (same) return retain(items);
  return make_set_of(thread, type, items);
}

void set_clear_slot(Interpreter& interpreter, Object* self) noexcept {
  set_clear(interpreter, as_set(self));
}

void set_deallocate(Interpreter& interpreter, Object* self) noexcept {
  set_clear(interpreter, as_set(self));
  const bool exact = is_exact(self, TypeId::kSet) || is_exact(self, TypeId::kFrozenSet);
  if (!exact) return free_instance(interpreter, self);
  free_body(interpreter, as_set(self));
}

void set_traverse(Object* self, ReferenceVisitor& visitor) {
  std::size_t place = 0;
  Object* key = nullptr;
  std::intptr_t hash = 0;
  while (set_next(as_set(self), place, key, hash)) visitor.visit(*key);
}

// ---- Text, hash, comparison -------------------------------------------------------------------

Status append_items(Thread& thread, TextBuilder& text, const List* items) {
  TRY(text.append("{"));
  for (std::size_t index = 0; index < items->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    TRY(text.append_repr(thread, items->items[index]));
  }
  return text.append("}");
}

Result<Object*> set_repr(Thread& thread, Object* self) {
  TextBuilder text(thread.interpreter());
  const bool plain = is_exact(self, TypeId::kSet) && as_set(self)->size > 0;
  ReprGuard guard(thread, self);
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  if (!plain || guard.repeated()) {
    TRY(text.append_utf8(type_name(self->type)));
    TRY(text.append("("));
  }
  if (guard.repeated()) {
    TRY(text.append("..."));
  } else if (as_set(self)->size > 0) {
    Ref<List> items(TRY(to_list(thread, self)));
    TRY(append_items(thread, text, items));
  }
  if (!plain || guard.repeated()) TRY(text.append(")"));
  return text.finish();
}

Result<std::intptr_t> frozen_set_hash(Thread&, Object* self) {
  Set* set = as_set(self);
  if (set->hash != -1) return set->hash;
  SetHash mixed;
  std::size_t place = 0;
  Object* key = nullptr;
  std::intptr_t hash = 0;
  while (set_next(set, place, key, hash)) mixed.add(hash);
  return set->hash = mixed.finish(set->size);
}

Result<bool> sets_equal(Thread& thread, Set* left, Set* right) {
  if (left->size != right->size) return false;
  if (left->hash != -1 && right->hash != -1 && left->hash != right->hash) return false;
  return set_is_subset(thread, left, right);
}

Result<bool> answer(Thread& thread, Set* left, Set* right, Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual: return sets_equal(thread, left, right);
    case Comparison::kNotEqual: return !TRY(sets_equal(thread, left, right));
    case Comparison::kLessEqual: return set_is_subset(thread, left, right);
    case Comparison::kGreaterEqual: return set_is_subset(thread, right, left);
    case Comparison::kLess:
      return left->size < right->size && TRY(set_is_subset(thread, left, right));
    case Comparison::kGreater:
      return left->size > right->size && TRY(set_is_subset(thread, right, left));
  }
  return false;
}

Result<Object*> set_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_any_set(left) || !is_any_set(right)) return new_not_implemented(thread);
  RecursionGuard recursion(thread, " in comparison");
  if (!recursion.ok()) return failure;
  return new_boolean(thread, TRY(answer(thread, as_set(left), as_set(right), comparison)));
}

// ---- Container slots and operators ------------------------------------------------------------

Result<std::intptr_t> set_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(as_set(self)->size);
}

Result<bool> set_contains_slot(Thread& thread, Object* self, Object* key) {
  return set_contains(thread, as_set(self), key);
}

Result<Object*> set_iterate(Thread& thread, Object* self) {
  return make_set_iterator(thread.interpreter(), as_set(self));
}

Result<Set*> set_union_with(Thread& thread, Set* set, Object* other) {
  Ref<Set> result(TRY(make_set_like(thread, set, set)));
  // Merging it again would change nothing but the order.
  if (set != other) TRY(set_update(thread, result, other));
  return result.take();
}

using Algebra = Result<Set*> (*)(Thread&, Set*, Object*);
using AlgebraInPlace = Status (*)(Thread&, Set*, Object*);

// As operators they want two sets; as methods any iterable will do.
template <Algebra kFunction>
Result<Object*> operate(Thread& thread, Object* left, Object* right) {
  if (!is_any_set(left) || !is_any_set(right)) return new_not_implemented(thread);
  return kFunction(thread, as_set(left), right);
}

template <AlgebraInPlace kFunction>
Result<Object*> operate_in_place(Thread& thread, Object* self, Object* other) {
  if (!is_any_set(other)) return new_not_implemented(thread);
  TRY(kFunction(thread, as_set(self), other));
  return retain(self);
}

// One argument after the other; without any it is a copy.
template <Algebra kFunction>
Result<Object*> apply_each(Thread& thread, Object* self, Object* const* arguments) {
  const auto* others = static_cast<Tuple*>(arguments[0]);
  if (others->size == 0) return make_set_like(thread, as_set(self), self);
  Ref<Set> result(retain(as_set(self)));
  for (std::size_t index = 0; index < others->size; ++index) {
    result.reset(TRY(kFunction(thread, result, (*others)[index])));
  }
  return result.take();
}

template <AlgebraInPlace kFunction>
Result<Object*> apply_each_in_place(Thread& thread, Object* self, Object* const* arguments) {
  const auto* others = static_cast<Tuple*>(arguments[0]);
  for (std::size_t index = 0; index < others->size; ++index) {
    TRY(kFunction(thread, as_set(self), (*others)[index]));
  }
  return new_none(thread);
}

// All at once, after every argument was seen.
Result<Object*> intersect_all_in_place(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> common(TRY(apply_each<set_intersection>(thread, self, arguments)));
  swap_contents(as_set(self), as_set(common));
  return new_none(thread);
}

// The first step makes the copy that the others change.
Result<Object*> subtract_all(Thread& thread, Object* self, Object* const* arguments) {
  const auto* others = static_cast<Tuple*>(arguments[0]);
  if (others->size == 0) return make_set_like(thread, as_set(self), self);
  Ref<Set> result(TRY(set_difference(thread, as_set(self), (*others)[0])));
  for (std::size_t index = 1; index < others->size; ++index) {
    TRY(set_difference_update(thread, result, (*others)[index]));
  }
  return result.take();
}

Result<Object*> unite(Thread& thread, Object* self, Object* const* arguments) {
  const auto* others = static_cast<Tuple*>(arguments[0]);
  Ref<Set> result(TRY(make_set_like(thread, as_set(self), self)));
  for (std::size_t index = 0; index < others->size; ++index) {
    if ((*others)[index] != self) TRY(set_update(thread, result, (*others)[index]));
  }
  return result.take();
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> add(Thread& thread, Object* self, Object* const* arguments) {
  TRY(set_add(thread, as_set(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> discard(Thread& thread, Object* self, Object* const* arguments) {
  TRY(set_discard(thread, as_set(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> remove(Thread& thread, Object* self, Object* const* arguments) {
  if (TRY(set_discard(thread, as_set(self), arguments[0]))) return new_none(thread);
  return raise_value(thread, TypeId::kKeyError, arguments[0]);
}

Result<Object*> pop(Thread& thread, Object* self, Object* const*) {
  if (Object* key = set_pop(as_set(self))) return key;
  return raise(thread, TypeId::kKeyError, "pop from an empty set");
}

Result<Object*> clear(Thread& thread, Object* self, Object* const*) {
  set_clear(thread.interpreter(), as_set(self));
  return new_none(thread);
}

Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  return make_set_like(thread, as_set(self), self);
}

Result<Object*> frozen_copy(Thread& thread, Object* self, Object* const* arguments) {
  return is_exact(self, TypeId::kFrozenSet) ? retain(self) : copy(thread, self, arguments);
}

Result<Object*> symmetric_difference(Thread& thread, Object* self, Object* const* arguments) {
  return set_symmetric_difference(thread, as_set(self), arguments[0]);
}

Result<Object*> symmetric_difference_update(Thread& thread, Object* self,
                                            Object* const* arguments) {
  TRY(set_symmetric_difference_update(thread, as_set(self), arguments[0]));
  return new_none(thread);
}

template <Result<bool> (*kQuestion)(Thread&, Set*, Object*)>
Result<Object*> ask(Thread& thread, Object* self, Object* const* arguments) {
  return new_boolean(thread, TRY(kQuestion(thread, as_set(self), arguments[0])));
}

Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> items(TRY(to_list(thread, self)));
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, items.get())));
  Ref<> state(TRY(call_method(thread, self, identifier(thread, Id::dunder_getstate))));
  return pack_tuple<Object, Object, Object>(interpreter, self->type, arguments.get(), state.get());
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  return make_int_object(
      thread, static_cast<std::intptr_t>(self->type->object_size + set_table_bytes(as_set(self))));
}

Result<Object*> contains_method(Thread& thread, Object* self, Object* const* arguments) {
  return new_boolean(thread, TRY(set_contains(thread, as_set(self), arguments[0])));
}

constexpr NativeMethod kSetMethods[] = {
    {"add(self, object, /)", add},
    {"clear(self, /)", clear},
    {"__contains__(self, object, /)", contains_method},
    {"copy(self, /)", copy},
    {"discard(self, object, /)", discard},
    {"difference(self, *others)", subtract_all},
    {"difference_update(self, *others)", apply_each_in_place<set_difference_update>},
    {"intersection(self, *others)", apply_each<set_intersection>},
    {"intersection_update(self, *others)", intersect_all_in_place},
    {"isdisjoint(self, other, /)", ask<set_is_disjoint>},
    {"issubset(self, other, /)", ask<set_is_subset>},
    {"issuperset(self, other, /)", ask<set_is_superset>},
    {"pop(self, /)", pop},
    {"__reduce__(self, /)", reduce},
    {"remove(self, object, /)", remove},
    {"__sizeof__(self, /)", size_of},
    {"symmetric_difference(self, other, /)", symmetric_difference},
    {"symmetric_difference_update(self, other, /)", symmetric_difference_update},
    {"union(self, *others)", unite},
    {"update(self, *others)", apply_each_in_place<set_update>},
    kClassGetItem,
};

constexpr NativeMethod kFrozenSetMethods[] = {
    {"__contains__(self, object, /)", contains_method},
    {"copy(self, /)", frozen_copy},
    {"difference(self, *others)", subtract_all},
    {"intersection(self, *others)", apply_each<set_intersection>},
    {"isdisjoint(self, other, /)", ask<set_is_disjoint>},
    {"issubset(self, other, /)", ask<set_is_subset>},
    {"issuperset(self, other, /)", ask<set_is_superset>},
    {"__reduce__(self, /)", reduce},
    {"__sizeof__(self, /)", size_of},
    {"symmetric_difference(self, other, /)", symmetric_difference},
    {"union(self, *others)", unite},
    kClassGetItem,
};

constexpr Slots shared_slots() {
  Slots slots;
  slots.deallocate = set_deallocate;
  slots.traverse = set_traverse;
  slots.clear = set_clear_slot;
  slots.repr = set_repr;
  slots.compare = set_compare;
  slots.iterate = set_iterate;
  slots.length = set_length;
  slots.contains = set_contains_slot;
  slots.binary[static_cast<std::size_t>(BinaryOperator::kSubtract)] = operate<set_difference>;
  slots.binary[static_cast<std::size_t>(BinaryOperator::kAnd)] = operate<set_intersection>;
  slots.binary[static_cast<std::size_t>(BinaryOperator::kOr)] = operate<set_union_with>;
  slots.binary[static_cast<std::size_t>(BinaryOperator::kXor)] = operate<set_symmetric_difference>;
  return slots;
}

constexpr Slots set_slots() {
  Slots slots = shared_slots();
  slots.hash = unhashable;
  slots.make = set_make;
  slots.initialise = set_initialise;
  const auto in_place = [&slots](BinaryOperator which, Binary function) {
    slots.inplace[static_cast<std::size_t>(which)] = function;
  };
  in_place(BinaryOperator::kSubtract, operate_in_place<set_difference_update>);
  in_place(BinaryOperator::kAnd, operate_in_place<set_intersection_update>);
  in_place(BinaryOperator::kOr, operate_in_place<set_update>);
  in_place(BinaryOperator::kXor, operate_in_place<set_symmetric_difference_update>);
  return slots;
}

constexpr Slots frozen_set_slots() {
  Slots slots = shared_slots();
  slots.hash = frozen_set_hash;
  slots.make = frozen_set_make;
  return slots;
}

}  // namespace

const TypeDescriptor kSetDescriptor = {
    .name = "set",
    .flags = flag::kCollectable | flag::kBaseType | flag::kPatternSelf | flag::kSetSubclass,
    .object_size = sizeof(Set),
    .weak_offset = OURO_OFFSET(Set, weak_references),
    .slots = set_slots(),
    .methods = kSetMethods,
    .doc = "A collection of different hashable objects.",
};

const TypeDescriptor kFrozenSetDescriptor = {
    .name = "frozenset",
    .flags = flag::kCollectable | flag::kBaseType | flag::kPatternSelf | flag::kSetSubclass,
    .object_size = sizeof(Set),
    .weak_offset = OURO_OFFSET(Set, weak_references),
    .slots = frozen_set_slots(),
    .methods = kFrozenSetMethods,
    .doc = "A collection of different hashable objects that never changes.",
};

}  // namespace ouro
