// Views of a dict: keys, values and items, alive with it. Keys and items work like sets.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/set.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr TypeId kViewTypes[] = {TypeId::kDictKeys, TypeId::kDictValues, TypeId::kDictItems};

DictView* as_view(Object* object) { return static_cast<DictView*>(object); }
Dict* dict_of(Object* view) { return as_view(view)->dict; }

}  // namespace

Result<Object*> make_dict_view(Interpreter& interpreter, Dict* dict, DictPart part) {
  auto* view = TRY(make_body<DictView>(interpreter, kViewTypes[static_cast<std::size_t>(part)]));
  view->dict = retain(dict);
  return view;
}

namespace {

void view_deallocate(Interpreter& interpreter, Object* self) noexcept {
  release(dict_of(self));
  free_body(interpreter, as_view(self));
}

void view_traverse(Object* self, ReferenceVisitor& visitor) { visitor.visit_if(dict_of(self)); }

Result<std::intptr_t> view_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(dict_of(self)->size);
}

template <DictPart kPart>
Result<Object*> view_iterate(Thread& thread, Object* self) {
  return make_dict_iterator(thread.interpreter(), dict_of(self), kPart, false);
}

template <DictPart kPart>
Result<Object*> view_reversed(Thread& thread, Object* self, Object* const*) {
  return make_dict_iterator(thread.interpreter(), dict_of(self), kPart, true);
}

Result<Object*> view_repr(Thread& thread, Object* self) {
  Interpreter& interpreter = thread.interpreter();
  ReprGuard guard(thread, self);
  if (guard.repeated()) return make_str(interpreter, "...");
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  Ref<List> entries(TRY(to_list(thread, self)));
  TextBuilder text(interpreter);
  TRY(text.append(type_name(self->type)));
  TRY(text.append("("));
  TRY(text.append_repr(thread, entries));
  TRY(text.append(")"));
  return text.finish();
}

Result<bool> keys_contains(Thread& thread, Object* self, Object* key) {
  return TRY(find_in_dict(thread, dict_of(self), key)).value != nullptr;
}

Result<bool> items_contains(Thread& thread, Object* self, Object* item) {
  if (!is_tuple(item) || static_cast<Tuple*>(item)->size != 2) return false;
  const auto* pair = static_cast<Tuple*>(item);
  Object* found = TRY(find_in_dict(thread, dict_of(self), (*pair)[0])).value;
  if (found == nullptr) return false;
  Ref<> value(retain(found));
  return equal(thread, value, (*pair)[1]);
}

// ---- As a set ---------------------------------------------------------------------------------

bool is_set_like(const Object* object) {
  return is_any_set(object) || is_dict_view_with_set_operations(object);
}

Result<bool> all_contained(Thread& thread, Object* items, Object* container) {
  Ref<> iterator(TRY(iterate(thread, items)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return true;
    if (!TRY(contains(thread, container, item))) return false;
  }
}

// Is every item of one also in the other, as the comparison asks?
Result<bool> compare_as_sets(Thread& thread, Object* left, Object* right, Comparison comparison) {
  const std::intptr_t left_size = TRY(length(thread, left));
  const std::intptr_t right_size = TRY(length(thread, right));
  switch (comparison) {
    case Comparison::kEqual:
    case Comparison::kNotEqual: {
      const bool same = left_size == right_size && TRY(all_contained(thread, left, right));
      return same == (comparison == Comparison::kEqual);
    }
    case Comparison::kLess:
      return left_size < right_size && TRY(all_contained(thread, left, right));
    case Comparison::kLessEqual:
      return left_size <= right_size && TRY(all_contained(thread, left, right));
    case Comparison::kGreater:
      return left_size > right_size && TRY(all_contained(thread, right, left));
    case Comparison::kGreaterEqual:
      return left_size >= right_size && TRY(all_contained(thread, right, left));
  }
  return false;
}

Result<Object*> view_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_set_like(right)) return new_not_implemented(thread);
  return new_boolean(thread, TRY(compare_as_sets(thread, left, right, comparison)));
}

// From the dict itself if possible: its size is known, which shows in the order of the set.
Result<Set*> set_from(Thread& thread, Object* left) {
  const bool direct = is_exact(left, TypeId::kDictKeys) && is_exact(dict_of(left), TypeId::kDict);
  return make_set(thread, direct ? dict_of(left) : left);
}

Result<Object*> set_after(Thread& thread, Object* left, std::string_view method, Object* right) {
  Ref<Set> result(TRY(set_from(thread, left)));
  Ref<> nothing(TRY(call_method(thread, result, method, {right})));
  return result.take();
}

Result<Object*> view_subtract(Thread& thread, Object* left, Object* right) {
  return set_after(thread, left, "difference_update", right);
}

Result<Object*> view_or(Thread& thread, Object* left, Object* right) {
  Ref<Set> result(TRY(set_from(thread, left)));
  TRY(set_update(thread, result, right));
  return result.take();
}

Result<Object*> view_xor(Thread& thread, Object* left, Object* right) {
  return set_after(thread, left, "symmetric_difference_update", right);
}

// The items of `right` that are also in the view `left`.
Result<Object*> common_items(Thread& thread, Object* left, Object* right) {
  Ref<Set> result(TRY(make_set(thread, nullptr)));
  Ref<> iterator(TRY(iterate(thread, right)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return result.take();
    if (TRY(contains(thread, left, item))) TRY(set_add(thread, result, item));
  }
}

Result<Object*> view_and(Thread& thread, Object* left, Object* right) {
  if (!is_dict_view_with_set_operations(left)) std::swap(left, right);
  const std::size_t left_size = dict_of(left)->size;
  if (is_exact(right, TypeId::kSet) && left_size <= static_cast<Set*>(right)->size) {
    return call_method(thread, right, "intersection", {left});
  }
  if (is_dict_view_with_set_operations(right) && dict_of(right)->size > left_size) {
    std::swap(left, right);
  }
  return common_items(thread, left, right);
}

Result<Object*> is_disjoint(Thread& thread, Object* self, Object* const* arguments) {
  Object* few = self;
  Object* many = arguments[0];
  if (few == many) return new_boolean(thread, dict_of(self)->size == 0);
  // The shorter one is walked, when the other can be searched.
  const bool swap = !is_set_like(many) ||
                    TRY(length(thread, many)) <= static_cast<std::intptr_t>(dict_of(self)->size);
  if (swap) std::swap(few, many);
  Ref<> iterator(TRY(iterate(thread, few)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return new_boolean(thread, true);
    if (TRY(contains(thread, many, item))) return new_boolean(thread, false);
  }
}

// ---- The types --------------------------------------------------------------------------------

Result<Object*> view_mapping(Thread& thread, Object* self) {
  return call(thread, type_of(thread, TypeId::kMappingProxy), dict_of(self));
}

constexpr NativeAttribute kViewAttributes[] = {{"mapping", view_mapping}};

constexpr NativeMethod kKeysMethods[] = {
    {"isdisjoint(self, other, /)", is_disjoint},
    {"__reversed__(self, /)", view_reversed<DictPart::kKeys>},
};
constexpr NativeMethod kValuesMethods[] = {
    {"__reversed__(self, /)", view_reversed<DictPart::kValues>},
};
constexpr NativeMethod kItemsMethods[] = {
    {"isdisjoint(self, other, /)", is_disjoint},
    {"__reversed__(self, /)", view_reversed<DictPart::kItems>},
};

template <DictPart kPart>
constexpr TypeDescriptor describe(const char* name, std::span<const NativeMethod> methods) {
  TypeDescriptor type;
  type.name = name;
  type.flags = flag::kCollectable;
  type.object_size = sizeof(DictView);
  type.slots.deallocate = view_deallocate;
  type.slots.traverse = view_traverse;
  type.slots.make = nullptr;
  type.slots.repr = view_repr;
  type.slots.iterate = view_iterate<kPart>;
  type.slots.length = view_length;
  type.methods = methods;
  type.attributes = kViewAttributes;
  return type;
}

constexpr TypeDescriptor with_set_operations(TypeDescriptor type,
                                             Result<bool> (*contains_slot)(Thread&, Object*,
                                                                           Object*)) {
  const auto set_binary = [&type](BinaryOperator which, Binary function) {
    type.slots.binary[static_cast<std::size_t>(which)] = function;
  };
  type.slots.hash = unhashable;
  type.slots.compare = view_compare;
  type.slots.contains = contains_slot;
  set_binary(BinaryOperator::kSubtract, view_subtract);
  set_binary(BinaryOperator::kAnd, view_and);
  set_binary(BinaryOperator::kOr, view_or);
  set_binary(BinaryOperator::kXor, view_xor);
  return type;
}

}  // namespace

const TypeDescriptor kDictKeysDescriptor =
    with_set_operations(describe<DictPart::kKeys>("dict_keys", kKeysMethods), keys_contains);
const TypeDescriptor kDictValuesDescriptor =
    describe<DictPart::kValues>("dict_values", kValuesMethods);
const TypeDescriptor kDictItemsDescriptor =
    with_set_operations(describe<DictPart::kItems>("dict_items", kItemsMethods), items_contains);

}  // namespace ouro
