// Iterators over str, bytes and bytearray: one layout, one set of methods.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes_methods.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/iterators.h"
#include "runtime/object/octets.h"
#include "runtime/object/str_methods.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

SequenceIterator* as_iterator(Object* object) { return static_cast<SequenceIterator*>(object); }

Result<Object*> make_iterator(Interpreter& interpreter, TypeId type, Object* sequence) {
  auto* iterator = TRY(make_body<SequenceIterator>(interpreter, type));
  iterator->sequence = retain(sequence);
  return iterator;
}

// ---- What all three share ---------------------------------------------------------------------

void iterator_deallocate(Interpreter& interpreter, Object* self) noexcept {
  release_if(as_iterator(self)->sequence);
  free_body(interpreter, as_iterator(self));
}

void iterator_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_iterator(self)->sequence);
}

// 0 when the iteration is over.
std::intptr_t size_of(Object* self) {
  const Object* sequence = as_iterator(self)->sequence;
  if (sequence == nullptr) return 0;
  const std::size_t size =
      is_str(sequence) ? static_cast<const Str*>(sequence)->length : octets_of(sequence).length;
  return static_cast<std::intptr_t>(size);
}

Result<Object*> length_hint(Thread& thread, Object* self, Object* const*) {
  const std::intptr_t left = size_of(self) - as_iterator(self)->index;
  return make_int_object(thread, std::max<std::intptr_t>(left, 0));
}

// An iterator over nothing stands for one that is exhausted.
Result<Object*> reduce(Thread& thread, Object* self, Object* const*) {
  if (as_iterator(self)->sequence != nullptr) {
    Ref<> sequence(retain(as_iterator(self)->sequence));
    Ref<> index(TRY(make_int_object(thread, as_iterator(self)->index)));
    return reduce_with(thread, "iter", sequence, index);
  }
  Interpreter& interpreter = thread.interpreter();
  Ref<> nothing;
  if (is_exact(self, TypeId::kStrIterator)) {
    nothing.reset(TRY(make_str(interpreter, "")));
  } else {
    nothing.reset(TRY(make_tuple(interpreter, 0)));
  }
  return reduce_with(thread, "iter", nothing);
}

Result<Object*> set_state(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_int(arguments[0])) return raise(thread, TypeId::kTypeError, "an integer is required");
  const std::intptr_t index = TRY(to_index_value(thread, arguments[0]));
  if (as_iterator(self)->sequence != nullptr) {
    as_iterator(self)->index = std::clamp<std::intptr_t>(index, 0, size_of(self));
  }
  return new_none(thread);
}

constexpr NativeMethod kMethods[] = {
    {"__length_hint__()", length_hint},
    {"__reduce__()", reduce},
    {"__setstate__(state, /)", set_state},
};

// ---- Stepping ---------------------------------------------------------------------------------

Result<Found<Object>> str_next(Thread& thread, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  const auto* text = static_cast<Str*>(iterator->sequence);
  if (text == nullptr) return Found<Object>{};
  const auto index = static_cast<std::size_t>(iterator->index);
  if (index >= text->length) {
    clear_reference(iterator->sequence);
    return Found<Object>{};
  }
  if (text->width == 1) {
    auto& known = thread.interpreter().get<SingleCharacters>();
    if (Object* character = known.find(text->narrow()[index])) {
      ++iterator->index;
      return Found<Object>{retain(character)};
    }
  }
  Object* character = TRY(make_character(thread.interpreter(), text->at(index)));
  ++iterator->index;
  return Found<Object>{character};
}

Result<Found<Object>> octet_next(Thread& thread, Object* self) {
  SequenceIterator* iterator = as_iterator(self);
  if (iterator->sequence == nullptr) return Found<Object>{};
  const Octets octets = octets_of(iterator->sequence);
  const auto index = static_cast<std::size_t>(iterator->index);
  if (index >= octets.length) {
    clear_reference(iterator->sequence);
    return Found<Object>{};
  }
  Object* octet = TRY(make_int_object(thread, octets.data[index]));
  ++iterator->index;
  return Found<Object>{octet};
}

constexpr TypeDescriptor describe(std::string_view name,
                                  Result<Found<Object>> (*next)(Thread&, Object*)) {
  return {.name = name,
          .flags = flag::kCollectable,
          .object_size = sizeof(SequenceIterator),
          .slots = {.deallocate = iterator_deallocate,
                    .traverse = iterator_traverse,
                    .make = nullptr,
                    .iterate = return_self,
                    .next = next},
          .methods = kMethods};
}

}  // namespace

Result<Object*> make_str_iterator(Interpreter& interpreter, Str* text) {
  return make_iterator(interpreter, TypeId::kStrIterator, text);
}

Result<Object*> make_octet_iterator(Interpreter& interpreter, Object* self) {
  const TypeId type = is_bytes(self) ? TypeId::kBytesIterator : TypeId::kByteArrayIterator;
  return make_iterator(interpreter, type, self);
}

constinit const TypeDescriptor kStrIteratorDescriptor = describe("str_iterator", str_next);
constinit const TypeDescriptor kBytesIteratorDescriptor = describe("bytes_iterator", octet_next);
constinit const TypeDescriptor kByteArrayIteratorDescriptor =
    describe("bytearray_iterator", octet_next);

}  // namespace ouro
