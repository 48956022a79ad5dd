// Threads: records from the interpreter's Memory, native threads from the system.
#include "runtime/execute/threads.h"

#include <algorithm>
#include <new>

#include "runtime/component/planted.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"

namespace ouro {

// What a new native thread finds when it starts. Lives until its record is reaped.
struct Threads::Start {
  Threads* threads;
  Thread* thread;
  ThreadStart options;
};

Status Threads::set_up(Memory& memory, InterpreterLock& lock) noexcept {
  memory_ = &memory;
  lock_ = &lock;
  mutex_made_ = end_mutex_.set_up();
  condition_made_ = mutex_made_ && ended_changed_.set_up();
  if (!condition_made_) return failure;
  return done;
}

void Threads::clear(Interpreter&) noexcept {
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) drop_references(*thread);
}

void Threads::visit_references(ReferenceVisitor& visitor) const {
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) {
    ouro::visit_references(*thread, visitor);
  }
}

void Threads::tear_down(Memory&) noexcept {
  if (condition_made_) reap();
  // The lock still knows its holder: it is given up before the record goes.
  if (current_ != nullptr) {
    enter(nullptr);
    lock_->give();
  }
  if (is_planted(Planted::kHeadClearedFirst)) first_ = nullptr;
  while (first_ != nullptr) {
    Thread* thread = first_;
    unlink(thread);
    free_record(thread);
  }
  main_ = nullptr;
  hosts_inside_.store(0, std::memory_order_relaxed);
  if (condition_made_) ended_changed_.tear_down();
  if (mutex_made_) end_mutex_.tear_down();
  condition_made_ = mutex_made_ = false;
}

// While the interpreter runs, threads end without its lock.
Residue Threads::residue() const noexcept {
  if (mutex_made_) end_mutex_.lock();
  const std::size_t started = started_;
  if (mutex_made_) end_mutex_.unlock();
  return {.blocks = records_,
          .bytes = records_ * block_size(sizeof(Thread)),
          .items = started + mutex_made_ + condition_made_ + (first_ != nullptr)};
}

Thread* Threads::make_record(Interpreter& interpreter) noexcept {
  void* place = memory_->allocate(sizeof(Thread));
  if (place == nullptr) return nullptr;
  auto* thread = new (place) Thread(interpreter);
  thread->handled = &thread->base_handled;
  thread->recursion_limit = thread->recursion_left = recursion_limit_;
  if (!map_stacks(*thread)) {
    memory_->release(place, sizeof(Thread));
    return nullptr;
  }
  thread->identity = ++last_identity_;
  thread->next = first_;
  first_ = thread;
  ++records_;
  return thread;
}

void Threads::free_record(Thread* thread) noexcept {
  unmap_stacks(*thread);
  thread->~Thread();
  memory_->release(thread, sizeof(Thread));
  --records_;
}

void Threads::unlink(Thread* thread) noexcept {
  Thread** link = &first_;
  while (*link != thread) link = &(*link)->next;
  *link = thread->next;
}

Status Threads::attach_main(Interpreter& interpreter) noexcept {
  if (!lock_->take(nullptr)) return failure;
  Thread* thread = make_record(interpreter);
  if (thread == nullptr) {
    lock_->give();
    return failure;
  }
  find_stack_limit(*thread);
  thread->native = pthread_self();
  main_ = thread;
  enter_host(thread);
  return done;
}

void Threads::enter_host(Thread* thread) noexcept {
  lock_->set_holder(thread);
  enter(thread);
  hosts_inside_.fetch_add(1, std::memory_order_relaxed);
}

Thread* Threads::attach_guest(Interpreter& interpreter) noexcept {
  Thread* thread = make_record(interpreter);
  if (thread == nullptr) return nullptr;
  find_stack_limit(*thread);
  thread->native = pthread_self();
  ++running_;
  return thread;
}

void Threads::detach_guest(Thread& thread) noexcept {
  drop_references(thread);
  unlink(&thread);
  --running_;
  enter(nullptr);
  lock_->set_holder(nullptr);
  free_record(&thread);
  lock_->give();
}

// The caller comes as a stranger even if it is the main thread: once closed, nobody gets in.
bool Threads::enter_from_host(Interpreter& interpreter) noexcept {
  if (held_here() || !lock_->take(nullptr)) return false;
  const bool is_main = main_ != nullptr && pthread_equal(main_->native, pthread_self());
  Thread* thread = is_main ? main_ : attach_guest(interpreter);
  if (thread == nullptr) {
    lock_->give();
    return false;
  }
  enter_host(thread);
  return true;
}

bool Threads::become_main() noexcept {
  if (!lock_->take(nullptr)) return false;
  if (main_ == nullptr || hosts_inside() > 0) {
    lock_->give();
    return false;
  }
  main_->native = pthread_self();
  find_stack_limit(*main_);
  enter_host(main_);
  return true;
}

void Threads::leave_to_host(Thread& thread) noexcept {
  OURO_CHECK(current_ == &thread);
  hosts_inside_.fetch_sub(1, std::memory_order_relaxed);
  if (&thread == main_) return give_lock(thread);
  detach_guest(thread);
}

bool Threads::make_start(Thread& parent, const ThreadStart& options, Start*& start) noexcept {
  start = static_cast<Start*>(memory_->allocate(sizeof(Start)));
  if (start == nullptr) return false;
  Thread* thread = make_record(parent.interpreter());
  if (thread == nullptr) {
    if (!is_planted(Planted::kStartForgotten)) memory_->release(start, sizeof(Start));
    return false;
  }
  thread->daemon = options.daemon;
  thread->started_here = true;
  new (start) Start{this, thread, options};
  return true;
}

bool Threads::start_native(Start* start) noexcept {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  bool ok = true;
  if (start->options.stack_bytes != 0) {
    ok = pthread_attr_setstacksize(&attributes, start->options.stack_bytes) == 0;
  }
  // The new thread reads its record only with the lock, so `native` is in place by then.
  ok = ok && pthread_create(&start->thread->native, &attributes, native_main, start) == 0;
  pthread_attr_destroy(&attributes);
  return ok;
}

Result<std::uint64_t> Threads::start(Thread& parent, const ThreadStart& options) {
  reap();
  Start* start = nullptr;
  if (refusing_) return raise(parent, TypeId::kRuntimeError, "can't start new thread");
  if (!make_start(parent, options, start)) return raise_memory_error(parent.interpreter());
  Thread* thread = start->thread;
  const std::uint64_t identity = thread->identity;
  ++running_;
  {
    MutexGuard guard(end_mutex_);
    ++started_;
    started_daemons_ += options.daemon;
  }
  if (start_native(start)) return identity;
  --running_;
  {
    MutexGuard guard(end_mutex_);
    --started_;
    started_daemons_ -= options.daemon;
  }
  unlink(thread);
  if (!is_planted(Planted::kRecordForgotten)) free_record(thread);
  memory_->release(start, sizeof(Start));
  return raise(parent, TypeId::kRuntimeError, "can't start new thread");
}

void* Threads::native_main(void* argument) noexcept {
  auto* start = static_cast<Start*>(argument);
  Threads* threads = start->threads;
  Thread* thread = start->thread;
  const ThreadStart options = start->options;
  const bool taken = threads->lock_->take(thread);
  OURO_CHECK(taken);
  threads->enter(thread);
  threads->memory_->release(start, sizeof(Start));
  find_stack_limit(*thread);
  options.run(*thread, options.argument);
  threads->end_started(*thread);
  return nullptr;
}

void Threads::end_started(Thread& thread) noexcept {
  drop_references(thread);
  if (thread.at_end != nullptr) {
    Ref<> object(std::exchange(thread.end_object, nullptr));
    thread.at_end(thread, object);
  }
  drop_references(thread);
  unlink(&thread);
  --running_;
  enter(nullptr);
  lock_->set_holder(nullptr);
  if (is_planted(Planted::kRecordFreedEarly)) free_record(&thread);
  lock_->give();
  // From here on only the end mutex protects; the record waits for reap().
  MutexGuard guard(end_mutex_);
  thread.next = ended_;
  ended_ = &thread;
  --started_;
  started_daemons_ -= thread.daemon;
  ended_changed_.notify_all();
}

void Threads::reap() noexcept {
  Thread* ended;
  {
    MutexGuard guard(end_mutex_);
    ended = std::exchange(ended_, nullptr);
  }
  while (ended != nullptr) {
    Thread* next = ended->next;
    pthread_join(ended->native, nullptr);
    free_record(ended);
    ended = next;
  }
}

bool Threads::wait_for_ends(bool daemons_too, std::int64_t deadline) noexcept {
  MutexGuard guard(end_mutex_);
  const auto some_live = [&] { return started_ > (daemons_too ? 0 : started_daemons_); };
  for (bool in_time = true; in_time && some_live();) {
    if (deadline == kForever) {
      ended_changed_.wait(end_mutex_);
    } else {
      in_time = ended_changed_.wait_until(end_mutex_, deadline);
    }
  }
  return !some_live();
}

// Who holds the lock when the deadline has passed gets as long again to give it up; whoever does
// not wait at all waits for the lock.
Joined Threads::join(Thread& waiter, bool daemons_too, std::int64_t deadline) noexcept {
  constexpr std::int64_t kPatienceMin = 1'000'000'000;
  const std::int64_t patience = deadline - monotonic_nanoseconds();
  const bool bounded = deadline != kForever && patience > 0;
  give_lock(waiter);
  const bool all = wait_for_ends(daemons_too, deadline);
  const std::int64_t lock_deadline =
      bounded ? monotonic_nanoseconds() + std::max(patience, kPatienceMin) : kForever;
  if (!lock_->take(&waiter, lock_deadline)) return Joined::kLockLost;
  enter(&waiter);
  reap();
  return all ? Joined::kAll : Joined::kLate;
}

void Threads::wait_for_hosts(Thread& waiter, std::int64_t deadline) noexcept {
  constexpr timespec kPause = {0, 1'000'000};
  give_lock(waiter);
  while (hosts_inside() > 1 && monotonic_nanoseconds() < deadline) {
    clock_nanosleep(CLOCK_MONOTONIC, 0, &kPause, nullptr);
  }
  take_lock(waiter);
}

void Threads::stop_others(Thread& caller) noexcept {
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) {
    if (thread == &caller) continue;
    thread->interrupt.fetch_or(interrupt::kStop, std::memory_order_relaxed);
  }
}

Thread* Threads::find(std::uint64_t identity) const noexcept {
  Thread* thread = first_;
  while (thread != nullptr && thread->identity != identity) thread = thread->next;
  return thread;
}

bool Threads::set_async_exception(std::uint64_t identity, Exception* exception) noexcept {
  Thread* thread = find(identity);
  if (thread == nullptr) return false;
  replace_reference(thread->async_exception, retain_if(exception));
  if (exception != nullptr) {
    thread->interrupt.fetch_or(interrupt::kAsyncException, std::memory_order_relaxed);
  }
  return true;
}

void Threads::set_recursion_limit(std::int32_t limit) noexcept {
  recursion_limit_ = limit;
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) {
    thread->recursion_left += limit - thread->recursion_limit;
    thread->recursion_limit = limit;
  }
}

void Threads::give_lock(Thread& thread) noexcept {
  OURO_CHECK(current_ == &thread);
  enter(nullptr);
  lock_->give();
}

void Threads::take_lock(Thread& thread) noexcept {
  const bool taken = lock_->take(&thread);
  OURO_CHECK(taken);
  enter(&thread);
}

void Threads::yield_lock(Thread& thread) noexcept {
  enter(nullptr);
  lock_->yield(thread);
  enter(&thread);
}

void Threads::after_fork(Thread& survivor) noexcept {
  const bool made = end_mutex_.set_up() && ended_changed_.set_up();
  OURO_CHECK(made);
  lock_->after_fork(&survivor);
  enter(&survivor);
  main_ = &survivor;
  survivor.started_here = false;
  hosts_inside_.store(1, std::memory_order_relaxed);
  started_ = started_daemons_ = running_ = 0;
  for (Thread* thread = first_; thread != nullptr;) {
    Thread* next = thread->next;
    if (thread != &survivor) {
      drop_references(*thread);
      unlink(thread);
      free_record(thread);
    }
    thread = next;
  }
}

Unlocked::Unlocked(Thread& thread) noexcept : thread_(thread) {
  thread.interpreter().get<Threads>().give_lock(thread);
}

Unlocked::~Unlocked() { thread_.interpreter().get<Threads>().take_lock(thread_); }

}  // namespace ouro
