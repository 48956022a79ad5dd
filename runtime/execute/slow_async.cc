// Slow operations of generators and coroutines: what `yield from`, `await` and `async for` accept.
#include "runtime/execute/generator.h"
#include "runtime/execute/slow.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"

namespace ouro {

namespace {

bool is_coroutine(const Object* object) {
  if (is_exact(object, TypeId::kCoroutine)) return true;
  return is_exact(object, TypeId::kGenerator) &&
         static_cast<const Generator*>(object)->code->has(code_flag::kIterableCoroutine);
}

}  // namespace

Status slow_GetYieldFromIterator(const Operands& at) {
  Object* iterable = TRY(at.read(at.b()));
  Ref<> iterator;
  if (is_exact(iterable, TypeId::kCoroutine)) {
    constexpr std::uint32_t kAllowed = code_flag::kCoroutine | code_flag::kIterableCoroutine;
    if ((at.frame.code->flags & kAllowed) == 0) {
      return raise(at.thread, TypeId::kTypeError,
                   "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    iterator.reset(retain(iterable));
  } else if (is_exact(iterable, TypeId::kGenerator)) {
    iterator.reset(retain(iterable));
  } else {
    iterator.reset(TRY(iterate(at.thread, iterable)));
  }
  at.consume(at.b());
  at.put(at.a(), iterator.take());
  return done;
}

namespace {

constexpr std::uint16_t kFromEnter = 1;
constexpr std::uint16_t kFromExit = 2;

Failure refuse_awaitable(Thread& thread, Object* object, std::uint16_t context) {
  const char* format = "object {} can't be used in 'await' expression";
  if (context == kFromEnter) {
    format =
        "'async with' received an object from __aenter__ that does not implement __await__: {}";
  } else if (context == kFromExit) {
    format = "'async with' received an object from __aexit__ that does not implement __await__: {}";
  }
  return raise(thread, TypeId::kTypeError, format, object->type);
}

Result<Object*> checked_await(Thread& thread, Object* object) {
  Ref<> iterator(TRY(object->type->slots->await(thread, object)));
  if (is_coroutine(iterator)) {
    return raise(thread, TypeId::kTypeError, "__await__() returned a coroutine");
  }
  if (iterator->type->slots->next == nullptr) {
    return raise(thread, TypeId::kTypeError, "__await__() returned non-iterator of type '{}'",
                 iterator->type);
  }
  return iterator.take();
}

}  // namespace

Result<Object*> awaitable_iterator(Thread& thread, Object* object, std::uint16_t context) {
  if (is_coroutine(object)) {
    if (borrow_yield_from(static_cast<Generator*>(object)) != nullptr && context == 0 &&
        is_exact(object, TypeId::kCoroutine)) {
      return raise(thread, TypeId::kRuntimeError, "coroutine is being awaited already");
    }
    return retain(object);
  }
  if (object->type->slots->await == nullptr) return refuse_awaitable(thread, object, context);
  return checked_await(thread, object);
}

Status slow_GetAwaitable(const Operands& at) {
  Object* object = TRY(at.read(at.b()));
  Object* iterator = TRY(awaitable_iterator(at.thread, object, at.c()));
  at.consume(at.b());
  at.put(at.a(), iterator);
  return done;
}

Status slow_GetAsyncIterator(const Operands& at) {
  Object* object = TRY(at.read(at.b()));
  Unary slot = object->type->slots->async_iterate;
  if (slot == nullptr) {
    return raise(at.thread, TypeId::kTypeError,
                 "'async for' requires an object with __aiter__ method, got {}", object->type);
  }
  Ref<> iterator(TRY(slot(at.thread, object)));
  if (iterator->type->slots->async_next == nullptr) {
    return raise(
        at.thread, TypeId::kTypeError,
        "'async for' received an object from __aiter__ that does not implement __anext__: {}",
        iterator->type);
  }
  at.consume(at.b());
  at.put(at.a(), iterator.take());
  return done;
}

Result<Object*> async_next(Thread& thread, Object* iterator) {
  Unary slot = iterator->type->slots->async_next;
  if (slot == nullptr) {
    return raise(thread, TypeId::kTypeError,
                 "'async for' requires an iterator with __anext__ method, got {}", iterator->type);
  }
  Ref<> awaitable(TRY(slot(thread, iterator)));
  if (is_exact(iterator, TypeId::kAsyncGenerator)) return awaitable.take();
  const Result<Object*> answer = is_coroutine(awaitable) || awaitable->type->slots->await != nullptr
                                     ? awaitable_iterator(thread, awaitable, 0)
                                     : Result<Object*>(failure);
  if (answer.ok()) return answer;
  Ref<Exception> cause;
  if (thread.pending != nullptr) cause.reset(take_pending(thread));
  static_cast<void>(raise(thread, TypeId::kTypeError,
                          "'async for' received an invalid object from __anext__: {}",
                          awaitable->type));
  if (cause) {
    replace_reference(thread.pending->cause, retain(cause.get()));
    replace_reference(thread.pending->context, cause.take());
    thread.pending->suppress_context = true;
  }
  return failure;
}

Status slow_GetAsyncNext(const Operands& at) {
  at.put(at.a(), TRY(async_next(at.thread, at.place(at.b()))));
  return done;
}

}  // namespace ouro
