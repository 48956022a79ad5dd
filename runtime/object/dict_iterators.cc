// Iterators over dicts: keys, values, items; forward and backward. One layout, six types.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr TypeId kIteratorTypes[2][3] = {
    {TypeId::kDictKeyIterator, TypeId::kDictValueIterator, TypeId::kDictItemIterator},
    {TypeId::kDictReverseKeyIterator, TypeId::kDictReverseValueIterator,
     TypeId::kDictReverseItemIterator},
};

DictIterator* as_iterator(Object* object) { return static_cast<DictIterator*>(object); }

}  // namespace

Result<Object*> make_dict_iterator(Interpreter& interpreter, Dict* dict, DictPart part,
                                   bool reverse) {
  const TypeId type = kIteratorTypes[reverse][static_cast<std::size_t>(part)];
  Ref<DictIterator> iterator(TRY(make_body<DictIterator>(interpreter, type)));
  if (part == DictPart::kItems) {
    iterator->pair = TRY(pack_tuple(interpreter, interpreter.none(), interpreter.none()));
  }
  iterator->dict = retain(dict);
  iterator->size = iterator->remaining = dict->size;
  iterator->place = reverse ? static_cast<std::intptr_t>(dict->used) - 1 : 0;
  return iterator.take();
}

namespace {

// ---- Stepping ---------------------------------------------------------------------------------

// The next live entry, or null; `remaining` and `place` are moved past it.
template <bool kReverse>
const DictEntry* step(DictIterator* iterator) {
  const Dict* dict = iterator->dict;
  const auto used = static_cast<std::intptr_t>(dict->used);
  std::intptr_t place = iterator->place;
  // Deleting and inserting between two steps may have moved the end below the place.
  if (kReverse && place >= used) place = used - 1;
  for (; kReverse ? place >= 0 : place < used; place += kReverse ? -1 : 1) {
    if (dict->entries[place].key == nullptr) continue;
    iterator->place = place + (kReverse ? -1 : 1);
    return &dict->entries[place];
  }
  return nullptr;
}

template <bool kReverse>
Result<Found<const DictEntry>> next_entry(Thread& thread, DictIterator* iterator) {
  if (iterator->dict == nullptr) return Found<const DictEntry>{};
  if (iterator->size != iterator->dict->size) {
    iterator->size = kChanged;
    return raise(thread, TypeId::kRuntimeError, "dictionary changed size during iteration");
  }
  const DictEntry* entry = step<kReverse>(iterator);
  if (entry == nullptr || (!kReverse && iterator->remaining == 0)) {
    clear_reference(iterator->dict);
    if (entry == nullptr) return Found<const DictEntry>{};
    return raise(thread, TypeId::kRuntimeError, "dictionary keys changed during iteration");
  }
  --iterator->remaining;
  return Found<const DictEntry>{entry};
}

template <bool kReverse>
Result<Found<Object>> next_key(Thread& thread, Object* self) {
  const auto entry = TRY(next_entry<kReverse>(thread, as_iterator(self)));
  return Found<Object>{entry ? retain(entry.value->key) : nullptr};
}

template <bool kReverse>
Result<Found<Object>> next_value(Thread& thread, Object* self) {
  const auto entry = TRY(next_entry<kReverse>(thread, as_iterator(self)));
  return Found<Object>{entry ? retain(entry.value->value) : nullptr};
}

// The tuple handed out last serves again when nobody else has kept it.
Result<Tuple*> refill_pair(Interpreter& interpreter, DictIterator* iterator, Object* key,
                           Object* value) {
  Tuple* pair = iterator->pair;
  if (pair->count != 1) return pack_tuple(interpreter, key, value);
  Object* old_key = pair->items()[0];
  Object* old_value = pair->items()[1];
  pair->items()[0] = retain(key);
  pair->items()[1] = retain(value);
  retain(pair);
  release(old_key);
  release(old_value);
  return pair;
}

template <bool kReverse>
Result<Found<Object>> next_item(Thread& thread, Object* self) {
  DictIterator* iterator = as_iterator(self);
  const auto entry = TRY(next_entry<kReverse>(thread, iterator));
  if (!entry) return Found<Object>{};
  Object* pair =
      TRY(refill_pair(thread.interpreter(), iterator, entry.value->key, entry.value->value));
  return Found<Object>{pair};
}

// ---- Life and methods -------------------------------------------------------------------------

void iterator_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(as_iterator(self)->dict);
  clear_reference(as_iterator(self)->pair);
  free_body(interpreter, as_iterator(self));
}

void iterator_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_iterator(self)->dict);
  visitor.visit_if(as_iterator(self)->pair);
}

Result<Object*> length_hint_of(Thread& thread, Object* self, Object* const*) {
  const DictIterator* iterator = as_iterator(self);
  const bool valid = iterator->dict != nullptr && iterator->size == iterator->dict->size;
  return make_int_object(thread, valid ? static_cast<std::intptr_t>(iterator->remaining) : 0);
}

// iter(what is left as a list); this iterator stays where it is.
Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  const DictIterator* iterator = as_iterator(self);
  Interpreter& interpreter = thread.interpreter();
  Ref<DictIterator> copy(TRY(make_body<DictIterator>(interpreter, self->type->id)));
  if (iterator->pair != nullptr) {
    copy->pair = TRY(pack_tuple(interpreter, interpreter.none(), interpreter.none()));
  }
  copy->dict = retain_if(iterator->dict);
  copy->size = iterator->size;
  copy->place = iterator->place;
  copy->remaining = iterator->remaining;
  Ref<List> rest(TRY(to_list(thread, copy)));
  return reduce_with(thread, "iter", rest);
}

constexpr NativeMethod kIteratorMethods[] = {
    {"__length_hint__(self, /)", length_hint_of},
    {"__reduce__(self, /)", reduce},
};

constexpr TypeDescriptor describe(const char* name,
                                  Result<Found<Object>> (*next_slot)(Thread&, Object*)) {
  TypeDescriptor type;
  type.name = name;
  type.flags = flag::kCollectable;
  type.object_size = sizeof(DictIterator);
  type.slots.deallocate = iterator_deallocate;
  type.slots.traverse = iterator_traverse;
  type.slots.make = nullptr;
  type.slots.iterate = return_self;
  type.slots.next = next_slot;
  type.methods = kIteratorMethods;
  return type;
}

}  // namespace

const TypeDescriptor kDictKeyIteratorDescriptor = describe("dict_keyiterator", next_key<false>);
const TypeDescriptor kDictValueIteratorDescriptor =
    describe("dict_valueiterator", next_value<false>);
const TypeDescriptor kDictItemIteratorDescriptor = describe("dict_itemiterator", next_item<false>);
const TypeDescriptor kDictReverseKeyIteratorDescriptor =
    describe("dict_reversekeyiterator", next_key<true>);
const TypeDescriptor kDictReverseValueIteratorDescriptor =
    describe("dict_reversevalueiterator", next_value<true>);
const TypeDescriptor kDictReverseItemIteratorDescriptor =
    describe("dict_reverseitemiterator", next_item<true>);

}  // namespace ouro
