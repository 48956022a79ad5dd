// Fresh bytes: a witness that reads no table - is a finalized block what a new one would be?
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ouro::leakcheck {

// The offset of the first word that differs; `bytes` if none does. A word that points to the same
// place inside its own block is the same.
inline std::size_t first_difference(const void* one, const void* other, std::size_t begin,
                                    std::size_t bytes) {
  const auto word_at = [](const void* block, std::size_t offset) {
    std::uintptr_t word = 0;
    std::memcpy(&word, static_cast<const std::byte*>(block) + offset, sizeof(word));
    return word;
  };
  const auto base = [](const void* block) { return reinterpret_cast<std::uintptr_t>(block); };
  for (std::size_t offset = begin; offset + sizeof(std::uintptr_t) <= bytes;
       offset += sizeof(std::uintptr_t)) {
    const std::uintptr_t left = word_at(one, offset), right = word_at(other, offset);
    if (left != right && left - base(one) != right - base(other)) return offset;
  }
  return bytes;
}

}  // namespace ouro::leakcheck
