// Vector: a growing array of plain values over Memory. Whoever holds one tears it down.
#pragma once

#include <cstddef>
#include <type_traits>

#include "runtime/component/check.h"
#include "runtime/component/memory.h"
#include "runtime/component/result.h"

namespace ouro {

template <typename T>
class Vector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  T& operator[](std::size_t index) { return data_[index]; }
  const T& operator[](std::size_t index) const { return data_[index]; }
  T& back() { return data_[size_ - 1]; }

  Status reserve(Memory& memory, std::size_t capacity) {
    if (capacity <= capacity_) return done;
    capacity = capacity < 2 * capacity_ ? 2 * capacity_ : capacity;
    void* moved = memory.reallocate(data_, capacity_ * sizeof(T), capacity * sizeof(T));
    if (moved == nullptr) return failure;
    data_ = static_cast<T*>(moved);
    capacity_ = capacity;
    return done;
  }

  // Where there is room for it.
  void add_in_place(const T& value) {
    OURO_CHECK(size_ < capacity_);
    data_[size_++] = value;
  }

  Status add(Memory& memory, const T& value) {
    const T copy = value;  // it may stand in this vector
    TRY(reserve(memory, size_ + 1));
    data_[size_++] = copy;
    return done;
  }

  T take_last() {
    OURO_CHECK(size_ > 0);
    return data_[--size_];
  }
  void shrink(std::size_t size) {
    OURO_CHECK(size <= size_);
    size_ = size;
  }

  void tear_down(Memory& memory) noexcept {
    if (data_ != nullptr) memory.release(data_, capacity_ * sizeof(T));
    *this = Vector{};
  }

  Residue residue() const noexcept {
    Residue held;
    if (data_ != nullptr) held.add_block(capacity_ * sizeof(T));
    return held;
  }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace ouro
