// PendingCalls: work for the interpreter, queued from anywhere - other native threads, other
// interpreters, signal owners - and run by whichever of its threads comes to a safe place first.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/mutex.h"
#include "runtime/execute/interpreter_lock.h"

namespace ouro {

struct PendingCall {
  // A failure is the exception the interrupted code sees.
  Status (*function)(Thread&, void* argument) = nullptr;
  // Called instead when the interpreter ends before the call ran; may be null.
  void (*drop)(Interpreter&, void* argument) noexcept = nullptr;
  void* argument = nullptr;
};

class PendingCalls {
 public:
  static constexpr std::string_view kName = "pending_calls";
  static constexpr std::string_view kPurpose = "calls from other threads, and signals";
  using Needs = TypeList<InterpreterLock>;
  static constexpr std::size_t kCapacity = 64;

  Status set_up(Memory&, InterpreterLock&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;  // items: calls not run, and the mutex

  // From any native thread, without the interpreter lock. False: full, or closed.
  [[nodiscard]] bool add(const PendingCall& call) noexcept;
  // Runs what was queued when it was called; stops at the first failure.
  Status run(Thread&);
  // Refuses newcomers and drops what is left.
  void close(Interpreter&) noexcept;
  bool empty() const noexcept;

 private:
  bool pop(PendingCall& call) noexcept;

  mutable Mutex mutex_;
  bool mutex_made_ = false;
  bool open_ = false;
  bool running_ = false;  // under the interpreter lock: no nested runs
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::array<PendingCall, kCapacity> ring_{};
  InterpreterLock* lock_ = nullptr;
};

}  // namespace ouro
