// interpreters: Queue, many senders and many receivers in any interpreters; and the marks that
// stand for items whose sender has ended.
#include <algorithm>
#include <cmath>

#include "runtime/module/interpreters.h"
#include "runtime/module/polling.h"
#include "runtime/module/waiting.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

InterpretersState& state_of(Object* self) {
  return type_state<InterpretersState>(native_base(self->type));
}

// ---- Marks ------------------------------------------------------------------------------------

struct MarkRow {
  std::string_view name;
  Unbound unbound;
};
constexpr MarkRow kMarks[] = {{"UNBOUND_REMOVE", Unbound::kRemove},
                              {"UNBOUND_ERROR", Unbound::kError},
                              {"UNBOUND", Unbound::kReplace}};

struct Mark : Object {
  const MarkRow* row;
};

Result<Object*> mark_repr(Thread& thread, Object* self) {
  return format_str(thread, "interpreters.{}", static_cast<Mark*>(self)->row->name);
}

constexpr Slots mark_slots() {
  Slots slots;
  slots.traverse = visit_nothing;
  slots.make = nullptr;
  slots.repr = mark_repr;
  return slots;
}

Object* mark_for(InterpretersState& state, Unbound unbound) {
  for (Object* mark : state.marks) {
    if (static_cast<Mark*>(mark)->row->unbound == unbound) return mark;
  }
  return nullptr;
}

// Not given, or None: `fallback`.
Result<Unbound> to_unbound(Thread& thread, InterpretersState& state, Object* given,
                           Unbound fallback) {
  if (given == nullptr || given == none(thread)) return fallback;
  for (Object* mark : state.marks) {
    if (mark == given) return static_cast<Mark*>(mark)->row->unbound;
  }
  return raise(thread, TypeId::kNotImplementedError, "unsupported unbound replacement op {}",
               repr_of(given));
}

// ---- Waiting ----------------------------------------------------------------------------------

// When to give up, in monotonic_nanoseconds(); 0: at once.
Result<std::int64_t> deadline_of(Thread& thread, Object* block, Object* timeout) {
  if (block != nullptr && !TRY(is_true(thread, block))) return std::int64_t{0};
  if (timeout == nullptr || timeout == none(thread)) return INT64_MAX;
  Ref<> number(TRY(to_float(thread, timeout)));
  const double seconds = TRY(to_double(thread, number));
  if (std::isnan(seconds) || seconds < 0)
    return raise(thread, TypeId::kValueError, "timeout value must be non-negative");
  return seconds == 0 ? 0 : deadline_after(seconds, 1);
}

// False: the moment has passed.
template <typename Ready>
Result<bool> wait_for(Thread& thread, std::int64_t deadline, Ready ready) {
  if (deadline == 0) return false;
  return wait_in_slices(thread, deadline, ready);
}

// ---- put and get ------------------------------------------------------------------------------

Result<Object*> put_item(Thread& thread, Object* self, Object* object, Object* unbound_given,
                         std::int64_t deadline) {
  Ref<> held(retain(self));
  Channel* channel = channel_of(self);
  const Unbound unbound =
      TRY(to_unbound(thread, state_of(self), unbound_given, channel->options().unbound));
  Channel::Item* item = TRY(pack_one(thread, channel, object, Reach::kData));
  item->sender = thread.interpreter().id;
  item->unbound = unbound;
  thread.interpreter().get<Children>().sends = true;
  while (channel->put(item) == Channel::Put::kFull) {
    const Result<bool> room = wait_for(
        thread, deadline, [=](std::int64_t until) { return channel->wait_for_room(until); });
    if (room.ok() && room.value()) continue;
    channel->free_item(item);
    if (!room.ok()) return failure;
    return raise_named(thread, "QueueFull", "queue {} is full", channel->id());
  }
  return new_none(thread);
}

Result<Object*> put(Thread& thread, Object* self, Object* const* arguments) {
  const std::int64_t deadline = TRY(deadline_of(thread, arguments[1], arguments[2]));
  return put_item(thread, self, arguments[0], arguments[3], deadline);
}

Result<Object*> put_now(Thread& thread, Object* self, Object* const* arguments) {
  return put_item(thread, self, arguments[0], arguments[1], 0);
}

// Of an item whose sender has ended.
Result<Object*> unbound_object(Thread& thread, Object* self, Unbound unbound) {
  if (unbound == Unbound::kReplace) return retain(mark_for(state_of(self), unbound));
  return raise_named(thread, "ItemInterpreterDestroyed", "item's original interpreter destroyed");
}

Result<Object*> open_item(Thread& thread, Object* self, Channel::Item* item) {
  Channel* channel = channel_of(self);
  if (item->lost) {
    const Unbound unbound = item->unbound;
    channel->free_item(item);
    return unbound_object(thread, self, unbound);
  }
  const Result<Object*> object = Unpacking(thread, item).next();
  // It goes back where it was if there was no memory for the object.
  if (!object.ok() && pending_matches(thread, TypeId::kMemoryError)) {
    channel->put_back(item);
  } else {
    channel->free_item(item);
  }
  return object;
}

Result<Object*> get_item_of(Thread& thread, Object* self, std::int64_t deadline) {
  Ref<> held(retain(self));
  Channel* channel = channel_of(self);
  while (true) {
    if (Channel::Item* item = channel->take()) return open_item(thread, self, item);
    const bool ready = TRY(wait_for(
        thread, deadline, [=](std::int64_t until) { return channel->wait_for_item(until); }));
    if (!ready) return raise_named(thread, "QueueEmpty", "queue {} is empty", channel->id());
  }
}

Result<Object*> get(Thread& thread, Object* self, Object* const* arguments) {
  return get_item_of(thread, self, TRY(deadline_of(thread, arguments[0], arguments[1])));
}

Result<Object*> get_now(Thread& thread, Object* self, Object* const*) {
  return get_item_of(thread, self, 0);
}

// ---- The rest of the type ---------------------------------------------------------------------

Result<Object*> queue_size(Thread& thread, Object* self, Object* const*) {
  return make_int_unsigned(thread.interpreter(), channel_of(self)->count());
}

Result<Object*> is_empty(Thread& thread, Object* self, Object* const*) {
  return new_boolean(thread, channel_of(self)->count() == 0);
}

Result<Object*> is_full(Thread& thread, Object* self, Object* const*) {
  const std::size_t items_max = channel_of(self)->options().items_max;
  return new_boolean(thread, items_max != 0 && channel_of(self)->count() >= items_max);
}

Result<Object*> queue_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Int> id(TRY(make_int_unsigned(interpreter, channel_of(self)->id())));
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, static_cast<Object*>(id.get()))));
  return pack_tuple(interpreter, static_cast<Object*>(self->type),
                    static_cast<Object*>(arguments.get()));
}

Result<Object*> get_id(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), channel_of(self)->id());
}
Result<Object*> get_items_max(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), channel_of(self)->options().items_max);
}
Result<Object*> get_unbound(Thread&, Object* self) {
  return retain(mark_for(state_of(self), channel_of(self)->options().unbound));
}

// Queue(id)
Result<Object*> queue_make(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, Signature("Queue(id, /)"), arguments));
  if (!is_int(bound[0])) {
    return raise(thread, TypeId::kTypeError, "id must be an int, got {}", repr_of(bound[0]));
  }
  const std::int64_t id = TRY(to_index_value(thread, bound[0]));
  Channel* channel = id < 0 ? nullptr
                            : channel_table_of(thread.interpreter())
                                  .hold(static_cast<std::uint64_t>(id), Channel::Kind::kQueue);
  if (channel != nullptr) return make_channel_object(thread, type, channel);
  return raise_named(thread, "QueueNotFoundError", "queue {} not found", id);
}

Result<Object*> queue_repr(Thread& thread, Object* self) {
  return format_str(thread, "{}({})", short_name(self->type), channel_of(self)->id());
}

constexpr NativeMethod kQueueMethods[] = {
    {"put(self, obj, block=True, timeout=None, *, unbounditems=None)", put, Binding::kInstance,
     "Add a copy of the object to the queue; wait for room if need be."},
    {"put_nowait(self, obj, *, unbounditems=None)", put_now, Binding::kInstance,
     "Add a copy of the object to the queue, or raise QueueFull."},
    {"get(self, block=True, timeout=None)", get, Binding::kInstance,
     "Remove and return the next object; wait for one if need be."},
    {"get_nowait(self)", get_now, Binding::kInstance,
     "Remove and return the next object, or raise QueueEmpty."},
    {"qsize(self)", queue_size, Binding::kInstance, "How many items there are."},
    {"empty(self)", is_empty},
    {"full(self)", is_full},
    {"__reduce__(self)", queue_reduce},
};
constexpr NativeAttribute kQueueAttributes[] = {
    {"id", get_id}, {"maxsize", get_items_max}, {"unbounditems", get_unbound}};

}  // namespace

const TypeDescriptor kUnboundMark = {.name = "UnboundItem",
                                     .module = "interpreters",
                                     .flags = flag::kCollectable,
                                     .object_size = sizeof(Mark),
                                     .slots = mark_slots()};

const TypeDescriptor kQueueObject =
    channel_descriptor("Queue", kQueueMethods, kQueueAttributes, queue_make, queue_repr);

Status add_marks(Thread& thread, Module* module, InterpretersState& state) {
  for (std::size_t index = 0; index < std::size(kMarks); ++index) {
    Ref<> mark(TRY(allocate_instance(thread.interpreter(), state.mark)));
    static_cast<Mark*>(mark.get())->row = &kMarks[index];
    TRY(module_add(thread, module, kMarks[index].name, mark));
    state.marks[index] = mark.take();
  }
  return done;
}

// create_queue(maxsize=0, *, unbounditems=UNBOUND)
Result<Object*> create_queue(Thread& thread, Object* module, Object* const* arguments) {
  auto& state = module_state<InterpretersState>(module);
  const std::int64_t room = arguments[0] == nullptr ? 0 : TRY(to_index_value(thread, arguments[0]));
  const Channel::Options options{
      .kind = Channel::Kind::kQueue,
      .mode = memory_of(thread).mode(),
      .items_max = static_cast<std::size_t>(std::max<std::int64_t>(room, 0)),
      .unbound = TRY(to_unbound(thread, state, arguments[1], Unbound::kReplace))};
  Channel* channel = channel_table_of(thread.interpreter()).open(options);
  if (channel == nullptr) return raise_memory_error(thread.interpreter());
  return make_channel_object(thread, state.queue, channel);
}

}  // namespace ouro
