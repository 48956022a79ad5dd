// TupleFreeList: dead tuples of small sizes, kept for reuse by the next allocation.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/tuple.h"

namespace ouro {

class TupleFreeList {
 public:
  static constexpr std::string_view kName = "tuple_free_list";
  static constexpr std::string_view kPurpose = "bodies of tuples, by number of items";
  using Needs = TypeList<>;

  static constexpr std::size_t kItemsMax = 20;
  static constexpr std::size_t kKeptMax = 64;

  static constexpr std::size_t bytes_for(std::size_t items) {
    return sizeof(Tuple) + items * sizeof(Object*);
  }

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;

  // A body for a tuple of so many items, with a count of 0; null when memory is refused.
  [[nodiscard]] void* take(Memory& memory, std::size_t items) noexcept {
    if (items <= kItemsMax && heads_[items] != nullptr) [[likely]]
      return pop(items);
    return memory.allocate(bytes_for(items), BlockKind::kCollectable);
  }
  void give_back(Memory&, void* tuple, std::size_t items) noexcept;

 private:
  struct Dead {
    std::intptr_t count;
    Dead* next;
  };

  void* pop(std::size_t items) noexcept {
    Dead* dead = heads_[items];
    heads_[items] = dead->next;
    --lengths_[items];
    return dead;
  }

  std::array<Dead*, kItemsMax + 1> heads_{};
  std::array<std::size_t, kItemsMax + 1> lengths_{};
  bool open_ = false;  // a drained list keeps nothing, or the body would outlive it
};

}  // namespace ouro
