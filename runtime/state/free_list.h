// FreeList: dead bodies of one kind, kept for reuse by the next allocation of that kind.
//
// One template, one registration per kind. A list that was torn down keeps nothing, or the body
// would outlive it. Kept bodies look free to the collector: their count is 0.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/memory.h"
#include "runtime/object/object.h"

namespace ouro {

template <typename Kind>  // Kind: kName, kBytes, kBlockKind, kKeptMax
class FreeList {
 public:
  static constexpr std::string_view kName = Kind::kName;
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept {
    open_ = true;
    return done;
  }
  void tear_down(Memory& memory) noexcept {
    open_ = false;
    while (head_ != nullptr) memory.release(pop(), Kind::kBytes, Kind::kBlockKind);
  }
  Residue residue() const noexcept {
    return {.blocks = kept_, .bytes = kept_ * block_size(Kind::kBytes)};
  }

  // A body of Kind::kBytes; null when memory is refused. Uninitialised but for a count of 0.
  [[nodiscard]] void* take(Memory& memory) noexcept {
    if (head_ != nullptr) [[likely]]
      return pop();
    return memory.allocate(Kind::kBytes, Kind::kBlockKind);
  }
  void give_back(Memory& memory, void* body) noexcept {
    if (!open_ || kept_ == Kind::kKeptMax)
      return memory.release(body, Kind::kBytes, Kind::kBlockKind);
    auto* dead = static_cast<Dead*>(body);
    dead->count = 0;
    dead->next = head_;
    head_ = dead;
    ++kept_;
  }
  std::size_t kept() const noexcept { return kept_; }

 private:
  struct Dead {
    std::intptr_t count;
    Dead* next;
  };

  void* pop() noexcept {
    Dead* dead = head_;
    head_ = dead->next;
    --kept_;
    return dead;
  }

  Dead* head_ = nullptr;
  std::size_t kept_ = 0;
  bool open_ = false;
};

}  // namespace ouro
