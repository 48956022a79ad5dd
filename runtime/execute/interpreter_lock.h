// InterpreterLock: only the thread that holds it may touch the interpreter's objects.
//
// A waiter asks the holder to yield after a switch interval. A holder that yields waits until
// somebody else has had the lock, or the waiters would starve on a busy one.
//
// An interpreter may share the lock of another one: its threads then need that lock too, after
// their own, so that only one thread of both runs.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/mutex.h"
#include "runtime/execute/thread.h"

namespace ouro {

class InterpreterLock {
 public:
  static constexpr std::string_view kName = "interpreter_lock";
  static constexpr std::string_view kPurpose = "the lock that one thread holds";
  using Needs = TypeList<>;
  static constexpr std::int64_t kForever = INT64_MAX;
  static constexpr std::int64_t kSwitchInterval = 5'000'000;  // nanoseconds

  Status set_up(Memory&) noexcept;
  // Before anybody takes it. The other lock must live longer.
  void share(InterpreterLock* shared) noexcept { shared_ = shared; }
  void tear_down(Memory&) noexcept;
  // Items: the lock itself while somebody holds it or waits for it.
  Residue residue() const noexcept;

  // Blocks until the lock is held. `thread` is null for a native thread that has no Thread yet;
  // such a one is turned away (false) once close() was called, whether it comes, waits or has just
  // waited.
  // So is anybody once `deadline` has passed.
  [[nodiscard]] bool take(Thread* thread, std::int64_t deadline = kForever) noexcept;
  void give() noexcept;
  // Lets another thread run when one waits.
  void yield(Thread& thread) noexcept;
  // The holder has its Thread now, or gives it up while it still holds the lock.
  void set_holder(Thread* thread) noexcept;

  // No newcomers from now on: finalize has begun.
  void close() noexcept;
  // Sets bits in Thread::interrupt of the holder, and of each later one until taken back. From any
  // native thread.
  void interrupt(std::uint32_t bits) noexcept;
  void stop_interrupting(std::uint32_t bits) noexcept;

  void set_switch_interval(std::int64_t nanoseconds) noexcept {
    switch_interval_.store(nanoseconds, std::memory_order_relaxed);
  }
  std::int64_t switch_interval() const noexcept {
    return switch_interval_.load(std::memory_order_relaxed);
  }

  // In the child of a fork: the caller is the only thread left.
  void after_fork(Thread* holder) noexcept;

 private:
  // Who asks: a thread of this interpreter, or of one that shares its lock.
  enum class From : bool { kHere, kSharer };

  bool take_here(Thread* thread, From from, std::int64_t deadline) noexcept;
  void yield_here(Thread& thread, From from) noexcept;
  void set_holder_here(Thread* thread) noexcept;
  bool somebody_waits() noexcept;
  void wait_for_turn() noexcept;
  void become_holder(Thread* thread, From from) noexcept;
  void leave() noexcept;

  mutable Mutex mutex_;
  Condition free_;      // the lock was given up
  Condition switched_;  // somebody else took it
  bool mutex_made_ = false;
  bool free_made_ = false;
  bool switched_made_ = false;
  bool held_ = false;
  bool closed_ = false;
  bool holder_is_sharer_ = false;
  Thread* holder_ = nullptr;  // borrowed; null: not held, or by a newcomer without a Thread
  std::uint32_t waiters_ = 0;
  std::uint32_t sticky_ = 0;
  InterpreterLock* shared_ = nullptr;  // taken after this one, given up before it
  std::uint64_t switches_ = 0;
  std::atomic<std::int64_t> switch_interval_ = kSwitchInterval;
};

}  // namespace ouro
