// List: the methods of the type `list`.
#include "runtime/object/list_methods.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/iterators.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

List* as_list(Object* object) { return static_cast<List*>(object); }

Result<Object*> append(Thread& thread, Object* self, Object* const* arguments) {
  TRY(list_append(thread.interpreter(), as_list(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> clear(Thread& thread, Object* self, Object* const*) {
  free_items(thread.interpreter(), take_items(as_list(self)));
  return new_none(thread);
}

Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  return make_list_from(thread.interpreter(), as_list(self)->items, as_list(self)->size);
}

Result<Object*> extend(Thread& thread, Object* self, Object* const* arguments) {
  TRY(list_extend(thread, as_list(self), arguments[0]));
  return new_none(thread);
}

Result<Object*> insert(Thread& thread, Object* self, Object* const* arguments) {
  const std::intptr_t index = TRY(index_argument(thread, arguments[0]));
  TRY(list_insert(thread.interpreter(), as_list(self), index, arguments[1]));
  return new_none(thread);
}

Result<Object*> pop(Thread& thread, Object* self, Object* const* arguments) {
  List* list = as_list(self);
  std::intptr_t index = arguments[0] == nullptr ? -1 : TRY(index_argument(thread, arguments[0]));
  if (list->size == 0) return raise(thread, TypeId::kIndexError, "pop from empty list");
  if (index < 0) index += static_cast<std::intptr_t>(list->size);
  if (static_cast<std::size_t>(index) >= list->size) {
    return raise(thread, TypeId::kIndexError, "pop index out of range");
  }
  Object* item = list->items[index];
  std::copy(list->items + index + 1, list->items + list->size, list->items + index);
  --list->size;
  shrink_list(thread.interpreter(), list);
  return item;
}

Result<Object*> remove(Thread& thread, Object* self, Object* const* arguments) {
  List* list = as_list(self);
  const std::intptr_t index = TRY(find_in_list(thread, list, arguments[0], 0, PTRDIFF_MAX));
  if (index < 0) return raise(thread, TypeId::kValueError, "list.remove(x): x not in list");
  // The comparison may have shortened the list.
  const std::size_t start = std::min<std::size_t>(index, list->size);
  const std::size_t stop = std::min<std::size_t>(index + 1, list->size);
  TRY(replace_range(thread.interpreter(), list, start, stop, nullptr, 0));
  return new_none(thread);
}

Result<Object*> reverse(Thread& thread, Object* self, Object* const*) {
  List* list = as_list(self);
  if (list->size > 1) std::reverse(list->items, list->items + list->size);
  return new_none(thread);
}

Result<Object*> index(Thread& thread, Object* self, Object* const* arguments) {
  List* list = as_list(self);
  const auto size = static_cast<std::intptr_t>(list->size);
  std::intptr_t start = TRY(search_bound(thread, arguments[1], 0));
  std::intptr_t stop = TRY(search_bound(thread, arguments[2], PTRDIFF_MAX));
  if (start < 0) start = std::max<std::intptr_t>(start + size, 0);
  if (stop < 0) stop = std::max<std::intptr_t>(stop + size, 0);
  const std::intptr_t found = TRY(find_in_list(thread, list, arguments[0], start, stop));
  if (found >= 0) return make_int_object(thread, found);
  return raise(thread, TypeId::kValueError, "{} is not in list", repr_of(arguments[0]));
}

Result<Object*> count(Thread& thread, Object* self, Object* const* arguments) {
  const List* list = as_list(self);
  std::intptr_t count = 0;
  for (std::size_t index = 0; index < list->size; ++index) {
    Ref<> item(retain(list->items[index]));
    count += TRY(equal(thread, item, arguments[0]));
  }
  return make_int_object(thread, count);
}

Result<Object*> sort(Thread& thread, Object* self, Object* const* arguments) {
  Object* key = arguments[0] == none(thread) ? nullptr : arguments[0];
  const bool reverse = arguments[1] != nullptr && TRY(to_c_int(thread, arguments[1])) != 0;
  TRY(list_sort(thread, as_list(self), key, reverse));
  return new_none(thread);
}

Result<Object*> reversed(Thread& thread, Object* self, Object* const*) {
  return make_list_reverse_iterator(thread.interpreter(), as_list(self));
}

Result<Object*> size_of(Thread& thread, Object* self, Object* const*) {
  const std::size_t bytes = self->type->object_size + as_list(self)->capacity * sizeof(Object*);
  return make_int_object(thread, static_cast<std::intptr_t>(bytes));
}

}  // namespace

Result<std::intptr_t> find_in_list(Thread& thread, List* list, Object* item, std::intptr_t start,
                                   std::intptr_t stop) {
  for (std::intptr_t index = start; index < stop && index < static_cast<std::intptr_t>(list->size);
       ++index) {
    Object* candidate = list->items[index];
    if (candidate == item) return index;
    Ref<> keep(retain(candidate));
    if (TRY(equal(thread, candidate, item))) return index;
  }
  return -1;
}

const std::array<NativeMethod, kListMethodCount> kListMethods = {{
    {"__reversed__(self, /)", reversed},
    {"__sizeof__(self, /)", size_of},
    {"clear(self, /)", clear},
    {"copy(self, /)", copy},
    {"append(self, object, /)", append},
    {"insert(self, index, object, /)", insert},
    {"extend(self, iterable, /)", extend},
    {"pop(self, index=-1, /)", pop},
    {"remove(self, value, /)", remove},
    {"index(self, value, start=0, stop=sys.maxsize, /)", index},
    {"count(self, value, /)", count},
    {"reverse(self, /)", reverse},
    {"sort(self, /, *, key=None, reverse=False)", sort},
    kClassGetItem,
}};

}  // namespace ouro
