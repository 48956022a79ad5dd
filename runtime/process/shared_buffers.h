// SharedBuffers: bytes that nobody writes any more, looked at by several interpreters at once.
//
// A block belongs to no interpreter. Each memoryview that looks at it holds it, and so does a copy
// on its way; whoever lets go last gives it back.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/mutex.h"

namespace ouro {

struct SharedBlock {
  std::atomic<std::size_t> holders = 1;
  std::size_t length = 0;
  std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(this + 1); }
};

class SharedBuffers {
 public:
  static constexpr std::string_view kName = "shared_buffers";
  static constexpr std::string_view kPurpose = "bytes that views of several interpreters share";
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;  // a block still held stays counted: it is the evidence
  Residue residue() const noexcept;  // items: the mutex

  // A block to be filled before anybody else sees it, held once; null: no memory.
  [[nodiscard]] SharedBlock* make(std::size_t length) noexcept;
  static SharedBlock* hold(SharedBlock* block) noexcept {
    block->holders.fetch_add(1, std::memory_order_relaxed);
    return block;
  }
  void let_go(SharedBlock* block) noexcept;

 private:
  mutable Mutex mutex_;
  bool mutex_made_ = false;
  Memory memory_;  // under the mutex
};

}  // namespace ouro
