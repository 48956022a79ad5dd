// waiting: how native code waits without the interpreter lock and still ends when it is asked to.
//
// Nothing wakes a thread that waits in the system, so long waits are cut into slices: finalize then
// ends a blocked thread within one of them.
#pragma once

#include <algorithm>
#include <cstdint>

#include "runtime/component/mutex.h"
#include "runtime/execute/loop.h"
#include "runtime/execute/thread.h"

namespace ouro {

inline constexpr std::int64_t kWaitSlice = 20'000'000;  // nanoseconds

// Callable without the lock: must this thread give its wait up?
inline bool asked_to_stop(const Thread& thread) noexcept {
  return (thread.interrupt.load(std::memory_order_relaxed) & interrupt::kStop) != 0;
}

// The end of this slice of a wait until `deadline`, both in monotonic_nanoseconds().
inline std::int64_t slice_end(std::int64_t deadline) noexcept {
  return std::min(deadline, monotonic_nanoseconds() + kWaitSlice);
}

}  // namespace ouro
