// collections: what the files of the _collections module share.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/type.h"

namespace ouro {

// A ring of references: item i stands at items[(head + i) & (capacity - 1)].
struct Deque : Object {
  Object** items;  // a raw block of capacity references; null when capacity is 0
  std::size_t head;
  std::size_t size;
  std::size_t capacity;     // 0 or a power of two
  std::intptr_t limit;      // maxlen; -1: none
  std::uint64_t mutations;  // grows with every change, so that iterators notice
  WeakReference* weak_references;

  Object*& at(std::size_t index) { return items[(head + index) & (capacity - 1)]; }
};

struct CollectionsState {
  Type* deque;  // all owned
  Type* iterator;
  Type* reverse_iterator;
};

extern const TypeDescriptor kDeque, kDequeIterator, kDequeReverseIterator, kDefaultDict;

// Over a deque, from so many items after its start (or, reversed, before its end).
Result<Object*> make_deque_iterator(Thread&, Type*, Deque*, std::size_t skipped);
Result<Object*> iterate_deque(Thread&, Object*);

// The name without its module, which messages about native types have in front.
inline std::string_view short_name(const Type* type) {
  return type->descriptor != nullptr ? type->descriptor->name : type_name(type);
}

}  // namespace ouro
