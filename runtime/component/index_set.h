// IndexSet: which of so many numbers are in, a bit each, so that walking them skips the rest.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace ouro {

template <std::size_t kCount>
class IndexSet {
 public:
  bool has(std::size_t index) const noexcept { return (words_[index / 64] >> index % 64 & 1) != 0; }
  void add(std::size_t index) noexcept { words_[index / 64] |= std::uint64_t{1} << index % 64; }
  void remove(std::size_t index) noexcept {
    words_[index / 64] &= ~(std::uint64_t{1} << index % 64);
  }

  // Smallest first. `visit` may remove what it is shown.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t word = 0; word < kWords; ++word) {
      for (std::uint64_t bits = words_[word]; bits != 0; bits &= bits - 1) {
        visit(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
      }
    }
  }
  std::size_t size() const noexcept {
    std::size_t count = 0;
    for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }

 private:
  static constexpr std::size_t kWords = (kCount + 63) / 64;
  std::uint64_t words_[kWords] = {};
};

}  // namespace ouro
