// Limits: counting down, looking at the clock, raising.
#include "runtime/execute/limits.h"

#include <algorithm>

#include "runtime/component/mutex.h"
#include "runtime/object/exception.h"
#include "runtime/state/settings.h"

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

void Limits::renew() noexcept {
  if (lock_ == nullptr) return;
  if (settings_->instructions_max == 0 && settings_->milliseconds_max == 0) return;
  instructions_left_ = settings_->instructions_max;
  deadline_ = moment_after(settings_->milliseconds_max);
  polls_until_look_ = 0;
  instructions_tripped_ = time_tripped_ = false;
  lock_->interrupt(interrupt::kLimit);
}

void Limits::bound(Thread* thread, std::int64_t deadline) noexcept {
  bound_thread_ = thread;
  bound_deadline_ = deadline;
  if (thread != nullptr) return lock_->interrupt(interrupt::kLimit);
  if (settings_->instructions_max == 0 && settings_->milliseconds_max == 0)
    lock_->stop_interrupting(interrupt::kLimit);
}

Status Limits::check(Thread& thread) {
  if (bound_thread_ == &thread && monotonic_nanoseconds() >= bound_deadline_)
    return raise(thread, TypeId::kTimeoutError, "threads did not end in time");
  if (settings_->instructions_max != 0) TRY(check_instructions(thread));
  if (settings_->milliseconds_max != 0) TRY(check_time(thread));
  return done;
}

Status Limits::check_instructions(Thread& thread) {
  if (instructions_left_ > 0) return --instructions_left_, done;
  if (!instructions_tripped_)
    instructions_left_ = std::max(settings_->instructions_max / kGraceShare, kGraceMin);
  instructions_tripped_ = true;
  return raise(thread, TypeId::kRuntimeError, "instruction limit of {} reached",
               settings_->instructions_max);
}

Status Limits::check_time(Thread& thread) {
  if (polls_until_look_ > 0) return --polls_until_look_, done;
  if (monotonic_nanoseconds() < deadline_) return polls_until_look_ = kPollsPerLook, done;
  if (!time_tripped_) deadline_ = moment_after(settings_->milliseconds_max / kGraceShare + 1);
  time_tripped_ = true;
  return raise(thread, TypeId::kTimeoutError, "time limit of {} ms reached",
               settings_->milliseconds_max);
}

}  // namespace ouro
