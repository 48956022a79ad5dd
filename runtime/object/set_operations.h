// Set, inside: the algebra of sets that the types and their methods are made of.
//
// Every function that compares keys may run user code that changes the sets; they stay valid.
#pragma once

#include "runtime/object/set.h"
#include "runtime/object/type.h"

namespace ouro {

// A set of the given type (or a subclass), filled from an iterable unless that is null.
Result<Set*> make_set_of(Thread&, Type*, Object* iterable_or_null);
// What the operators and methods of `like` make: a plain set or frozenset.
Result<Set*> make_set_like(Thread&, const Set* like, Object* iterable_or_null);

void set_clear(Interpreter&, Set*) noexcept;
// Owned by the caller; null: the set is empty.
Object* set_pop(Set*) noexcept;
std::size_t set_table_bytes(const Set*) noexcept;

Result<Set*> set_intersection(Thread&, Set*, Object* other);
Result<Set*> set_difference(Thread&, Set*, Object* other);
Result<Set*> set_symmetric_difference(Thread&, Set*, Object* other);
Status set_intersection_update(Thread&, Set*, Object* other);
Status set_difference_update(Thread&, Set*, Object* other);
Status set_symmetric_difference_update(Thread&, Set*, Object* other);
// The two exchange what they hold.
void swap_contents(Set*, Set*) noexcept;

Result<bool> set_is_subset(Thread&, Set*, Object* other);
Result<bool> set_is_superset(Thread&, Set*, Object* other);
Result<bool> set_is_disjoint(Thread&, Set*, Object* other);

}  // namespace ouro
