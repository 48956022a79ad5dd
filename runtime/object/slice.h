// Slice: start, stop and step of a subscript, and their meaning for a sequence of some length.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"

namespace ouro {

struct Tuple;

struct Slice : Object {
  Object* start;
  Object* stop;
  Object* step;
};

Result<Slice*> make_slice(Interpreter&, Object* start, Object* stop, Object* step);

// The three numbers as written, clamped to std::intptr_t; step is never 0 and can be negated.
struct SliceNumbers {
  std::intptr_t start;
  std::intptr_t stop;
  std::intptr_t step;
};
// The places a slice takes from a sequence: start, start + step ... `count` of them.
struct SliceRange {
  std::intptr_t start;
  std::intptr_t stop;
  std::intptr_t step;
  std::intptr_t count;
};

// Deletes the places of the range from `length` items, in order: keep(to, from) moves one that
// stays, take(from) sees one that goes. The new length.
template <typename Keep, typename Take>
std::size_t close_up(SliceRange range, std::size_t length, Keep keep, Take take) {
  if (range.count == 0) return length;
  if (range.step < 0) {
    range.start += range.step * (range.count - 1);
    range.step = -range.step;
  }
  auto to = static_cast<std::size_t>(range.start);
  std::intptr_t taken = 0;
  for (std::size_t from = to; from < length; ++from) {
    if (taken < range.count &&
        static_cast<std::intptr_t>(from) == range.start + taken * range.step) {
      take(from);
      ++taken;
    } else {
      keep(to++, from);
    }
  }
  return to;
}

// Runs __index__ of the three; read the length of the sequence only afterwards.
Result<SliceNumbers> slice_numbers(Thread&, const Slice*);
SliceRange adjust_slice(SliceNumbers, std::intptr_t length) noexcept;
// slice.indices(length): a tuple of three ints of any size; `length` is an int and not negative.
Result<Tuple*> slice_indices(Thread&, const Slice*, Object* length);

}  // namespace ouro
