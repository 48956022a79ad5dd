// MemoryView, inside: what memoryview.cc and memoryview_methods.cc share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/object/memoryview.h"
#include "runtime/object/type.h"

namespace ouro {

inline MemoryView* as_memoryview(Object* object) { return static_cast<MemoryView*>(object); }

// ValueError when it was released.
Status check_live(Thread&, const MemoryView*);

inline std::size_t view_items(const MemoryView* view) {
  std::size_t items = 1;
  for (int axis = 0; axis < view->dimensions; ++axis) {
    items *= static_cast<std::size_t>(view->shape()[axis]);
  }
  return items;
}
inline std::size_t view_bytes(const MemoryView* view) { return view_items(view) * view->item_size; }

bool is_row_major(const MemoryView*) noexcept;     // "C"
bool is_column_major(const MemoryView*) noexcept;  // "Fortran"

// Another view of the same memory, which the caller changes before anybody sees it. Its geometry
// has room for `dimensions`, and is a copy where that is the view's own number.
Result<MemoryView*> derive_view(Thread&, MemoryView*, int dimensions);

// All items one after another, in row-major order.
void copy_items(const MemoryView*, std::uint8_t* out) noexcept;

// Calls visit(place) for each item, in row-major order, until it fails.
template <typename Visit>
Status for_each_item(const MemoryView* view, Visit visit, int axis, const std::uint8_t* place) {
  if (axis == view->dimensions) return visit(place);
  for (std::intptr_t index = 0; index < view->shape()[axis]; ++index) {
    TRY(for_each_item(view, visit, axis + 1, place + index * view->strides()[axis]));
  }
  return done;
}

inline constexpr std::size_t kMemoryViewMethodCount = 8;
extern const std::array<NativeMethod, kMemoryViewMethodCount> kMemoryViewMethods;

Result<Object*> memoryview_compare(Thread&, Object*, Object*, Comparison);
Result<std::intptr_t> memoryview_hash(Thread&, Object*);

}  // namespace ouro
