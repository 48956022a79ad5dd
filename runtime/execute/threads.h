// Threads: all threads of one interpreter, their records, and how native threads come and go.
//
// A record is used by its native thread alone, and only while that holds the interpreter lock. The
// list of records changes under the lock; what a native thread's end needs has its own mutex.
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/mutex.h"
#include "runtime/execute/interpreter_lock.h"
#include "runtime/execute/ownership.h"
#include "runtime/execute/thread.h"

namespace ouro {

struct ThreadStart {
  // Runs with the lock held; reports its own failure. `argument` stays the caller's when start
  // fails.
  void (*run)(Thread&, void* argument) = nullptr;
  void* argument = nullptr;
  bool daemon = false;
  std::size_t stack_bytes = 0;  // 0: the system's default
};

// How waiting for threads ended.
enum class Joined : std::uint8_t {
  kAll,
  kLate,     // the deadline passed first
  kLockLost  // it passed, and one of them does not give the lock up: the waiter has it no more
};

class Threads {
 public:
  static constexpr std::string_view kName = "threads";
  static constexpr std::string_view kPurpose = "threads, their frames, stacks and exceptions";
  using Needs = TypeList<InterpreterLock>;
  static constexpr bool kHoldsProgramObjects = true;  // hooks, the context, pending exceptions
  static constexpr std::int64_t kForever = INT64_MAX;

  Status set_up(Memory&, InterpreterLock&) noexcept;
  void clear(Interpreter&) noexcept;
  void visit_references(ReferenceVisitor&) const;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;  // records and regions; items: native threads not joined yet

  // The thread that holds the lock; null: none, or a newcomer. Only for the native thread that
  // holds it, which any native thread may ask.
  Thread* current() const { return current_; }
  bool held_here() const noexcept {
    return holder_.load(std::memory_order_relaxed) == pthread_self();
  }
  // How many native threads of hosts entered and have not left; one of them may wait or sleep.
  std::size_t hosts_inside() const noexcept {
    return hosts_inside_.load(std::memory_order_relaxed);
  }
  Thread* main() const { return main_; }
  Thread* first() const { return first_; }

  // Makes the calling native thread the main one, with the lock held.
  Status attach_main(Interpreter&) noexcept;
  // Waits for the lock. The main native thread goes on with its record; any other one is a guest
  // and gets one for its visit. False: refused, or the caller holds the interpreter already.
  bool enter_from_host(Interpreter&) noexcept;
  // Makes the calling native thread the main one, to finalize. False: refused, or others are
  // inside.
  bool become_main() noexcept;
  // Gives the lock up, and ends a guest's record.
  void leave_to_host(Thread&) noexcept;

  // A new native thread; its identity. RuntimeError("can't start new thread").
  Result<std::uint64_t> start(Thread& parent, const ThreadStart&);
  // Waits, without the lock, until all started threads (but daemons, unless asked for) have ended.
  // The deadline is one of monotonic_nanoseconds().
  Joined join(Thread& waiter, bool daemons_too, std::int64_t deadline = kForever) noexcept;
  // Waits, without the lock, until no other native thread of a host is inside.
  void wait_for_hosts(Thread& waiter, std::int64_t deadline) noexcept;
  // No starts from now on: they fail as if the system had refused.
  void refuse_starts() noexcept { refusing_ = true; }
  // Asks every other thread to unwind and end.
  void stop_others(Thread& caller) noexcept;
  // threads.count: attached and started ones that have not ended, without the main one.
  std::size_t running() const noexcept { return running_; }

  Thread* find(std::uint64_t identity) const noexcept;
  // Raises it in that thread soon; null takes it back. False: no such thread.
  bool set_async_exception(std::uint64_t identity, Exception* exception_or_null) noexcept;
  void set_recursion_limit(std::int32_t limit) noexcept;
  std::int32_t recursion_limit() const { return recursion_limit_; }

  // Around what may block: no object may be touched in between.
  void give_lock(Thread&) noexcept;
  void take_lock(Thread&) noexcept;
  void yield_lock(Thread&) noexcept;

  // In the child of a fork: all other threads are gone; drops their records.
  void after_fork(Thread& survivor) noexcept;

 private:
  struct Start;
  static constexpr pthread_t kNobody = 0;

  Thread* make_record(Interpreter&) noexcept;
  void free_record(Thread*) noexcept;
  void unlink(Thread*) noexcept;
  void enter(Thread* thread) noexcept {
    enter_ownership(thread != nullptr ? &thread->interpreter() : nullptr);
    current_ = thread;
    holder_.store(thread != nullptr ? thread->native : kNobody, std::memory_order_relaxed);
  }
  void enter_host(Thread*) noexcept;
  Thread* attach_guest(Interpreter&) noexcept;
  void detach_guest(Thread&) noexcept;
  bool make_start(Thread& parent, const ThreadStart& options, Start*& start) noexcept;
  bool start_native(Start* start) noexcept;
  void end_started(Thread&) noexcept;
  void reap() noexcept;
  bool wait_for_ends(bool daemons_too, std::int64_t deadline) noexcept;
  static void* native_main(void* start) noexcept;

  InterpreterLock* lock_ = nullptr;
  Memory* memory_ = nullptr;
  Thread* current_ = nullptr;
  std::atomic<pthread_t> holder_ = kNobody;    // its native thread
  std::atomic<std::size_t> hosts_inside_ = 0;  // changes under the lock
  Thread* main_ = nullptr;
  Thread* first_ = nullptr;
  std::uint64_t last_identity_ = 0;
  std::size_t records_ = 0;
  std::size_t running_ = 0;
  std::int32_t recursion_limit_ = 1000;
  bool refusing_ = false;

  // Under end_mutex_: what a started thread still touches after it gave the lock up.
  mutable Mutex end_mutex_;
  Condition ended_changed_;
  bool mutex_made_ = false;
  bool condition_made_ = false;
  Thread* ended_ = nullptr;  // records whose native threads are ending; linked by next
  std::size_t started_ = 0;  // started and not ended
  std::size_t started_daemons_ = 0;
};

// Gives the lock up for as long as it lives.
class Unlocked {
 public:
  explicit Unlocked(Thread& thread) noexcept;
  ~Unlocked();
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;

 private:
  Thread& thread_;
};

}  // namespace ouro
