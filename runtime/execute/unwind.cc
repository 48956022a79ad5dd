// Unwind: exception tables, tracebacks, and the statements that raise.
#include "runtime/execute/unwind.h"

#include "runtime/execute/call.h"
#include "runtime/execute/generator.h"
#include "runtime/execute/tracing.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/protocol.h"

namespace ouro {

namespace {

// These raise again what has its traceback already.
bool keeps_traceback(const Frame* frame) {
  const Instruction at = frame->pc->instruction;
  const Operation operation = base_of(at.operation());
  const bool bare_raise = operation == Operation::kRaise && at.a == kNoOperand;
  return bare_raise || operation == Operation::kReraise || operation == Operation::kEndAsyncFor;
}

// Programs rely on tracebacks: the MemoryError that kept an exception from its own takes its place,
// as in python3.11. Only a MemoryError goes on without.
void settle_refused_traceback(Thread& thread, Exception* exception) noexcept {
  Exception* refused = thread.pending;
  if (is_instance_of(exception, type_of(thread, TypeId::kMemoryError))) {
    clear_pending(thread);
    restore_pending(thread, exception);
  } else if (thread.interpreter().get<MemoryErrors>().is_last_resort(refused)) {
    release(exception);
  } else {
    replace_reference(refused->context, exception);
  }
}

void trace(Thread& thread, Frame* frame) noexcept {
  if (keeps_traceback(frame)) return;
  Exception* exception = take_pending(thread);
  if (add_traceback(thread, exception, frame).ok()) {
    restore_pending(thread, exception);
  } else {
    settle_refused_traceback(thread, exception);
  }
  if (is_traced(thread)) trace_exception(thread);
}

const HandlerRange* handler_of(const Thread& thread, const Frame* frame) {
  if (thread.stopping) return nullptr;
  return find_handler(frame->code, static_cast<std::uint32_t>(frame->pc - frame->code->words));
}

void release_from(Object** registers, std::uint32_t level, std::uint32_t end) noexcept {
  for (std::uint32_t index = level; index < end; ++index) clear_reference(registers[index]);
}

// The end of a register may run code of its own: the exception waits outside the thread meanwhile.
void enter_handler(Thread& thread, Frame* frame, const HandlerRange& range) noexcept {
  Exception* exception = take_pending(thread);
  release_from(frame->registers, range.level, frame->code->register_count);
  clear_pending(thread);
  replace_reference(frame->registers[range.target], static_cast<Object*>(exception));
  frame->pc = frame->code->words + range.handler;
}

// The values of the call that this frame was are gone with it; its callable goes now.
void leave_frame(Thread& thread, Frame* frame) noexcept {
  Generator* generator = frame->generator;
  if (generator != nullptr) {
    retain(static_cast<Object*>(generator));
    convert_stop(thread, generator);
  }
  Exception* exception = take_pending(thread);
  end_frame(thread, frame);
  pop_frame(thread, frame);
  if (frame->base != nullptr) clear_reference(*frame->base);
  if (generator != nullptr) release(generator);
  clear_pending(thread);
  restore_pending(thread, exception);
}

}  // namespace

bool unwind(Thread& thread) noexcept {
  for (;;) {
    Frame* frame = thread.frame;
    OURO_CHECK(thread.pending != nullptr);
    trace(thread, frame);
    if (const HandlerRange* range = handler_of(thread, frame)) {
      enter_handler(thread, frame, *range);
      return true;
    }
    if (is_traced(thread)) trace_unwind(thread);
    const bool entry = frame->kind == FrameKind::kEntry;
    leave_frame(thread, frame);
    if (entry) return false;
  }
}

Exception* borrow_handled(const Thread& thread) {
  for (const HandledException* at = thread.handled; at != nullptr; at = at->previous) {
    if (at->value != nullptr) return at->value;
  }
  return nullptr;
}

Failure reraise_handled(Thread& thread) {
  Exception* handled = borrow_handled(thread);
  if (handled == nullptr) {
    return raise(thread, TypeId::kRuntimeError, "No active exception to reraise");
  }
  restore_pending(thread, retain(handled));
  return failure;
}

namespace {

bool is_exception_class(const Object* object) {
  return is_type(object) &&
         (static_cast<const Type*>(object)->flags & flag::kExceptionSubclass) != 0;
}

// An instance of what stands behind `raise` or `from`.
Result<Exception*> instance_of(Thread& thread, Object* value, const char* refusal) {
  if (is_exception(value)) return static_cast<Exception*>(retain(value));
  if (!is_exception_class(value)) return raise(thread, TypeId::kTypeError, refusal);
  Ref<> made(TRY(call(thread, value)));
  if (is_exception(made)) return static_cast<Exception*>(made.take());
  return raise(thread, TypeId::kTypeError,
               "calling {} should have returned an instance of BaseException, not {}",
               repr_of(value), repr_of(made->type));
}

Status set_cause(Thread& thread, Exception* exception, Object* cause) {
  Ref<Exception> made;
  if (cause != none(thread)) {
    made.reset(TRY(instance_of(thread, cause, "exception causes must derive from BaseException")));
  }
  replace_reference(exception->cause, made.take());
  exception->suppress_context = true;
  return done;
}

}  // namespace

Failure raise_statement(Thread& thread, Object* value, Object* cause) {
  if (value == nullptr) return reraise_handled(thread);
  const Result<Exception*> made =
      instance_of(thread, value, "exceptions must derive from BaseException");
  if (!made.ok()) return failure;
  Ref<Exception> exception(made.value());
  if (cause != nullptr && !set_cause(thread, exception, cause).ok()) return failure;
  return raise_object(thread, exception);
}

}  // namespace ouro
