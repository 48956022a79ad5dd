// text: reading the arguments of text methods.
#include "runtime/object/text.h"

namespace ouro {

Result<std::intptr_t> read_bound(Thread& thread, Object* argument, std::intptr_t fallback) {
  if (argument == nullptr || argument == none(thread)) return fallback;
  if (has_index(argument)) return to_slice_index(thread, argument);
  return raise(thread, TypeId::kTypeError,
               "slice indices must be integers or None or have an __index__ method");
}

Result<RawBounds> read_bounds(Thread& thread, Object* start, Object* end) {
  RawBounds bounds;
  if (start == nullptr) return bounds;
  bounds.start = TRY(read_bound(thread, start, 0));
  bounds.end = TRY(read_bound(thread, end, PTRDIFF_MAX));
  return bounds;
}

Result<std::size_t> read_limit(Thread& thread, Object* argument) {
  if (argument == nullptr) return kNotFound;
  const std::intptr_t limit = TRY(to_index_value(thread, argument));
  return limit < 0 ? kNotFound : static_cast<std::size_t>(limit);
}

Result<int> read_c_int(Thread& thread, Object* argument, int fallback) {
  if (argument == nullptr) return fallback;
  return to_c_int(thread, argument);
}

}  // namespace ouro
