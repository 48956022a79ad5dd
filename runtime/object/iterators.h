// Iterators over the built-in containers, and over whatever has __getitem__ or can be called.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"

namespace ouro {

struct Tuple;
struct List;
struct Dict;
struct Set;

// One layout for lists, tuples and sequences, so that the evaluation loop can look inside. A
// sequence is dropped when it is exhausted: null from then on. A list is read anew at each step,
// for it may grow.
struct SequenceIterator : Object {
  Object* sequence;
  std::intptr_t index;  // the next item; runs down in reverse iterators
};
using ListIterator = SequenceIterator;
using TupleIterator = SequenceIterator;
using ListReverseIterator = SequenceIterator;

struct CallableIterator : Object {
  Object* callable;  // null: exhausted
  Object* sentinel;
};

struct SetIterator : Object {
  Set* set;          // null: exhausted
  std::size_t size;  // of the set when the iteration began; kChanged: it has changed
  std::size_t place;
  std::size_t remaining;
};

// Iterates keys, values or items; forward or backward.
struct DictIterator : Object {
  Dict* dict;        // null: exhausted
  std::size_t size;  // of the dict when the iteration began; kChanged: it has changed
  std::intptr_t place;
  std::size_t remaining;
  Tuple* pair;  // items only: reused while nobody else holds it
};

// The collection lost or gained entries while it was iterated; stays so.
inline constexpr std::size_t kChanged = static_cast<std::size_t>(-1);

Result<Object*> make_tuple_iterator(Interpreter&, Tuple*);
Result<Object*> make_list_iterator(Interpreter&, List*);
Result<Object*> make_list_reverse_iterator(Interpreter&, List*);
Result<Object*> make_set_iterator(Interpreter&, Set*);
enum class DictPart : std::uint8_t { kKeys, kValues, kItems };
Result<Object*> make_dict_iterator(Interpreter&, Dict*, DictPart, bool reverse);
// For objects with __getitem__ only.
Result<Object*> make_sequence_iterator(Interpreter&, Object* sequence);
Result<Object*> make_callable_iterator(Interpreter&, Object* callable, Object* sentinel);

}  // namespace ouro
