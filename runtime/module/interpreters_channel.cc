// interpreters: RecvChannel and SendChannel, the two ends of a channel; and what they have in
// common with queues.
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

namespace ouro {

// ---- Objects with a channel -------------------------------------------------------------------

namespace {

struct ChannelObject : Object {
  Channel* channel;  // held; null while it is made
};

}  // namespace

ChannelTable& channel_table_of(Interpreter& interpreter) noexcept {
  return interpreter.process->get<ChannelTable>();
}

Channel* channel_of(const Object* object) noexcept {
  const TypeDescriptor* descriptor = native_base(object->type)->descriptor;
  const bool is_one =
      descriptor == &kReceiveChannel || descriptor == &kSendChannel || descriptor == &kQueueObject;
  return is_one ? static_cast<const ChannelObject*>(object)->channel : nullptr;
}

void channel_deallocate(Interpreter& interpreter, Object* object) noexcept {
  if (Channel* channel = std::exchange(static_cast<ChannelObject*>(object)->channel, nullptr))
    channel_table_of(interpreter).let_go(channel);
  free_instance(interpreter, object);
}

Result<Object*> make_channel_object(Thread& thread, Type* type, Channel* channel) {
  const Result<Object*> made = allocate_instance(thread.interpreter(), type);
  if (!made.ok()) {
    channel_table_of(thread.interpreter()).let_go(channel);
    return failure;
  }
  static_cast<ChannelObject*>(made.value())->channel = channel;
  return made;
}

Result<Object*> compare_channels(Thread& thread, Object* left, Object* right,
                                 Comparison comparison) {
  const bool decides = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!decides || native_base(left->type) != native_base(right->type)) {
    return thread.interpreter().new_not_implemented();
  }
  const bool same = channel_of(left) == channel_of(right);
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

Result<std::intptr_t> hash_channel(Thread&, Object* self) { return hash_pointer(channel_of(self)); }

// ---- Ends of channels -------------------------------------------------------------------------

namespace {

Result<Object*> make_end_object(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, Signature("RecvChannel(id)"), arguments));
  const std::int64_t id = TRY(to_index_value(thread, bound[0]));
  Channel* channel = id < 0 ? nullptr
                            : channel_table_of(thread.interpreter())
                                  .hold(static_cast<std::uint64_t>(id), Channel::Kind::kChannel);
  if (channel != nullptr) return make_channel_object(thread, type, channel);
  return raise_named(thread, "ChannelNotFoundError", "channel {} not found", id);
}

Failure raise_closed(Thread& thread, Object* self) {
  return raise_named(thread, "ChannelClosedError", "channel {} is closed", channel_of(self)->id());
}

Result<Object*> send(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> held(retain(self));
  Channel* channel = channel_of(self);
  Channel::Item* item = TRY(pack_one(thread, channel, arguments[0], Reach::kData));
  if (channel->put(item) == Channel::Put::kDone) return new_none(thread);
  channel->free_item(item);
  return raise_closed(thread, self);
}

// The object of an item, which ends, or goes back where it was if there is no memory for the
// object.
Result<Object*> unpack(Thread& thread, Channel* channel, Channel::Item* item) {
  const Result<Object*> object = Unpacking(thread, item).next();
  if (!object.ok() && pending_matches(thread, TypeId::kMemoryError)) {
    channel->put_back(item);
  } else {
    channel->free_item(item);
  }
  return object;
}

Result<Object*> receive(Thread& thread, Object* self, Object* const*) {
  Channel* channel = channel_of(self);
  Ref<> held(retain(self));
  while (true) {
    if (Channel::Item* item = channel->take()) return unpack(thread, channel, item);
    if (channel->closed()) return raise_closed(thread, self);
    static_cast<void>(TRY(wait_in_slices(
        thread, INT64_MAX, [=](std::int64_t until) { return channel->wait_for_item(until); })));
  }
}

Result<Object*> receive_now(Thread& thread, Object* self, Object* const* arguments) {
  Channel* channel = channel_of(self);
  Ref<> held(retain(self));
  if (Channel::Item* item = channel->take()) return unpack(thread, channel, item);
  if (arguments[0] != nullptr) return retain(arguments[0]);
  if (channel->closed()) return raise_closed(thread, self);
  return raise_named(thread, "ChannelEmptyError", "channel {} is empty", channel->id());
}

Result<Object*> close_channel(Thread& thread, Object* self, Object* const*) {
  channel_of(self)->close();
  return new_none(thread);
}

Result<Object*> get_id(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), channel_of(self)->id());
}

Result<Object*> repr_of_end(Thread& thread, Object* self) {
  return format_str(thread, "{}(id={})", short_name(self->type), channel_of(self)->id());
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

}  // namespace

const TypeDescriptor kReceiveChannel =
    channel_descriptor("RecvChannel", kReceiveMethods, kAttributes, make_end_object, repr_of_end);
const TypeDescriptor kSendChannel =
    channel_descriptor("SendChannel", kSendMethods, kAttributes, make_end_object, repr_of_end);

Result<Object*> make_channel_pair(Thread& thread, InterpretersState& state) {
  ChannelTable& table = channel_table_of(thread.interpreter());
  Channel* channel = table.open({.mode = memory_of(thread).mode()});
  if (channel == nullptr) return raise_memory_error(thread.interpreter());
  Ref<> receiver(TRY(make_channel_object(thread, state.receiver, channel)));
  Ref<> sender(TRY(make_channel_object(thread, state.sender, table.hold(channel))));
  return pack_tuple(thread.interpreter(), receiver.get(), sender.get());
}

}  // namespace ouro
