// List: a growing row of references.
#pragma once

#include <cstddef>

#include "runtime/object/object.h"

namespace ouro {

struct List : Object {
  std::size_t size;
  std::size_t capacity;
  Object** items;  // a raw block of capacity references; null when capacity is 0
};

// `size` null items.
Result<List*> make_list(Interpreter&, std::size_t size = 0);
Result<List*> make_list_from(Interpreter&, Object* const* items, std::size_t size);
Status list_append(Interpreter&, List*, Object* item);        // takes its own reference
Status list_append_owned(Interpreter&, List*, Object* item);  // adopts, also when it fails
Status list_extend(Thread&, List*, Object* iterable);
Result<List*> to_list(Thread&, Object* iterable);
Status list_sort(Thread&, List*, Object* key, bool reverse);
Status list_insert(Interpreter&, List*, std::intptr_t index, Object* item);

}  // namespace ouro
