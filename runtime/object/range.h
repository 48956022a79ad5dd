// Range: an arithmetic progression of ints of any size, and its iterators.
#pragma once

#include <cstdint>

#include "runtime/object/int.h"
#include "runtime/object/object.h"

namespace ouro {

struct Range : Object {
  Int* start;
  Int* stop;
  Int* step;
  Int* length;
};

// Where all numbers fit into 64 bits. For the evaluation loop: while index < length, the next value
// is start + index * step.
struct RangeIterator : Object {
  std::int64_t start;
  std::int64_t step;
  std::int64_t length;
  std::int64_t index;
};

struct LongRangeIterator : Object {
  Int* start;
  Int* step;
  Int* length;
  Int* index;
};

// start + index * step, where that fits although the product may not.
constexpr std::int64_t range_value(std::int64_t start, std::int64_t step, std::int64_t index) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) +
                                   static_cast<std::uint64_t>(index) *
                                       static_cast<std::uint64_t>(step));
}

// The three are exact ints; ValueError for a step of 0.
Result<Range*> make_range(Thread&, Int* start, Int* stop, Int* step);

}  // namespace ouro
