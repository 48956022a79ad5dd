// Limits: how long a program may run - in instructions that go back or call, and in time.
//
// A program without end must go back or call without end, so only those are counted, where the loop
// polls Thread::interrupt anyway: an interpreter without limits pays nothing. What trips is an
// ordinary exception. After the first one the program gets a tenth of the limit again, to tidy up;
// from then on every poll raises, so that no handler keeps it alive.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/execute/interpreter_lock.h"

namespace ouro {

class Settings;

class Limits {
 public:
  static constexpr std::string_view kName = "limits";
  static constexpr std::string_view kPurpose = "instructions and time the program may still use";
  using Needs = TypeList<Settings, InterpreterLock>;

  Status set_up(Memory&, Settings& settings, InterpreterLock& lock) noexcept {
    settings_ = &settings;
    lock_ = &lock;
    return done;
  }
  void tear_down(Memory&) noexcept { *this = Limits{}; }
  Residue residue() const noexcept { return {.items = lock_ != nullptr}; }

  // The whole allowance, from now on: when the program begins, and once more when finalize begins,
  // so that what the program left to do then may run.
  void renew() noexcept;
  // This thread gets a TimeoutError at `deadline`, in monotonic_nanoseconds(): finalize waits in
  // code of the program. Null: nobody any more.
  void bound(Thread* thread, std::int64_t deadline) noexcept;
  // At each poll, with the interpreter lock held. RuntimeError: too many instructions;
  // TimeoutError: too much time.
  Status check(Thread&);

 private:
  static constexpr std::uint32_t kPollsPerLook = 64;  // reading the clock costs more than a poll

  Status check_instructions(Thread&);
  Status check_time(Thread&);

  Settings* settings_ = nullptr;
  InterpreterLock* lock_ = nullptr;
  std::uint64_t instructions_left_ = 0;
  std::int64_t deadline_ = 0;  // monotonic_nanoseconds()
  std::uint32_t polls_until_look_ = 0;
  const Thread* bound_thread_ = nullptr;
  std::int64_t bound_deadline_ = 0;
  bool instructions_tripped_ = false;
  bool time_tripped_ = false;
};

}  // namespace ouro
