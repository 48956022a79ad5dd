// Generator: a frame that can wait. Coroutines and asynchronous generators are the same, with other
// faces.
//
// While it waits it owns a copy of its window; running, the values stand on the thread's value
// stack like everybody's, so that calls it makes overlap as usual.
#pragma once

#include <cstdint>

#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

enum class GeneratorState : std::uint8_t { kCreated, kSuspended, kRunning, kClosed };

struct Generator : Object {
  Function* function;      // owned; null once closed
  Code* code;              // owned
  Object* name;            // owned Str
  Object* qualified_name;  // owned Str
  FrameObject* frame;      // owned; kept for it while it waits
  WeakReference* weak_references;
  Object** saved;  // the window while it waits: a raw block of code->register_count
  Word* pc;        // the instruction it waits in
  Object* sent;    // owned; on its way into a YieldFrom
  Object* origin;  // owned; cr_origin, or the finalizer hook of an asynchronous generator
  HandledException handled;
  GeneratorState state;
  bool hooks_asked;  // asynchronous: the first-iteration hook was called
  bool async_closed;
  bool async_running;  // asynchronous: an asend, athrow or aclose is under way
};

// The window moves from the frame into a new generator; the frame is popped.
Result<Generator*> make_generator(Thread&, Frame*);
// Makes the generator's frame the running one. `sent` is owned and may be null (the first time). On
// failure (RecursionError) nothing has changed.
Status push_generator(Thread&, Generator*, Object* sent, FrameKind kind);
// The other way: saves the window and pops the frame.
void suspend_generator(Thread&, Frame*) noexcept;
// The frame has ended by return or exception; closes its generator, before the window goes.
void close_generator(Thread&, Generator*) noexcept;
// What an exception that leaves a generator becomes: StopIteration turns into RuntimeError.
void convert_stop(Thread&, Generator*) noexcept;

// Null inside: it has ended, with `result` (owned) set.
Result<Found<Object>> resume(Thread&, Generator*, Object* value, Object*& result);
// send() on anything: generators directly, else next() or .send(). As resume().
Result<Found<Object>> send_to(Thread&, Object* receiver, Object* value, Object*& result);
// The iterator of `await`. `context`: see GetAwaitable.
Result<Object*> awaitable_iterator(Thread&, Object*, std::uint16_t context);
Result<Object*> async_next(Thread&, Object* iterator);
// The awaitable of anext(iterator, fallback).
Result<Object*> make_next_or_default(Thread&, Object* awaitable, Object* fallback);
Result<Object*> wrap_async_value(Thread&, Object* value);
// What delegates wait in: borrowed, null: nothing.
Object* borrow_yield_from(const Generator*);
inline bool is_any_generator(const Object* object) {
  const TypeId id = object->type->id;
  return id == TypeId::kGenerator || id == TypeId::kCoroutine || id == TypeId::kAsyncGenerator;
}

// Shared by generators and coroutines (generator.cc) with asynchronous generators
// (async_generator.cc).
Result<Object*> generator_throw(Thread&, Generator*, Object* type, Object* value,
                                Object* traceback);
Status generator_close(Thread&, Generator*);
void generator_deallocate(Interpreter&, Object*) noexcept;
void generator_traverse(Object*, ReferenceVisitor&);
void generator_clear(Interpreter&, Object*) noexcept;
// Makes an exception out of the three arguments of throw(); it becomes pending.
Failure raise_thrown(Thread&, Object* type, Object* value, Object* traceback);
Result<Object*> async_first_iteration(Thread&, Generator*);

}  // namespace ouro
