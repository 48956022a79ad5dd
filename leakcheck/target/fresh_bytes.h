// Fresh bytes: witnesses that read no table - is a finalized block what a new one would be, and
// does it point into another?
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

// Does a word of [begin, end) of one block point into the other? Read as atomics: threads of other
// interpreters may wait at some of the words meanwhile.
inline bool points_into(const void* block, std::size_t begin, std::size_t end, const void* other,
                        std::size_t other_bytes) {
  const auto first = reinterpret_cast<std::uintptr_t>(other);
  const auto* words = static_cast<const std::uintptr_t*>(block);
  for (std::size_t offset = begin; offset + sizeof(*words) <= end; offset += sizeof(*words)) {
    const std::uintptr_t word = __atomic_load_n(words + offset / sizeof(*words), __ATOMIC_RELAXED);
    if (word - first < other_bytes) return true;
  }
  return false;
}

}  // namespace ouro::leakcheck
