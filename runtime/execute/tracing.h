// Tracing: the functions of sys.settrace() and sys.setprofile(), and the events they get.
//
// While a thread has one, its frames run in the traced loop (loop.cc), which asks here before every
// instruction. Otherwise nothing is asked: a bit of Thread::interrupt makes the loops change.
#pragma once

#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"

namespace ouro {

inline bool is_traced(const Thread& thread) {
  return (thread.interrupt.load(std::memory_order_relaxed) & interrupt::kTrace) != 0;
}

// Null ends it. The running frame gives way to the right loop when it returns or calls.
Status set_trace_function(Thread&, Object* function_or_null);
Status set_profile_function(Thread&, Object* function_or_null);
// For the end: no program code is called from here on.
void stop_tracing(Thread&) noexcept;
// A call made from inside a trace function that is traced itself.
Result<Object*> call_traced(Thread&, Object* callable, Tuple* arguments);

// The running frame begins or goes on ("call"), or hands `value` to its caller ("return").
Status trace_call(Thread&);
Status trace_return(Thread&, Object* value);
// It is about to run the instruction at frame->pc: "line", "opcode", and "return" for one that
// returns.
Status trace_instruction(Thread&);
// The pending exception passes through it, or leaves it. What such a function raises takes the
// exception's place.
void trace_exception(Thread&) noexcept;
void trace_unwind(Thread&) noexcept;

// Around a call of a native function, for the profile function: "c_call", then "c_return" or
// "c_exception". A failure of the end takes the result's place, which is released.
Status trace_native_call(Thread&, Object* callable);
Status trace_native_end(Thread&, Object* callable, const Result<Object*>& result);

}  // namespace ouro
