// List: growing, cutting and comparing lists; the type `list`.
#include "runtime/object/list.h"

#include <algorithm>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list_methods.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/slice.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Storage ----------------------------------------------------------------------------------

namespace {

constexpr std::size_t kListSizeMax = PTRDIFF_MAX / sizeof(Object*);

// Room for `capacity` items; a capacity of 0 means that no block is owned, whatever `items` is.
Status set_capacity(Interpreter& interpreter, List* list, std::size_t capacity) {
  if (capacity > kListSizeMax) return raise_memory_error(interpreter);
  Memory& memory = interpreter.memory();
  const std::size_t bytes = capacity * sizeof(Object*);
  void* moved = list->capacity == 0
                    ? memory.allocate(bytes)
                    : memory.reallocate(list->items, list->capacity * sizeof(Object*), bytes);
  if (moved == nullptr) return raise_memory_error(interpreter);
  list->items = static_cast<Object**>(moved);
  list->capacity = capacity;
  return done;
}

// Grows by an eighth, so that appending costs constant time on average.
Status grow_to(Interpreter& interpreter, List* list, std::size_t size) {
  std::size_t capacity = (size + (size >> 3) + 6) & ~std::size_t{3};
  // A large step at once needs no room for more.
  if (size - list->size > capacity - size) capacity = (size + 3) & ~std::size_t{3};
  return set_capacity(interpreter, list, capacity);
}

Status ensure_room(Interpreter& interpreter, List* list, std::size_t size) {
  if (size <= list->capacity) [[likely]]
    return done;
  return grow_to(interpreter, list, size);
}

}  // namespace

void free_items(Interpreter& interpreter, ListItems block) noexcept {
  std::size_t left = block.size;
  // What [0] * n leaves goes at once: to count the same object down again and again takes longer.
  if (left > 1 && block.items[0] != nullptr && block.items[0] == block.items[left - 1]) {
    Object* same = block.items[0];
    while (left > 1 && block.items[left - 1] == same) --left;
    same->count -= static_cast<std::intptr_t>(block.size - left);
  }
  while (left > 0) release_if(block.items[--left]);
  if (block.capacity == 0) return;
  interpreter.memory().release(block.items, block.capacity * sizeof(Object*));
}

ListItems take_items(List* list) noexcept {
  const ListItems block{list->items, list->size, list->capacity};
  list->items = nullptr;
  list->size = list->capacity = 0;
  return block;
}

void shrink_list(Interpreter& interpreter, List* list) noexcept {
  if (list->size >= list->capacity / 2 || list->capacity <= 8) return;
  const std::size_t capacity = std::max<std::size_t>((list->size + (list->size >> 3) + 6) & ~3u, 4);
  const std::size_t bytes = capacity * sizeof(Object*);
  void* moved =
      interpreter.memory().reallocate(list->items, list->capacity * sizeof(Object*), bytes);
  if (moved == nullptr) return;  // too large is still right
  list->items = static_cast<Object**>(moved);
  list->capacity = capacity;
}

namespace {

// Without items, but with room for so many.
Result<List*> make_empty(Interpreter& interpreter, std::size_t capacity) {
  void* block = interpreter.get<ListFreeList>().take(interpreter.memory());
  if (block == nullptr) return raise_memory_error(interpreter);
  auto* list = static_cast<List*>(block);
  list->type = interpreter.type(TypeId::kList);
  list->size = list->capacity = 0;
  list->items = nullptr;
  list->count = 1;
  if (capacity == 0 || set_capacity(interpreter, list, capacity).ok()) [[likely]]
    return list;
  release(list);
  return failure;
}

}  // namespace

Result<List*> make_list(Interpreter& interpreter, std::size_t size) {
  List* list = TRY(make_empty(interpreter, size));
  std::fill_n(list->items, size, nullptr);
  list->size = size;
  return list;
}

Result<List*> make_list_from(Interpreter& interpreter, Object* const* items, std::size_t size) {
  List* list = TRY(make_empty(interpreter, size));
  for (std::size_t index = 0; index < size; ++index) list->items[index] = retain(items[index]);
  list->size = size;
  return list;
}

Status list_append_owned(Interpreter& interpreter, List* list, Object* item) {
  if (!ensure_room(interpreter, list, list->size + 1).ok()) [[unlikely]] {
    release(item);
    return failure;
  }
  list->items[list->size++] = item;
  return done;
}

Status list_append(Interpreter& interpreter, List* list, Object* item) {
  return list_append_owned(interpreter, list, retain(item));
}

Status list_insert(Interpreter& interpreter, List* list, std::intptr_t index, Object* item) {
  const auto size = static_cast<std::intptr_t>(list->size);
  TRY(ensure_room(interpreter, list, list->size + 1));
  if (index < 0) index = std::max<std::intptr_t>(index + size, 0);
  index = std::min(index, size);
  std::memmove(list->items + index + 1, list->items + index, (size - index) * sizeof(Object*));
  list->items[index] = retain(item);
  ++list->size;
  return done;
}

// ---- Extending --------------------------------------------------------------------------------

namespace {

constexpr std::intptr_t kUnknownLength = 8;

// `items` may stand in the list itself.
Status append_all(Interpreter& interpreter, List* list, Object* source, std::size_t count) {
  TRY(ensure_room(interpreter, list, list->size + count));
  Object* const* items =
      is_tuple(source) ? static_cast<Tuple*>(source)->items() : static_cast<List*>(source)->items;
  Object** to = list->items + list->size;
  for (std::size_t index = 0; index < count; ++index) to[index] = retain(items[index]);
  list->size += count;
  return done;
}

Status append_each(Thread& thread, List* list, Object* iterator) {
  auto* next_slot = iterator->type->slots->next;
  while (true) {
    Object* item = TRY(next_slot(thread, iterator)).value;
    if (item == nullptr) return done;
    if (list->size < list->capacity) [[likely]] {
      list->items[list->size++] = item;
      continue;
    }
    TRY(list_append_owned(thread.interpreter(), list, item));
  }
}

Status extend_from_iterable(Thread& thread, List* list, Object* iterable) {
  Ref<> iterator(TRY(iterate(thread, iterable)));
  const auto expected =
      static_cast<std::size_t>(TRY(length_hint(thread, iterable, kUnknownLength)));
  Interpreter& interpreter = thread.interpreter();
  // A hint may lie: what it asks for may be refused without harm.
  if (expected <= kListSizeMax - list->size) {
    TRY(ensure_room(interpreter, list, list->size + expected));
  }
  TRY(append_each(thread, list, iterator));
  shrink_list(interpreter, list);
  return done;
}

}  // namespace

Status list_extend(Thread& thread, List* list, Object* iterable) {
  Interpreter& interpreter = thread.interpreter();
  if (is_exact(iterable, TypeId::kList)) {
    return append_all(interpreter, list, iterable, static_cast<List*>(iterable)->size);
  }
  if (is_exact(iterable, TypeId::kTuple)) {
    return append_all(interpreter, list, iterable, static_cast<Tuple*>(iterable)->size);
  }
  return extend_from_iterable(thread, list, iterable);
}

Result<List*> to_list(Thread& thread, Object* iterable) {
  Ref<List> list(TRY(make_list(thread.interpreter())));
  TRY(list_extend(thread, list, iterable));
  return list.take();
}

// ---- Cutting ----------------------------------------------------------------------------------

Status replace_range(Interpreter& interpreter, List* list, std::size_t start, std::size_t stop,
                     Object* const* items, std::size_t count) {
  const std::size_t removed_count = stop - start;
  const std::size_t behind = list->size - stop;
  if (count > removed_count) {
    TRY(ensure_room(interpreter, list, list->size + count - removed_count));
  }
  // The removed ones wait until the list is in order again: their ends may look at it.
  Object* few[8];
  const std::size_t bytes = removed_count * sizeof(Object*);
  Object** removed = few;
  if (removed_count > std::size(few)) {
    removed = static_cast<Object**>(interpreter.memory().allocate(bytes));
    if (removed == nullptr) return raise_memory_error(interpreter);
  }
  Object** place = list->items + start;
  if (removed_count > 0) std::memcpy(removed, place, bytes);
  if (behind > 0) std::memmove(place + count, list->items + stop, behind * sizeof(Object*));
  for (std::size_t index = 0; index < count; ++index) place[index] = retain(items[index]);
  list->size = start + count + behind;
  shrink_list(interpreter, list);
  for (std::size_t index = removed_count; index-- > 0;) release_if(removed[index]);
  if (removed != few) interpreter.memory().release(removed, bytes);
  return done;
}

Result<List*> slice_of_list(Interpreter& interpreter, const List* list, const SliceRange& range) {
  if (range.step == 1) return make_list_from(interpreter, list->items + range.start, range.count);
  List* result = TRY(make_list(interpreter, range.count));
  for (std::intptr_t index = 0; index < range.count; ++index) {
    result->items[index] = retain(list->items[range.start + index * range.step]);
  }
  return result;
}

namespace {

List* as_list(Object* object) { return static_cast<List*>(object); }

Result<Object*> list_iterate(Thread& thread, Object* self) {
  return make_list_iterator(thread.interpreter(), as_list(self));
}

// What is assigned to a slice, as a list of our own.
Result<List*> assigned_items(Thread& thread, Object* value, const char* refusal) {
  if (is_list(value) && value->type->slots->iterate == list_iterate) {
    return make_list_from(thread.interpreter(), as_list(value)->items, as_list(value)->size);
  }
  Result<Object*> iterator = iterate(thread, value);
  if (!iterator.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
    return raise(thread, TypeId::kTypeError, "{}", refusal);
  }
  Ref<> owner(iterator.value());
  return to_list(thread, owner);
}

Status set_plain_slice(Thread& thread, List* list, SliceNumbers numbers, Object* value) {
  Ref<List> items;
  if (value != nullptr) {
    items.reset(TRY(assigned_items(thread, value, "can only assign an iterable")));
  }
  // Making the list may have run user code: the length counts now.
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(list->size));
  const std::intptr_t stop = std::max(range.start, range.stop);
  return replace_range(thread.interpreter(), list, range.start, stop,
                       items ? items->items : nullptr, items ? items->size : 0);
}

// Every step-th item goes; the rest closes up.
Status delete_stepped(Interpreter& interpreter, List* list, const SliceRange& range) {
  if (range.count == 0) return done;
  Ref<List> removed(TRY(make_list(interpreter, range.count)));
  Object** place = removed->items;
  list->size = close_up(
      range, list->size, [list](auto to, auto from) { list->items[to] = list->items[from]; },
      [&](auto from) { *place++ = list->items[from]; });
  shrink_list(interpreter, list);
  return done;
}

Status set_stepped(Thread& thread, List* list, SliceNumbers numbers, Object* value) {
  Ref<List> items(TRY(assigned_items(thread, value, "must assign iterable to extended slice")));
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(list->size));
  if (items->size != static_cast<std::size_t>(range.count)) {
    return raise(thread, TypeId::kValueError,
                 "attempt to assign sequence of size {} to extended slice of size {}", items->size,
                 range.count);
  }
  // Exchanged: the new list takes the old items to their end.
  for (std::intptr_t index = 0; index < range.count; ++index) {
    std::swap(list->items[range.start + index * range.step], items->items[index]);
  }
  return done;
}

Status set_slice(Thread& thread, List* list, const Slice* slice, Object* value) {
  const SliceNumbers numbers = TRY(slice_numbers(thread, slice));
  if (numbers.step == 1) return set_plain_slice(thread, list, numbers, value);
  if (value != nullptr) return set_stepped(thread, list, numbers, value);
  const SliceRange range = adjust_slice(numbers, static_cast<std::intptr_t>(list->size));
  return delete_stepped(thread.interpreter(), list, range);
}

// ---- Life -------------------------------------------------------------------------------------

Result<Object*> list_make(Thread& thread, Type* type, const Arguments&) {
  if (type->id == TypeId::kList) return make_list(thread.interpreter());
  return allocate_instance(thread.interpreter(), type);
}

Status list_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  if (self->type->slots->make == list_make) TRY(refuse_keywords(thread, "list", arguments));
  TRY(check_positional(thread, "list", arguments, 0, 1));
  free_items(thread.interpreter(), take_items(as_list(self)));
  if (arguments.positional == 0) return done;
  return list_extend(thread, as_list(self), arguments.values[0]);
}

void list_clear_slot(Interpreter& interpreter, Object* self) noexcept {
  free_items(interpreter, take_items(as_list(self)));
}

void list_deallocate(Interpreter& interpreter, Object* self) noexcept {
  list_clear_slot(interpreter, self);
  if (!is_exact(self, TypeId::kList)) return free_instance(interpreter, self);
  interpreter.get<ListFreeList>().give_back(interpreter.memory(), self);
}

// From the end, which programs see through gc.get_referents().
void list_traverse(Object* self, ReferenceVisitor& visitor) {
  for (std::size_t index = as_list(self)->size; index-- > 0;) {
    visitor.visit_if(as_list(self)->items[index]);
  }
}

// ---- Text and comparison ----------------------------------------------------------------------

Result<Object*> list_repr(Thread& thread, Object* self) {
  const List* list = as_list(self);
  Interpreter& interpreter = thread.interpreter();
  if (list->size == 0) return make_str(interpreter, "[]");
  ReprGuard guard(thread, self);
  if (guard.repeated()) return make_str(interpreter, "[...]");
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  TextBuilder text(interpreter);
  TRY(text.append("["));
  for (std::size_t index = 0; index < list->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    Ref<> item(retain(list->items[index]));
    TRY(text.append_repr(thread, item));
  }
  TRY(text.append("]"));
  return text.finish();
}

// Answers as soon as an item decides; the lists may change while their items are compared.
Result<Object*> compare_items(Thread& thread, const List* left, const List* right,
                              Comparison comparison) {
  for (std::size_t index = 0; index < left->size && index < right->size; ++index) {
    Object* first = left->items[index];
    Object* second = right->items[index];
    if (first == second) continue;
    Ref<> keep_first(retain(first));
    Ref<> keep_second(retain(second));
    if (TRY(equal(thread, first, second))) continue;
    if (index >= left->size || index >= right->size) break;
    if (comparison == Comparison::kEqual) return new_boolean(thread, false);
    if (comparison == Comparison::kNotEqual) return new_boolean(thread, true);
    return compare(thread, first, second, comparison);
  }
  return new_boolean(thread, satisfies(comparison, left->size, right->size));
}

Result<Object*> list_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_list(left) || !is_list(right)) return new_not_implemented(thread);
  const bool only_equality =
      comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (only_equality && as_list(left)->size != as_list(right)->size) {
    return new_boolean(thread, comparison == Comparison::kNotEqual);
  }
  RecursionGuard recursion(thread, " in comparison");
  if (!recursion.ok()) return failure;
  return compare_items(thread, as_list(left), as_list(right), comparison);
}

// ---- Sequence ---------------------------------------------------------------------------------

Result<std::intptr_t> list_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(as_list(self)->size);
}

Result<Object*> list_item_at(Thread& thread, Object* self, std::intptr_t index) {
  const List* list = as_list(self);
  if (static_cast<std::size_t>(index) < list->size) [[likely]]
    return retain(list->items[index]);
  return raise(thread, TypeId::kIndexError, "list index out of range");
}

Failure refuse_key(Thread& thread, const Object* key) {
  return raise(thread, TypeId::kTypeError, "list indices must be integers or slices, not {}",
               type_name(key->type));
}

Result<Object*> list_get_item(Thread& thread, Object* self, Object* key) {
  List* list = as_list(self);
  if (is_exact(key, TypeId::kSlice)) {
    const SliceNumbers numbers = TRY(slice_numbers(thread, static_cast<Slice*>(key)));
    return slice_of_list(thread.interpreter(), list,
                         adjust_slice(numbers, static_cast<std::intptr_t>(list->size)));
  }
  if (!has_index(key)) return refuse_key(thread, key);
  std::intptr_t index = TRY(subscript_index(thread, key));
  if (index < 0) index += static_cast<std::intptr_t>(list->size);
  return list_item_at(thread, self, index);
}

Status list_set_item(Thread& thread, Object* self, Object* key, Object* value) {
  List* list = as_list(self);
  if (is_exact(key, TypeId::kSlice))
    return set_slice(thread, list, static_cast<Slice*>(key), value);
  if (!has_index(key)) return refuse_key(thread, key);
  std::intptr_t index = TRY(subscript_index(thread, key));
  if (index < 0) index += static_cast<std::intptr_t>(list->size);
  if (static_cast<std::size_t>(index) >= list->size) {
    return raise(thread, TypeId::kIndexError, "list assignment index out of range");
  }
  if (value == nullptr) {
    return replace_range(thread.interpreter(), list, index, index + 1, nullptr, 0);
  }
  replace_reference(list->items[index], retain(value));
  return done;
}

Result<bool> list_contains(Thread& thread, Object* self, Object* item) {
  return TRY(find_in_list(thread, as_list(self), item, 0, PTRDIFF_MAX)) >= 0;
}

Result<Object*> list_concatenate(Thread& thread, Object* left, Object* right) {
  if (!is_list(right)) {
    return raise(thread, TypeId::kTypeError, "can only concatenate list (not \"{}\") to list",
                 type_name(right->type));
  }
  const List* first = as_list(left);
  const List* second = as_list(right);
  List* result = TRY(make_list(thread.interpreter(), first->size + second->size));
  Object** to = result->items;
  for (std::size_t index = 0; index < first->size; ++index) *to++ = retain(first->items[index]);
  for (std::size_t index = 0; index < second->size; ++index) *to++ = retain(second->items[index]);
  return result;
}

Result<std::size_t> repeated_size(Thread& thread, const List* list, std::intptr_t times) {
  std::size_t size;
  const auto factor = static_cast<std::size_t>(std::max<std::intptr_t>(times, 0));
  if (!__builtin_mul_overflow(list->size, factor, &size)) return size;
  return raise_memory_error(thread.interpreter());
}

// Fills items[filled, size) with copies of the first `period` items, each copy counted.
void repeat_items(Object** items, std::size_t period, std::size_t filled, std::size_t size) {
  if (period == 1) {
    items[0]->count += static_cast<std::intptr_t>(size - filled);
    std::fill(items + filled, items + size, items[0]);
    return;
  }
  for (std::size_t index = filled; index < size; ++index) {
    items[index] = retain(items[index - period]);
  }
}

Result<Object*> list_repeat(Thread& thread, Object* self, std::intptr_t times) {
  const List* list = as_list(self);
  const std::size_t size = TRY(repeated_size(thread, list, times));
  List* result = TRY(make_list(thread.interpreter(), size));
  if (size == 0) return result;
  for (std::size_t index = 0; index < list->size; ++index) {
    result->items[index] = retain(list->items[index]);
  }
  repeat_items(result->items, list->size, list->size, size);
  return result;
}

Result<Object*> list_inplace_concatenate(Thread& thread, Object* self, Object* other) {
  TRY(list_extend(thread, as_list(self), other));
  return retain(self);
}

Result<Object*> list_inplace_repeat(Thread& thread, Object* self, std::intptr_t times) {
  List* list = as_list(self);
  Interpreter& interpreter = thread.interpreter();
  const std::size_t size = TRY(repeated_size(thread, list, times));
  if (size == 0) {
    free_items(interpreter, take_items(list));
    return retain(self);
  }
  TRY(ensure_room(interpreter, list, size));
  repeat_items(list->items, list->size, list->size, size);
  list->size = size;
  return retain(self);
}

}  // namespace

const TypeDescriptor kListDescriptor = {
    .name = "list",
    .flags = flag::kCollectable | flag::kBaseType | flag::kSequencePattern | flag::kPatternSelf |
             flag::kListSubclass,
    .object_size = sizeof(List),
    .slots = {.deallocate = list_deallocate,
              .traverse = list_traverse,
              .clear = list_clear_slot,
              .repr = list_repr,
              .hash = unhashable,
              .compare = list_compare,
              .make = list_make,
              .initialise = list_initialise,
              .iterate = list_iterate,
              .length = list_length,
              .get_item = list_get_item,
              .set_item = list_set_item,
              .contains = list_contains,
              .concatenate = list_concatenate,
              .repeat = list_repeat,
              .inplace_concatenate = list_inplace_concatenate,
              .inplace_repeat = list_inplace_repeat,
              .item_at = list_item_at},
    .methods = kListMethods,
    .doc = "A growing row of objects.",
};

}  // namespace ouro
