// Iterators over tuples, lists, sets, whatever has __getitem__, and callables with a sentinel.
#include "runtime/object/iterators.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Making -----------------------------------------------------------------------------------

namespace {

Result<Object*> make_over(Interpreter& interpreter, TypeId type, Object* sequence,
                          std::intptr_t index) {
  auto* iterator = TRY(make_body<SequenceIterator>(interpreter, type));
  iterator->sequence = retain(sequence);
  iterator->index = index;
  return iterator;
}

}  // namespace

Result<Object*> make_tuple_iterator(Interpreter& interpreter, Tuple* tuple) {
  return make_over(interpreter, TypeId::kTupleIterator, tuple, 0);
}

Result<Object*> make_list_iterator(Interpreter& interpreter, List* list) {
  return make_over(interpreter, TypeId::kListIterator, list, 0);
}

Result<Object*> make_list_reverse_iterator(Interpreter& interpreter, List* list) {
  return make_over(interpreter, TypeId::kListReverseIterator, list,
                   static_cast<std::intptr_t>(list->size) - 1);
}

Result<Object*> make_sequence_iterator(Interpreter& interpreter, Object* sequence) {
  return make_over(interpreter, TypeId::kSequenceIterator, sequence, 0);
}

Result<Object*> make_set_iterator(Interpreter& interpreter, Set* set) {
  auto* iterator = TRY(make_body<SetIterator>(interpreter, TypeId::kSetIterator));
  iterator->set = retain(set);
  iterator->size = iterator->remaining = set->size;
  return iterator;
}

Result<Object*> make_callable_iterator(Interpreter& interpreter, Object* callable,
                                       Object* sentinel) {
  auto* iterator = TRY(make_body<CallableIterator>(interpreter, TypeId::kCallableIterator));
  iterator->callable = retain(callable);
  iterator->sentinel = retain(sentinel);
  return iterator;
}

namespace {

// ---- What the sequence iterators share --------------------------------------------------------

SequenceIterator* as_iterator(Object* object) { return static_cast<SequenceIterator*>(object); }

Tuple* tuple_of(Object* self) { return static_cast<Tuple*>(as_iterator(self)->sequence); }
List* list_of(Object* self) { return static_cast<List*>(as_iterator(self)->sequence); }

void sequence_deallocate(Interpreter& interpreter, Object* self) noexcept {
  release_if(as_iterator(self)->sequence);
  free_body(interpreter, as_iterator(self));
}

void sequence_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_iterator(self)->sequence);
}

Found<Object> exhaust(SequenceIterator* iterator) {
  clear_reference(iterator->sequence);
  return {};
}

// The length of a tuple or list; 0 when the iteration is over.
template <typename Sequence>
std::intptr_t size_of(Object* self) {
  const auto* sequence = static_cast<Sequence*>(as_iterator(self)->sequence);
  return sequence == nullptr ? 0 : static_cast<std::intptr_t>(sequence->size);
}

Result<Object*> reduce_exhausted(Thread& thread, Object* empty) {
  Ref<> nothing(empty);
  return reduce_with(thread, "iter", nothing);
}

Result<Object*> reduce_running(Thread& thread, std::string_view function, Object* self) {
  // Looking the function up may run code that ends the iteration.
  Ref<> sequence(retain(as_iterator(self)->sequence));
  Ref<> index(TRY(make_int_object(thread, as_iterator(self)->index)));
  return reduce_with(thread, function, sequence, index);
}

template <typename Sequence>
Result<Object*> forward_hint(Thread& thread, Object* self, Object* const*) {
  return make_int_object(
      thread, std::max<std::intptr_t>(size_of<Sequence>(self) - as_iterator(self)->index, 0));
}

Result<std::intptr_t> state_index(Thread& thread, Object* state) {
  if (is_int(state)) return index_argument(thread, state);
  return raise(thread, TypeId::kTypeError, "an integer is required");
}

template <typename Sequence>
Result<Object*> forward_set_state(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t index = TRY(state_index(thread, arguments[0]));
  if (as_iterator(self)->sequence != nullptr) {
    as_iterator(self)->index = std::clamp<std::intptr_t>(index, 0, size_of<Sequence>(self));
  }
  return new_none(thread);
}

// ---- Tuples and lists -------------------------------------------------------------------------

Result<Found<Object>> tuple_next(Thread&, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return Found<Object>{};
  Tuple* tuple = tuple_of(self);
  if (static_cast<std::size_t>(iterator->index) >= tuple->size) return exhaust(iterator);
  return Found<Object>{retain((*tuple)[iterator->index++])};
}

Result<Object*> tuple_reduce(Thread& thread, Object* self, Object* const*) {
  if (as_iterator(self)->sequence != nullptr) return reduce_running(thread, "iter", self);
  return reduce_exhausted(thread, TRY(make_tuple(thread.interpreter(), 0)));
}

Result<Found<Object>> list_next(Thread&, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return Found<Object>{};
  const List* list = list_of(self);
  if (static_cast<std::size_t>(iterator->index) >= list->size) return exhaust(iterator);
  return Found<Object>{retain(list->items[iterator->index++])};
}

Result<Object*> list_reduce(Thread& thread, Object* self, Object* const*) {
  if (as_iterator(self)->sequence != nullptr) return reduce_running(thread, "iter", self);
  return reduce_exhausted(thread, TRY(make_list(thread.interpreter())));
}

Result<Found<Object>> list_reverse_next(Thread&, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return Found<Object>{};
  const List* list = list_of(self);
  if (static_cast<std::size_t>(iterator->index) < list->size) {
    return Found<Object>{retain(list->items[iterator->index--])};
  }
  iterator->index = -1;
  return exhaust(iterator);
}

Result<Object*> list_reverse_reduce(Thread& thread, Object* self, Object* const*) {
  if (as_iterator(self)->sequence != nullptr) return reduce_running(thread, "reversed", self);
  return reduce_exhausted(thread, TRY(make_list(thread.interpreter())));
}

Result<Object*> list_reverse_hint(Thread& thread, Object* self, Object* const*) {
  const std::intptr_t left = as_iterator(self)->index + 1;
  return make_int_object(thread, size_of<List>(self) < left ? 0 : left);
}

Result<Object*> list_reverse_set_state(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t index = TRY(state_index(thread, arguments[0]));
  if (as_iterator(self)->sequence != nullptr) {
    as_iterator(self)->index = std::clamp<std::intptr_t>(index, -1, size_of<List>(self) - 1);
  }
  return new_none(thread);
}

// ---- Anything with __getitem__ ----------------------------------------------------------------

Result<Found<Object>> sequence_next(Thread& thread, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return Found<Object>{};
  if (iterator->index == PTRDIFF_MAX) {
    return raise(thread, TypeId::kOverflowError, "iter index too large");
  }
  Ref<> sequence(retain(iterator->sequence));
  Ref<> index(TRY(make_int_object(thread, iterator->index)));
  const Result<Object*> item = get_item(thread, sequence, index);
  if (item.ok()) {
    ++iterator->index;
    return Found<Object>{item.value()};
  }
  const bool over = pending_matches(thread, TypeId::kIndexError) ||
                    pending_matches(thread, TypeId::kStopIteration);
  if (!over) return failure;
  clear_pending(thread);
  return exhaust(iterator);
}

Result<Object*> sequence_reduce(Thread& thread, Object* self, Object* const*) {
  if (as_iterator(self)->sequence != nullptr) return reduce_running(thread, "iter", self);
  return reduce_exhausted(thread, TRY(make_tuple(thread.interpreter(), 0)));
}

Result<Object*> sequence_hint(Thread& thread, Object* self, Object* const*) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return make_int_object(thread, 0);
  if (iterator->sequence->type->slots->length == nullptr) return new_not_implemented(thread);
  Ref<> sequence(retain(iterator->sequence));
  const std::intptr_t size = TRY(length(thread, sequence));
  return make_int_object(thread, std::max<std::intptr_t>(size - iterator->index, 0));
}

Result<Object*> sequence_set_state(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t index = TRY(state_index(thread, arguments[0]));
  if (as_iterator(self)->sequence != nullptr) {
    as_iterator(self)->index = std::max<std::intptr_t>(index, 0);
  }
  return new_none(thread);
}

// ---- Callables --------------------------------------------------------------------------------

CallableIterator* as_callable(Object* object) { return static_cast<CallableIterator*>(object); }

void end_calls(CallableIterator* iterator) {
  clear_reference(iterator->callable);
  clear_reference(iterator->sentinel);
}

void callable_deallocate(Interpreter& interpreter, Object* self) noexcept {
  end_calls(as_callable(self));
  free_body(interpreter, as_callable(self));
}

void callable_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_callable(self)->callable);
  visitor.visit_if(as_callable(self)->sentinel);
}

Result<Found<Object>> callable_next(Thread& thread, Object* self) {
  CallableIterator* iterator = as_callable(self);
  if (iterator->callable == nullptr) return Found<Object>{};
  Ref<> callable(retain(iterator->callable));
  const Result<Object*> result = call(thread, callable);
  if (!result.ok()) {
    if (!pending_matches(thread, TypeId::kStopIteration)) return failure;
    clear_pending(thread);
    end_calls(iterator);
    return Found<Object>{};
  }
  Ref<> value(result.value());
  // The call itself may have ended the iteration.
  if (iterator->sentinel == nullptr) return Found<Object>{};
  Ref<> sentinel(retain(iterator->sentinel));
  if (!TRY(equal(thread, sentinel, value))) return Found<Object>{value.take()};
  end_calls(iterator);
  return Found<Object>{};
}

Result<Object*> callable_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> function(TRY(builtin_named(thread, "iter")));
  const CallableIterator* iterator = as_callable(self);
  if (iterator->callable == nullptr) {
    return reduce_exhausted(thread, TRY(make_tuple(interpreter, 0)));
  }
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, iterator->callable, iterator->sentinel)));
  return pack_tuple<Object, Object>(interpreter, function, arguments.get());
}

// ---- Sets -------------------------------------------------------------------------------------

SetIterator* as_set_iterator(Object* object) { return static_cast<SetIterator*>(object); }

void set_iterator_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(as_set_iterator(self)->set);
  free_body(interpreter, as_set_iterator(self));
}

void set_iterator_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_set_iterator(self)->set);
}

Result<Found<Object>> set_next_slot(Thread& thread, Object* self) {
  SetIterator* iterator = as_set_iterator(self);
  if (iterator->set == nullptr) return Found<Object>{};
  if (iterator->size != iterator->set->size) {
    iterator->size = kChanged;
    return raise(thread, TypeId::kRuntimeError, "Set changed size during iteration");
  }
  Object* key = nullptr;
  std::intptr_t hash = 0;
  if (!set_next(iterator->set, iterator->place, key, hash)) {
    clear_reference(iterator->set);
    return Found<Object>{};
  }
  --iterator->remaining;
  return Found<Object>{retain(key)};
}

Result<Object*> set_iterator_hint(Thread& thread, Object* self, Object* const*) {
  const SetIterator* iterator = as_set_iterator(self);
  const bool valid = iterator->set != nullptr && iterator->size == iterator->set->size;
  return make_int_object(thread, valid ? static_cast<std::intptr_t>(iterator->remaining) : 0);
}

// iter(what is left as a list); this iterator stays where it is.
Result<Object*> set_iterator_reduce(Thread& thread, Object* self, Object* const*) {
  const SetIterator* iterator = as_set_iterator(self);
  Ref<SetIterator> copy(TRY(make_body<SetIterator>(thread.interpreter(), TypeId::kSetIterator)));
  copy->set = retain_if(iterator->set);
  copy->size = iterator->size;
  copy->place = iterator->place;
  copy->remaining = iterator->remaining;
  Ref<List> rest(TRY(to_list(thread, copy)));
  return reduce_with(thread, "iter", rest);
}

// ---- The types --------------------------------------------------------------------------------

constexpr NativeMethod kTupleIteratorMethods[] = {
    {"__length_hint__(self, /)", forward_hint<Tuple>},
    {"__reduce__(self, /)", tuple_reduce},
    {"__setstate__(self, state, /)", forward_set_state<Tuple>},
};
constexpr NativeMethod kListIteratorMethods[] = {
    {"__length_hint__(self, /)", forward_hint<List>},
    {"__reduce__(self, /)", list_reduce},
    {"__setstate__(self, state, /)", forward_set_state<List>},
};
constexpr NativeMethod kListReverseIteratorMethods[] = {
    {"__length_hint__(self, /)", list_reverse_hint},
    {"__reduce__(self, /)", list_reverse_reduce},
    {"__setstate__(self, state, /)", list_reverse_set_state},
};
constexpr NativeMethod kSequenceIteratorMethods[] = {
    {"__length_hint__(self, /)", sequence_hint},
    {"__reduce__(self, /)", sequence_reduce},
    {"__setstate__(self, state, /)", sequence_set_state},
};
constexpr NativeMethod kCallableIteratorMethods[] = {
    {"__reduce__(self, /)", callable_reduce},
};
constexpr NativeMethod kSetIteratorMethods[] = {
    {"__length_hint__(self, /)", set_iterator_hint},
    {"__reduce__(self, /)", set_iterator_reduce},
};

constexpr TypeDescriptor describe_sequence(const char* name,
                                           Result<Found<Object>> (*next_slot)(Thread&, Object*),
                                           std::span<const NativeMethod> methods) {
  TypeDescriptor type;
  type.name = name;
  type.flags = flag::kCollectable;
  type.object_size = sizeof(SequenceIterator);
  type.slots.deallocate = sequence_deallocate;
  type.slots.traverse = sequence_traverse;
  type.slots.make = nullptr;
  type.slots.iterate = return_self;
  type.slots.next = next_slot;
  type.methods = methods;
  return type;
}

}  // namespace

const TypeDescriptor kTupleIteratorDescriptor =
    describe_sequence("tuple_iterator", tuple_next, kTupleIteratorMethods);
const TypeDescriptor kListIteratorDescriptor =
    describe_sequence("list_iterator", list_next, kListIteratorMethods);
const TypeDescriptor kListReverseIteratorDescriptor =
    describe_sequence("list_reverseiterator", list_reverse_next, kListReverseIteratorMethods);
const TypeDescriptor kSequenceIteratorDescriptor =
    describe_sequence("iterator", sequence_next, kSequenceIteratorMethods);

const TypeDescriptor kCallableIteratorDescriptor = {
    .name = "callable_iterator",
    .flags = flag::kCollectable,
    .object_size = sizeof(CallableIterator),
    .slots = {.deallocate = callable_deallocate,
              .traverse = callable_traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = callable_next},
    .methods = kCallableIteratorMethods,
};

const TypeDescriptor kSetIteratorDescriptor = {
    .name = "set_iterator",
    .flags = flag::kCollectable,
    .object_size = sizeof(SetIterator),
    .slots = {.deallocate = set_iterator_deallocate,
              .traverse = set_iterator_traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = set_next_slot},
    .methods = kSetIteratorMethods,
};

}  // namespace ouro
