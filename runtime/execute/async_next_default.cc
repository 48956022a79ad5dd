// anext(iterator, default): an awaitable that gives the default where the iterator is exhausted.
#include "runtime/execute/generator.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

struct NextOrDefault : Object {
  Object* awaitable;
  Object* fallback;
};

NextOrDefault* as_next(Object* object) { return static_cast<NextOrDefault*>(object); }

// What the awaitable is iterated with: a coroutine is wrapped, so that it has __next__.
Result<Object*> open(Thread& thread, const NextOrDefault* self) {
  Ref<> iterator(TRY(awaitable_iterator(thread, self->awaitable, 0)));
  if (is_exact(iterator, TypeId::kCoroutine)) return iterator->type->slots->await(thread, iterator);
  return iterator.take();
}

// The end of the asynchronous iterator becomes the end of this awaitable, with the default.
Failure explain_end(Thread& thread, NextOrDefault* self) {
  if (!pending_matches(thread, TypeId::kStopAsyncIteration)) return failure;
  clear_pending(thread);
  return raise_value(thread, TypeId::kStopIteration, self->fallback);
}

Result<Found<Object>> step(Thread& thread, Object* self) {
  Ref<> iterator(TRY(open(thread, as_next(self))));
  const auto answer = next(thread, iterator);
  return answer.ok() ? answer : explain_end(thread, as_next(self));
}

template <std::size_t count>
Result<Object*> pass_on(Thread& thread, Object* self, std::string_view method,
                        Object* const* arguments) {
  Ref<> iterator(TRY(open(thread, as_next(self))));
  Ref<> function(TRY(get_attribute(thread, iterator, method)));
  std::size_t given = 0;
  while (given < count && arguments[given] != nullptr) ++given;
  const Result<Object*> answer = call(thread, function, Arguments{arguments, given});
  return answer.ok() ? answer : explain_end(thread, as_next(self));
}

Result<Object*> send(Thread& thread, Object* self, Object* const* arguments) {
  return pass_on<1>(thread, self, "send", arguments);
}
Result<Object*> throw_into(Thread& thread, Object* self, Object* const* arguments) {
  return pass_on<3>(thread, self, "throw", arguments);
}
Result<Object*> close(Thread& thread, Object* self, Object* const* arguments) {
  return pass_on<0>(thread, self, "close", arguments);
}

void deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(as_next(self)->awaitable);
  clear_reference(as_next(self)->fallback);
  free_instance(interpreter, self);
}

void traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_next(self)->awaitable);
  visitor.visit_if(as_next(self)->fallback);
}

constexpr NativeMethod kMethods[] = {
    {.signature = "send(self, value, /)", .function = send},
    {.signature = "throw(self, typ, val=None, tb=None, /)", .function = throw_into},
    {.signature = "close(self, /)", .function = close},
};

}  // namespace

Result<Object*> make_next_or_default(Thread& thread, Object* awaitable, Object* fallback) {
  auto* made = static_cast<NextOrDefault*>(
      TRY(allocate_instance(thread.interpreter(), type_of(thread, TypeId::kAsyncNextDefault))));
  made->awaitable = retain(awaitable);
  made->fallback = retain(fallback);
  return static_cast<Object*>(made);
}

extern const TypeDescriptor kAsyncNextDefaultDescriptor = {
    .name = "anext_awaitable",
    .flags = flag::kCollectable,
    .object_size = sizeof(NextOrDefault),
    .slots = {.deallocate = deallocate,
              .traverse = traverse,
              .make = nullptr,
              .iterate = return_self,
              .next = step,
              .await = return_self},
    .methods = kMethods,
};

}  // namespace ouro
