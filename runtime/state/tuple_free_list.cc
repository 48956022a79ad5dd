// TupleFreeList: keeping and draining.
#include "runtime/state/tuple_free_list.h"

#include "runtime/component/planted.h"

namespace ouro {

Status TupleFreeList::set_up(Memory&) noexcept {
  open_ = true;
  return done;
}

void TupleFreeList::give_back(Memory& memory, void* tuple, std::size_t items) noexcept {
  if (!open_ || items > kItemsMax || lengths_[items] == kKeptMax) {
    return memory.release(tuple, bytes_for(items), BlockKind::kCollectable);
  }
  auto* dead = static_cast<Dead*>(tuple);
  dead->count = 0;
  dead->next = heads_[items];
  heads_[items] = dead;
  ++lengths_[items];
}

void TupleFreeList::tear_down(Memory& memory) noexcept {
  open_ = false;
  const std::size_t longest = is_planted(Planted::kUndrainedLength) ? kItemsMax - 1 : kItemsMax;
  for (std::size_t items = 0; items <= longest; ++items) {
    while (heads_[items] != nullptr) {
      memory.release(pop(items), bytes_for(items), BlockKind::kCollectable);
    }
  }
}

Residue TupleFreeList::residue() const noexcept {
  Residue held;
  for (std::size_t items = 0; items <= kItemsMax; ++items) {
    held.blocks += lengths_[items];
    held.bytes += lengths_[items] * block_size(bytes_for(items));
  }
  return held;
}

}  // namespace ouro
