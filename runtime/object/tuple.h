// Tuple: a fixed row of references. Small bodies come from and return to a free list.
#pragma once

#include <cstddef>

#include "runtime/object/object.h"

namespace ouro {

struct Tuple : Object {
  std::size_t size;

  Object** items() { return reinterpret_cast<Object**>(this + 1); }
  Object* const* items() const { return reinterpret_cast<Object* const*>(this + 1); }
  Object* operator[](std::size_t index) const { return items()[index]; }
};

// All items null; the empty tuple is a singleton.
Result<Tuple*> make_tuple(Interpreter&, std::size_t size);
// Borrows the items.
Result<Tuple*> make_tuple_from(Interpreter&, Object* const* items, std::size_t size);
template <typename... Objects>
Result<Tuple*> pack_tuple(Interpreter& interpreter, Objects*... objects) {
  Object* items[] = {objects...};
  return make_tuple_from(interpreter, items, sizeof...(objects));
}
// list(...)-like: any iterable to a tuple.
Result<Tuple*> to_tuple(Thread&, Object* iterable);

}  // namespace ouro
