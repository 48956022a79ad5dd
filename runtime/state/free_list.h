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

// A row of the table in free_lists.h.
struct BodyKind {
  std::string_view name, purpose;
  std::uint32_t kept_max;
  std::uint32_t bytes = 0;  // 0: as its types say
  BlockKind block_kind = BlockKind::kCollectable;
};

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
    limit_ = 0;
    while (head_ != nullptr) memory.release(pop(), bytes_, block_kind_);
  }
  Residue residue() const noexcept {
    return {.blocks = kept_, .bytes = kept_ * block_size(bytes_)};
  }
  std::size_t kept() const noexcept { return kept_; }

  // What it asks Memory for.
  std::size_t bytes() const noexcept { return bytes_; }
  BlockKind block_kind() const noexcept { return block_kind_; }

 protected:
  explicit constexpr BodyList(const BodyKind& kind)
      : bytes_(kind.bytes), block_kind_(kind.block_kind) {}

  void* pop() noexcept {
    Dead* dead = head_;
    head_ = dead->next;
    --kept_;
    tools::unpoison(dead, bytes_);
    return dead;
  }
  // False: closed or full.
  bool keep(void* body) noexcept {
    if (kept_ >= limit_) return false;
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
  // Whole words: processors forward a stored half-word to the next load slowly.
  std::uint32_t kept_ = 0;
  std::uint32_t limit_ = 0;  // of kept_; 0 while closed
  std::uint32_t bytes_;
  BlockKind block_kind_;
};

// For whoever names the list. Kind: kKind.
template <typename Kind>
class FreeList : public BodyList {
 public:
  static constexpr std::string_view kName = Kind::kKind.name;
  static constexpr std::string_view kPurpose = Kind::kKind.purpose;
  using Needs = TypeList<>;

  constexpr FreeList() : BodyList(Kind::kKind) {}

  Status set_up(Memory&) noexcept {
    limit_ = Kind::kKind.kept_max;
    return done;
  }
  // As of any BodyList, with the size known.
  [[nodiscard]] void* take(Memory& memory) noexcept {
    if (head_ != nullptr) [[likely]]
      return pop();
    return memory.allocate(Kind::kKind.bytes, Kind::kKind.block_kind);
  }
  void give_back(Memory& memory, void* body) noexcept {
    if (!keep(body)) memory.release(body, Kind::kKind.bytes, Kind::kKind.block_kind);
  }
};

// For allocate_instance(): the built-in types kTypes, of one fixed size, find it by themselves.
// Kind: kKind, kTypes.
template <typename Kind>
class InstanceFreeList : public BodyList {
 public:
  static constexpr std::string_view kName = Kind::kKind.name;
  static constexpr std::string_view kPurpose = Kind::kKind.purpose;
  static constexpr std::array kTypes = Kind::kTypes;
  using Needs = TypeList<TypeRegistry>;

  constexpr InstanceFreeList() : BodyList(Kind::kKind) {}

  Status set_up(Memory&, TypeRegistry&) noexcept {
    bytes_ = builtin_descriptor(kTypes[0]).object_size;
    for (const TypeId id : kTypes) OURO_CHECK(builtin_descriptor(id).object_size == bytes_);
    limit_ = Kind::kKind.kept_max;
    return done;
  }
};

}  // namespace ouro
