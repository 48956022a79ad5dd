// Origins: linear probing, deletion by moving up; from the host's memory, which no census counts.
#include "runtime/component/origins.h"

#include <memory>

#include "runtime/component/memory.h"

namespace ouro {
namespace {

std::size_t scatter(const void* block) {
  return static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(block) * 0x9e3779b97f4a7c15u >>
                                  20);
}

}  // namespace

// The block's own entry, or the free one where it belongs; there is always a free one.
Origins::Entry* Origins::spot(const void* block) const noexcept {
  std::size_t at = scatter(block) & (capacity_ - 1);
  while (entries_[at].block != nullptr && entries_[at].block != block)
    at = (at + 1) & (capacity_ - 1);
  return entries_ + at;
}

bool Origins::grow() noexcept {
  const Origins old = *this;
  const std::size_t capacity = old.capacity_ == 0 ? 1024 : 2 * old.capacity_;
  auto* entries = static_cast<Entry*>(Memory::allocate_for_host(capacity * sizeof(Entry)));
  if (entries == nullptr) return false;
  std::uninitialized_value_construct_n(entries, capacity);
  entries_ = entries;
  capacity_ = capacity;
  for (std::size_t at = 0; at < old.capacity_; ++at) {
    if (old.entries_[at].block != nullptr) *spot(old.entries_[at].block) = old.entries_[at];
  }
  Memory::release_from_host(old.entries_);
  return true;
}

void Origins::note(const void* block, Origin origin) noexcept {
  if (2 * taken_ >= capacity_ && !grow()) return;
  Entry* entry = spot(block);
  taken_ += entry->block == nullptr;
  *entry = {block, origin};
}

void Origins::forget(const void* block) noexcept {
  if (capacity_ == 0) return;
  Entry* hole = spot(block);
  if (hole->block == nullptr) return;
  --taken_;
  hole->block = nullptr;
  // Whoever was pushed behind the hole takes its right place again.
  for (std::size_t at = hole - entries_;;) {
    at = (at + 1) & (capacity_ - 1);
    if (entries_[at].block == nullptr) return;
    const Entry moved = entries_[at];
    entries_[at].block = nullptr;
    *spot(moved.block) = moved;
  }
}

Origin Origins::find(const void* block) const noexcept {
  if (capacity_ == 0) return {};
  const Entry* entry = spot(block);
  return entry->block == nullptr ? Origin{} : entry->origin;
}

void Origins::clear() noexcept {
  Memory::release_from_host(entries_);
  *this = Origins{};
}

}  // namespace ouro
