// Generators and coroutines: making, resuming and ending them, and their two types.
#include "runtime/execute/generator.h"

#include <cstring>

#include "runtime/execute/call.h"
#include "runtime/execute/generator_text.h"
#include "runtime/execute/loop.h"
#include "runtime/execute/unwind.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/weakref.h"

namespace ouro {

namespace {

Generator* as_generator(Object* object) { return static_cast<Generator*>(object); }

std::size_t window_bytes(const Generator* generator) {
  return generator->code->register_count * sizeof(Object*);
}

TypeId generator_type(const Code* code) {
  if (code->has(code_flag::kCoroutine)) return TypeId::kCoroutine;
  return code->has(code_flag::kAsyncGenerator) ? TypeId::kAsyncGenerator : TypeId::kGenerator;
}

bool waits(const Generator* generator) {
  return generator->state == GeneratorState::kCreated ||
         generator->state == GeneratorState::kSuspended;
}

}  // namespace

const char* generator_kind(const Generator* generator) {
  if (generator->type->id == TypeId::kCoroutine) return "coroutine";
  return generator->type->id == TypeId::kAsyncGenerator ? "async generator" : "generator";
}

namespace {

// cr_origin: (file, line, function) of each frame that a new coroutine was called from.
Status note_origin(Thread& thread, Generator* coroutine) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> places(TRY(make_list(interpreter)));
  const Frame* frame = caller_of(thread, thread.frame);
  for (std::int32_t left = thread.coroutine_origin_depth; left > 0 && frame != nullptr; --left) {
    Ref<Int> line(TRY(make_int(interpreter, line_of(*frame))));
    TRY(list_append_owned(interpreter, places,
                          TRY(pack_tuple(interpreter, static_cast<Object*>(frame->code->filename),
                                         static_cast<Object*>(line.get()),
                                         static_cast<Object*>(frame->code->name)))));
    frame = caller_of(thread, frame);
  }
  coroutine->origin = TRY(to_tuple(thread, places));
  return done;
}

}  // namespace

Result<Generator*> make_generator(Thread& thread, Frame* frame) {
  Interpreter& interpreter = thread.interpreter();
  auto* generator = static_cast<Generator*>(
      TRY(allocate_instance(interpreter, type_of(thread, generator_type(frame->code)))));
  generator->state = GeneratorState::kClosed;
  generator->code = retain(frame->code);
  Ref<Generator> owner(generator);
  generator->saved = static_cast<Object**>(interpreter.memory().allocate(window_bytes(generator)));
  if (generator->saved == nullptr) return raise_memory_error(interpreter);
  generator->function = retain(frame->function);
  generator->name = retain(frame->function->name);
  generator->qualified_name = retain(frame->function->qualified_name);
  if (thread.coroutine_origin_depth > 0 && is_exact(generator, TypeId::kCoroutine)) [[unlikely]] {
    TRY(note_origin(thread, generator));
  }
  generator->handled.previous = thread.handled;
  thread.handled = &generator->handled;
  frame->generator = generator;
  if (frame->object != nullptr) {
    generator->frame = retain(frame->object);
    frame->object->generator = generator;
  }
  suspend_generator(thread, frame);
  generator->state = GeneratorState::kCreated;
  return owner.take();
}

void suspend_generator(Thread& thread, Frame* frame) noexcept {
  Generator* generator = frame->generator;
  // Windows are short: loops are quicker than calls.
  const std::uint32_t count = generator->code->register_count;
  for (std::uint32_t place = 0; place < count; ++place) {
    generator->saved[place] = std::exchange(frame->registers[place], nullptr);
  }
  generator->pc = frame->pc;
  generator->state = GeneratorState::kSuspended;
  thread.handled = std::exchange(generator->handled.previous, nullptr);
  if (frame->object != nullptr) {
    frame->object->frame = nullptr;
    clear_reference(frame->object);  // generator->frame still holds it
  }
  clear_reference(frame->kept);
  pop_frame(thread, frame);
}

// Where a generator waits, an instruction has one word.
static_assert(words_of(Operation::kYield) == 1 && words_of(Operation::kYieldAsync) == 1 &&
              words_of(Operation::kStartGenerator) == 1);

Status push_generator(Thread& thread, Generator* generator, Object* sent, FrameKind kind) {
  Object** window = stack_top(thread);
  Code* code = generator->code;
  if (!has_room_for(thread, window, code)) [[unlikely]] {
    release_if(sent);
    return refuse_frame(thread);
  }
  // By index: of two pointers g++ makes a string instruction, which takes as long as all the rest.
  for (std::uint32_t place = 0; place < code->register_count; ++place) {
    window[place] = generator->saved[place];
  }
  Frame* frame = push_frame(thread, generator->function, nullptr, window, kind);
  frame->code = code;
  frame->constants = code->constants->items();
  frame->generator = generator;
  frame->pc = generator->pc;
  generator->state = GeneratorState::kRunning;
  generator->handled.previous = thread.handled;
  thread.handled = &generator->handled;
  if (generator->frame != nullptr) {
    generator->frame->frame = frame;
    frame->object = retain(generator->frame);
  }
  const Instruction at = generator->pc->instruction;
  if (at.operation() == Operation::kYieldFrom) {
    replace_reference(generator->sent, sent);
    return done;
  }
  ++frame->pc;
  if (at.operation() == Operation::kStartGenerator) {
    release_if(sent);
  } else {
    replace_reference(window[register_of(at.a)], sent);
  }
  return done;
}

void close_generator(Thread& thread, Generator* generator) noexcept {
  generator->state = GeneratorState::kClosed;
  if (thread.handled == &generator->handled) thread.handled = generator->handled.previous;
  generator->handled.previous = nullptr;
  if (FrameObject* frame = std::exchange(generator->frame, nullptr)) {
    frame->generator = nullptr;
    release(frame);
  }
  if (generator->saved != nullptr) {
    memory_of(thread).release(generator->saved, window_bytes(generator));
    generator->saved = nullptr;
  }
  clear_reference(generator->handled.value);
  clear_reference(generator->sent);
}

namespace {

struct StopRule {
  TypeId generator;
  TypeId exception;
  const char* message;
};

constexpr StopRule kStopRules[] = {
    {TypeId::kGenerator, TypeId::kStopIteration, "generator raised StopIteration"},
    {TypeId::kCoroutine, TypeId::kStopIteration, "coroutine raised StopIteration"},
    {TypeId::kAsyncGenerator, TypeId::kStopIteration, "async generator raised StopIteration"},
    {TypeId::kAsyncGenerator, TypeId::kStopAsyncIteration,
     "async generator raised StopAsyncIteration"},
};

void replace_stop(Thread& thread, const char* message) noexcept {
  Ref<Exception> stop(take_pending(thread));
  static_cast<void>(raise(thread, TypeId::kRuntimeError, message));
  Exception* error = thread.pending;
  replace_reference(error->cause, retain(stop.get()));
  replace_reference(error->context, retain(stop.get()));
  error->suppress_context = true;
}

}  // namespace

void convert_stop(Thread& thread, Generator* generator) noexcept {
  for (const StopRule& rule : kStopRules) {
    if (generator->type->id == rule.generator && pending_matches(thread, rule.exception)) {
      return replace_stop(thread, rule.message);
    }
  }
}

// ---- resuming from native code ----

namespace {

Failure refuse_running(Thread& thread, const Generator* generator) {
  return raise(thread, TypeId::kValueError, "{} already executing", generator_kind(generator));
}

Result<Found<Object>> after_run(Generator* generator, Result<Object*> value, Object*& result) {
  if (!value.ok()) return failure;
  if (generator->state == GeneratorState::kSuspended) return Found{value.value()};
  result = value.value();
  return Found<Object>{};
}

Failure refuse_just_started(Thread& thread, const Generator* generator) {
  return raise(thread, TypeId::kTypeError, "can't send non-None value to a just-started {}",
               generator_kind(generator));
}

Failure refuse_reuse(Thread& thread) {
  return raise(thread, TypeId::kRuntimeError, "cannot reuse already awaited coroutine");
}

// The pending exception goes into the generator at the place where it waits.
Result<Found<Object>> resume_failing(Thread& thread, Generator* generator, Object*& result) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  if (generator->state == GeneratorState::kRunning) {
    clear_pending(thread);
    return refuse_running(thread, generator);
  }
  if (generator->state == GeneratorState::kClosed) {
    if (generator->type->id != TypeId::kCoroutine) return failure;
    clear_pending(thread);
    return refuse_reuse(thread);
  }
  Ref<Generator> keeper(retain(generator));
  Ref<Exception> exception(take_pending(thread));
  TRY(push_generator(thread, generator, nullptr, FrameKind::kEntry));
  thread.frame->pc = generator->pc;
  clear_reference(generator->sent);
  // What its caller is handling is no context; what the generator itself is handling is one.
  if (generator->handled.value != nullptr) {
    static_cast<void>(raise_object(thread, exception));
  } else {
    restore_pending(thread, retain(exception.get()));
  }
  exception.reset();
  return after_run(generator, run_failing(thread), result);
}

}  // namespace

Result<Found<Object>> resume(Thread& thread, Generator* generator, Object* value, Object*& result) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  if (generator->state == GeneratorState::kRunning) return refuse_running(thread, generator);
  if (generator->state == GeneratorState::kClosed) {
    if (generator->type->id == TypeId::kCoroutine) return refuse_reuse(thread);
    result = retain(none(thread));
    return Found<Object>{};
  }
  if (generator->state == GeneratorState::kCreated && value != none(thread)) {
    return refuse_just_started(thread, generator);
  }
  Ref<Generator> keeper(retain(generator));
  TRY(push_generator(thread, generator, retain(value), FrameKind::kEntry));
  return after_run(generator, run(thread), result);
}

namespace {

// The value of the StopIteration a delegate ended with, into `result`; other exceptions stay.
Result<Found<Object>> take_stop(Thread& thread, Object*& result) {
  if (!pending_matches(thread, TypeId::kStopIteration)) return failure;
  result = TRY(take_stop_value(thread));
  return Found<Object>{};
}

Result<Found<Object>> found_or_stop(Thread& thread, Result<Object*> value, Object*& result) {
  if (value.ok()) return Found{value.value()};
  return take_stop(thread, result);
}

Result<Found<Object>> advance(Thread& thread, Object* iterator, Object*& result) {
  if ((iterator->type->flags & flag::kClass) != 0) {
    return found_or_stop(thread, call_method(thread, iterator, identifier(thread, Id::dunder_next)),
                         result);
  }
  if (iterator->type->slots->next == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object is not an iterator", iterator->type);
  }
  const Result<Found<Object>> item = iterator->type->slots->next(thread, iterator);
  if (!item.ok()) return take_stop(thread, result);
  if (!item.value()) result = retain(none(thread));
  return item;
}

}  // namespace

Result<Found<Object>> send_to(Thread& thread, Object* receiver, Object* value, Object*& result) {
  const TypeId id = receiver->type->id;
  if (id == TypeId::kGenerator || id == TypeId::kCoroutine) {
    return resume(thread, as_generator(receiver), value, result);
  }
  if (value == none(thread) && receiver->type->slots->next != nullptr) {
    return advance(thread, receiver, result);
  }
  return found_or_stop(thread, call_method(thread, receiver, identifier(thread, Id::send), {value}),
                       result);
}

Object* borrow_yield_from(const Generator* generator) {
  if (generator->state != GeneratorState::kSuspended) return nullptr;
  const Instruction at = generator->pc->instruction;
  if (base_of(at.operation()) != Operation::kYieldFrom) return nullptr;
  return generator->saved[register_of(at.b)];
}

// ---- throw and close ----

namespace {

bool is_exception_class(const Object* object) {
  return is_type(object) &&
         (static_cast<const Type*>(object)->flags & flag::kExceptionSubclass) != 0;
}

Result<Object*> instantiate(Thread& thread, Object* type, Object* value) {
  if (value == nullptr || value == none(thread)) return call(thread, type);
  if (is_exception(value) && is_subtype(value->type, static_cast<Type*>(type)))
    return retain(value);
  if (is_tuple(value)) return call_with(thread, type, static_cast<Tuple*>(value), nullptr);
  return call(thread, type, value);
}

Result<Object*> thrown_instance(Thread& thread, Object* type, Object* value) {
  if (is_exception_class(type)) return instantiate(thread, type, value);
  if (!is_exception(type)) {
    return raise(thread, TypeId::kTypeError,
                 "exceptions must be classes or instances deriving from BaseException, not {}",
                 type->type);
  }
  if (value != nullptr && value != none(thread)) {
    return raise(thread, TypeId::kTypeError, "instance exception may not have a separate value");
  }
  return retain(type);
}

}  // namespace

Failure raise_thrown(Thread& thread, Object* type, Object* value, Object* traceback) {
  if (traceback == none(thread)) traceback = nullptr;
  if (traceback != nullptr && !is_exact(traceback, TypeId::kTraceback)) {
    return raise(thread, TypeId::kTypeError, "throw() third argument must be a traceback object");
  }
  const Result<Object*> made = thrown_instance(thread, type, value);
  if (!made.ok()) return failure;
  if (!is_exception(made.value())) {
    Ref<> wrong(made.value());
    return raise(thread, TypeId::kTypeError,
                 "calling {} should have returned an instance of BaseException, not {}",
                 repr_of(type), repr_of(wrong->type));
  }
  auto* exception = static_cast<Exception*>(made.value());
  if (traceback != nullptr) {
    replace_reference(exception->traceback, static_cast<Traceback*>(retain(traceback)));
  }
  restore_pending(thread, exception);
  return failure;
}

namespace {

// Marks a generator as running while its delegate is asked to do something.
class Delegating {
 public:
  explicit Delegating(Generator* generator) : generator_(retain(generator)) {
    generator->state = GeneratorState::kRunning;
  }
  ~Delegating() {
    if (generator_->state == GeneratorState::kRunning)
      generator_->state = GeneratorState::kSuspended;
  }
  Delegating(const Delegating&) = delete;
  Delegating& operator=(const Delegating&) = delete;

 private:
  Ref<Generator> generator_;
};

Status close_delegate(Thread& thread, Object* delegate) {
  const TypeId id = delegate->type->id;
  if (id == TypeId::kGenerator || id == TypeId::kCoroutine) {
    return generator_close(thread, as_generator(delegate));
  }
  Ref<> method(TRY(get_attribute_if(thread, delegate, identifier(thread, Id::close))).value);
  if (!method) return done;
  Ref<> ignored(TRY(call(thread, method)));
  return done;
}

// A delegate is through with its throw(): the generator goes on behind its `yield from`.
Result<Found<Object>> go_on_after_delegate(Thread& thread, Generator* generator, Object* value,
                                           Object*& result) {
  const Instruction at = generator->pc->instruction;
  clear_reference(generator->saved[register_of(at.b)]);
  Ref<Generator> keeper(retain(generator));
  TRY(push_generator(thread, generator, nullptr, FrameKind::kEntry));
  replace_reference(thread.frame->registers[register_of(at.a)], value);
  thread.frame->pc = generator->pc + words_of(Operation::kYieldFrom);
  return after_run(generator, run(thread), result);
}

Result<Found<Object>> throw_found(Thread&, Generator*, Object* type, Object* value,
                                  Object* traceback, Object*& result);

enum class Delegated : std::uint8_t { kAnswered, kFailed, kNoThrow };

Delegated throw_into_delegate(Thread& thread, Generator* generator, Object* delegate, Object* type,
                              Object* value, Object* traceback, Found<Object>& answer,
                              Object*& result) {
  Delegating running(generator);
  const TypeId id = delegate->type->id;
  Result<Found<Object>> found = failure;
  if (id == TypeId::kGenerator || id == TypeId::kCoroutine) {
    found = throw_found(thread, as_generator(delegate), type, value, traceback, result);
  } else {
    const auto method = get_attribute_if(thread, delegate, identifier(thread, Id::throw_));
    if (!method.ok()) return Delegated::kFailed;
    if (!method.value()) return Delegated::kNoThrow;
    Ref<> owned(method.value().value);
    Object* values[] = {type, value, traceback};
    const std::size_t count = traceback != nullptr ? 3 : value != nullptr ? 2 : 1;
    found = found_or_stop(thread, call(thread, owned, Arguments{values, count}), result);
  }
  if (!found.ok()) return Delegated::kFailed;
  answer = found.value();
  return Delegated::kAnswered;
}

bool names_generator_exit(Thread& thread, Object* type) {
  Type* exit = type_of(thread, TypeId::kGeneratorExit);
  if (is_type(type)) return is_subtype(static_cast<Type*>(type), exit);
  return is_instance_of(type, exit);
}

Result<Found<Object>> fail_in_generator(Thread& thread, Generator* generator, Object*& result) {
  if (borrow_yield_from(generator) != nullptr) {
    clear_reference(generator->saved[register_of(generator->pc->instruction.b)]);
  }
  return resume_failing(thread, generator, result);
}

Result<Found<Object>> throw_found(Thread& thread, Generator* generator, Object* type, Object* value,
                                  Object* traceback, Object*& result) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  Ref<Generator> keeper(retain(generator));
  Ref<> delegate(retain_if(borrow_yield_from(generator)));
  if (delegate && names_generator_exit(thread, type)) {
    Status closed = done;
    {
      Delegating running(generator);
      closed = close_delegate(thread, delegate);
    }
    if (!closed.ok()) return fail_in_generator(thread, generator, result);
  } else if (delegate) {
    Found<Object> answer;
    Object* ended = nullptr;
    switch (
        throw_into_delegate(thread, generator, delegate, type, value, traceback, answer, ended)) {
      case Delegated::kAnswered:
        if (answer) return answer;
        return go_on_after_delegate(thread, generator, ended, result);
      case Delegated::kFailed: return fail_in_generator(thread, generator, result);
      case Delegated::kNoThrow: break;
    }
  }
  static_cast<void>(raise_thrown(thread, type, value, traceback));
  return resume_failing(thread, generator, result);
}

// What send() and throw() give to a program.
Result<Object*> shown(Thread& thread, Found<Object> yielded, Object* result) {
  if (yielded) return yielded.value;
  Ref<> owned(result);
  return raise_value(thread, TypeId::kStopIteration, result == none(thread) ? nullptr : result);
}

}  // namespace

Result<Object*> generator_throw(Thread& thread, Generator* generator, Object* type, Object* value,
                                Object* traceback) {
  Object* result = nullptr;
  const Found<Object> yielded = TRY(throw_found(thread, generator, type, value, traceback, result));
  return shown(thread, yielded, result);
}

Status generator_close(Thread& thread, Generator* generator) {
  if (generator->state == GeneratorState::kClosed) return done;
  if (generator->state == GeneratorState::kRunning) return refuse_running(thread, generator);
  Ref<Generator> keeper(retain(generator));
  if (generator->state == GeneratorState::kCreated) {
    generator_clear(thread.interpreter(), generator);
    return done;
  }
  Status closed = done;
  if (Object* delegate = borrow_yield_from(generator)) {
    Ref<> owned(retain(delegate));
    Delegating running(generator);
    closed = close_delegate(thread, owned);
  }
  if (closed.ok()) static_cast<void>(raise_value(thread, TypeId::kGeneratorExit, nullptr));
  Object* result = nullptr;
  const Result<Found<Object>> answer = resume_failing(thread, generator, result);
  if (answer.ok() && answer.value()) {
    release(answer.value().value);
    return raise(thread, TypeId::kRuntimeError, "{} ignored GeneratorExit",
                 generator_kind(generator));
  }
  if (answer.ok()) {
    release_if(result);
    return done;
  }
  if (!pending_matches(thread, TypeId::kGeneratorExit) &&
      !pending_matches(thread, TypeId::kStopIteration)) {
    return failure;
  }
  clear_pending(thread);
  return done;
}

// ---- life ----

void generator_traverse(Object* self, ReferenceVisitor& visitor) {
  Generator* generator = as_generator(self);
  Object* held[] = {generator->function, generator->code,           generator->name,
                    generator->frame,    generator->qualified_name, generator->sent,
                    generator->origin,   generator->handled.value};
  for (Object* object : held) visitor.visit_if(object);
  if (!waits(generator) || generator->saved == nullptr) return;
  for (std::uint32_t index = 0; index < generator->code->register_count; ++index) {
    visitor.visit_if(generator->saved[index]);
  }
}

// Ends a waiting generator without running it again.
void generator_clear(Interpreter& interpreter, Object* self) noexcept {
  Generator* generator = as_generator(self);
  const bool waited = waits(generator);
  generator->state = GeneratorState::kClosed;
  if (FrameObject* frame = std::exchange(generator->frame, nullptr)) {
    frame->generator = nullptr;
    release(frame);
  }
  if (Object** saved = std::exchange(generator->saved, nullptr)) {
    for (std::uint32_t index = 0; waited && index < generator->code->register_count; ++index) {
      release_if(saved[index]);
    }
    interpreter.memory().release(saved, window_bytes(generator));
  }
  clear_reference(generator->function);
  clear_reference(generator->sent);
  clear_reference(generator->origin);
  clear_reference(generator->handled.value);
}

void generator_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Generator* generator = as_generator(self);
  generator_clear(interpreter, self);
  clear_reference(generator->code);
  clear_reference(generator->name);
  clear_reference(generator->qualified_name);
  free_instance(interpreter, self);
}

namespace {

Status generator_finalize(Thread& thread, Object* self) {
  Generator* generator = as_generator(self);
  if (!waits(generator)) return done;
  if (generator->type->id == TypeId::kCoroutine && generator->state == GeneratorState::kCreated) {
    const Status warned = warn_never_awaited(thread, generator);
    // Whoever was told may still hold it: it must not be told of again when it ends.
    const Status closed = generator_close(thread, generator);
    return warned.ok() ? closed : warned;
  }
  return generator_close(thread, generator);
}

// ---- methods and attributes ----

Result<Object*> send_method(Thread& thread, Object* self, Object* const* arguments) {
  Object* result = nullptr;
  const Found<Object> yielded = TRY(resume(thread, as_generator(self), arguments[0], result));
  return shown(thread, yielded, result);
}

Result<Object*> throw_method(Thread& thread, Object* self, Object* const* arguments) {
  return generator_throw(thread, as_generator(self), arguments[0], arguments[1], arguments[2]);
}

Result<Object*> close_method(Thread& thread, Object* self, Object* const*) {
  TRY(generator_close(thread, as_generator(self)));
  return new_none(thread);
}

Result<Found<Object>> generator_next(Thread& thread, Object* self) {
  Object* result = nullptr;
  const Found<Object> yielded = TRY(resume(thread, as_generator(self), none(thread), result));
  release_if(result);
  return yielded;
}

Result<Object*> none_or(Thread& thread, Object* object) {
  return retain(object == nullptr ? none(thread) : object);
}

}  // namespace

Result<Object*> generator_repr(Thread& thread, Object* self) {
  const Generator* generator = as_generator(self);
  return format_str(thread, "<{} object {} at {}>", static_cast<const Type*>(self->type),
                    generator->qualified_name, address_of(self));
}

Result<Object*> get_generator_frame(Thread& thread, Object* self) {
  Generator* generator = as_generator(self);
  if (generator->state == GeneratorState::kClosed) return new_none(thread);
  if (generator->frame == nullptr) {
    Frame* running = nullptr;
    if (generator->state == GeneratorState::kRunning) running = thread.frame;
    while (running != nullptr && running->generator != generator)
      running = caller_of(thread, running);
    if (running != nullptr) {
      return retain(static_cast<Object*>(TRY(frame_object(thread, running))));
    }
    auto* object = static_cast<FrameObject*>(
        TRY(allocate_instance(thread.interpreter(), type_of(thread, TypeId::kFrame))));
    object->generator = generator;
    object->function = retain(generator->function);
    object->trace_lines = true;
    generator->frame = object;
  }
  return retain(static_cast<Object*>(generator->frame));
}

Result<Object*> get_generator_running(Thread& thread, Object* self) {
  return new_boolean(thread, as_generator(self)->state == GeneratorState::kRunning);
}

Result<Object*> get_generator_suspended(Thread& thread, Object* self) {
  return new_boolean(thread, as_generator(self)->state == GeneratorState::kSuspended);
}

Result<Object*> get_generator_code(Thread&, Object* self) {
  return retain(static_cast<Object*>(as_generator(self)->code));
}

Result<Object*> get_generator_delegate(Thread& thread, Object* self) {
  return none_or(thread, borrow_yield_from(as_generator(self)));
}

Result<Object*> get_generator_name(Thread&, Object* self) {
  return retain(as_generator(self)->name);
}

Status set_generator_name(Thread& thread, Object* self, Object* value) {
  if (value == nullptr || !is_str(value)) {
    return raise(thread, TypeId::kTypeError, "__name__ must be set to a string object");
  }
  replace_reference(as_generator(self)->name, retain(value));
  return done;
}

Result<Object*> get_generator_qualified_name(Thread&, Object* self) {
  return retain(as_generator(self)->qualified_name);
}

Status set_generator_qualified_name(Thread& thread, Object* self, Object* value) {
  if (value == nullptr || !is_str(value)) {
    return raise(thread, TypeId::kTypeError, "__qualname__ must be set to a string object");
  }
  replace_reference(as_generator(self)->qualified_name, retain(value));
  return done;
}

namespace {

Result<Object*> get_coroutine_origin(Thread& thread, Object* self) {
  return none_or(thread, as_generator(self)->origin);
}

constexpr char kSendDoc[] =
    "send(arg) -> send 'arg' into generator,\n"
    "return next yielded value or raise StopIteration.";
constexpr char kThrowDoc[] =
    "throw(value)\nthrow(type[,value[,tb]])\n\n"
    "Raise exception in generator, return next yielded value or raise\n"
    "StopIteration.";
constexpr char kCloseDoc[] = "close() -> raise GeneratorExit inside generator.";

constexpr NativeMethod kGeneratorMethods[] = {
    {.signature = "send(self, arg, /)", .function = send_method, .doc = kSendDoc},
    {.signature = "throw(self, typ, val=None, tb=None, /)",
     .function = throw_method,
     .doc = kThrowDoc},
    {.signature = "close(self, /)", .function = close_method, .doc = kCloseDoc},
    kClassGetItem,
};

constexpr NativeAttribute kGeneratorAttributes[] = {
    {"gi_yieldfrom", get_generator_delegate},
    {"__name__", get_generator_name, set_generator_name},
    {"__qualname__", get_generator_qualified_name, set_generator_qualified_name},
    {"gi_frame", get_generator_frame},
    {"gi_code", get_generator_code},
    {"gi_running", get_generator_running},
    {"gi_suspended", get_generator_suspended},
};

constexpr NativeAttribute kCoroutineAttributes[] = {
    {"cr_await", get_generator_delegate},
    {"__name__", get_generator_name, set_generator_name},
    {"__qualname__", get_generator_qualified_name, set_generator_qualified_name},
    {"cr_frame", get_generator_frame},
    {"cr_code", get_generator_code},
    {"cr_running", get_generator_running},
    {"cr_suspended", get_generator_suspended},
    {"cr_origin", get_coroutine_origin},
};

// ---- what `await` of a coroutine iterates ----

struct CoroutineWrapper : Object {
  Generator* coroutine;
};

Generator* wrapped(Object* self) { return static_cast<CoroutineWrapper*>(self)->coroutine; }

Result<Object*> coroutine_await(Thread& thread, Object* self) {
  auto* wrapper = static_cast<CoroutineWrapper*>(
      TRY(allocate_instance(thread.interpreter(), type_of(thread, TypeId::kCoroutineWrapper))));
  wrapper->coroutine = retain(as_generator(self));
  return static_cast<Object*>(wrapper);
}

Result<Object*> wrapper_send(Thread& thread, Object* self, Object* const* arguments) {
  return send_method(thread, wrapped(self), arguments);
}
Result<Object*> wrapper_throw(Thread& thread, Object* self, Object* const* arguments) {
  return throw_method(thread, wrapped(self), arguments);
}
Result<Object*> wrapper_close(Thread& thread, Object* self, Object* const* arguments) {
  return close_method(thread, wrapped(self), arguments);
}
Result<Found<Object>> wrapper_next(Thread& thread, Object* self) {
  Object* result = nullptr;
  const Found<Object> yielded = TRY(resume(thread, wrapped(self), none(thread), result));
  if (yielded) return yielded;
  Ref<> owned(result);
  if (result == none(thread)) return Found<Object>{};
  return raise_value(thread, TypeId::kStopIteration, result);
}

void wrapper_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(static_cast<CoroutineWrapper*>(self)->coroutine);
  free_instance(interpreter, self);
}
void wrapper_traverse(Object* self, ReferenceVisitor& visitor) { visitor.visit_if(wrapped(self)); }

constexpr NativeMethod kCoroutineMethods[] = {
    {.signature = "send(self, arg, /)", .function = send_method, .doc = kSendDoc},
    {.signature = "throw(self, typ, val=None, tb=None, /)",
     .function = throw_method,
     .doc = kThrowDoc},
    {.signature = "close(self, /)", .function = close_method, .doc = kCloseDoc},
    kClassGetItem,
};

constexpr NativeMethod kWrapperMethods[] = {
    {.signature = "send(self, arg, /)", .function = wrapper_send, .doc = kSendDoc},
    {.signature = "throw(self, typ, val=None, tb=None, /)",
     .function = wrapper_throw,
     .doc = kThrowDoc},
    {.signature = "close(self, /)", .function = wrapper_close, .doc = kCloseDoc},
};

}  // namespace

extern const TypeDescriptor kGeneratorDescriptor = {
    .name = "generator",
    .flags = flag::kCollectable,
    .object_size = sizeof(Generator),
    .weak_offset = OURO_OFFSET(Generator, weak_references),
    .slots = {.deallocate = generator_deallocate,
              .traverse = generator_traverse,
              .clear = generator_clear,
              .finalize = generator_finalize,
              .repr = generator_repr,
              .make = nullptr,
              .iterate = return_self,
              .next = generator_next},
    .methods = kGeneratorMethods,
    .attributes = kGeneratorAttributes,
};

extern const TypeDescriptor kCoroutineDescriptor = {
    .name = "coroutine",
    .flags = flag::kCollectable,
    .object_size = sizeof(Generator),
    .weak_offset = OURO_OFFSET(Generator, weak_references),
    .slots = {.deallocate = generator_deallocate,
              .traverse = generator_traverse,
              .clear = generator_clear,
              .finalize = generator_finalize,
              .repr = generator_repr,
              .make = nullptr,
              .await = coroutine_await},
    .methods = kCoroutineMethods,
    .attributes = kCoroutineAttributes,
};

extern const TypeDescriptor kCoroutineWrapperDescriptor = {
    .name = "coroutine_wrapper",
    .flags = flag::kCollectable,
    .object_size = sizeof(CoroutineWrapper),
    .slots = {.deallocate = wrapper_deallocate,
              .traverse = wrapper_traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = wrapper_next},
    .methods = kWrapperMethods,
    .doc = "A wrapper object implementing __await__ for coroutines.",
};

}  // namespace ouro
