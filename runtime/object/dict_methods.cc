// Dict: the type `dict` and its methods.
#include "runtime/object/dict_methods.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/set.h"
#include "runtime/object/special.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Object*> dict_iterate(Thread& thread, Object* self) {
  return make_dict_iterator(thread.interpreter(), static_cast<Dict*>(self), DictPart::kKeys, false);
}

namespace {

Dict* as_dict(Object* object) { return static_cast<Dict*>(object); }

// ---- Updating ---------------------------------------------------------------------------------

Failure refuse_element(Thread& thread, std::size_t index) {
  if (!pending_matches(thread, TypeId::kTypeError)) return failure;
  clear_pending(thread);
  return raise(thread, TypeId::kTypeError,
               "cannot convert dictionary update sequence element #{} to a sequence", index);
}

Status set_from_pair(Thread& thread, Dict* dict, Object* element, std::size_t index) {
  Result<Object*> iterator = iterate(thread, element);
  if (!iterator.ok()) return refuse_element(thread, index);
  Ref<> owner(iterator.value());
  Ref<Tuple> pair(TRY(to_tuple(thread, is_tuple(element) || is_list(element) ? element : owner)));
  if (pair->size != 2) {
    return raise(thread, TypeId::kValueError,
                 "dictionary update sequence element #{} has length {}; 2 is required", index,
                 pair->size);
  }
  return dict_set(thread, dict, (*pair)[0], (*pair)[1]);
}

Status update_from_pairs(Thread& thread, Dict* dict, Object* pairs) {
  Ref<> iterator(TRY(iterate(thread, pairs)));
  for (std::size_t index = 0;; ++index) {
    Ref<> element(TRY(next(thread, iterator)).value);
    if (!element) return done;
    TRY(set_from_pair(thread, dict, element, index));
  }
}

// A mapping has keys(); anything else is a row of pairs.
Status update_from(Thread& thread, Dict* dict, Object* source) {
  if (is_exact(source, TypeId::kDict)) return dict_merge(thread, dict, source);
  Ref<> keys(TRY(get_attribute_if(thread, source, identifier(thread, Id::keys))).value);
  return keys ? dict_merge(thread, dict, source) : update_from_pairs(thread, dict, source);
}

Status update_from_names(Thread& thread, Dict* dict, const Arguments& arguments) {
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    Object* value = arguments.values[arguments.positional + index];
    TRY(dict_set(thread, dict, (*arguments.names)[index], value));
  }
  return done;
}

// ---- Life -------------------------------------------------------------------------------------

Result<Object*> dict_make(Thread& thread, Type* type, const Arguments&) {
  Interpreter& interpreter = thread.interpreter();
  if (type->id == TypeId::kDict) return make_dict(interpreter);
  auto* dict = as_dict(TRY(allocate_instance(interpreter, type)));
  dict->only_str_keys = true;
  return dict;
}

Status dict_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(check_positional(thread, "dict", arguments, 0, 1));
  if (arguments.positional == 1) TRY(update_from(thread, as_dict(self), arguments.values[0]));
  return update_from_names(thread, as_dict(self), arguments);
}

void dict_clear_slot(Interpreter& interpreter, Object* self) noexcept {
  dict_clear(interpreter, as_dict(self));
}

void dict_deallocate(Interpreter& interpreter, Object* self) noexcept {
  dict_clear(interpreter, as_dict(self));
  if (!is_exact(self, TypeId::kDict)) return free_instance(interpreter, self);
  interpreter.get<DictFreeList>().give_back(interpreter.memory(), self);
}

void dict_traverse(Object* self, ReferenceVisitor& visitor) {
  for (DictCursor at; dict_next(as_dict(self), at);) {
    visitor.visit_if(at.key);
    visitor.visit_if(at.value);
  }
}

// ---- Text and comparison ----------------------------------------------------------------------

Status append_entries(Thread& thread, TextBuilder& text, const Dict* dict) {
  bool first = true;
  for (DictCursor at; dict_next(dict, at); first = false) {
    Ref<> key(retain(at.key));
    Ref<> value(retain(at.value));
    if (!first) TRY(text.append(", "));
    TRY(text.append_repr(thread, key));
    TRY(text.append(": "));
    TRY(text.append_repr(thread, value));
  }
  return done;
}

Result<Object*> dict_repr(Thread& thread, Object* self) {
  Interpreter& interpreter = thread.interpreter();
  ReprGuard guard(thread, self);
  if (guard.repeated()) return make_str(interpreter, "{...}");
  if (as_dict(self)->size == 0) return make_str(interpreter, "{}");
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  TextBuilder text(interpreter);
  TRY(text.append("{"));
  TRY(append_entries(thread, text, as_dict(self)));
  TRY(text.append("}"));
  return text.finish();
}

// Sizes are equal.
Result<bool> entries_equal(Thread& thread, Dict* left, Dict* right) {
  for (DictCursor at; dict_next(left, at);) {
    Ref<> key(retain(at.key));
    Ref<> value(retain(at.value));
    Object* found = TRY(find_in_dict(thread, right, key, at.hash)).value;
    if (found == nullptr) return false;
    Ref<> other(retain(found));
    if (!TRY(equal(thread, other, value))) return false;
  }
  return true;
}

Result<Object*> dict_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  const bool for_equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!for_equality || !is_dict(left) || !is_dict(right)) return new_not_implemented(thread);
  RecursionGuard recursion(thread, " in comparison");
  if (!recursion.ok()) return failure;
  Dict* first = as_dict(left);
  Dict* second = as_dict(right);
  const bool same = first->size == second->size && TRY(entries_equal(thread, first, second));
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

// ---- Mapping ----------------------------------------------------------------------------------

Result<std::intptr_t> dict_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(as_dict(self)->size);
}

Result<Object*> dict_get_item(Thread& thread, Object* self, Object* key) {
  if (Object* value = TRY(find_in_dict(thread, as_dict(self), key)).value) return retain(value);
  if (!is_exact(self, TypeId::kDict)) {
    Object* value = TRY(call_special_if(thread, self, Id::dunder_missing, {key})).value;
    if (value != nullptr) return value;
  }
  return raise_value(thread, TypeId::kKeyError, key);
}

Status dict_set_item(Thread& thread, Object* self, Object* key, Object* value) {
  if (value != nullptr) return dict_set(thread, as_dict(self), key, value);
  if (TRY(dict_delete(thread, as_dict(self), key))) return done;
  return raise_value(thread, TypeId::kKeyError, key);
}

Result<bool> dict_contains(Thread& thread, Object* self, Object* key) {
  return TRY(find_in_dict(thread, as_dict(self), key)).value != nullptr;
}

Result<Dict*> copy_of(Thread& thread, Dict* dict) {
  if (dict->type->slots->iterate == dict_iterate) return dict_copy(thread.interpreter(), dict);
  Ref<Dict> copy(TRY(make_dict(thread.interpreter())));
  TRY(dict_merge(thread, copy, dict));
  return copy.take();
}

Result<Object*> dict_or(Thread& thread, Object* left, Object* right) {
  if (!is_dict(left) || !is_dict(right)) return new_not_implemented(thread);
  Ref<Dict> result(TRY(copy_of(thread, as_dict(left))));
  TRY(update_from(thread, result, right));
  return result.take();
}

Result<Object*> dict_inplace_or(Thread& thread, Object* self, Object* other) {
  TRY(update_from(thread, as_dict(self), other));
  return retain(self);
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> get(Thread& thread, Object* self, Object* const* arguments) {
  if (Object* value = TRY(find_in_dict(thread, as_dict(self), arguments[0])).value) {
    return retain(value);
  }
  return retain(arguments[1] == nullptr ? none(thread) : arguments[1]);
}

Result<Object*> set_default(Thread& thread, Object* self, Object* const* arguments) {
  Object* value = arguments[1] == nullptr ? none(thread) : arguments[1];
  return retain(TRY(dict_set_default(thread, as_dict(self), arguments[0], value)));
}

Result<Object*> pop(Thread& thread, Object* self, Object* const* arguments) {
  if (Object* value = TRY(dict_pop(thread, as_dict(self), arguments[0])).value) return value;
  if (arguments[1] != nullptr) return retain(arguments[1]);
  return raise_value(thread, TypeId::kKeyError, arguments[0]);
}

Result<Object*> pop_item(Thread& thread, Object* self, Object* const*) {
  // The tuple first: once the entry is out, nothing may fail.
  Ref<Tuple> pair(TRY(make_tuple(thread.interpreter(), 2)));
  DictEntry taken;
  if (!dict_pop_last(as_dict(self), taken)) {
    return raise(thread, TypeId::kKeyError, "popitem(): dictionary is empty");
  }
  pair->items()[0] = taken.key;
  pair->items()[1] = taken.value;
  return pair.take();
}

Result<Object*> update(Thread& thread, Object* self, Object* const* arguments) {
  const auto* positional = static_cast<Tuple*>(arguments[0]);
  const Arguments given{positional->items(), positional->size};
  TRY(check_positional(thread, "update", given, 0, 1));
  if (positional->size == 1) TRY(update_from(thread, as_dict(self), (*positional)[0]));
  if (arguments[1] != nullptr) TRY(dict_merge(thread, as_dict(self), arguments[1]));
  return new_none(thread);
}

Result<Object*> clear(Thread& thread, Object* self, Object* const*) {
  dict_clear(thread.interpreter(), as_dict(self));
  return new_none(thread);
}

Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  return copy_of(thread, as_dict(self));
}

Status reserve_for_keys(Interpreter& interpreter, Dict* dict, const Object* keys) {
  if (is_exact(keys, TypeId::kDict)) {
    return dict_reserve(interpreter, dict, static_cast<const Dict*>(keys)->size);
  }
  if (!is_any_set(keys)) return done;
  return dict_reserve(interpreter, dict, static_cast<const Set*>(keys)->size);
}

Result<Object*> from_keys(Thread& thread, Object* self, Object* const* arguments) {
  Object* value = arguments[1] == nullptr ? none(thread) : arguments[1];
  Ref<> result(TRY(call(thread, self)));
  const bool exact = is_exact(result, TypeId::kDict);
  if (exact) TRY(reserve_for_keys(thread.interpreter(), as_dict(result), arguments[0]));
  Ref<> iterator(TRY(iterate(thread, arguments[0])));
  while (true) {
    Ref<> key(TRY(next(thread, iterator)).value);
    if (!key) return result.take();
    if (exact) {
      TRY(dict_set(thread, as_dict(result), key, value));
    } else {
      TRY(set_item(thread, result, key, value));
    }
  }
}

Result<Object*> keys(Thread& thread, Object* self, Object* const*) {
  return make_dict_view(thread.interpreter(), as_dict(self), DictPart::kKeys);
}
Result<Object*> values(Thread& thread, Object* self, Object* const*) {
  return make_dict_view(thread.interpreter(), as_dict(self), DictPart::kValues);
}
Result<Object*> items(Thread& thread, Object* self, Object* const*) {
  return make_dict_view(thread.interpreter(), as_dict(self), DictPart::kItems);
}

Result<Object*> reversed(Thread& thread, Object* self, Object* const*) {
  return make_dict_iterator(thread.interpreter(), as_dict(self), DictPart::kKeys, true);
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, static_cast<std::intptr_t>(self->type->object_size +
                                                            dict_table_bytes(as_dict(self))));
}

constexpr NativeMethod kDictMethods[] = {
    {"__sizeof__(self, /)", size_of},
    {"get(self, key, default=None, /)", get},
    {"setdefault(self, key, default=None, /)", set_default},
    {"pop(self, key, default=None, /)", pop},
    {"popitem(self, /)", pop_item},
    {"keys(self, /)", keys},
    {"items(self, /)", items},
    {"values(self, /)", values},
    {"update(self, *args, **kwargs)", update},
    {"fromkeys(type, iterable, value=None, /)", from_keys, Binding::kClass},
    {"clear(self, /)", clear},
    {"copy(self, /)", copy},
    {"__reversed__(self, /)", reversed},
    kClassGetItem,
};

constexpr Slots dict_slots() {
  Slots slots;
  slots.deallocate = dict_deallocate;
  slots.traverse = dict_traverse;
  slots.clear = dict_clear_slot;
  slots.repr = dict_repr;
  slots.hash = unhashable;
  slots.compare = dict_compare;
  slots.make = dict_make;
  slots.initialise = dict_initialise;
  slots.iterate = dict_iterate;
  slots.binary[static_cast<std::size_t>(BinaryOperator::kOr)] = dict_or;
  slots.inplace[static_cast<std::size_t>(BinaryOperator::kOr)] = dict_inplace_or;
  slots.length = dict_length;
  slots.get_item = dict_get_item;
  slots.set_item = dict_set_item;
  slots.contains = dict_contains;
  return slots;
}

}  // namespace

const TypeDescriptor kDictDescriptor = {
    .name = "dict",
    .flags = flag::kCollectable | flag::kBaseType | flag::kMappingPattern | flag::kPatternSelf |
             flag::kDictSubclass,
    .object_size = sizeof(Dict),
    .slots = dict_slots(),
    .methods = kDictMethods,
    .doc = "A mapping that keeps the order in which its keys were inserted.",
};

}  // namespace ouro
