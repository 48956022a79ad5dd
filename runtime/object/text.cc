#include "runtime/interpreter/interpreter.h"
// text: reading the arguments of text methods.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/text.h"
#include "runtime/interpreter/interpreter.h"

#include "runtime/interpreter/interpreter.h"
namespace ouro {
#include "runtime/interpreter/interpreter.h"

#include "runtime/interpreter/interpreter.h"
Result<std::intptr_t> read_bound(Thread& thread, Object* argument, std::intptr_t fallback) {
#include "runtime/interpreter/interpreter.h"
  if (argument == nullptr || argument == none(thread)) return fallback;
#include "runtime/interpreter/interpreter.h"
  if (has_index(argument)) return to_slice_index(thread, argument);
#include "runtime/interpreter/interpreter.h"
  return raise(thread, TypeId::kTypeError,
#include "runtime/interpreter/interpreter.h"
               "slice indices must be integers or None or have an __index__ method");
#include "runtime/interpreter/interpreter.h"
}
#include "runtime/interpreter/interpreter.h"

#include "runtime/interpreter/interpreter.h"
Result<RawBounds> read_bounds(Thread& thread, Object* start, Object* end) {
#include "runtime/interpreter/interpreter.h"
  RawBounds bounds;
#include "runtime/interpreter/interpreter.h"
  if (start == nullptr) return bounds;
#include "runtime/interpreter/interpreter.h"
  bounds.start = TRY(read_bound(thread, start, 0));
#include "runtime/interpreter/interpreter.h"
  bounds.end = TRY(read_bound(thread, end, PTRDIFF_MAX));
#include "runtime/interpreter/interpreter.h"
  return bounds;
#include "runtime/interpreter/interpreter.h"
}
#include "runtime/interpreter/interpreter.h"

#include "runtime/interpreter/interpreter.h"
Result<std::size_t> read_limit(Thread& thread, Object* argument) {
#include "runtime/interpreter/interpreter.h"
  if (argument == nullptr) return kNotFound;
#include "runtime/interpreter/interpreter.h"
  const std::intptr_t limit = TRY(to_index_value(thread, argument));
#include "runtime/interpreter/interpreter.h"
  return limit < 0 ? kNotFound : static_cast<std::size_t>(limit);
#include "runtime/interpreter/interpreter.h"
}
#include "runtime/interpreter/interpreter.h"

#include "runtime/interpreter/interpreter.h"
Result<int> read_c_int(Thread& thread, Object* argument, int fallback) {
#include "runtime/interpreter/interpreter.h"
  if (argument == nullptr) return fallback;
#include "runtime/interpreter/interpreter.h"
  return to_c_int(thread, argument);
#include "runtime/interpreter/interpreter.h"
}
#include "runtime/interpreter/interpreter.h"

#include "runtime/interpreter/interpreter.h"
}  // namespace ouro
