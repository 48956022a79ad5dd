// Limits: counting down, looking at the clock, raising.
#include "runtime/execute/limits.h"

#include <algorithm>

#include "runtime/component/mutex.h"
#include "runtime/object/exception.h"

namespace ouro {

namespace {

constexpr std::uint64_t kGraceShare = 10;
constexpr std::uint64_t kGraceMin = 1000;  // instructions
constexpr std::uint64_t kMillisecondsMax = INT64_MAX / 2'000'000;

std::int64_t moment_after(std::uint64_t milliseconds) {
  const std::uint64_t bounded = std::min(milliseconds, kMillisecondsMax);
  return monotonic_nanoseconds() + static_cast<std::int64_t>(bounded) * 1'000'000;
}

}  // namespace

void Limits::arm(std::uint64_t instructions, std::uint64_t milliseconds) noexcept {
  if (lock_ == nullptr || (instructions == 0 && milliseconds == 0)) return;
  instructions_max_ = instructions_left_ = instructions;
  milliseconds_max_ = milliseconds;
  deadline_ = milliseconds == 0 ? 0 : moment_after(milliseconds);
  polls_until_look_ = 0;
  instructions_tripped_ = time_tripped_ = false;
  lock_->interrupt(interrupt::kLimit);
}

Status Limits::check(Thread& thread) {
  if (instructions_max_ != 0) TRY(check_instructions(thread));
  if (milliseconds_max_ != 0) TRY(check_time(thread));
  return done;
}

Status Limits::check_instructions(Thread& thread) {
  if (instructions_left_ > 0) return --instructions_left_, done;
  if (!instructions_tripped_)
    instructions_left_ = std::max(instructions_max_ / kGraceShare, kGraceMin);
  instructions_tripped_ = true;
  return raise(thread, TypeId::kRuntimeError, "instruction limit of {} reached", instructions_max_);
}

Status Limits::check_time(Thread& thread) {
  if (polls_until_look_ > 0) return --polls_until_look_, done;
  if (monotonic_nanoseconds() < deadline_) return polls_until_look_ = kPollsPerLook, done;
  if (!time_tripped_) deadline_ = moment_after(milliseconds_max_ / kGraceShare + 1);
  time_tripped_ = true;
  return raise(thread, TypeId::kTimeoutError, "time limit of {} ms reached", milliseconds_max_);
}

}  // namespace ouro
