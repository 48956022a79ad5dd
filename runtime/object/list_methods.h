// List, inside: what list.cc, list_methods.cc and list_sort.cc share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/object/list.h"
#include "runtime/object/slice.h"
#include "runtime/object/type.h"

namespace ouro {

// The storage of a list, taken out of it.
struct ListItems {
  Object** items;
  std::size_t size;
  std::size_t capacity;
};
// The list is empty afterwards.
ListItems take_items(List*) noexcept;
void free_items(Interpreter&, ListItems) noexcept;

// Gives storage back when most of it is unused.
void shrink_list(Interpreter&, List*) noexcept;
// items[start, stop) become `count` others, which do not stand in this list.
Status replace_range(Interpreter&, List*, std::size_t start, std::size_t stop, Object* const* items,
                     std::size_t count);
Result<List*> slice_of_list(Interpreter&, const List*, const SliceRange&);
// The index of the first equal item in [start, stop), or -1.
Result<std::intptr_t> find_in_list(Thread&, List*, Object* item, std::intptr_t start,
                                   std::intptr_t stop);

inline constexpr std::size_t kListMethodCount = 14;
extern const std::array<NativeMethod, kListMethodCount> kListMethods;

}  // namespace ouro
