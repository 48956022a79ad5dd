// Arena: growing by doubling blocks, and the one end.
#include "runtime/component/arena.h"

#include <algorithm>

namespace ouro {

bool Arena::grow(std::size_t bytes) noexcept {
  constexpr std::size_t kFirst = 4096;
  constexpr std::size_t kLargest = 256 * 1024;
  const std::size_t wanted = last_ == nullptr ? kFirst : std::min(2 * last_->bytes, kLargest);
  const std::size_t size = std::max(wanted, bytes + sizeof(Block));
  void* place = memory_.allocate(size);
  if (place == nullptr) return false;
  last_ = new (place) Block{last_, size};
  next_ = static_cast<std::byte*>(place) + sizeof(Block);
  left_ = size - sizeof(Block);
  return true;
}

void Arena::tear_down() noexcept {
  while (last_ != nullptr) {
    Block* block = std::exchange(last_, last_->previous);
    memory_.release(block, block->bytes);
  }
  next_ = nullptr;
  left_ = 0;
}

}  // namespace ouro
