// Tracing: one event after the other, each a call that is not traced itself.
#include "runtime/execute/tracing.h"

#include "runtime/code/code.h"
#include "runtime/execute/generator.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

bool is_native(const Object* callable) {
  return is_exact(callable, TypeId::kBuiltinFunction) ||
         is_exact(callable, TypeId::kMethodDescriptor);
}

void show_tracing(Thread& thread) noexcept {
  const bool functions = thread.trace_function != nullptr || thread.profile_function != nullptr;
  if (functions && !thread.in_trace_function) {
    thread.interrupt.fetch_or(interrupt::kTrace, std::memory_order_relaxed);
  } else {
    thread.interrupt.fetch_and(~interrupt::kTrace, std::memory_order_relaxed);
  }
}

// The thread is inside a trace function while it lives; or, for call_tracing(), outside again: a
// function set there is called there.
class TracingState {
 public:
  TracingState(Thread& thread, bool inside) noexcept
      : thread_(thread), before_(std::exchange(thread.in_trace_function, inside)) {
    thread.interrupt.fetch_and(~interrupt::kTrace, std::memory_order_relaxed);
  }
  ~TracingState() {
    thread_.in_trace_function = before_;
    show_tracing(thread_);
  }
  TracingState(const TracingState&) = delete;
  TracingState& operator=(const TracingState&) = delete;

 private:
  Thread& thread_;
  bool before_;
};

Status set_function(Thread& thread, Object*& place, Object* function) {
  // A frame with an object returns slowly, and looks there which loop goes on.
  TRY(borrow_current_frame(thread));
  replace_reference(place, retain_if(function));
  show_tracing(thread);
  return done;
}

Result<Object*> call_function(Thread& thread, Object* function, FrameObject* frame,
                              std::string_view event, Object* value) {
  Ref<Str> name(TRY(intern(thread.interpreter(), event)));
  TracingState inside(thread, true);
  return call(thread, function, {frame, name, value});
}

// A function that fails is not called again.
Result<Object*> call_trace_function(Thread& thread, Object* function, FrameObject* frame,
                                    std::string_view event, Object* value) {
  Ref<> held(retain(function));
  auto result = call_function(thread, function, frame, event, value);
  if (result.ok()) return result;
  clear_reference(thread.trace_function);
  clear_reference(frame->trace);
  show_tracing(thread);
  return failure;
}

Status profile(Thread& thread, std::string_view event, Object* value) {
  if (thread.profile_function == nullptr) return done;
  FrameObject* frame = TRY(frame_object(thread, thread.frame));
  Ref<> held(retain(thread.profile_function));
  auto result = call_function(thread, held, frame, event, value);
  if (result.ok()) return release(result.value()), done;
  clear_reference(thread.profile_function);
  show_tracing(thread);
  return failure;
}

// Calls the frame's own function; what it returns stands for it from now on.
Status trace_locally(Thread& thread, std::string_view event, Object* value) {
  FrameObject* frame = thread.frame->object;
  if (thread.trace_function == nullptr || frame == nullptr || frame->trace == nullptr) return done;
  Ref<FrameObject> held(retain(frame));
  Ref<> result(TRY(call_trace_function(thread, frame->trace, frame, event, value)));
  if (result != none(thread)) replace_reference(frame->trace, result.take());
  return done;
}

std::uint32_t place_of(const Frame* frame) {
  return static_cast<std::uint32_t>(frame->pc - frame->code->words);
}

// The value that the Return at the frame's place hands over; borrowed, null: none (unbound).
Object* returned_value(const Frame* frame) {
  const std::uint16_t operand = frame->pc->instruction.a;
  return is_constant(operand) ? frame->constants[constant_of(operand)]
                              : frame->registers[register_of(operand)];
}

Status trace_line(Thread& thread, FrameObject* object) {
  const std::uint32_t place = place_of(thread.frame);
  const std::int32_t line = position_at(thread.frame->code, place).line;
  const auto signed_place = static_cast<std::int32_t>(place);
  const bool moved = line != object->traced_line || signed_place < object->traced_place;
  object->traced_place = signed_place;
  if (line < 0) return done;
  object->traced_line = line;
  if (moved && object->trace_lines) TRY(trace_locally(thread, "line", none(thread)));
  return object->trace_opcodes ? trace_locally(thread, "opcode", none(thread)) : done;
}

// Runs a step with the pending exception laid aside; what the step raises takes its place.
template <typename Step>
void beside_pending(Thread& thread, Step step) noexcept {
  Ref<Exception> pending(take_pending(thread));
  if (step(pending.get()).ok()) restore_pending(thread, pending.take());
}

}  // namespace

Status set_trace_function(Thread& thread, Object* function) {
  return set_function(thread, thread.trace_function, function);
}

Status set_profile_function(Thread& thread, Object* function) {
  return set_function(thread, thread.profile_function, function);
}

void stop_tracing(Thread& thread) noexcept {
  clear_reference(thread.trace_function);
  clear_reference(thread.profile_function);
  show_tracing(thread);
}

Result<Object*> call_traced(Thread& thread, Object* callable, Tuple* arguments) {
  TracingState outside(thread, false);
  return call_with(thread, callable, arguments, nullptr);
}

namespace {

// Where the frame stands before its first instruction: a generator that goes on has a line already.
void begin_lines(const Frame* frame, FrameObject* object) {
  object->traced_line = object->traced_place = FrameObject::kNotBegun;
  const Generator* generator = frame->generator;
  if (generator == nullptr) return;
  const std::uint32_t place = static_cast<std::uint32_t>(generator->pc - frame->code->words);
  if (base_of(generator->pc->instruction.operation()) == Operation::kStartGenerator) return;
  object->traced_place = static_cast<std::int32_t>(place);
  object->traced_line = position_at(frame->code, place).line;
}

Status call_from(Thread& thread, FrameObject* object) {
  TRY(profile(thread, "call", none(thread)));
  if (thread.trace_function == nullptr) return done;
  Ref<FrameObject> held(retain(object));
  Ref<> local(
      TRY(call_trace_function(thread, thread.trace_function, object, "call", none(thread))));
  replace_reference(object->trace, local == none(thread) ? nullptr : local.take());
  return done;
}

}  // namespace

// The making of a generator is no call: its first step is.
Status trace_call(Thread& thread) {
  Frame* frame = thread.frame;
  if (base_of(frame->pc->instruction.operation()) == Operation::kStartGenerator) return done;
  FrameObject* object = TRY(frame_object(thread, frame));
  begin_lines(frame, object);
  const Status called = call_from(thread, object);
  if (object->traced_line == FrameObject::kNotBegun) object->traced_line = -1;
  return called;
}

Status trace_return(Thread& thread, Object* value) {
  Ref<> held(retain(value));
  TRY(trace_locally(thread, "return", value));
  return profile(thread, "return", value);
}

Status trace_instruction(Thread& thread) {
  Frame* frame = thread.frame;
  FrameObject* object = frame->object;
  if (object != nullptr && object->trace != nullptr) TRY(trace_line(thread, object));
  if (base_of(frame->pc->instruction.operation()) != Operation::kReturn) return done;
  Object* value = returned_value(frame);
  return value == nullptr ? done : trace_return(thread, value);
}

void trace_exception(Thread& thread) noexcept {
  beside_pending(thread, [&](Exception* exception) -> Status {
    Object* traceback = exception->traceback == nullptr ? none(thread) : exception->traceback;
    Ref<Tuple> description(
        TRY(pack_tuple(thread.interpreter(), exception->type, exception, traceback)));
    return trace_locally(thread, "exception", description);
  });
}

void trace_unwind(Thread& thread) noexcept {
  beside_pending(thread, [&](Exception*) { return trace_return(thread, none(thread)); });
}

Status trace_native_call(Thread& thread, Object* callable) {
  return is_native(callable) ? profile(thread, "c_call", callable) : done;
}

Status trace_native_end(Thread& thread, Object* callable, const Result<Object*>& result) {
  if (!is_native(callable) || thread.profile_function == nullptr) return done;
  if (!result.ok()) {
    beside_pending(thread, [&](Exception*) { return profile(thread, "c_exception", callable); });
    return done;
  }
  if (profile(thread, "c_return", callable).ok()) return done;
  release(result.value());
  return failure;
}

}  // namespace ouro
