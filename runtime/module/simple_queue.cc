// _queue: SimpleQueue, an unbounded queue between threads, and the exception queue.Empty.
//
// The items stand under the interpreter lock. Whoever finds none waits for `filled`, a lock that is
// taken while the queue is empty and somebody waits.
#include <algorithm>

#include "runtime/component/mutex.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/generic_alias.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct SimpleQueue : Object {
  List* items;
  std::size_t first;  // the items before it are gone already
  Object* filled;     // a _thread.lock
  bool waited;        // `filled` is taken
  WeakReference* weak_references;
};

struct QueueState {
  Type* empty;  // owned
};

SimpleQueue* queue_of(Object* object) { return static_cast<SimpleQueue*>(object); }

using QueueReferences = OwnedReferences<SimpleQueue, &SimpleQueue::items, &SimpleQueue::filled>;

Result<Object*> queue_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.positional + arguments.keywords() > 0) {
    return raise(thread, TypeId::kTypeError, "SimpleQueue() takes no {} arguments",
                 arguments.positional > 0 ? "positional" : "keyword");
  }
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  queue_of(self)->items = TRY(make_list(thread.interpreter()));
  Ref<> threads(TRY(import_module(thread, "_thread")));
  queue_of(self)->filled = TRY(call_method(thread, threads, "allocate_lock"));
  return self.take();
}

// Lets whoever waits look again.
Status wake(Thread& thread, SimpleQueue* queue) {
  if (!std::exchange(queue->waited, false)) return done;
  release(TRY(call_method(thread, queue->filled, "release")));
  return done;
}

Result<Object*> put(Thread& thread, Object* self, Object* const* arguments) {
  TRY(list_append(thread.interpreter(), queue_of(self)->items, arguments[0]));
  TRY(wake(thread, queue_of(self)));
  return new_none(thread);
}

std::size_t waiting_items(const SimpleQueue* queue) { return queue->items->size - queue->first; }

// The gone items are given back when they are half of the list.
Result<Object*> take_first(Thread& thread, SimpleQueue* queue) {
  Interpreter& interpreter = thread.interpreter();
  Object*& place = queue->items->items[queue->first];
  Ref<> item(std::exchange(place, retain(interpreter.none())));
  ++queue->first;
  if (queue->first * 2 < queue->items->size) return item.take();
  Ref<List> rest(
      TRY(make_list_from(interpreter, queue->items->items + queue->first, waiting_items(queue))));
  queue->first = 0;
  replace_reference(queue->items, rest.take());
  return item.take();
}

Result<bool> wait_for_items(Thread& thread, SimpleQueue* queue, double seconds) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> lock(retain(queue->filled));
  Ref<Float> timeout(TRY(make_float(interpreter, seconds)));
  Ref<> taken(TRY(seconds == 0 ? call_method(thread, lock, "acquire", {interpreter.boolean(false)})
                               : call_method(thread, lock, "acquire",
                                             {interpreter.boolean(true), timeout.get()})));
  return is_true(thread, taken);
}

double seconds_now() { return static_cast<double>(monotonic_nanoseconds()) / 1e9; }

// `seconds`: -1 waits for ever, 0 not at all.
Result<Object*> get_within(Thread& thread, SimpleQueue* queue, double seconds) {
  const double deadline = seconds > 0 ? seconds_now() + seconds : 0;
  while (waiting_items(queue) == 0) {
    if (!TRY(wait_for_items(thread, queue, seconds))) {
      Ref<> empty(TRY(call(thread, type_state<QueueState>(queue->type).empty)));
      return raise_object(thread, static_cast<Exception*>(empty.get()));
    }
    queue->waited = true;
    if (seconds > 0) seconds = std::max(0.0, deadline - seconds_now());
  }
  Ref<> item(TRY(take_first(thread, queue)));
  TRY(wake(thread, queue));
  return item.take();
}

Result<double> read_timeout(Thread& thread, Object* block, Object* timeout) {
  if (block != nullptr && !TRY(is_true(thread, block))) return 0.0;
  if (timeout == nullptr || timeout == none(thread)) return -1.0;
  Ref<> number(is_float(timeout) ? retain(timeout) : TRY(to_index(thread, timeout)));
  const double seconds = TRY(to_double(thread, number));
  if (seconds >= 0) return seconds;
  return raise(thread, TypeId::kValueError, "'timeout' must be a non-negative number");
}

Result<Object*> get(Thread& thread, Object* self, Object* const* arguments) {
  return get_within(thread, queue_of(self), TRY(read_timeout(thread, arguments[0], arguments[1])));
}

Result<Object*> get_now(Thread& thread, Object* self, Object* const*) {
  return get_within(thread, queue_of(self), 0);
}

Result<Object*> is_empty(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, waiting_items(queue_of(self)) == 0);
}

Result<Object*> size(Thread& thread, Object* self, Object* const*) {
  return make_int_unsigned(thread.interpreter(), waiting_items(queue_of(self)));
}

constexpr NativeMethod kMethods[] = {
    {"empty(self, /)", is_empty},
    {"get(self, /, block=True, timeout=None)", get},
    {"get_nowait(self, /)", get_now},
    {"put(self, /, item, block=True, timeout=None)", put},
    {"put_nowait(self, /, item)", put},
    {"qsize(self, /)", size},
    kClassGetItem,
};

constexpr Slots queue_slots() {
  Slots slots;
  slots.deallocate = QueueReferences::deallocate;
  slots.traverse = QueueReferences::traverse;
  slots.clear = QueueReferences::clear;
  slots.make = queue_make;
  slots.initialise = accept_arguments;
  return slots;
}

constexpr TypeDescriptor kSimpleQueue = {
    .name = "SimpleQueue",
    .module = "_queue",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(SimpleQueue),
    .weak_offset = OURO_OFFSET(SimpleQueue, weak_references),
    .slots = queue_slots(),
    .methods = kMethods,
};

Status execute(Thread& thread, Module* module) {
  QueueState& state = module_state<QueueState>(module);
  state.empty = TRY(make_exception_class(thread, "_queue", "Empty"));
  TRY(module_add(thread, module, "Empty", state.empty));
  TRY(module_add_type(thread, module, kSimpleQueue));
  return done;
}

void state_traverse(void* place, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<QueueState*>(place)->empty);
}

void state_clear(Interpreter&, void* place) noexcept {
  clear_reference(static_cast<QueueState*>(place)->empty);
}

}  // namespace

extern const ModuleDescriptor kSimpleQueueModule;
const ModuleDescriptor kSimpleQueueModule = {
    .name = "_queue",
    .doc = "A simple queue between threads.",
    .execute = execute,
    .state_size = sizeof(QueueState),
    .traverse = state_traverse,
    .clear = state_clear,
    .free = state_clear,
};

}  // namespace ouro
