// waiting: how native code waits without the interpreter lock and still answers the interpreter.
//
// Nothing wakes a thread that waits in the system, so long waits are cut into slices: between two
// of them it runs pending calls, and finalize ends a blocked thread within one.
#pragma once

#include <algorithm>
#include <cstdint>

#include "runtime/component/mutex.h"
#include "runtime/execute/loop.h"
#include "runtime/execute/pending_calls.h"
#include "runtime/execute/thread.h"
#include "runtime/execute/threads.h"
#include "runtime/interpreter/interpreter.h"

namespace ouro {

inline constexpr std::int64_t kWaitSlice = 50'000'000;  // nanoseconds

// Calls `wait(until)` without the lock, with ever new moments in monotonic_nanoseconds(), until it
// answers true; false: `deadline` has passed. A failure means this thread shall end, or a pending
// call failed.
template <typename Wait>
Result<bool> wait_in_slices(Thread& thread, std::int64_t deadline, Wait wait) {
  PendingCalls& calls = thread.interpreter().get<PendingCalls>();
  while (true) {
    {
      Unlocked unlocked(thread);
      while (true) {
        if (wait(std::min(deadline, monotonic_nanoseconds() + kWaitSlice))) return true;
        if (monotonic_nanoseconds() >= deadline) return false;
        const std::uint32_t asked = thread.interrupt.load(std::memory_order_relaxed);
        if ((asked & (interrupt::kStop | interrupt::kLimit)) != 0 || !calls.empty()) break;
      }
    }
    TRY(handle_interrupts(thread));
  }
}

}  // namespace ouro
