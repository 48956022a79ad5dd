// interpreters: RecvChannel and SendChannel, the two ends of a channel.
#include "runtime/module/interpreters.h"
#include "runtime/module/waiting.h"
#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/process/process.h"

namespace ouro {
namespace {

struct ChannelEnd : Object {
  Channel* channel;  // held; null while it is made
};

ChannelEnd* end_of(Object* object) { return static_cast<ChannelEnd*>(object); }

InterpretersState& state_of(Object* self) {
  return type_state<InterpretersState>(native_base(self->type));
}

ChannelTable& table_of(Interpreter& interpreter) {
  return interpreter.process->get<ChannelTable>();
}

void end_deallocate(Interpreter& interpreter, Object* object) noexcept {
  if (Channel* channel = std::exchange(end_of(object)->channel, nullptr))
    table_of(interpreter).let_go(channel);
  free_instance(interpreter, object);
}

// Adopts a hold on the channel.
Result<Object*> make_end(Thread& thread, Type* type, Channel* channel) {
  const Result<Object*> made = allocate_instance(thread.interpreter(), type);
  if (!made.ok()) {
    table_of(thread.interpreter()).let_go(channel);
    return failure;
  }
  end_of(made.value())->channel = channel;
  return made;
}

Result<Object*> make_end_object(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, Signature("RecvChannel(id)"), arguments));
  const std::int64_t id = TRY(to_index_value(thread, bound[0]));
  Channel* channel =
      id < 0 ? nullptr : table_of(thread.interpreter()).hold(static_cast<std::uint64_t>(id));
  if (channel != nullptr) return make_end(thread, type, channel);
  const auto& state = type_state<InterpretersState>(native_base(type));
  return raise_class(thread, state.channel_not_found, "channel {} not found", id);
}

Status initialise_end(Thread&, Object*, const Arguments&) { return done; }

Failure raise_closed(Thread& thread, Object* self) {
  return raise_class(thread, state_of(self).channel_closed, "channel {} is closed",
                     end_of(self)->channel->id());
}

Result<Object*> send(Thread& thread, Object* self, Object* const* arguments) {
  Channel* channel = end_of(self)->channel;
  const std::size_t bytes = TRY(copy_size(thread, arguments[0], state_of(self).not_shareable));
  Channel::Item* item = channel->make_item(bytes);
  if (item == nullptr) return raise_memory_error(thread.interpreter());
  write_copy(thread, arguments[0], item->data());
  if (channel->put(item)) return new_none(thread);
  channel->free_item(item);
  return raise_closed(thread, self);
}

// The object of an item, which ends, or goes back where it was if there is no memory for the
// object.
Result<Object*> unpack(Thread& thread, Channel* channel, Channel::Item* item) {
  const std::uint8_t* place = item->data();
  const Result<Object*> object = read_copy(thread, place);
  if (object.ok()) {
    channel->free_item(item);
  } else {
    channel->put_back(item);
  }
  return object;
}

Result<Object*> receive(Thread& thread, Object* self, Object* const*) {
  Channel* channel = end_of(self)->channel;
  Ref<> held(retain(self));
  while (true) {
    if (Channel::Item* item = channel->take()) return unpack(thread, channel, item);
    if (channel->closed()) return raise_closed(thread, self);
    static_cast<void>(TRY(wait_in_slices(
        thread, INT64_MAX, [=](std::int64_t until) { return channel->wait_until(until); })));
  }
}

Result<Object*> receive_now(Thread& thread, Object* self, Object* const* arguments) {
  Channel* channel = end_of(self)->channel;
  if (Channel::Item* item = channel->take()) return unpack(thread, channel, item);
  if (arguments[0] != nullptr) return retain(arguments[0]);
  if (channel->closed()) return raise_closed(thread, self);
  return raise_class(thread, state_of(self).channel_empty, "channel {} is empty", channel->id());
}

Result<Object*> close_channel(Thread& thread, Object* self, Object* const*) {
  end_of(self)->channel->close();
  return new_none(thread);
}

Result<Object*> get_id(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), end_of(self)->channel->id());
}

Result<Object*> repr_of_end(Thread& thread, Object* self) {
  return format_str(
      thread, "{}(id={})",
      self->type->descriptor != nullptr ? self->type->descriptor->name : type_name(self->type),
      end_of(self)->channel->id());
}

Result<Object*> compare_ends(Thread& thread, Object* left, Object* right, Comparison comparison) {
  const bool decides = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!decides || native_base(left->type) != native_base(right->type)) {
    return thread.interpreter().new_not_implemented();
  }
  const bool same = end_of(left)->channel == end_of(right)->channel;
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

Result<std::intptr_t> hash_end(Thread&, Object* self) {
  return hash_pointer(end_of(self)->channel);
}

constexpr NativeMethod kReceiveMethods[] = {
    {"recv(self, /)", receive, Binding::kInstance,
     "Return the next object from the channel; wait for one."},
    {"recv_nowait(self, default=None, /)", receive_now, Binding::kInstance,
     "Return the next object from the channel, or else the default, or else fail."},
    {"close(self, /)", close_channel, Binding::kInstance, "Nothing can be sent any more."},
};
constexpr NativeMethod kSendMethods[] = {
    {"send(self, obj, /)", send, Binding::kInstance, "Put a copy of the object into the channel."},
    {"send_nowait(self, obj, /)", send, Binding::kInstance,
     "Put a copy of the object into the channel."},
    {"close(self, /)", close_channel, Binding::kInstance, "Nothing can be sent any more."},
};
constexpr NativeAttribute kAttributes[] = {{"id", get_id}};

constexpr TypeDescriptor end_descriptor(std::string_view name,
                                        std::span<const NativeMethod> methods) {
  TypeDescriptor descriptor{.name = name,
                            .module = "interpreters",
                            .object_size = sizeof(ChannelEnd),
                            .methods = methods,
                            .attributes = kAttributes};
  descriptor.slots.deallocate = end_deallocate;
  descriptor.slots.make = make_end_object;
  descriptor.slots.initialise = initialise_end;
  descriptor.slots.repr = repr_of_end;
  descriptor.slots.compare = compare_ends;
  descriptor.slots.hash = hash_end;
  return descriptor;
}

}  // namespace

const TypeDescriptor kReceiveChannel = end_descriptor("RecvChannel", kReceiveMethods);
const TypeDescriptor kSendChannel = end_descriptor("SendChannel", kSendMethods);

Result<Object*> make_channel_pair(Thread& thread, InterpretersState& state) {
  ChannelTable& table = table_of(thread.interpreter());
  Channel* channel = table.open(memory_of(thread).mode());
  if (channel == nullptr) return raise_memory_error(thread.interpreter());
  Ref<> receiver(TRY(make_end(thread, state.receiver, channel)));
  Ref<> sender(TRY(make_end(thread, state.sender, table.hold(channel->id()))));
  return pack_tuple(thread.interpreter(), receiver.get(), sender.get());
}

}  // namespace ouro
