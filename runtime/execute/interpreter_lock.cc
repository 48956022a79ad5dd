// InterpreterLock: a mutex and two conditions around one flag, so that the flag can be handed over.
#include "runtime/execute/interpreter_lock.h"

#include "runtime/component/planted.h"

namespace ouro {

Status InterpreterLock::set_up(Memory&) noexcept {
  mutex_made_ = mutex_.set_up();
  free_made_ = mutex_made_ && free_.set_up();
  switched_made_ = free_made_ && switched_.set_up();
  if (!switched_made_) return failure;
  return done;
}

void InterpreterLock::tear_down(Memory&) noexcept {
  if (is_planted(Planted::kLockKept)) return;
  if (switched_made_) switched_.tear_down();
  if (free_made_) free_.tear_down();
  if (mutex_made_) mutex_.tear_down();
  mutex_made_ = free_made_ = switched_made_ = false;
  shared_ = nullptr;
}

Residue InterpreterLock::residue() const noexcept {
  if (!mutex_made_) return {};
  const MutexGuard guard(mutex_);  // threads come and wait while somebody looks
  return {.items = std::size_t{1} + free_made_ + switched_made_ + waiters_};
}

bool InterpreterLock::take(Thread* thread, std::int64_t deadline) noexcept {
  if (!take_here(thread, From::kHere, deadline)) return false;
  if (shared_ == nullptr || shared_->take_here(thread, From::kSharer, deadline)) return true;
  MutexGuard guard(mutex_);
  leave();
  return false;
}

bool InterpreterLock::take_here(Thread* thread, From from, std::int64_t deadline) noexcept {
  const auto refused = [&] {
    return (thread == nullptr && closed_ && from == From::kHere) ||
           (held_ && deadline != kForever && monotonic_nanoseconds() >= deadline);
  };
  MutexGuard guard(mutex_);
  if (refused()) return false;
  ++waiters_;
  while (held_ && !refused()) wait_for_turn();
  --waiters_;
  if (refused()) {
    free_.notify_one();  // the turn that woke us belongs to somebody else
    switched_.notify_all();
    return false;
  }
  become_holder(thread, from);
  return true;
}

void InterpreterLock::wait_for_turn() noexcept {
  const std::uint64_t seen = switches_;
  const std::int64_t deadline = monotonic_nanoseconds() + switch_interval();
  const bool woken = free_.wait_until(mutex_, deadline);
  const bool nobody_moved = !woken && held_ && switches_ == seen;
  if (nobody_moved && holder_ != nullptr) {
    holder_->interrupt.fetch_or(interrupt::kYieldLock, std::memory_order_relaxed);
  }
}

void InterpreterLock::become_holder(Thread* thread, From from) noexcept {
  held_ = true;
  ++switches_;
  holder_ = thread;
  holder_is_sharer_ = from == From::kSharer;
  if (thread != nullptr && sticky_ != 0 && from == From::kHere) {
    thread->interrupt.fetch_or(sticky_, std::memory_order_relaxed);
  }
  if (!is_planted(Planted::kLostWakeUp)) switched_.notify_all();
}

void InterpreterLock::leave() noexcept {
  OURO_CHECK(held_);
  held_ = false;
  if (holder_ != nullptr) {
    holder_->interrupt.fetch_and(~interrupt::kYieldLock, std::memory_order_relaxed);
  }
  holder_ = nullptr;
  free_.notify_one();
}

void InterpreterLock::give() noexcept {
  if (shared_ != nullptr) shared_->give();
  MutexGuard guard(mutex_);
  leave();
}

void InterpreterLock::yield(Thread& thread) noexcept {
  if (shared_ == nullptr) return yield_here(thread, From::kHere);
  if (!somebody_waits()) return shared_->yield_here(thread, From::kSharer);
  shared_->give();
  yield_here(thread, From::kHere);
  const bool taken = shared_->take_here(&thread, From::kSharer, kForever);
  OURO_CHECK(taken);
}

bool InterpreterLock::somebody_waits() noexcept {
  MutexGuard guard(mutex_);
  return waiters_ > 0;
}

void InterpreterLock::yield_here(Thread& thread, From from) noexcept {
  MutexGuard guard(mutex_);
  OURO_CHECK(holder_ == &thread);
  if (waiters_ == 0) {
    thread.interrupt.fetch_and(~interrupt::kYieldLock, std::memory_order_relaxed);
    return;
  }
  leave();
  const std::uint64_t before = switches_;
  while (switches_ == before && waiters_ != 0) switched_.wait(mutex_);
  ++waiters_;
  while (held_) wait_for_turn();
  --waiters_;
  become_holder(&thread, from);
}

void InterpreterLock::set_holder(Thread* thread) noexcept {
  set_holder_here(thread);
  if (shared_ != nullptr) shared_->set_holder_here(thread);
}

void InterpreterLock::set_holder_here(Thread* thread) noexcept {
  MutexGuard guard(mutex_);
  OURO_CHECK(held_);
  holder_ = thread;
  if (thread != nullptr && !holder_is_sharer_)
    thread->interrupt.fetch_or(sticky_, std::memory_order_relaxed);
}

void InterpreterLock::close() noexcept {
  MutexGuard guard(mutex_);
  closed_ = true;
  free_.notify_all();
  switched_.notify_all();
}

void InterpreterLock::interrupt(std::uint32_t bits) noexcept {
  MutexGuard guard(mutex_);
  sticky_ |= bits;
  if (holder_ != nullptr && !holder_is_sharer_)
    holder_->interrupt.fetch_or(bits, std::memory_order_relaxed);
}

void InterpreterLock::stop_interrupting(std::uint32_t bits) noexcept {
  MutexGuard guard(mutex_);
  sticky_ &= ~bits;
  if (holder_ != nullptr && !holder_is_sharer_)
    holder_->interrupt.fetch_and(~bits, std::memory_order_relaxed);
}

void InterpreterLock::after_fork(Thread* holder) noexcept {
  const bool made = mutex_.set_up() && free_.set_up() && switched_.set_up();
  OURO_CHECK(made);
  waiters_ = 0;
  shared_ = nullptr;
  held_ = true;
  holder_ = holder;
}

}  // namespace ouro
