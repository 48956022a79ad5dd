// _thread._local: an object whose attributes each thread has for itself.
//
// The attributes of all threads stand in one dict under the threads' identities, which are never
// used twice. What a thread kept is dropped when it ends, or else would live as long as the object.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/thread.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

Local* local_of(Object* object) { return static_cast<Local*>(object); }

void link(ThreadState& state, Local* local) {
  local->next = state.locals;
  local->link = &state.locals;
  if (local->next != nullptr) local->next->link = &local->next;
  state.locals = local;
}

void unlink(Local* local) noexcept {
  if (local->link == nullptr) return;
  *local->link = local->next;
  if (local->next != nullptr) local->next->link = local->link;
  local->link = nullptr;
  local->next = nullptr;
}

void local_clear(Interpreter&, Object* object) noexcept {
  Local* local = local_of(object);
  clear_reference(local->values);
  clear_reference(local->keywords);
  clear_reference(local->dicts);
}

void local_deallocate(Interpreter& interpreter, Object* object) noexcept {
  unlink(local_of(object));
  local_clear(interpreter, object);
  free_instance(interpreter, object);
}

void local_traverse(Object* object, ReferenceVisitor& visitor) {
  const Local* local = local_of(object);
  visitor.visit_if(local->values);
  visitor.visit_if(local->keywords);
  visitor.visit_if(local->dicts);
}

Result<Dict*> keywords_of(Thread& thread, const Arguments& arguments) {
  Ref<Dict> keywords(TRY(make_dict(thread.interpreter())));
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    TRY(dict_set(thread, keywords, (*arguments.names)[index],
                 arguments.values[arguments.positional + index]));
  }
  return keywords.take();
}

// Makes the attributes of this thread; borrowed.
Result<Dict*> add_dict(Thread& thread, Local* local) {
  if (local->dicts == nullptr)
    return raise(thread, TypeId::kRuntimeError, "thread-local object has ended");
  Ref<Int> identity(TRY(make_int_unsigned(thread.interpreter(), thread.identity)));
  Ref<Dict> attributes(TRY(make_dict(thread.interpreter())));
  TRY(dict_set(thread, local->dicts, identity, attributes));
  return attributes.get();  // the dict of dicts keeps it
}

Result<Object*> make_local(Thread& thread, Type* type, const Arguments& arguments) {
  const bool given = arguments.positional != 0 || arguments.keywords() != 0;
  if (given && type->slots->initialise == accept_arguments) {
    return raise(thread, TypeId::kTypeError, "Initialization arguments are not supported");
  }
  Ref<Local> local(local_of(TRY(allocate_instance(thread.interpreter(), type))));
  local->values =
      TRY(make_tuple_from(thread.interpreter(), arguments.values, arguments.positional));
  if (arguments.keywords() != 0) local->keywords = TRY(keywords_of(thread, arguments));
  local->dicts = TRY(make_dict(thread.interpreter()));
  link(type_state<ThreadState>(native_base(type)), local);
  TRY(add_dict(thread, local));
  return local.take();
}

Status call_initialiser(Thread& thread, Local* local) {
  if (local->type->slots->initialise == accept_arguments) return done;
  Ref<> initialiser(TRY(get_attribute(thread, local->type, identifier(thread, Id::dunder_init))));
  Ref<Tuple> values(TRY(make_tuple(thread.interpreter(), local->values->size + 1)));
  values->items()[0] = retain(static_cast<Object*>(local));
  for (std::size_t index = 0; index < local->values->size; ++index) {
    values->items()[index + 1] = retain((*local->values)[index]);
  }
  release(TRY(call_with(thread, initialiser, values, local->keywords)));
  return done;
}

// The attributes of this thread, initialised on its first look; a new reference.
Result<Dict*> attributes_of(Thread& thread, Object* self) {
  Local* local = local_of(self);
  if (local->dicts == nullptr)
    return raise(thread, TypeId::kRuntimeError, "thread-local object has ended");
  Ref<Int> identity(TRY(make_int_unsigned(thread.interpreter(), thread.identity)));
  if (const Found<Object> known = TRY(find_in_dict(thread, local->dicts, identity))) {
    return retain(static_cast<Dict*>(known.value));
  }
  Ref<Dict> made(retain(TRY(add_dict(thread, local))));
  const Status initialised = call_initialiser(thread, local);
  if (initialised.ok()) return made.take();
  Ref<Exception> error(take_pending(thread));
  static_cast<void>(dict_delete(thread, local->dicts, identity).ok());
  restore_pending(thread, error.take());
  return failure;
}

bool is_dict_name(const Str* name) { return str_equal(name, "__dict__"); }

// Data descriptor, own attribute, other attribute of the type: the order of every object.
Result<Object*> get_local_attribute(Thread& thread, Object* self, Str* name) {
  Ref<Dict> attributes(TRY(attributes_of(thread, self)));
  if (is_dict_name(name)) return attributes.take();
  Ref<> in_type(retain_if(TRY(find_in_type(thread, self->type, name)).value));
  const auto get = in_type ? in_type->type->slots->descriptor_get : nullptr;
  if (get != nullptr && in_type->type->slots->descriptor_set != nullptr)
    return get(thread, in_type, self, self->type);
  if (const Found<Object> own = TRY(find_in_dict(thread, attributes, name)))
    return retain(own.value);
  if (get != nullptr) return get(thread, in_type, self, self->type);
  if (in_type) return in_type.take();
  return raise_attribute_error(thread, self, name);
}

Status set_local_attribute(Thread& thread, Object* self, Str* name, Object* value) {
  if (is_dict_name(name)) {
    return raise(thread, TypeId::kAttributeError, "'{}' object attribute '__dict__' is read-only",
                 static_cast<const Type*>(self->type));
  }
  Ref<Dict> attributes(TRY(attributes_of(thread, self)));
  Ref<> in_type(retain_if(TRY(find_in_type(thread, self->type, name)).value));
  if (in_type && in_type->type->slots->descriptor_set != nullptr) {
    return in_type->type->slots->descriptor_set(thread, in_type, self, value);
  }
  if (value != nullptr) return dict_set(thread, attributes, name, value);
  if (!TRY(dict_delete(thread, attributes, name))) return raise_attribute_error(thread, self, name);
  return done;
}

// For dir() and vars(), which ask the type; get_local_attribute() answers before it is reached.
Result<Object*> get_dict(Thread& thread, Object* self) { return attributes_of(thread, self); }

constexpr NativeAttribute kAttributes[] = {
    {"__dict__", get_dict, nullptr, "Local attributes of the thread."}};

constexpr Slots local_slots() {
  Slots slots;
  slots.deallocate = local_deallocate;
  slots.traverse = local_traverse;
  slots.clear = local_clear;
  slots.make = make_local;
  slots.initialise = accept_arguments;
  slots.get_attribute = get_local_attribute;
  slots.set_attribute = set_local_attribute;
  return slots;
}

// One local that still keeps something of this thread, or null.
Local* find_keeper(Thread& thread, ThreadState& state, Object* identity) {
  for (Local* local = state.locals; local != nullptr; local = local->next) {
    if (local->dicts == nullptr) continue;
    const auto found = find_in_dict(thread, local->dicts, identity);
    if (found.ok() && found.value()) return local;
  }
  return nullptr;
}

}  // namespace

const TypeDescriptor kLocal = {
    .name = "_local",
    .module = "_thread",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Local),
    .weak_offset = OURO_OFFSET(Local, weak_references),
    .slots = local_slots(),
    .attributes = kAttributes,
    .doc = "Thread-local data",
};

// Each removal may run any code, so the search begins anew behind it.
void forget_locals(Interpreter& interpreter, ThreadState& state, std::uint64_t number) noexcept {
  Thread& thread = interpreter.thread();
  const auto made = make_int_unsigned(interpreter, number);
  if (!made.ok()) return clear_pending(thread);
  Ref<Int> identity(made.value());
  while (Local* local = find_keeper(thread, state, identity)) {
    Ref<> held(retain(static_cast<Object*>(local)));
    const auto popped = dict_pop(thread, local->dicts, identity);
    if (!popped.ok()) return clear_pending(thread);
    release_if(popped.value().value);
  }
}

}  // namespace ouro
