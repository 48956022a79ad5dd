// text: reading the arguments of text methods.
#include "runtime/object/text.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/protocol.h"

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

Result<std::intptr_t> read_size(Thread& thread, Object* argument) {
  if (is_compact_int(argument)) [[likely]]
    return static_cast<Int*>(argument)->value;
  Ref<> number(TRY(to_index(thread, argument)));
  if (static_cast<Int*>(number.get())->compact()) return static_cast<Int*>(number.get())->value;
  return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}

Result<std::size_t> read_limit(Thread& thread, Object* argument) {
  if (argument == nullptr) return kNotFound;
  const std::intptr_t limit = TRY(read_size(thread, argument));
  return limit < 0 ? kNotFound : static_cast<std::size_t>(limit);
}

Result<int> read_c_int(Thread& thread, Object* argument, int fallback) {
  if (argument == nullptr) return fallback;
  return to_c_int(thread, argument);
}

}  // namespace ouro
