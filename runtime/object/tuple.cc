// Tuple: making, cutting and comparing tuples; the type `tuple`.
#include "runtime/object/tuple.h"

#include <algorithm>
#include <cstring>

#include "runtime/component/planted.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/hashes.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/slice.h"
#include "runtime/object/text_builder.h"

namespace ouro {
namespace {

constexpr std::size_t kTupleSizeMax = PTRDIFF_MAX / sizeof(Object*) - 8;

// Never the shared empty one; the items are to be filled in at once.
Result<Tuple*> make_body_of(Interpreter& interpreter, std::size_t size) {
  if (size > kTupleSizeMax) return raise_memory_error(interpreter);
  void* block = interpreter.get<TupleFreeList>().take(interpreter.memory(), size);
  if (block == nullptr) return raise_memory_error(interpreter);
  auto* tuple = static_cast<Tuple*>(block);
  tuple->type = interpreter.type(TypeId::kTuple);
  tuple->size = size;
  tuple->count = 1;
  return tuple;
}

Result<Tuple*> empty_tuple(Interpreter& interpreter) {
  auto& kept = interpreter.get<EmptyTuple>();
  Object* known = is_planted(Planted::kSingletonRemade) ? nullptr : kept.find(0);
  if (known != nullptr) return retain(static_cast<Tuple*>(known));
  Tuple* tuple = TRY(make_body_of(interpreter, 0));
  kept.keep(0, tuple);
  return tuple;
}

}  // namespace

Result<Tuple*> make_tuple(Interpreter& interpreter, std::size_t size) {
  if (size == 0) return empty_tuple(interpreter);
  Tuple* tuple = TRY(make_body_of(interpreter, size));
  if (size == 2) [[likely]] {
    tuple->items()[0] = tuple->items()[1] = nullptr;
  } else {
    std::fill_n(tuple->items(), size, nullptr);
  }
  return tuple;
}

Result<Tuple*> make_tuple_from(Interpreter& interpreter, Object* const* items, std::size_t size) {
  if (size == 0) return empty_tuple(interpreter);
  Tuple* tuple = TRY(make_body_of(interpreter, size));
  for (std::size_t index = 0; index < size; ++index) tuple->items()[index] = retain(items[index]);
  return tuple;
}

Result<Tuple*> to_tuple(Thread& thread, Object* iterable) {
  if (is_exact(iterable, TypeId::kTuple)) return retain(static_cast<Tuple*>(iterable));
  if (is_exact(iterable, TypeId::kList)) {
    const auto* list = static_cast<List*>(iterable);
    return make_tuple_from(thread.interpreter(), list->items, list->size);
  }
  Ref<List> list(TRY(to_list(thread, iterable)));
  Tuple* tuple = TRY(make_tuple(thread.interpreter(), list->size));
  // The list is ours alone, so its references can move.
  std::copy_n(list->items, list->size, tuple->items());
  list->size = 0;
  return tuple;
}

namespace {

Tuple* as_tuple(Object* object) { return static_cast<Tuple*>(object); }

// ---- Life -------------------------------------------------------------------------------------

Result<Object*> make_subclass_instance(Thread& thread, Type* type, const Tuple* source) {
  auto* tuple =
      static_cast<Tuple*>(TRY(allocate_instance(thread.interpreter(), type, source->size)));
  tuple->size = source->size;
  for (std::size_t index = 0; index < source->size; ++index) {
    tuple->items()[index] = retain((*source)[index]);
  }
  return tuple;
}

Result<Object*> tuple_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, TypeId::kTuple, arguments));
  TRY(check_positional(thread, "tuple", arguments, 0, 1));
  Ref<Tuple> items(arguments.positional == 0 ? TRY(make_tuple(thread.interpreter(), 0))
                                             : TRY(to_tuple(thread, arguments.values[0])));
  if (type->id == TypeId::kTuple) return items.take();
  return make_subclass_instance(thread, type, items);
}

void tuple_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Tuple* tuple = as_tuple(self);
  for (std::size_t index = tuple->size; index-- > 0;) release_if(tuple->items()[index]);
  if (!is_exact(self, TypeId::kTuple)) return free_instance(interpreter, self);
  interpreter.get<TupleFreeList>().give_back(interpreter.memory(), tuple, tuple->size);
}

void tuple_traverse(Object* self, ReferenceVisitor& visitor) {
  Tuple* tuple = as_tuple(self);
  for (std::size_t index = tuple->size; index-- > 0;) visitor.visit_if((*tuple)[index]);
}

// ---- Text, hash, comparison -------------------------------------------------------------------

Status append_items(Thread& thread, TextBuilder& text, const Tuple* tuple) {
  for (std::size_t index = 0; index < tuple->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    TRY(text.append_repr(thread, (*tuple)[index]));
  }
  return done;
}

Result<Object*> tuple_repr(Thread& thread, Object* self) {
  const Tuple* tuple = as_tuple(self);
  Interpreter& interpreter = thread.interpreter();
  if (tuple->size == 0) return make_str(interpreter, "()");
  ReprGuard guard(thread, self);
  if (guard.repeated()) return make_str(interpreter, "(...)");
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  TextBuilder text(interpreter);
  TRY(text.append("("));
  TRY(append_items(thread, text, tuple));
  TRY(text.append(tuple->size == 1 ? ",)" : ")"));
  return text.finish();
}

Result<std::intptr_t> tuple_hash(Thread& thread, Object* self) {
  RecursionGuard recursion(thread);
  if (!recursion.ok()) return failure;
  const Tuple* tuple = as_tuple(self);
  TupleHash mixed;
  for (std::size_t index = 0; index < tuple->size; ++index) {
    mixed.add(TRY(hash(thread, (*tuple)[index])));
  }
  return mixed.finish(tuple->size);
}

// The first place where they differ, or the shorter length.
Result<std::size_t> first_difference(Thread& thread, const Tuple* left, const Tuple* right) {
  const std::size_t common = std::min(left->size, right->size);
  std::size_t index = 0;
  while (index < common && TRY(equal(thread, (*left)[index], (*right)[index]))) ++index;
  return index;
}

Result<Object*> tuple_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_tuple(left) || !is_tuple(right)) return new_not_implemented(thread);
  RecursionGuard recursion(thread, " in comparison");
  if (!recursion.ok()) return failure;
  const Tuple* first = as_tuple(left);
  const Tuple* second = as_tuple(right);
  const std::size_t index = TRY(first_difference(thread, first, second));
  if (index >= first->size || index >= second->size) {
    return new_boolean(thread, satisfies(comparison, first->size, second->size));
  }
  if (comparison == Comparison::kEqual) return new_boolean(thread, false);
  if (comparison == Comparison::kNotEqual) return new_boolean(thread, true);
  return compare(thread, (*first)[index], (*second)[index], comparison);
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<std::intptr_t> tuple_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(as_tuple(self)->size);
}

Result<Object*> tuple_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const Tuple* tuple = as_tuple(self);
  if (static_cast<std::size_t>(index) < tuple->size) [[likely]]
    return retain((*tuple)[index]);
  return raise(thread, TypeId::kIndexError, "tuple index out of range");
}

Result<Object*> tuple_slice(Thread& thread, Tuple* tuple, const Slice* slice) {
  const auto length = static_cast<std::intptr_t>(tuple->size);
  const SliceRange range = adjust_slice(TRY(slice_numbers(thread, slice)), length);
  if (range.count == length && range.step == 1 && is_exact(tuple, TypeId::kTuple))
    return retain(tuple);
  Tuple* result = TRY(make_tuple(thread.interpreter(), range.count));
  for (std::intptr_t index = 0; index < range.count; ++index) {
    result->items()[index] = retain((*tuple)[range.start + index * range.step]);
  }
  return result;
}

Result<Object*> tuple_get_item(Thread& thread, Object* self, Object* key) {
  Tuple* tuple = as_tuple(self);
  if (is_exact(key, TypeId::kSlice)) return tuple_slice(thread, tuple, static_cast<Slice*>(key));
  if (!has_index(key)) {
    return raise(thread, TypeId::kTypeError, "tuple indices must be integers or slices, not {}",
                 type_name(key->type));
  }
  std::intptr_t index = TRY(subscript_index(thread, key));
  if (index < 0) index += static_cast<std::intptr_t>(tuple->size);
  return tuple_item_at(thread, self, index);
}

Result<bool> tuple_contains(Thread& thread, Object* self, Object* item) {
  const Tuple* tuple = as_tuple(self);
  for (std::size_t index = 0; index < tuple->size; ++index) {
    if (TRY(equal(thread, (*tuple)[index], item))) return true;
  }
  return false;
}

Result<Object*> tuple_concatenate(Thread& thread, Object* left, Object* right) {
  if (!is_tuple(right)) {
    return raise(thread, TypeId::kTypeError, "can only concatenate tuple (not \"{}\") to tuple",
                 type_name(right->type));
  }
  const Tuple* first = as_tuple(left);
  const Tuple* second = as_tuple(right);
  if (second->size == 0 && is_exact(left, TypeId::kTuple)) return retain(left);
  if (first->size == 0 && is_exact(right, TypeId::kTuple)) return retain(right);
  Tuple* result = TRY(make_tuple(thread.interpreter(), first->size + second->size));
  Object** to = result->items();
  for (std::size_t index = 0; index < first->size; ++index) *to++ = retain((*first)[index]);
  for (std::size_t index = 0; index < second->size; ++index) *to++ = retain((*second)[index]);
  return result;
}

Result<Object*> tuple_repeat(Thread& thread, Object* self, std::intptr_t times) {
  const Tuple* tuple = as_tuple(self);
  if ((times == 1 || tuple->size == 0) && is_exact(self, TypeId::kTuple)) return retain(self);
  if (times <= 0 || tuple->size == 0) return make_tuple(thread.interpreter(), 0);
  std::size_t size;
  if (__builtin_mul_overflow(tuple->size, static_cast<std::size_t>(times), &size)) {
    return raise_memory_error(thread.interpreter());
  }
  Tuple* result = TRY(make_tuple(thread.interpreter(), size));
  for (std::size_t index = 0; index < size;) {
    for (std::size_t item = 0; item < tuple->size; ++item, ++index) {
      result->items()[index] = retain((*tuple)[item]);
    }
  }
  return result;
}

Result<Object*> tuple_iterate(Thread& thread, Object* self) {
  return make_tuple_iterator(thread.interpreter(), as_tuple(self));
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> tuple_count(Thread& thread, Object* self, Object* const* arguments) {
  const Tuple* tuple = as_tuple(self);
  std::intptr_t count = 0;
  for (std::size_t index = 0; index < tuple->size; ++index) {
    count += TRY(equal(thread, (*tuple)[index], arguments[0]));
  }
  return make_int_object(thread, count);
}

Result<Object*> tuple_index(Thread& thread, Object* self, Object* const* arguments) {
  const Tuple* tuple = as_tuple(self);
  const auto size = static_cast<std::intptr_t>(tuple->size);
  std::intptr_t start = TRY(search_bound(thread, arguments[1], 0));
  std::intptr_t stop = TRY(search_bound(thread, arguments[2], PTRDIFF_MAX));
  if (start < 0) start = std::max<std::intptr_t>(start + size, 0);
  if (stop < 0) stop += size;
  for (std::intptr_t index = start; index < std::min(stop, size); ++index) {
    if (TRY(equal(thread, (*tuple)[index], arguments[0]))) return make_int_object(thread, index);
  }
  return raise(thread, TypeId::kValueError, "tuple.index(x): x not in tuple");
}

Result<Object*> tuple_get_new_arguments(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Tuple* tuple = as_tuple(self);
  Ref<Tuple> copy(TRY(make_tuple_from(interpreter, tuple->items(), tuple->size)));
  return pack_tuple(interpreter, copy.get());
}

constexpr NativeMethod kTupleMethods[] = {
    {"__getnewargs__(self, /)", tuple_get_new_arguments},
    {"index(self, value, start=0, stop=sys.maxsize, /)", tuple_index},
    {"count(self, value, /)", tuple_count},
    kClassGetItem,
};

}  // namespace

const TypeDescriptor kTupleDescriptor = {
    .name = "tuple",
    .flags = flag::kCollectable | flag::kBaseType | flag::kSequencePattern | flag::kPatternSelf |
             flag::kTupleSubclass,
    .object_size = sizeof(Tuple),
    .item_size = sizeof(Object*),
    .slots = {.deallocate = tuple_deallocate,
              .traverse = tuple_traverse,
              .repr = tuple_repr,
              .hash = tuple_hash,
              .compare = tuple_compare,
              .make = tuple_make,
              .iterate = tuple_iterate,
              .length = tuple_length,
              .get_item = tuple_get_item,
              .contains = tuple_contains,
              .concatenate = tuple_concatenate,
              .repeat = tuple_repeat,
              .item_at = tuple_item_at},
    .methods = kTupleMethods,
    .doc = "A fixed row of objects.",
};

}  // namespace ouro
