// Asynchronous generators: generators whose steps are awaited, and the awaitables their methods
// give.
//
// What such a generator yields travels up through `await` chains, so it is wrapped to be told apart
// from what the awaited things yield themselves.
#include "runtime/execute/generator.h"
#include "runtime/execute/generator_text.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/warnings.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// True: the module's own function, which knows where the coroutine was made, has done it.
Result<bool> tell_warnings_module(Thread& thread, Generator* coroutine) {
  Ref<> warnings(TRY(import_module(thread, "warnings")));
  Ref<> function(TRY(get_attribute_if(thread, warnings, "_warn_unawaited_coroutine")).value);
  if (!function) return false;
  Ref<> ignored(TRY(call(thread, function.get(), static_cast<Object*>(coroutine))));
  return true;
}

}  // namespace

Status warn_never_awaited(Thread& thread, Generator* coroutine) {
  // Late in finalize there is nobody left to tell.
  if (find_imported(thread, "sys") == nullptr) return done;
  const Result<bool> told = tell_warnings_module(thread, coroutine);
  if (told.ok() && told.value()) return done;
  if (!told.ok()) write_unraisable(thread, coroutine);
  Ref<Str> message(
      TRY(format_str(thread, "coroutine '{}' was never awaited", coroutine->qualified_name)));
  return warn(thread, TypeId::kRuntimeWarning, message, 1, coroutine);
}

namespace {

struct WrappedValue : Object {
  Object* value;
};

enum class StepState : std::uint8_t { kNew, kIterating, kClosed };

// asend(), __anext__(): `arguments` is what is sent. athrow(), aclose(): the three arguments of
// throw, or null for aclose().
struct AsyncStep : Object {
  Generator* generator;
  Object* arguments;
  StepState state;
};

Generator* as_generator(Object* object) { return static_cast<Generator*>(object); }
AsyncStep* as_step(Object* object) { return static_cast<AsyncStep*>(object); }

}  // namespace

Result<Object*> wrap_async_value(Thread& thread, Object* value) {
  auto* wrapped = static_cast<WrappedValue*>(TRY(allocate_instance(
      thread.interpreter(), type_of(thread, TypeId::kAsyncGeneratorWrappedValue))));
  wrapped->value = retain(value);
  return static_cast<Object*>(wrapped);
}

namespace {

// ---- hooks ----

// sys.set_asyncgen_hooks: once for each generator, at its first step.
Status ask_hooks(Thread& thread, Generator* generator) {
  if (generator->hooks_asked) return done;
  generator->hooks_asked = true;
  replace_reference(generator->origin, retain_if(thread.async_generator_finalizer));
  if (thread.async_generator_first_iterate == nullptr) return done;
  Ref<> hook(retain(thread.async_generator_first_iterate));
  Ref<> ignored(TRY(call(thread, hook, generator)));
  return done;
}

// ---- one step ----

// What one resumption of the generator means to the awaiter: a wrapped value ends the step.
Result<Found<Object>> unwrap(Thread& thread, Generator* generator, Result<Found<Object>> answer,
                             Object*& result) {
  if (!answer.ok()) {
    if (pending_matches(thread, TypeId::kStopAsyncIteration) ||
        pending_matches(thread, TypeId::kGeneratorExit)) {
      generator->async_closed = true;
    }
    generator->async_running = false;
    return failure;
  }
  if (!answer.value()) {
    release_if(std::exchange(result, nullptr));
    generator->async_closed = true;
    generator->async_running = false;
    return raise_value(thread, TypeId::kStopAsyncIteration, nullptr);
  }
  Object* value = answer.value().value;
  if (!is_exact(value, TypeId::kAsyncGeneratorWrappedValue)) return answer;
  generator->async_running = false;
  result = retain(static_cast<WrappedValue*>(value)->value);
  release(value);
  return Found<Object>{};
}

Result<Object*> make_step(Thread& thread, TypeId type, Generator* generator, Object* arguments) {
  TRY(ask_hooks(thread, generator));
  auto* step =
      static_cast<AsyncStep*>(TRY(allocate_instance(thread.interpreter(), type_of(thread, type))));
  step->generator = retain(generator);
  step->arguments = retain_if(arguments);
  return static_cast<Object*>(step);
}

Failure refuse_reuse(Thread& thread, const char* what) {
  return raise(thread, TypeId::kRuntimeError, "cannot reuse already awaited {}", what);
}

// A found value is what the awaiter yields on; none: `result` is the awaited value.
Result<Found<Object>> send_step(Thread& thread, AsyncStep* step, Object* sent, Object*& result) {
  Generator* generator = step->generator;
  if (step->state == StepState::kClosed) return refuse_reuse(thread, "__anext__()/asend()");
  Ref<> first;
  if (step->state == StepState::kNew) {
    if (generator->async_running) {
      return raise(thread, TypeId::kRuntimeError,
                   "anext(): asynchronous generator is already running");
    }
    first.reset(
        retain(sent == none(thread) && step->arguments != nullptr ? step->arguments : sent));
    sent = first;
    step->state = StepState::kIterating;
  }
  generator->async_running = true;
  const Result<Found<Object>> answer =
      unwrap(thread, generator, resume(thread, generator, sent, result), result);
  if (!answer.ok() || !answer.value()) step->state = StepState::kClosed;
  return answer;
}

Failure raise_stop(Thread& thread, Object* result) {
  Ref<> owned(result);
  return raise_value(thread, TypeId::kStopIteration, result == none(thread) ? nullptr : result);
}

Result<Object*> show(Thread& thread, Result<Found<Object>> answer, Object* result) {
  if (!answer.ok()) return failure;
  if (answer.value()) return answer.value().value;
  return raise_stop(thread, result);
}

// The slot cannot carry a value out, so an awaited value leaves as StopIteration.
Result<Found<Object>> show_next(Thread& thread, Result<Found<Object>> answer, Object* result) {
  if (!answer.ok() || answer.value()) return answer;
  return raise_stop(thread, result);
}

// throw() into a running step; what comes back is unwrapped as for send.
Result<Found<Object>> throw_through(Thread& thread, AsyncStep* step, Object* const* arguments,
                                    Object*& result) {
  const Result<Object*> thrown =
      generator_throw(thread, step->generator, arguments[0], arguments[1], arguments[2]);
  Result<Found<Object>> answer = failure;
  if (thrown.ok()) {
    answer = Found{thrown.value()};
  } else if (pending_matches(thread, TypeId::kStopIteration)) {
    // The generator returned.
    const Result<Object*> value = take_stop_value(thread);
    if (value.ok()) {
      result = value.value();
      answer = Found<Object>{};
    }
  }
  return unwrap(thread, step->generator, answer, result);
}

Result<Object*> send_method(Thread& thread, Object* self, Object* const* arguments) {
  Object* result = nullptr;
  const Result<Found<Object>> answer = send_step(thread, as_step(self), arguments[0], result);
  return show(thread, answer, result);
}

Result<Found<Object>> send_next(Thread& thread, Object* self) {
  Object* result = nullptr;
  const Result<Found<Object>> answer = send_step(thread, as_step(self), none(thread), result);
  return show_next(thread, answer, result);
}

Result<Object*> send_throw(Thread& thread, Object* self, Object* const* arguments) {
  AsyncStep* step = as_step(self);
  if (step->state == StepState::kClosed) return refuse_reuse(thread, "__anext__()/asend()");
  Object* result = nullptr;
  const Result<Found<Object>> answer = throw_through(thread, step, arguments, result);
  if (!answer.ok()) step->state = StepState::kClosed;
  return show(thread, answer, result);
}

Result<Object*> close_step(Thread& thread, Object* self, Object* const*) {
  as_step(self)->state = StepState::kClosed;
  return new_none(thread);
}

// ---- athrow() and aclose() ----

bool is_close(const AsyncStep* step) { return step->arguments == nullptr; }

Failure refuse_ignored_exit(Thread& thread) {
  return raise(thread, TypeId::kRuntimeError, "async generator ignored GeneratorExit");
}

// A closed generator answers aclose() with nothing.
Result<Found<Object>> end_of_close(Thread& thread, AsyncStep* step, Object*& result) {
  if (!pending_matches(thread, TypeId::kStopAsyncIteration) &&
      !pending_matches(thread, TypeId::kGeneratorExit)) {
    return failure;
  }
  clear_pending(thread);
  step->state = StepState::kClosed;
  result = retain(none(thread));
  return Found<Object>{};
}

Result<Found<Object>> first_throw(Thread& thread, AsyncStep* step, Object*& result) {
  Generator* generator = step->generator;
  if (generator->async_running) {
    step->state = StepState::kClosed;
    return raise(thread, TypeId::kRuntimeError,
                 is_close(step) ? "aclose(): asynchronous generator is already running"
                                : "athrow(): asynchronous generator is already running");
  }
  if (generator->async_closed) {
    step->state = StepState::kClosed;
    return raise_value(thread, TypeId::kStopAsyncIteration, nullptr);
  }
  step->state = StepState::kIterating;
  generator->async_running = true;
  Object* close_arguments[] = {type_of(thread, TypeId::kGeneratorExit), nullptr, nullptr};
  if (is_close(step)) {
    generator->async_closed = true;
    return throw_through(thread, step, close_arguments, result);
  }
  const auto* tuple = static_cast<const Tuple*>(step->arguments);
  Object* arguments[3] = {};
  for (std::size_t index = 0; index < tuple->size; ++index) arguments[index] = (*tuple)[index];
  return throw_through(thread, step, arguments, result);
}

Result<Found<Object>> throw_step(Thread& thread, AsyncStep* step, Object* sent, Object*& result) {
  if (step->state == StepState::kClosed) return refuse_reuse(thread, "aclose()/athrow()");
  Generator* generator = step->generator;
  if (generator->state == GeneratorState::kClosed) {
    step->state = StepState::kClosed;
    if (is_close(step)) {
      result = retain(none(thread));
      return Found<Object>{};
    }
    return raise_value(thread, TypeId::kStopAsyncIteration, nullptr);
  }
  Result<Found<Object>> answer = failure;
  if (step->state == StepState::kNew) {
    if (sent != none(thread)) {
      return raise(thread, TypeId::kRuntimeError,
                   "can't send non-None value to a just-started coroutine");
    }
    answer = first_throw(thread, step, result);
  } else {
    answer = unwrap(thread, generator, resume(thread, generator, sent, result), result);
  }
  if (!answer.ok()) return is_close(step) ? end_of_close(thread, step, result) : answer;
  if (!answer.value()) {
    step->state = StepState::kClosed;
    // A value that was yielded in spite of GeneratorExit.
    if (!is_close(step)) return answer;
    release_if(std::exchange(result, nullptr));
    return refuse_ignored_exit(thread);
  }
  return answer;
}

Result<Object*> throw_send(Thread& thread, Object* self, Object* const* arguments) {
  Object* result = nullptr;
  const Result<Found<Object>> answer = throw_step(thread, as_step(self), arguments[0], result);
  return show(thread, answer, result);
}

Result<Found<Object>> throw_next(Thread& thread, Object* self) {
  Object* result = nullptr;
  const Result<Found<Object>> answer = throw_step(thread, as_step(self), none(thread), result);
  return show_next(thread, answer, result);
}

Result<Object*> throw_throw(Thread& thread, Object* self, Object* const* arguments) {
  AsyncStep* step = as_step(self);
  if (step->state == StepState::kClosed) return refuse_reuse(thread, "aclose()/athrow()");
  Object* result = nullptr;
  Result<Found<Object>> answer = throw_through(thread, step, arguments, result);
  if (!answer.ok() && is_close(step)) answer = end_of_close(thread, step, result);
  return show(thread, answer, result);
}

// ---- the generator's own methods ----

Result<Object*> next_method(Thread& thread, Object* self) {
  return make_step(thread, TypeId::kAsyncGeneratorSend, as_generator(self), nullptr);
}

Result<Object*> asend_method(Thread& thread, Object* self, Object* const* arguments) {
  return make_step(thread, TypeId::kAsyncGeneratorSend, as_generator(self), arguments[0]);
}

Result<Object*> athrow_method(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t count = arguments[2] != nullptr ? 3 : arguments[1] != nullptr ? 2 : 1;
  Ref<Tuple> thrown(TRY(make_tuple_from(thread.interpreter(), arguments, count)));
  return make_step(thread, TypeId::kAsyncGeneratorThrow, as_generator(self), thrown);
}

Result<Object*> aclose_method(Thread& thread, Object* self, Object* const*) {
  return make_step(thread, TypeId::kAsyncGeneratorThrow, as_generator(self), nullptr);
}

Status async_generator_finalize(Thread& thread, Object* self) {
  Generator* generator = as_generator(self);
  const bool waits = generator->state == GeneratorState::kSuspended;
  if (!waits || generator->async_closed || generator->origin == nullptr) {
    return generator_close(thread, generator);
  }
  Ref<> hook(retain(generator->origin));
  Ref<> ignored(TRY(call(thread, hook, generator)));
  return done;
}

Result<Object*> get_async_running(Thread& thread, Object* self) {
  return new_boolean(thread, as_generator(self)->async_running);
}

// ---- life of the small ones ----

using WrappedReferences = OwnedReferences<WrappedValue, &WrappedValue::value>;
using StepReferences = OwnedReferences<AsyncStep, &AsyncStep::generator, &AsyncStep::arguments>;

constexpr NativeMethod kMethods[] = {
    {.signature = "asend(self, value, /)",
     .function = asend_method,
     .doc = "asend(v) -> send 'v' in generator."},
    {.signature = "athrow(self, typ, val=None, tb=None, /)",
     .function = athrow_method,
     .doc = "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator."},
    {.signature = "aclose(self, /)",
     .function = aclose_method,
     .doc = "aclose() -> raise GeneratorExit inside generator."},
    kClassGetItem,
};

constexpr NativeAttribute kAttributes[] = {
    {"ag_await", get_generator_delegate},
    {"__name__", get_generator_name, set_generator_name},
    {"__qualname__", get_generator_qualified_name, set_generator_qualified_name},
    {"ag_frame", get_generator_frame},
    {"ag_code", get_generator_code},
    {"ag_running", get_async_running},
    {"ag_suspended", get_generator_suspended},
};

constexpr NativeMethod kSendMethods[] = {
    {.signature = "send(self, value, /)", .function = send_method},
    {.signature = "throw(self, typ, val=None, tb=None, /)", .function = send_throw},
    {.signature = "close(self, /)", .function = close_step},
};

constexpr NativeMethod kThrowMethods[] = {
    {.signature = "send(self, value, /)", .function = throw_send},
    {.signature = "throw(self, typ, val=None, tb=None, /)", .function = throw_throw},
    {.signature = "close(self, /)", .function = close_step},
};

}  // namespace

extern const TypeDescriptor kAsyncGeneratorDescriptor = {
    .name = "async_generator",
    .flags = flag::kCollectable,
    .object_size = sizeof(Generator),
    .weak_offset = OURO_OFFSET(Generator, weak_references),
    .slots = {.deallocate = generator_deallocate,
              .traverse = generator_traverse,
              .clear = generator_clear,
              .finalize = async_generator_finalize,
              .repr = generator_repr,
              .make = nullptr,
              .async_iterate = return_self,
              .async_next = next_method},
    .methods = kMethods,
    .attributes = kAttributes,
};

extern const TypeDescriptor kAsyncGeneratorSendDescriptor = {
    .name = "async_generator_asend",
    .flags = flag::kCollectable,
    .object_size = sizeof(AsyncStep),
    .slots = {.deallocate = StepReferences::deallocate,
              .traverse = StepReferences::traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = send_next,
              .await = return_self},
    .methods = kSendMethods,
};

extern const TypeDescriptor kAsyncGeneratorThrowDescriptor = {
    .name = "async_generator_athrow",
    .flags = flag::kCollectable,
    .object_size = sizeof(AsyncStep),
    .slots = {.deallocate = StepReferences::deallocate,
              .traverse = StepReferences::traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = throw_next,
              .await = return_self},
    .methods = kThrowMethods,
};

extern const TypeDescriptor kAsyncGeneratorWrappedValueDescriptor = {
    .name = "async_generator_wrapped_value",
    .flags = flag::kCollectable,
    .object_size = sizeof(WrappedValue),
    .slots = {.deallocate = WrappedReferences::deallocate,
              .traverse = WrappedReferences::traverse,
              .make = nullptr},
};

}  // namespace ouro
