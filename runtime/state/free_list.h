// FreeList: dead bodies of one kind, kept for reuse by the next allocation of that kind.
//
// One template, one registration per kind. A list that was torn down keeps nothing, or the body
// would outlive it. Kept bodies look free to the collector: their count is 0.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/memory.h"
#include "runtime/component/tools.h"
#include "runtime/object/object.h"
#include "runtime/object/type_id.h"
#include "runtime/state/type_registry.h"

namespace ouro {

// What all free lists are, for whoever has a type and does not know its kind.
class BodyList {
 public:
  // A body; null when memory is refused. Uninitialised but for a count of 0.
  [[nodiscard]] void* take(Memory& memory) noexcept {
    return head_ != nullptr ? pop() : memory.allocate(bytes_, block_kind_);
  }
  void give_back(Memory& memory, void* body) noexcept {
    if (!keep(body)) memory.release(body, bytes_, block_kind_);
  }
  void tear_down(Memory& memory) noexcept {
    open_ = false;
    while (head_ != nullptr) memory.release(pop(), bytes_, block_kind_);
  }
  Residue residue() const noexcept {
    return {.blocks = kept_, .bytes = kept_ * block_size(bytes_)};
  }
  std::size_t kept() const noexcept { return kept_; }

 protected:
  constexpr BodyList(std::uint32_t bytes, BlockKind block_kind, std::uint16_t kept_max)
      : bytes_(bytes), kept_max_(kept_max), block_kind_(block_kind) {}

  void* pop() noexcept {
    Dead* dead = head_;
    head_ = dead->next;
    --kept_;
    tools::unpoison(dead, bytes_);
    return dead;
  }
  // False: closed or full.
  bool keep(void* body) noexcept {
    if (!open_ || kept_ == kept_max_) return false;
    auto* dead = static_cast<Dead*>(body);
    dead->count = 0;
    dead->next = head_;
    head_ = dead;
    ++kept_;
    tools::poison(dead + 1, bytes_ - sizeof(Dead));
    return true;
  }

  struct Dead {
    std::intptr_t count;
    Dead* next;
  };

  Dead* head_ = nullptr;
  std::uint32_t bytes_;
  std::uint16_t kept_max_;
  std::uint16_t kept_ = 0;
  BlockKind block_kind_;
  bool open_ = false;
};

// For whoever names the list. Kind: kName, kPurpose, kBytes, kBlockKind, kKeptMax.
template <typename Kind>
class FreeList : public BodyList {
 public:
  static constexpr std::string_view kName = Kind::kName;
  static constexpr std::string_view kPurpose = Kind::kPurpose;
  using Needs = TypeList<>;

  constexpr FreeList() : BodyList(Kind::kBytes, Kind::kBlockKind, Kind::kKeptMax) {}

  Status set_up(Memory&) noexcept {
    open_ = true;
    return done;
  }
  // As of any BodyList, with the size known.
  [[nodiscard]] void* take(Memory& memory) noexcept {
    if (head_ != nullptr) [[likely]]
      return pop();
    return memory.allocate(Kind::kBytes, Kind::kBlockKind);
  }
  void give_back(Memory& memory, void* body) noexcept {
    if (!keep(body)) memory.release(body, Kind::kBytes, Kind::kBlockKind);
  }
};

// For allocate_instance(): the built-in types kTypes, of one fixed size, find it by themselves.
// Kind: kName, kPurpose, kKeptMax, kTypes.
template <typename Kind>
class InstanceFreeList : public BodyList {
 public:
  static constexpr std::string_view kName = Kind::kName;
  static constexpr std::string_view kPurpose = Kind::kPurpose;
  static constexpr std::array kTypes = Kind::kTypes;
  using Needs = TypeList<TypeRegistry>;

  constexpr InstanceFreeList() : BodyList(0, BlockKind::kCollectable, Kind::kKeptMax) {}

  Status set_up(Memory&, TypeRegistry& types) noexcept {
    bytes_ = types.type(kTypes[0])->object_size;
    for (const TypeId id : kTypes) OURO_CHECK(types.type(id)->object_size == bytes_);
    open_ = true;
    return done;
  }
};

}  // namespace ouro
