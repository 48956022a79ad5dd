// PendingCalls: a small ring under a mutex; the flag to look at it is an interrupt of the lock's
// holder.
#include "runtime/execute/pending_calls.h"

namespace ouro {

Status PendingCalls::set_up(Memory&, InterpreterLock& lock) noexcept {
  lock_ = &lock;
  mutex_made_ = mutex_.set_up();
  if (!mutex_made_) return failure;
  open_ = true;
  return done;
}

void PendingCalls::tear_down(Memory&) noexcept {
  if (mutex_made_) mutex_.tear_down();
  mutex_made_ = false;
}

Residue PendingCalls::residue() const noexcept { return {.items = count_ + mutex_made_}; }

bool PendingCalls::add(const PendingCall& call) noexcept {
  {
    MutexGuard guard(mutex_);
    if (!open_ || count_ == kCapacity) return false;
    ring_[(first_ + count_) % kCapacity] = call;
    ++count_;
  }
  lock_->interrupt(interrupt::kPendingCalls);
  return true;
}

bool PendingCalls::pop(PendingCall& call) noexcept {
  MutexGuard guard(mutex_);
  if (count_ == 0) return false;
  call = ring_[first_];
  first_ = (first_ + 1) % kCapacity;
  --count_;
  return true;
}

bool PendingCalls::empty() const noexcept {
  MutexGuard guard(mutex_);
  return count_ == 0;
}

Status PendingCalls::run(Thread& thread) {
  if (running_) return done;
  running_ = true;
  lock_->stop_interrupting(interrupt::kPendingCalls);
  Status result = done;
  PendingCall call;
  // Bounded: a call that queues itself again waits for the next round.
  for (std::size_t round = 0; round < kCapacity && result.ok() && pop(call); ++round) {
    result = call.function(thread, call.argument);
  }
  running_ = false;
  if (!empty()) lock_->interrupt(interrupt::kPendingCalls);
  return result;
}

void PendingCalls::close(Interpreter& interpreter) noexcept {
  {
    MutexGuard guard(mutex_);
    open_ = false;
  }
  PendingCall call;
  while (pop(call)) {
    if (call.drop != nullptr) call.drop(interpreter, call.argument);
  }
}

}  // namespace ouro
