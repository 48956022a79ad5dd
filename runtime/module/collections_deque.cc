// deque: a sequence that grows and shrinks at both ends in constant time.
//
// Whatever compares or releases items may run code that changes the deque, so `mutations` is looked
// at after each such step.
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/collections.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/generic_alias.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

constexpr std::size_t kFirstCapacity = 8;

Deque* deque_of(Object* object) { return static_cast<Deque*>(object); }
bool is_deque(const Object* object) { return native_base(object->type)->descriptor == &kDeque; }

// The ring.

// Moves the items into a ring of another size, in order from its start.
Status set_capacity(Thread& thread, Deque* deque, std::size_t capacity) {
  auto* items = static_cast<Object**>(memory_of(thread).allocate(capacity * sizeof(Object*)));
  if (items == nullptr) return raise_memory_error(thread.interpreter());
  for (std::size_t index = 0; index < deque->size; ++index) items[index] = deque->at(index);
  if (deque->items != nullptr)
    memory_of(thread).release(deque->items, deque->capacity * sizeof(Object*));
  deque->items = items;
  deque->capacity = capacity;
  deque->head = 0;
  return done;
}

Status make_room(Thread& thread, Deque* deque) {
  if (deque->size < deque->capacity) return done;
  return set_capacity(thread, deque, deque->capacity == 0 ? kFirstCapacity : 2 * deque->capacity);
}

// Gives most of a ring back that is nearly empty; a refusal leaves it as it is.
void shrink(Thread& thread, Deque* deque) {
  if (deque->capacity <= 8 * kFirstCapacity || deque->size > deque->capacity / 8) return;
  if (!set_capacity(thread, deque, deque->capacity / 4).ok()) clear_pending(thread);
}

// Owned by the caller; the deque is not empty.
Object* take_last(Deque* deque) {
  ++deque->mutations;
  return std::exchange(deque->at(--deque->size), nullptr);
}

Object* take_first(Deque* deque) {
  ++deque->mutations;
  Object* item = std::exchange(deque->at(0), nullptr);
  deque->head = (deque->head + 1) & (deque->capacity - 1);
  --deque->size;
  return item;
}

bool too_long(const Deque* deque) {
  return deque->limit >= 0 && deque->size > static_cast<std::size_t>(deque->limit);
}

Status add_last(Thread& thread, Deque* deque, Object* item) {
  TRY(make_room(thread, deque));
  ++deque->mutations;
  deque->at(deque->size++) = retain(item);
  if (too_long(deque)) release(take_first(deque));
  return done;
}

Status add_first(Thread& thread, Deque* deque, Object* item) {
  TRY(make_room(thread, deque));
  ++deque->mutations;
  deque->head = (deque->head - 1) & (deque->capacity - 1);
  ++deque->size;
  deque->at(0) = retain(item);
  if (too_long(deque)) release(take_last(deque));
  return done;
}

void rotate_by(Deque* deque, std::intptr_t steps) {
  if (deque->size <= 1) return;
  const auto size = static_cast<std::intptr_t>(deque->size);
  steps %= size;
  if (steps > size / 2) steps -= size;
  if (steps < -size / 2) steps += size;
  ++deque->mutations;
  for (; steps > 0; --steps) {
    Object* item = take_last(deque);
    deque->head = (deque->head - 1) & (deque->capacity - 1);
    ++deque->size;
    deque->at(0) = item;
  }
  for (; steps < 0; ++steps) {
    Object* item = take_first(deque);
    deque->at(deque->size++) = item;
  }
}

// Everything out first: what the items' ends do to the deque finds it empty.
void drop_items(Interpreter& interpreter, Deque* deque) noexcept {
  const Deque old = *deque;
  deque->items = nullptr;
  deque->size = deque->head = deque->capacity = 0;
  ++deque->mutations;
  Deque ring = old;
  for (std::size_t index = 0; index < ring.size; ++index) release(ring.at(index));
  if (ring.items != nullptr)
    interpreter.memory().release(ring.items, ring.capacity * sizeof(Object*));
}

// Life.

void deque_clear(Interpreter& interpreter, Object* object) noexcept {
  drop_items(interpreter, deque_of(object));
}

void deque_deallocate(Interpreter& interpreter, Object* object) noexcept {
  drop_items(interpreter, deque_of(object));
  free_instance(interpreter, object);
}

void deque_traverse(Object* object, ReferenceVisitor& visitor) {
  Deque* deque = deque_of(object);
  for (std::size_t index = 0; index < deque->size; ++index) visitor.visit_if(deque->at(index));
}

Result<Object*> make_deque(Thread& thread, Type* type, const Arguments&) {
  Deque* deque = deque_of(TRY(allocate_instance(thread.interpreter(), type)));
  deque->limit = -1;
  return deque;
}

Status extend_right(Thread& thread, Deque* deque, Object* iterable) {
  Ref<> source(iterable == deque ? TRY(Result<Object*>(to_list(thread, iterable)))
                                 : retain(iterable));
  Ref<> iterator(TRY(iterate(thread, source)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return done;
    TRY(add_last(thread, deque, item));
  }
}

Status extend_left(Thread& thread, Deque* deque, Object* iterable) {
  Ref<> source(iterable == deque ? TRY(Result<Object*>(to_list(thread, iterable)))
                                 : retain(iterable));
  Ref<> iterator(TRY(iterate(thread, source)));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return done;
    TRY(add_first(thread, deque, item));
  }
}

constexpr Signature kSignature("deque(iterable=(), maxlen=None)");

Status initialise_deque(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kSignature, arguments));
  Deque* deque = deque_of(self);
  std::intptr_t limit = -1;
  if (bound[1] != nullptr && bound[1] != none(thread)) {
    if (!is_int(bound[1])) return raise(thread, TypeId::kTypeError, "an integer is required");
    limit = TRY(to_index_value(thread, bound[1]));
    if (limit < 0) return raise(thread, TypeId::kValueError, "maxlen must be non-negative");
  }
  deque->limit = limit;
  if (deque->size > 0) drop_items(thread.interpreter(), deque);
  return bound[0] == nullptr ? done : extend_right(thread, deque, bound[0]);
}

// Items.

Failure raise_index_error(Thread& thread) {
  return raise(thread, TypeId::kIndexError, "deque index out of range");
}

Failure raise_mutated(Thread& thread) {
  return raise(thread, TypeId::kRuntimeError, "deque mutated during iteration");
}

Result<std::size_t> place_of(Thread& thread, const Deque* deque, Object* key) {
  if (!has_index(key)) {
    return raise(thread, TypeId::kTypeError, "sequence index must be integer, not '{}'",
                 static_cast<const Type*>(key->type));
  }
  std::intptr_t index = TRY(subscript_index(thread, key));
  if (index < 0) index += static_cast<std::intptr_t>(deque->size);
  if (index < 0 || static_cast<std::size_t>(index) >= deque->size) return raise_index_error(thread);
  return static_cast<std::size_t>(index);
}

Result<Object*> get_deque_item(Thread& thread, Object* self, Object* key) {
  return retain(deque_of(self)->at(TRY(place_of(thread, deque_of(self), key))));
}

Result<Object*> deque_item_at(Thread& thread, Object* self, std::intptr_t index) {
  Deque* deque = deque_of(self);
  if (index < 0 || static_cast<std::size_t>(index) >= deque->size) return raise_index_error(thread);
  return retain(deque->at(static_cast<std::size_t>(index)));
}

// Owned by the caller.
Object* take_at(Deque* deque, std::size_t place) {
  const auto steps = static_cast<std::intptr_t>(place);
  rotate_by(deque, -steps);
  Object* item = take_first(deque);
  rotate_by(deque, steps);
  return item;
}

Status set_deque_item(Thread& thread, Object* self, Object* key, Object* value) {
  Deque* deque = deque_of(self);
  const std::size_t place = TRY(place_of(thread, deque, key));
  Ref<> old;
  if (value == nullptr) {
    old.reset(take_at(deque, place));
  } else {
    old.reset(std::exchange(deque->at(place), retain(value)));
  }
  return done;
}

Result<std::intptr_t> deque_length(Thread&, Object* self) {
  return static_cast<std::intptr_t>(deque_of(self)->size);
}

Result<bool> deque_is_true(Thread&, Object* self) { return deque_of(self)->size != 0; }

// Is item `place` equal? `mutations` as they were when the search began.
Result<bool> item_equals(Thread& thread, Deque* deque, std::size_t place, Object* wanted) {
  Ref<> item(retain(deque->at(place)));
  return equal(thread, item, wanted);
}

Result<bool> deque_contains(Thread& thread, Object* self, Object* wanted) {
  Deque* deque = deque_of(self);
  const std::uint64_t mutations = deque->mutations;
  for (std::size_t place = 0; place < deque->size; ++place) {
    const bool found = TRY(item_equals(thread, deque, place, wanted));
    if (found) return true;
    if (deque->mutations != mutations) return raise_mutated(thread);
  }
  return false;
}

// Methods.

Result<Object*> append(Thread& thread, Object* self, Object* const* arguments) {
  TRY(add_last(thread, deque_of(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> append_left(Thread& thread, Object* self, Object* const* arguments) {
  TRY(add_first(thread, deque_of(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> extend(Thread& thread, Object* self, Object* const* arguments) {
  TRY(extend_right(thread, deque_of(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> extend_left_method(Thread& thread, Object* self, Object* const* arguments) {
  TRY(extend_left(thread, deque_of(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> pop(Thread& thread, Object* self, Object* const*) {
  Deque* deque = deque_of(self);
  if (deque->size == 0) return raise(thread, TypeId::kIndexError, "pop from an empty deque");
  Object* item = take_last(deque);
  shrink(thread, deque);
  return item;
}

Result<Object*> pop_left(Thread& thread, Object* self, Object* const*) {
  Deque* deque = deque_of(self);
  if (deque->size == 0) return raise(thread, TypeId::kIndexError, "pop from an empty deque");
  Object* item = take_first(deque);
  shrink(thread, deque);
  return item;
}

Result<Object*> clear_method(Thread& thread, Object* self, Object* const*) {
  drop_items(thread.interpreter(), deque_of(self));
  return new_none(thread);
}

Result<Object*> rotate(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t steps =
      arguments[0] == nullptr ? 1 : TRY(to_index_value(thread, arguments[0]));
  rotate_by(deque_of(self), steps);
  return new_none(thread);
}

Result<Object*> reverse(Thread& thread, Object* self, Object* const*) {
  Deque* deque = deque_of(self);
  for (std::size_t front = 0, back = deque->size; front + 1 < back; ++front) {
    std::swap(deque->at(front), deque->at(--back));
  }
  ++deque->mutations;
  return new_none(thread);
}

Result<Object*> count(Thread& thread, Object* self, Object* const* arguments) {
  Deque* deque = deque_of(self);
  const std::uint64_t mutations = deque->mutations;
  std::int64_t equal_items = 0;
  for (std::size_t place = 0; place < deque->size; ++place) {
    equal_items += TRY(item_equals(thread, deque, place, arguments[0]));
    if (deque->mutations != mutations) return raise_mutated(thread);
  }
  return make_int(thread.interpreter(), equal_items);
}

// A start or stop: negative ones count from the end, all are clamped.
Result<std::size_t> bound_of(Thread& thread, const Deque* deque, Object* bound,
                             std::intptr_t fallback) {
  const auto size = static_cast<std::intptr_t>(deque->size);
  std::intptr_t place = TRY(search_bound(thread, bound, fallback));
  if (place < 0) place = std::max<std::intptr_t>(place + size, 0);
  return static_cast<std::size_t>(std::min(place, size));
}

Result<Object*> index(Thread& thread, Object* self, Object* const* arguments) {
  Deque* deque = deque_of(self);
  const std::size_t start = TRY(bound_of(thread, deque, arguments[1], 0));
  const std::size_t stop = TRY(bound_of(thread, deque, arguments[2], INTPTR_MAX));
  const std::uint64_t mutations = deque->mutations;
  for (std::size_t place = start; place < std::min(stop, deque->size); ++place) {
    const bool found = TRY(item_equals(thread, deque, place, arguments[0]));
    if (found) return make_int_unsigned(thread.interpreter(), place);
    if (deque->mutations != mutations) return raise_mutated(thread);
  }
  return raise(thread, TypeId::kValueError, "{} is not in deque", repr_of(arguments[0]));
}

Result<Object*> insert(Thread& thread, Object* self, Object* const* arguments) {
  Deque* deque = deque_of(self);
  const std::intptr_t place = TRY(to_index_value(thread, arguments[0]));
  const auto size = static_cast<std::intptr_t>(deque->size);
  if (deque->limit >= 0 && size >= deque->limit) {
    return raise(thread, TypeId::kIndexError, "deque already at its maximum size");
  }
  if (place >= size) {
    TRY(add_last(thread, deque, arguments[1]));
  } else if (place <= -size || place == 0) {
    TRY(add_first(thread, deque, arguments[1]));
  } else {
    rotate_by(deque, -place);
    const Status added =
        place < 0 ? add_last(thread, deque, arguments[1]) : add_first(thread, deque, arguments[1]);
    rotate_by(deque, place);
    TRY(added);
  }
  return new_none(thread);
}

Result<Object*> remove(Thread& thread, Object* self, Object* const* arguments) {
  Deque* deque = deque_of(self);
  const std::uint64_t mutations = deque->mutations;
  for (std::size_t place = 0; place < deque->size; ++place) {
    const bool found = TRY(item_equals(thread, deque, place, arguments[0]));
    if (deque->mutations != mutations) {
      return raise(thread, TypeId::kIndexError, "deque mutated during remove().");
    }
    if (!found) continue;
    release(take_at(deque, place));
    return new_none(thread);
  }
  return raise(thread, TypeId::kValueError, "{} is not in deque", repr_of(arguments[0]));
}

// Copies.

Result<Object*> limit_object(Thread& thread, const Deque* deque) {
  if (deque->limit < 0) return new_none(thread);
  return make_int(thread.interpreter(), deque->limit);
}

Result<Object*> copy_as_class(Thread& thread, Deque* deque) {
  if (deque->limit < 0) return call(thread, deque->type, static_cast<Object*>(deque));
  Ref<> limit(TRY(limit_object(thread, deque)));
  return call(thread, deque->type, deque, limit);
}

Result<Object*> copy_of(Thread& thread, Object* self) {
  Deque* deque = deque_of(self);
  if ((self->type->flags & flag::kClass) != 0) return copy_as_class(thread, deque);
  Ref<> copy(TRY(make_deque(thread, self->type, {})));
  deque_of(copy)->limit = deque->limit;
  TRY(extend_right(thread, deque_of(copy), self));
  return copy.take();
}

Result<Object*> copy_method(Thread& thread, Object* self, Object* const*) {
  return copy_of(thread, self);
}

Result<Object*> concatenate(Thread& thread, Object* left, Object* right) {
  if (!is_deque(right)) {
    return raise(thread, TypeId::kTypeError, "can only concatenate deque (not \"{}\") to deque",
                 static_cast<const Type*>(right->type));
  }
  Ref<> copy(TRY(copy_of(thread, left)));
  if (!is_deque(copy)) return raise(thread, TypeId::kTypeError, "copy of a deque must be a deque");
  TRY(extend_right(thread, deque_of(copy), right));
  return copy.take();
}

Result<Object*> inplace_concatenate(Thread& thread, Object* left, Object* right) {
  TRY(extend_right(thread, deque_of(left), right));
  return retain(left);
}

Result<Object*> inplace_repeat(Thread& thread, Object* self, std::intptr_t times) {
  Deque* deque = deque_of(self);
  const auto size = static_cast<std::intptr_t>(deque->size);
  if (size == 0 || times == 1) return retain(self);
  if (times <= 0) {
    drop_items(thread.interpreter(), deque);
    return retain(self);
  }
  // What a limit would drop again need not be made.
  if (deque->limit >= 0) times = std::min(times, (deque->limit + size - 1) / size + 1);
  if (times > INTPTR_MAX / static_cast<std::intptr_t>(sizeof(Object*)) / size) {
    return raise_memory_error(thread.interpreter());
  }
  Ref<List> items(TRY(to_list(thread, self)));
  for (std::intptr_t round = 1; round < times; ++round) TRY(extend_right(thread, deque, items));
  return retain(self);
}

Result<Object*> repeat(Thread& thread, Object* self, std::intptr_t times) {
  Ref<> copy(TRY(copy_of(thread, self)));
  if (!is_deque(copy)) return raise(thread, TypeId::kTypeError, "copy of a deque must be a deque");
  return inplace_repeat(thread, copy, times);
}

Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> state(TRY(call_method(thread, self, identifier(thread, Id::dunder_getstate))));
  Ref<> iterator(TRY(iterate(thread, self)));
  Ref<Tuple> arguments(TRY(make_tuple(interpreter, 0)));
  if (deque_of(self)->limit >= 0) {
    Ref<> limit(TRY(limit_object(thread, deque_of(self))));
    Ref<> empty(arguments.take());
    arguments.reset(TRY(pack_tuple(interpreter, empty.get(), limit.get())));
  }
  return pack_tuple<Object, Object, Object, Object>(interpreter, self->type, arguments.get(), state,
                                                    iterator);
}

// Text and comparison.

Result<Object*> repr_of_deque(Thread& thread, Object* self) {
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  ReprGuard guard(thread, self);
  if (guard.repeated()) return make_str(thread.interpreter(), "[...]");
  Ref<List> items(TRY(to_list(thread, self)));
  TextBuilder text(thread.interpreter());
  TRY(text.append_utf8(short_name(self->type)));
  TRY(text.append("("));
  TRY(text.append_repr(thread, items));
  if (deque_of(self)->limit >= 0) {
    Ref<> limit(TRY(limit_object(thread, deque_of(self))));
    TRY(text.append(", maxlen="));
    TRY(text.append_repr(thread, limit));
  }
  TRY(text.append(")"));
  return text.finish();
}

// The first place where they differ, or the length of the shorter one.
Result<std::size_t> first_difference(Thread& thread, Deque* left, Deque* right) {
  const std::uint64_t before = left->mutations, before_right = right->mutations;
  std::size_t place = 0;
  for (; place < left->size && place < right->size; ++place) {
    Ref<> item(retain(left->at(place)));
    Ref<> other(retain(right->at(place)));
    const bool same = TRY(equal(thread, item, other));
    if (left->mutations != before || right->mutations != before_right) return raise_mutated(thread);
    if (!same) break;
  }
  return place;
}

Result<Object*> compare_deques(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_deque(left) || !is_deque(right)) return thread.interpreter().new_not_implemented();
  Deque* mine = deque_of(left);
  Deque* other = deque_of(right);
  if (comparison == Comparison::kEqual || comparison == Comparison::kNotEqual) {
    const bool wants_equal = comparison == Comparison::kEqual;
    if (left == right) return new_boolean(thread, wants_equal);
    if (mine->size != other->size) return new_boolean(thread, !wants_equal);
  }
  const std::size_t place = TRY(first_difference(thread, mine, other));
  if (place >= mine->size || place >= other->size) {
    return new_boolean(thread, satisfies(comparison, mine->size, other->size));
  }
  if (comparison == Comparison::kEqual) return new_boolean(thread, false);
  if (comparison == Comparison::kNotEqual) return new_boolean(thread, true);
  Ref<> item(retain(mine->at(place)));
  Ref<> other_item(retain(other->at(place)));
  return compare(thread, item, other_item, comparison);
}

Result<Object*> get_limit(Thread& thread, Object* self) {
  return limit_object(thread, deque_of(self));
}

Result<Object*> reversed(Thread& thread, Object* self, Object* const*) {
  auto& state = type_state<CollectionsState>(native_base(self->type));
  return make_deque_iterator(thread, state.reverse_iterator, deque_of(self), 0);
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  return make_int_unsigned(thread.interpreter(),
                           instance_bytes(self) + deque_of(self)->capacity * sizeof(Object*));
}

constexpr NativeMethod kMethods[] = {
    {"append(self, x, /)", append, Binding::kInstance,
     "Add an element to the right side of the deque."},
    {"appendleft(self, x, /)", append_left, Binding::kInstance,
     "Add an element to the left side of the deque."},
    {"clear(self, /)", clear_method, Binding::kInstance, "Remove all elements from the deque."},
    {"__copy__(self, /)", copy_method, Binding::kInstance, "Return a shallow copy of a deque."},
    {"copy(self, /)", copy_method, Binding::kInstance, "Return a shallow copy of a deque."},
    {"count(self, value, /)", count, Binding::kInstance,
     "D.count(value) -- return number of occurrences of value"},
    {"extend(self, iterable, /)", extend, Binding::kInstance,
     "Extend the right side of the deque with elements from the iterable"},
    {"extendleft(self, iterable, /)", extend_left_method, Binding::kInstance,
     "Extend the left side of the deque with elements from the iterable"},
    {"index(self, value, start=0, stop=9223372036854775807, /)", index, Binding::kInstance,
     "D.index(value, [start, [stop]]) -- return first index of value.\n"
     "Raises ValueError if the value is not present."},
    {"insert(self, index, object, /)", insert, Binding::kInstance,
     "D.insert(index, object) -- insert object before index"},
    {"pop(self, /)", pop, Binding::kInstance, "Remove and return the rightmost element."},
    {"popleft(self, /)", pop_left, Binding::kInstance, "Remove and return the leftmost element."},
    {"__reduce__(self, /)", reduce, Binding::kInstance, "Return state information for pickling."},
    {"remove(self, value, /)", remove, Binding::kInstance,
     "D.remove(value) -- remove first occurrence of value."},
    {"__reversed__(self, /)", reversed, Binding::kInstance,
     "D.__reversed__() -- return a reverse iterator over the deque"},
    {"reverse(self, /)", reverse, Binding::kInstance, "D.reverse() -- reverse *IN PLACE*"},
    {"rotate(self, n=1, /)", rotate, Binding::kInstance,
     "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
    {"__sizeof__(self, /)", size_of, Binding::kInstance,
     "D.__sizeof__() -- size of D in memory, in bytes"},
    kClassGetItem,
};
constexpr NativeAttribute kAttributes[] = {
    {"maxlen", get_limit, nullptr, "maximum size of a deque or None if unbounded"}};

constexpr Slots deque_slots() {
  Slots slots;
  slots.deallocate = deque_deallocate;
  slots.traverse = deque_traverse;
  slots.clear = deque_clear;
  slots.make = make_deque;
  slots.initialise = initialise_deque;
  slots.repr = repr_of_deque;
  slots.hash = unhashable;
  slots.compare = compare_deques;
  slots.iterate = iterate_deque;
  slots.length = deque_length;
  slots.boolean = deque_is_true;
  slots.get_item = get_deque_item;
  slots.item_at = deque_item_at;
  slots.set_item = set_deque_item;
  slots.contains = deque_contains;
  slots.concatenate = concatenate;
  slots.repeat = repeat;
  slots.inplace_concatenate = inplace_concatenate;
  slots.inplace_repeat = inplace_repeat;
  return slots;
}

}  // namespace

const TypeDescriptor kDeque = {
    .name = "deque",
    .module = "collections",
    .flags = flag::kCollectable | flag::kBaseType | flag::kSequencePattern,
    .object_size = sizeof(Deque),
    .weak_offset = OURO_OFFSET(Deque, weak_references),
    .slots = deque_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
    .doc =
        "deque([iterable[, maxlen]]) --> deque object\n\n"
        "A list-like sequence optimized for data accesses near its endpoints.",
};

// Iterators.

namespace {

struct DequeIterator : Object {
  Deque* deque;
  std::size_t remaining;
  std::uint64_t mutations;
};

DequeIterator* iterator_of(Object* object) { return static_cast<DequeIterator*>(object); }

void iterator_clear(Interpreter&, Object* object) noexcept {
  clear_reference(iterator_of(object)->deque);
}

void iterator_deallocate(Interpreter& interpreter, Object* object) noexcept {
  iterator_clear(interpreter, object);
  free_instance(interpreter, object);
}

void iterator_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(iterator_of(object)->deque);
}

template <bool kReversed>
Result<Found<Object>> next_item(Thread& thread, Object* self) {
  DequeIterator* iterator = iterator_of(self);
  Deque* deque = iterator->deque;
  if (iterator->remaining != 0 && iterator->mutations != deque->mutations) {
    iterator->remaining = 0;
    return raise_mutated(thread);
  }
  if (iterator->remaining == 0) return Found<Object>{};
  const std::size_t place = kReversed ? iterator->remaining - 1 : deque->size - iterator->remaining;
  --iterator->remaining;
  return Found<Object>{retain(deque->at(place))};
}

constexpr Signature kIteratorSignature("_deque_iterator(iterable, index=0, /)");

Result<Object*> make_iterator_object(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kIteratorSignature, arguments));
  if (!is_deque(bound[0])) {
    return raise(thread, TypeId::kTypeError, "argument 1 must be collections.deque, not {}",
                 static_cast<const Type*>(bound[0]->type));
  }
  const std::intptr_t skipped = bound[1] == nullptr ? 0 : TRY(to_index_value(thread, bound[1]));
  return make_deque_iterator(thread, type, deque_of(bound[0]),
                             static_cast<std::size_t>(std::max<std::intptr_t>(skipped, 0)));
}

Result<Object*> iterator_hint(Thread& thread, Object* self, Object* const*) {
  return make_int_unsigned(thread.interpreter(), iterator_of(self)->remaining);
}

Result<Object*> reduce_iterator(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  DequeIterator* iterator = iterator_of(self);
  Ref<> consumed(TRY(Result<Object*>(
      make_int_unsigned(interpreter, iterator->deque->size - iterator->remaining))));
  Ref<Tuple> arguments(
      TRY(pack_tuple(interpreter, static_cast<Object*>(iterator->deque), consumed.get())));
  return pack_tuple<Object, Object>(interpreter, self->type, arguments.get());
}

constexpr NativeMethod kIteratorMethods[] = {
    {"__length_hint__(self, /)", iterator_hint, Binding::kInstance,
     "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", reduce_iterator, Binding::kInstance,
     "Return state information for pickling."},
};

constexpr TypeDescriptor iterator_descriptor(std::string_view name,
                                             Result<Found<Object>> (*next)(Thread&, Object*)) {
  TypeDescriptor descriptor{.name = name,
                            .module = "_collections",
                            .flags = flag::kCollectable,
                            .object_size = sizeof(DequeIterator),
                            .methods = kIteratorMethods};
  descriptor.slots.deallocate = iterator_deallocate;
  descriptor.slots.traverse = iterator_traverse;
  descriptor.slots.clear = iterator_clear;
  descriptor.slots.make = make_iterator_object;
  descriptor.slots.iterate = return_self;
  descriptor.slots.next = next;
  return descriptor;
}

}  // namespace

Result<Object*> make_deque_iterator(Thread& thread, Type* type, Deque* deque, std::size_t skipped) {
  auto* iterator = iterator_of(TRY(allocate_instance(thread.interpreter(), type)));
  iterator->deque = retain(deque);
  iterator->remaining = skipped >= deque->size ? 0 : deque->size - skipped;
  iterator->mutations = deque->mutations;
  return iterator;
}

Result<Object*> iterate_deque(Thread& thread, Object* self) {
  auto& state = type_state<CollectionsState>(native_base(self->type));
  return make_deque_iterator(thread, state.iterator, deque_of(self), 0);
}

const TypeDescriptor kDequeIterator = iterator_descriptor("_deque_iterator", next_item<false>);
const TypeDescriptor kDequeReverseIterator =
    iterator_descriptor("_deque_reverse_iterator", next_item<true>);

}  // namespace ouro
