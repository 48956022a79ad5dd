// Residue: what a component still holds. Empty after a correct tear-down.
#pragma once

#include <cstddef>

namespace ouro {

// The bytes that Memory really spends on a request: the unit of all accounting.
constexpr std::size_t block_size(std::size_t bytes) {
  return bytes == 0 ? 16 : (bytes + 15) & ~static_cast<std::size_t>(15);
}

struct Residue {
  std::size_t blocks = 0;
  std::size_t bytes = 0;
  std::size_t items = 0;  // whatever is not memory: identifiers, descriptors, threads

  constexpr void add_block(std::size_t size) { ++blocks, bytes += block_size(size); }
  constexpr void remove_block(std::size_t size) { --blocks, bytes -= block_size(size); }
  constexpr void add(const Residue& other) {
    blocks += other.blocks, bytes += other.bytes, items += other.items;
  }
  constexpr bool empty() const { return blocks == 0 && bytes == 0 && items == 0; }
  friend constexpr bool operator==(const Residue&, const Residue&) = default;
};

}  // namespace ouro
