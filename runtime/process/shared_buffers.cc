// SharedBuffers: blocks from a Memory of their own, each malloc'ed, so that tools see them.
#include "runtime/process/shared_buffers.h"

#include <new>

#include "runtime/component/planted.h"

namespace ouro {

Status SharedBuffers::set_up(Memory&) noexcept {
  mutex_made_ = mutex_.set_up();
  if (!mutex_made_) return failure;
  memory_.configure(HeapMode::kMalloc, nullptr);
  return done;
}

void SharedBuffers::tear_down(Memory&) noexcept {
  if (memory_.live().empty()) memory_.give_back();
  if (mutex_made_) mutex_.tear_down();
  mutex_made_ = false;
}

Residue SharedBuffers::residue() const noexcept {
  if (mutex_made_) mutex_.lock();
  Residue held = memory_.live();
  if (mutex_made_) mutex_.unlock();
  held.items += mutex_made_;
  return held;
}

SharedBlock* SharedBuffers::make(std::size_t length) noexcept {
  MutexGuard guard(mutex_);
  void* place = memory_.allocate(sizeof(SharedBlock) + length);
  if (place == nullptr) return nullptr;
  auto* block = new (place) SharedBlock;
  block->length = length;
  return block;
}

void SharedBuffers::let_go(SharedBlock* block) noexcept {
  const auto order =
      is_planted(Planted::kRelaxedLetGo) ? std::memory_order_relaxed : std::memory_order_acq_rel;
  if (block->holders.fetch_sub(1, order) > 1) return;
  MutexGuard guard(mutex_);
  memory_.release(block, sizeof(SharedBlock) + block->length);
}

}  // namespace ouro
