// Set and FrozenSet: one layout, open addressing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"

namespace ouro {

struct WeakReference;

struct SetEntry {
  Object* key;         // null: empty or deleted
  std::intptr_t hash;  // 0 where empty, -1 where deleted
};

struct Set : Object {
  std::size_t size;  // live entries
  std::size_t used;  // live and deleted
  std::size_t mask;  // places - 1; 0: no table yet
  SetEntry* table;
  std::size_t finger;  // where pop() looks next
  std::intptr_t hash;  // frozenset; -1: not computed yet
  WeakReference* weak_references;
};

Result<Set*> make_set(Thread&, Object* iterable_or_null);
Result<Set*> make_frozen_set(Thread&, Object* iterable_or_null);
Status set_add(Thread&, Set*, Object* key);
Result<bool> set_contains(Thread&, Set*, Object* key);
Result<bool> set_discard(Thread&, Set*, Object* key);
Status set_update(Thread&, Set*, Object* iterable);
// place starts at 0; false at the end.
bool set_next(const Set*, std::size_t& place, Object*& key, std::intptr_t& hash) noexcept;

}  // namespace ouro
