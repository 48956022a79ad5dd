// NodeList building: a stack of pointers over an Arena, and one list that grows on its top.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "runtime/component/arena.h"
#include "runtime/source/syntax.h"

namespace ouro::syntax {

class PointerStack {
 public:
  explicit PointerStack(Arena& arena) noexcept : arena_(arena) {}

  bool push(Node* node) noexcept {
    if (size_ == capacity_ && !grow()) return false;
    items_[size_++] = node;
    return true;
  }

  Node* const* items() const noexcept { return items_; }
  std::size_t size() const noexcept { return size_; }
  void shrink(std::size_t size) noexcept { size_ = size; }
  Arena& arena() noexcept { return arena_; }

 private:
  bool grow() noexcept {
    const std::size_t capacity = capacity_ == 0 ? 128 : 2 * capacity_;
    Node** items = arena_.make_array<Node*>(capacity);
    if (items == nullptr) return false;
    std::copy_n(items_, size_, items);
    items_ = items;
    capacity_ = capacity;
    return true;
  }

  Arena& arena_;
  Node** items_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Lists nest: the youngest one grows. Its items leave the stack with it.
class ListBuilder {
 public:
  explicit ListBuilder(PointerStack& stack) noexcept : stack_(stack), mark_(stack.size()) {}
  ListBuilder(const ListBuilder&) = delete;
  ListBuilder& operator=(const ListBuilder&) = delete;
  ~ListBuilder() { stack_.shrink(mark_); }

  bool push(Node* node) noexcept { return stack_.push(node); }
  std::size_t size() const noexcept { return stack_.size() - mark_; }
  Node* operator[](std::size_t index) const noexcept { return stack_.items()[mark_ + index]; }
  Node* last() const noexcept { return (*this)[size() - 1]; }

  // Copies every `step`-th item in [first, end) for which `wanted` holds; false: memory is refused.
  template <typename T, typename Wanted>
  bool copy(std::span<T* const>& result, std::size_t first, std::size_t end, std::size_t step,
            Wanted wanted) const noexcept {
    std::size_t count = 0;
    for (std::size_t index = first; index < end; index += step) count += wanted((*this)[index]);
    if (count == 0) {
      result = {};
      return true;
    }
    T** items = stack_.arena().template make_array<T*>(count);
    if (items == nullptr) return false;
    result = {items, count};
    for (std::size_t index = first; index < end; index += step) {
      if (wanted((*this)[index])) *items++ = static_cast<T*>((*this)[index]);
    }
    return true;
  }

  template <typename T>
  bool copy(std::span<T* const>& result, std::size_t first, std::size_t end,
            std::size_t step = 1) const noexcept {
    return copy(result, first, end, step, [](const Node*) { return true; });
  }

  template <typename T>
  bool copy(std::span<T* const>& result) const noexcept {
    return copy(result, 0, size());
  }

 private:
  PointerStack& stack_;
  std::size_t mark_;
};

}  // namespace ouro::syntax
