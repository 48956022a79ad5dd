// Refuser: counts what a runtime asks the system for, and refuses what a plan names.
//
// Memory is refused by the allocator an interpreter is given. Threads, mappings and descriptors are
// refused in the place of the system's functions: this program is linked with --wrap.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "leakcheck/refusal.h"
#include "leakcheck/target/target.h"

namespace ouro::leakcheck {

class Refuser {
 public:
  Refuser() = default;
  Refuser(const Refuser&) = delete;

  // Forgets what was asked; from now on refuses `count` requests from the one numbered `at` on.
  void plan(std::uint64_t at, std::uint64_t count) noexcept;
  // The same from the middle of a life: nothing is forgotten.
  void refuse(std::uint64_t at, std::uint64_t count) noexcept;
  // Counts one request.
  [[nodiscard]] bool refuses() noexcept;

  // Hears of each request before it is answered, on the thread that asks. Null: nobody does.
  using Listener = void (*)(void* context, std::uint64_t number);
  void tell(Listener listener, void* context) noexcept;

  std::uint64_t asked() const noexcept { return asked_.load(std::memory_order_relaxed); }
  std::uint64_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }
  std::uint64_t blocks() const noexcept { return blocks_.load(std::memory_order_relaxed); }

  // The memory canary: the first block given back after a refusal is forgotten.
  void forget_one_release() noexcept { forgets_ = true; }

  // The C heap behind this plan, with a count of its own.
  ByteSource memory() noexcept { return {this, allocate, release}; }

 private:
  static void* allocate(void* context, std::size_t bytes, std::size_t alignment) noexcept;
  static void release(void* context, void* block, std::size_t bytes) noexcept;

  // Relaxed: a stronger order would hide races from TSan.
  std::atomic<std::uint64_t> asked_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> blocks_{0};
  std::atomic<bool> forgets_{false};
  std::uint64_t at_ = kNoRefusal;
  std::uint64_t count_ = 0;
  Listener listener_ = nullptr;
  void* listener_context_ = nullptr;
};

// As long as this lives, the system's functions of this kind ask the refuser first.
class SystemRefusals {
 public:
  SystemRefusals(Refused what, Refuser& refuser) noexcept;
  SystemRefusals(const SystemRefusals&) = delete;
  ~SystemRefusals();

 private:
  Refused what_;
};

// By this process, ever.
std::uint64_t count_of_started_threads() noexcept;

}  // namespace ouro::leakcheck
