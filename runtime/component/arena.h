// Arena: many small things with one end. Used for syntax trees and for code under construction.
//
// Nothing in it is destroyed one by one; tear_down() (or the destructor) gives all blocks back.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/component/memory.h"

namespace ouro {

class Arena {
 public:
  explicit Arena(Memory& memory) noexcept : memory_(memory) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() { tear_down(); }

  // Null when memory is refused; 16-byte aligned.
  [[nodiscard]] void* allocate(std::size_t bytes) noexcept {
    bytes = block_size(bytes);
    if (bytes > left_ && !grow(bytes)) return nullptr;
    void* place = next_;
    next_ += bytes;
    left_ -= bytes;
    return place;
  }

  template <typename T, typename... Arguments>
  [[nodiscard]] T* make(Arguments&&... arguments) noexcept {
    static_assert(std::is_trivially_destructible_v<T>);
    void* place = allocate(sizeof(T));
    return place == nullptr ? nullptr : new (place) T{std::forward<Arguments>(arguments)...};
  }

  template <typename T>
  [[nodiscard]] T* make_array(std::size_t count) noexcept {
    static_assert(std::is_trivially_destructible_v<T>);
    void* place = allocate(count * sizeof(T));
    return place == nullptr ? nullptr : new (place) T[count]{};
  }

  void tear_down() noexcept;

 private:
  struct Block {
    Block* previous;
    std::size_t bytes;
  };

  bool grow(std::size_t bytes) noexcept;

  Memory& memory_;
  Block* last_ = nullptr;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace ouro
