// Frame: one activation of Python code. FrameObject: the face it shows to programs, made on demand.
//
// Records stand in a contiguous array of the thread, the values of all frames in one contiguous
// stack with overlapping windows: a caller puts callable and arguments on top of its own window,
// and the arguments become the first locals of the callee where they stand.
//   base[0] callable (the Function, owned)  base[1] self or null  then arguments
//   registers = base + 1 when there is a self, else base + 2
// Invariant: everything on the stack above the live temporaries of the top frame is null. So all
// values of a thread are the non-null words between its stack's start and stack_top().
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/code/code.h"
#include "runtime/execute/thread.h"
#include "runtime/object/function.h"
#include "runtime/object/object.h"

namespace ouro {

struct Generator;

// What happens to the value a frame returns.
enum class FrameKind : std::uint8_t {
  kEntry,      // run() returns it to native code
  kCall,       // goes to `destination` of the caller
  kConstruct,  // must be None: `result`, the new instance, goes to `destination`
  kIteration,  // a generator that the caller's ForIter resumed: what it yields is the item
  kDiscard,    // dropped: the body of __setitem__ and the like
};

struct Frame {
  Object** registers;
  Word* pc;  // the running instruction, up to date wherever something can fail
  Object** constants;
  Code* code;                 // borrowed from the function
  Function* function;         // borrowed from *base, or from the generator
  Object* locals;             // owned; the mapping of a class, module or exec body, else null
  Generator* generator;       // borrowed; null: none
  FrameObject* object;        // owned; null: not asked for
  Object** base;              // where the callable stands; null in a generator's frame
  Object* result;             // owned; kConstruct
  Object* kept;               // owned; the code, where the function got another one meanwhile
  std::uint16_t destination;  // of the caller's instruction
  std::uint8_t caller_words;  // length of that instruction: where the caller goes on
  FrameKind kind;
};

struct FrameObject : Object {
  static constexpr std::int32_t kNotBegun = -2;  // its call is announced: it stands at its head

  Frame* frame;          // null once it has ended, and while its generator is suspended
  Generator* generator;  // borrowed; null: none, or it has ended
  FrameObject* back;     // owned; only after the end
  Function* function;    // owned
  const Word* pc;        // while frame is null
  Object* locals;        // owned; the mapping, or the dict that f_locals gave out
  Object* trace;         // owned; f_trace
  Object** values;       // owned copies of the locals after the end; a raw block
  std::uint32_t value_count;
  std::int32_t traced_line;  // of the last instruction that ran under tracing; -1: none yet
  std::int32_t traced_place;
  bool trace_lines;
  bool trace_opcodes;
};

struct Traceback : Object {
  Traceback* next;     // owned; towards the place where it was raised
  FrameObject* frame;  // owned
  const Word* pc;
  std::int32_t line;
};

// The first place above all live values. Native code calls push their arguments from here.
inline Object** stack_top(const Thread& thread) {
  const Frame* frame = thread.frame;
  return frame == nullptr ? thread.stack : frame->registers + frame->code->register_count;
}

// The frame that runs below this one, or null.
inline Frame* caller_of(const Thread& thread, const Frame* frame) {
  return frame == thread.frames ? nullptr : const_cast<Frame*>(frame) - 1;
}

// Borrowed: the frame keeps it.
Result<FrameObject*> frame_object(Thread&, Frame*);
// The same for whatever runs; null inside: no Python code runs.
Result<Found<FrameObject>> borrow_current_frame(Thread&, std::int32_t depth = 0);
// Takes the locals out of a frame that ends: they go to its FrameObject if somebody else still
// holds that, or are released. The window is null afterwards.
void end_frame(Thread&, Frame*) noexcept;
void end_frame_object(Thread&, Frame*) noexcept;  // only the FrameObject's part of it

// Before function->code is replaced: frames that run it do not own it.
void keep_running_code(Interpreter&, const Function*) noexcept;

std::int32_t line_of(const Frame&);
std::int32_t frame_line(const FrameObject*);
// What locals() gives: the mapping itself, or a dict brought up to date. New reference.
Result<Object*> frame_locals(Thread&, FrameObject*);
Result<Object*> current_locals(Thread&);
// globals() and the builtins namespace of the running code; borrowed, null: none runs.
Dict* borrow_current_globals(const Thread&);
Object* borrow_current_builtins(const Thread&);

// Puts the running place of `frame` in front of the exception's traceback.
Status add_traceback(Thread&, Exception*, Frame*);
Result<Traceback*> make_traceback(Thread&, Traceback* next, FrameObject*, const Word* pc,
                                  std::int32_t line);
std::int32_t traceback_line(const Traceback*);
CodePosition traceback_position(const Traceback*);

}  // namespace ouro
