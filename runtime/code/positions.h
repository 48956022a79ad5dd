// Positions: the compressed table from instructions to places in the source.
//
// One entry for each instruction, in order. The first byte says how it is written:
//   0: no position    1: line step, further lines, column, end column
//   2: the same line, one line only: column, width    3: line step, one line only: column, width
//   4 + n: the position before, n + 1 more times
// Numbers are 7 bits a byte, lowest first; the line step has its sign in the lowest bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/code/code.h"

namespace ouro {

class PositionEncoder {
 public:
  static constexpr std::uint32_t kRepeatsMax = 252;

  explicit PositionEncoder(std::int32_t first_line) : last_line_(first_line) {}

  // The bytes of one entry; valid until the next call.
  std::span<const std::uint8_t> encode(const CodePosition&);
  // The position before, `times` more; nothing for 0.
  std::span<const std::uint8_t> repeat(std::uint32_t times);

 private:
  void put(std::uint32_t number);
  void put_step(std::int32_t line);

  std::int32_t last_line_;
  std::size_t size_ = 0;
  std::uint8_t bytes_[32] = {};
};

}  // namespace ouro
