// Call: how Python functions are entered - from the loop without C recursion, from native code
// with.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"
#include "runtime/object/function.h"

namespace ouro {

// Values above a window that native code may count on: a callee's callable and self.
inline constexpr std::size_t kStackMargin = 16;

// RecursionError, or MemoryError when the stacks themselves are full.
Failure refuse_frame(Thread&);

inline bool has_room_now(const Thread& thread, Object** window, const Code* code) {
  return window + code->register_count + kStackMargin < thread.stack_end &&
         (thread.frame == nullptr ? thread.frames : thread.frame + 1) < thread.frames_end &&
         thread.recursion_left > 0;
}
[[gnu::cold]] bool has_room_when_open(Thread&, Object** window, const Code*) noexcept;

// For the frame and the window of a call.
inline bool has_room_for(Thread& thread, Object** window, const Code* code) {
  if (has_room_now(thread, window, code)) [[likely]]
    return true;
  return has_room_when_open(thread, window, code);
}
// For values below `top`, and the margin.
inline bool has_room_below(Thread& thread, Object** top) {
  if (top + kStackMargin < thread.stack_end) [[likely]]
    return true;
  return open_stacks(thread) && top + kStackMargin < thread.stack_end;
}

// Makes a frame over a window that is already filled; has_room_for() said yes.
inline Frame* push_frame(Thread& thread, Function* function, Object** base, Object** window,
                         FrameKind kind) {
  Frame* frame = thread.frame == nullptr ? thread.frames : thread.frame + 1;
  Code* code = function->code;
  frame->registers = window;
  frame->pc = code->words;
  frame->constants = code->constants->items();
  frame->code = code;
  frame->function = function;
  frame->locals = nullptr;
  frame->generator = nullptr;
  frame->object = nullptr;
  frame->base = base;
  frame->result = nullptr;
  frame->kept = nullptr;
  frame->kind = kind;
  --thread.recursion_left;
  thread.frame = frame;
  return frame;
}

inline void pop_frame(Thread& thread, Frame* frame) {
  ++thread.recursion_left;
  thread.frame = frame == thread.frames ? nullptr : frame - 1;
}

// The values of a call as they stand on the stack: owned, `positional` of them, then one for each
// name.
struct PlacedCall {
  Function* function;
  Object** base;    // base[0] is the callable
  Object** window;  // the first value
  std::size_t positional;
  Tuple* names;  // null: none
};

// Binds the values to the parameters and pushes the frame. On failure all values are released and
// their places null; base[0] is as it was.
Status push_call(Thread&, const PlacedCall&, FrameKind);

// A Python function from native code.
Result<Object*> call_function(Thread&, Function*, const Arguments&);
// Runs code as a body over a namespace: modules, exec, eval, class bodies. `locals` may be null.
Result<Object*> run_body(Thread&, Function*, Object* locals);

}  // namespace ouro
