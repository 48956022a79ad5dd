// text: what the methods of str, bytes and bytearray share - reading their arguments.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "runtime/object/container.h"
#include "runtime/object/int.h"
#include "runtime/object/search.h"

namespace ouro {

// The part [start, end) of a text that a method looks at; start may be behind end.
struct Bounds {
  std::intptr_t start = 0;
  std::intptr_t end = 0;

  bool valid() const { return start <= end; }
  std::size_t size() const { return static_cast<std::size_t>(end - start); }
};

inline Bounds adjust_bounds(std::intptr_t start, std::intptr_t end, std::size_t length) {
  const auto size = static_cast<std::intptr_t>(length);
  if (end > size) end = size;
  if (end < 0) end = std::max<std::intptr_t>(end + size, 0);
  if (start < 0) start = std::max<std::intptr_t>(start + size, 0);
  return {start, end};
}

// null and None: the fallback.
Result<std::intptr_t> read_bound(Thread&, Object* argument, std::intptr_t fallback);
// The optional start and end arguments; may run user code, so read the length afterwards.
struct RawBounds {
  std::intptr_t start = 0;
  std::intptr_t end = PTRDIFF_MAX;

  Bounds in(std::size_t length) const { return adjust_bounds(start, end, length); }
};
Result<RawBounds> read_bounds(Thread&, Object* start, Object* end);

// An argument that is a size: through __index__.
Result<std::intptr_t> read_size(Thread&, Object* argument);
// A count or limit argument: negative means all; null is the fallback -1.
Result<std::size_t> read_limit(Thread&, Object* argument);
// A tabsize or keepends argument.
Result<int> read_c_int(Thread&, Object* argument, int fallback);

inline Result<Object*> make_position(Thread& thread, std::size_t position) {
  return make_int_object(thread, position == kNotFound ? -1 : static_cast<std::intptr_t>(position));
}

// "must be str or None, not int" and the like.
inline Failure refuse_type(Thread& thread, std::string_view format, const Object* object) {
  return raise(thread, TypeId::kTypeError, format, type_name(object->type));
}

// "f() takes at least 1 argument (0 given)": the first argument of functions that CPython parses by
// a format.
inline Status need_first(Thread& thread, std::string_view function, const Object* first) {
  if (first != nullptr) [[likely]]
    return done;
  return raise(thread, TypeId::kTypeError, "{}() takes at least 1 argument (0 given)", function);
}

// Where the padding of center() goes.
struct Sides {
  std::size_t left;
  std::size_t right;
};
inline Sides center_sides(std::size_t length, std::size_t width) {
  const std::size_t padding = width - length;
  const std::size_t left = padding / 2 + (padding & width & 1);
  return {left, padding - left};
}

}  // namespace ouro
