// The loop: one function, whose handlers stand in the included operations_*.inc files.
//
// Conventions of the handlers
//   word, pc       the instruction, and where it stands; pc moves only when the handler is through
//   r, k           registers and constants of `frame`
//   SAVE()         before anything that may fail, run user code or look at the frame
//   READ(x, B)     x = operand b, borrowed; CONSUME(B) afterwards ends it if it is a temporary
//   PUT(A, v)      r[a] = v (owned), the old value goes
//   NEXT(n)        on to the next instruction, n words further
//   goto failed    an exception is pending
#include "runtime/execute/loop.h"

#include <algorithm>
#include <cmath>

#include "runtime/collect/collector.h"
#include "runtime/component/check.h"
#include "runtime/component/planted.h"
#include "runtime/execute/call.h"
#include "runtime/execute/fast.inc"
#include "runtime/execute/generator.h"
#include "runtime/execute/slow.h"
#include "runtime/execute/specialise.h"
#include "runtime/execute/threads.h"
#include "runtime/execute/tracing.h"
#include "runtime/execute/unwind.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/range.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

Status raise_async(Thread& thread) {
  thread.interrupt.fetch_and(~interrupt::kAsyncException, std::memory_order_relaxed);
  Ref<Exception> exception(std::exchange(thread.async_exception, nullptr));
  if (!exception) return done;
  return raise_object(thread, exception);
}

Status stop_thread(Thread& thread) {
  if (is_planted(Planted::kThreadExit)) pthread_exit(nullptr);
  if (is_planted(Planted::kStopUnheard)) return done;
  thread.stopping = true;
  return raise_value(thread, TypeId::kSystemExit, nullptr);
}

Status collect_garbage(Thread& thread) {
  thread.interrupt.fetch_and(~interrupt::kCollect, std::memory_order_relaxed);
  Collector& collector = thread.interpreter().get<Collector>();
  if (collector.enabled && collector.thresholds[0] != 0) {
    collector.collect(thread);
  } else {
    memory_of(thread).collected();
  }
  return done;
}

}  // namespace

Status handle_interrupts(Thread& thread) {
  const std::uint32_t asked = thread.interrupt.load(std::memory_order_relaxed);
  if ((asked & interrupt::kStop) != 0) return stop_thread(thread);
  if ((asked & interrupt::kYieldLock) != 0) thread.interpreter().get<Threads>().yield_lock(thread);
  if ((asked & interrupt::kPendingCalls) != 0) {
    TRY(thread.interpreter().get<PendingCalls>().run(thread));
  }
  if ((asked & interrupt::kAsyncException) != 0) TRY(raise_async(thread));
  if ((asked & interrupt::kLimit) != 0) TRY(thread.interpreter().get<Limits>().check(thread));
  if ((asked & interrupt::kCollect) != 0 || memory_of(thread).wants_collection()) {
    TRY(collect_garbage(thread));
  }
  return done;
}

namespace {

// May a call leave out the last parameters of a plain signature?
inline bool leaves_out(const Signature& signature, std::size_t given) {
  return given < signature.count() && given >= signature.required_positional() &&
         signature.positional() == signature.count() && !signature.variadic() &&
         !signature.keyword_variadic();
}

// What is left out arrives as null.
[[gnu::noinline]] Result<Object*> call_leaving_out(Thread& thread, const NativeMethod& method,
                                                   Object* self, Object* const* values,
                                                   std::size_t given) {
  Object* filled[Signature::kParametersMax];
  const std::size_t count = method.signature.count();
  for (std::size_t index = 0; index < count; ++index) {
    filled[index] = index < given ? values[index] : nullptr;
  }
  return enter_native(thread, method, self, filled);
}

// What a call of `given` values reaches without binding them; a null method: nothing.
struct NativeTarget {
  const NativeMethod* method = nullptr;
  Object* self = nullptr;
};

inline NativeTarget native_target(Object* callable, Object* bound, std::size_t given) {
  NativeTarget target;
  if (is_exact(callable, TypeId::kMethodDescriptor)) {
    auto* descriptor = static_cast<MethodDescriptor*>(callable);
    if (bound == nullptr ||
        (bound->type != descriptor->owner && !is_instance_of(bound, descriptor->owner))) {
      return {};
    }
    target = {descriptor->method, bound};
  } else if (is_exact(callable, TypeId::kBuiltinFunction) && bound == nullptr) {
    auto* function = static_cast<BuiltinFunction*>(callable);
    target = {function->method, function->self};
  } else {
    return {};
  }
  const Signature& signature = target.method->signature;
  return signature.takes_exactly(given) || leaves_out(signature, given) ? target : NativeTarget{};
}

// A call of anything but a Python function: the values stand on the stack, borrowed.
inline Result<Object*> call_placed(Thread& thread, Object* callable, Object** values,
                                   std::size_t positional, Tuple* names, bool bound) {
  if (names == nullptr) {
    const NativeTarget target = bound ? native_target(callable, values[0], positional - 1)
                                      : native_target(callable, nullptr, positional);
    if (target.method != nullptr) {
      Object* const* given = values + bound;
      const std::size_t count = positional - bound;
      if (target.method->signature.takes_exactly(count)) {
        return enter_native(thread, *target.method, target.self, given);
      }
      return call_leaving_out(thread, *target.method, target.self, given, count);
    }
  }
  if (auto* slot = callable->type->slots->call) {
    return slot(thread, callable, Arguments{values, positional, names});
  }
  return raise(thread, TypeId::kTypeError, "'{}' object is not callable", callable->type);
}

// Longer lists are unpacked by iteration.
constexpr std::size_t kUnpackedAtOnce = 8;

// What a return does first, and what follows a native call: the places become null.
inline void release_values(Object** values, std::size_t count) {
  for (std::size_t index = 0; index < count; ++index) {
    if (Object* object = values[index]) {
      values[index] = nullptr;
      release(object);
    }
  }
}

inline bool is_plain(const Frame* frame) {
  return frame->generator == nullptr && frame->object == nullptr && frame->locals == nullptr &&
         frame->kept == nullptr;
}

Failure refuse_init_result(Thread& thread, Object* value) {
  return raise(thread, TypeId::kTypeError, "__init__() should return None, not '{}'", value->type);
}

void end_frame_keeping_result(Thread& thread, Frame* frame) {
  Object* result = std::exchange(frame->result, nullptr);
  end_frame(thread, frame);
  frame->result = result;
}

// One step of `yield from`: sends on what was sent.
Result<Found<Object>> delegate_step(Thread& thread, Generator* generator, Object* receiver,
                                    Object*& result) {
  Ref<> sent(std::exchange(generator->sent, nullptr));
  return send_to(thread, receiver, sent ? sent.get() : none(thread), result);
}

// The same loop twice: the traced one asks before every instruction. When tracing begins or ends it
// gives way, without a result and without an exception.
template <bool kTraced>
Result<Object*> run_loop(Thread& thread, bool failing);

Result<Object*> run_loops(Thread& thread, bool failing) {
  for (;;) {
    auto result =
        is_traced(thread) ? run_loop<true>(thread, failing) : run_loop<false>(thread, failing);
    if (!thread.changing_loop) return result;
    thread.changing_loop = failing = false;
  }
}

}  // namespace

Result<Object*> run(Thread& thread) {
  const bool failed = is_traced(thread) && !trace_call(thread).ok();
  return run_loops(thread, failed);
}

Result<Object*> run_failing(Thread& thread) { return run_loops(thread, true); }

namespace {

#define A static_cast<std::uint16_t>(word >> 16)
#define B static_cast<std::uint16_t>(word >> 32)
#define C static_cast<std::uint16_t>(word >> 48)
#define JUMP_BC static_cast<std::int32_t>(word >> 32)
#define DATA static_cast<std::uint32_t>(pc[1].jump)
#define R(operand) r[register_of(operand)]
#define SAVE() frame->pc = pc
#define DISPATCH()                                   \
  do {                                               \
    if constexpr (kTraced) goto traced;              \
    word = pc->bits;                                 \
    goto* kLabels[static_cast<std::uint16_t>(word)]; \
  } while (0)
#define NEXT(words) \
  do {              \
    pc += (words);  \
    DISPATCH();     \
  } while (0)
#define HANDLE(Name) label_##Name:
#define READ(variable, operand)                                                   \
  Object* variable = is_constant(operand) ? k[constant_of(operand)] : R(operand); \
  if (variable == nullptr) [[unlikely]] {                                         \
    unbound = register_of(operand);                                               \
    goto unbound_local;                                                           \
  }
#define CONSUME(operand)             \
  do {                               \
    if (is_temporary(operand)) {     \
      Object* consumed = R(operand); \
      R(operand) = nullptr;          \
      release(consumed);             \
    }                                \
  } while (0)
// An owned reference to an operand.
#define OWN(variable, operand)                                              \
  Object* variable;                                                         \
  if (is_temporary(operand)) {                                              \
    variable = R(operand);                                                  \
    R(operand) = nullptr;                                                   \
  } else {                                                                  \
    variable = is_constant(operand) ? k[constant_of(operand)] : R(operand); \
    if (variable == nullptr) [[unlikely]] {                                 \
      unbound = register_of(operand);                                       \
      goto unbound_local;                                                   \
    }                                                                       \
    retain(variable);                                                       \
  }
#define PUT(operand, owned)                     \
  do {                                          \
    Object** destination = &R(operand);         \
    Object* replaced = *destination;            \
    *destination = (owned);                     \
    if (replaced != nullptr) release(replaced); \
  } while (0)
// Somebody wants something: time to look at Thread::interrupt.
#define INTERRUPTED() \
  (thread.interrupt.load(std::memory_order_relaxed) != 0 || memory.wants_collection())
#define JUMP(displacement)                              \
  do {                                                  \
    const std::int32_t distance = (displacement);       \
    if (distance <= 0 && INTERRUPTED()) [[unlikely]] {  \
      SAVE();                                           \
      if (!handle_interrupts(thread).ok()) goto failed; \
      if (is_traced(thread) != kTraced) [[unlikely]] {  \
        pc += distance;                                 \
        goto change_loop;                               \
      }                                                 \
    }                                                   \
    pc += distance;                                     \
    DISPATCH();                                         \
  } while (0)
#define LOAD_FRAME()      \
  do {                    \
    frame = thread.frame; \
    r = frame->registers; \
    k = frame->constants; \
  } while (0)
// The value of a Result, or on to the handler of the exception.
#define EXPECT(type, variable, ...)  \
  type variable;                     \
  {                                  \
    auto expected = (__VA_ARGS__);   \
    if (!expected.ok()) [[unlikely]] \
      goto failed;                   \
    variable = expected.value();     \
  }
#define EXPECT_OK(...)                    \
  do {                                    \
    if (!(__VA_ARGS__).ok()) [[unlikely]] \
      goto failed;                        \
  } while (0)
// Back to the base operation; it may specialise anew.
#define DESPECIALISE(Base)                                               \
  do {                                                                   \
    pc->instruction.op = static_cast<std::uint16_t>(Operation::k##Base); \
    word = pc->bits;                                                     \
    goto label_##Base;                                                   \
  } while (0)

#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wpedantic"

template <bool kTraced>
Result<Object*> run_loop(Thread& thread, bool failing) {
  static const void* const kLabels[] = {
#define OURO_LABEL(Name, ...) &&label_##Name,
      OURO_BASE_OPERATIONS(OURO_LABEL) OURO_SPECIALISED_OPERATIONS(OURO_LABEL)
#undef OURO_LABEL
  };
  Interpreter& interpreter = thread.interpreter();
  Memory& memory = interpreter.memory();
  Type* const int_type = interpreter.type(TypeId::kInt);
  Type* const float_type = interpreter.type(TypeId::kFloat);
  Type* const function_type = interpreter.type(TypeId::kFunction);
  Object* const true_object = interpreter.boolean(true);
  Object* const false_object = interpreter.boolean(false);

  Frame* frame = thread.frame;
  Object** r = frame->registers;
  Object** k = frame->constants;
  Word* pc = frame->pc;
  std::uint64_t word = 0;

  // What several handlers share behind common labels.
  std::uint16_t unbound = 0;
  Object* value = nullptr;  // owned, on its way out of a frame
  Object** base = nullptr;  // of a call
  std::size_t count = 0;    // its values, self not counted
  Tuple* names = nullptr;   // its keywords; borrowed

  if (failing) goto unwinding;
  DISPATCH();

#include "runtime/execute/operations_arithmetic.inc"
#include "runtime/execute/operations_attribute.inc"
#include "runtime/execute/operations_call.inc"
#include "runtime/execute/operations_container.inc"
#include "runtime/execute/operations_control.inc"
#include "runtime/execute/operations_move.inc"

#define OURO_HANDLER(Name)                                \
  HANDLE(Name) {                                          \
    SAVE();                                               \
    EXPECT_OK(slow_##Name(Operands{thread, *frame, pc})); \
    NEXT(words_of(Operation::k##Name));                   \
  }
  OURO_SLOW_OPERATIONS(OURO_HANDLER)
#undef OURO_HANDLER

#include "runtime/execute/operations_leave.inc"
}

}  // namespace

}  // namespace ouro
