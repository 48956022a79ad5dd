// Thread: one thread of control in one interpreter. `Thread&` as a parameter says: may run user
// code.
//
// A Thread belongs to one native thread at a time and is used only while that native thread holds
// the interpreter's lock. All fields are private to it but `interrupt`, which others may set.
#pragma once

#include <pthread.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "runtime/object/identifier_list.h"
#include "runtime/object/object.h"
#include "runtime/object/type_id.h"

namespace ouro {

class ReprGuard;
struct Exception;
struct Frame;
struct FrameObject;
struct Str;

// Reasons to leave the fast path of the evaluation loop: bits of Thread::interrupt.
namespace interrupt {
inline constexpr std::uint32_t kYieldLock = 1 << 0;       // another thread waits for the lock
inline constexpr std::uint32_t kPendingCalls = 1 << 1;    // the interpreter has calls queued
inline constexpr std::uint32_t kAsyncException = 1 << 2;  // raise async_exception
inline constexpr std::uint32_t kCollect = 1 << 3;         // the heap grew: run the cycle collector
inline constexpr std::uint32_t kStop = 1 << 4;            // the host or finalize ends this thread
inline constexpr std::uint32_t kLimit = 1 << 5;           // there are limits to check
inline constexpr std::uint32_t kTrace = 1 << 6;           // its frames belong in the traced loop
}  // namespace interrupt

// What is being handled (`except` bodies): one per frame that handles, linked through generators.
struct HandledException {
  Exception* value = nullptr;  // owned; null: none
  HandledException* previous = nullptr;
};

class Thread {
 public:
  explicit Thread(Interpreter& interpreter) : interpreter_(interpreter) {}
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  Interpreter& interpreter() const { return interpreter_; }

  // The exception on its way; owned. Set means: the last operation failed.
  Exception* pending = nullptr;
  HandledException* handled = nullptr;

  std::atomic<std::uint32_t> interrupt = 0;  // relaxed; polled at calls and backward jumps

  // C stack: addresses grow down. Below the limit calls fail with RecursionError.
  std::uintptr_t stack_limit = 0;
  std::int32_t recursion_left = 1000;  // Python frames, from sys.setrecursionlimit
  std::int32_t recursion_limit = 1000;

  // Frames: records in a contiguous array, values in a contiguous stack (execute/frame.h).
  Frame* frame = nullptr;   // the running one; null outside of Python code
  Frame* frames = nullptr;  // the array
  Frame* frames_end = nullptr;
  Object** stack = nullptr;  // everything above the top window is null
  Object** stack_end = nullptr;

  std::uint64_t identity = 0;            // threading.get_ident()
  Exception* async_exception = nullptr;  // owned
  Object* trace_function = nullptr;      // owned; sys.settrace
  Object* profile_function = nullptr;    // owned; sys.setprofile
  Object* context = nullptr;             // owned; the current contextvars context or null
  Object* async_generator_first_iterate = nullptr;  // owned; sys.set_asyncgen_hooks
  Object* async_generator_finalizer = nullptr;
  Exception* host_error = nullptr;  // owned; what the last failed call of the host failed with
  std::uint32_t host_calls = 0;     // functions of the host that are running
  std::int32_t unwinding_memory_error = 0;
  std::int32_t coroutine_origin_depth = 0;  // frames that new coroutines note in cr_origin
  ReprGuard* repr_guard = nullptr;          // the objects being printed, innermost first
  Thread* next = nullptr;                   // in the interpreter's list

  // `stopping`: kStop was seen, so no handler of Python code catches any more.
  bool stopping = false;
  bool in_trace_function = false;  // nothing is traced meanwhile
  bool changing_loop = false;      // the running loop gave way to the other one
  bool daemon = false;
  bool started_here = false;  // by Threads::start: `native` waits to be joined
  pthread_t native = {};
  bool stacks_open = false;  // the ends above are those of the region, not of its hot parts
  void* region = nullptr;    // one mapping: frames first, then the value stack
  std::size_t region_bytes = 0;
  // Called with the lock held as the last act of a started thread; `end_object` is owned.
  void (*at_end)(Thread&, Object*) = nullptr;
  Object* end_object = nullptr;
  HandledException base_handled;  // the bottom of the `handled` chain

 private:
  Interpreter& interpreter_;
};

// Maps the frames and the value stack; false when the system refuses.
bool map_stacks(Thread&) noexcept;
void unmap_stacks(Thread&) noexcept;
// At first only the hot parts of the region may be used (StackPool). Moves the ends to those of the
// region; false: they are there already.
[[gnu::cold]] bool open_stacks(Thread&) noexcept;
// Where the C stack stands. Not a local's address: AddressSanitizer keeps locals elsewhere.
[[gnu::always_inline]] inline std::uintptr_t stack_address() noexcept {
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}
// Finds the bounds of the calling native thread's C stack.
void find_stack_limit(Thread&) noexcept;
// Drops every reference the record holds, frames included.
void drop_references(Thread&) noexcept;
void visit_references(const Thread&, ReferenceVisitor&);

// Holds one level of C recursion; check ok() at once. The failure is a RecursionError already
// raised.
class RecursionGuard {
 public:
  explicit RecursionGuard(Thread& thread, const char* where = "") : ok_(has_room(thread, where)) {}
  RecursionGuard(const RecursionGuard&) = delete;
  RecursionGuard& operator=(const RecursionGuard&) = delete;
  bool ok() const { return ok_; }

 private:
  static bool has_room(Thread& thread, const char* where) {
    if (stack_address() > thread.stack_limit) [[likely]]
      return true;
    return refuse(thread, where);
  }
  static bool refuse(Thread& thread, const char* where);  // raises RecursionError
  bool ok_;
};

}  // namespace ouro
