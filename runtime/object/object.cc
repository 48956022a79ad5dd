// Object: the end of objects, and what object gives to every type.
#include "runtime/object/object.h"

#include "runtime/component/tools.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/finalizer.h"
#include "runtime/object/hashes.h"
#include "runtime/object/instance.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"
#include "runtime/object/weakref.h"

namespace ouro {

// Here, for deallocate() to have it inlined.
bool is_stack_short(Interpreter& interpreter) noexcept {
  // What a finalizer needs of the stack to run at all: beyond the limit it would only fail.
  constexpr std::size_t kRoomForAnEnd =
      (tools::kAddressSanitizer || tools::kThreadSanitizer ? 64 : 12) * std::size_t{1024};
  const Thread* thread = interpreter.get<Threads>().current();
  return thread != nullptr && stack_address() <= thread->stack_limit + kRoomForAnEnd;
}

namespace {

// False: the finalizer revived the object.
[[gnu::noinline]] bool survive_finalizer(Interpreter& interpreter, Object* object) noexcept {
  object->count = 1;
  run_finalizer(interpreter, object);
  return --object->count != 0;
}

[[gnu::noinline]] void tell_watchers(Interpreter& interpreter, Object* object) noexcept {
  run_weak_callbacks(interpreter, detach_weak_references(object));
}

// Inlined where it is used: every object ends here.
[[gnu::always_inline]] inline void end_object(Interpreter& interpreter, Object* object) noexcept {
  const Type* type = object->type;
  if (type->slots->finalize != nullptr && survive_finalizer(interpreter, object)) return;
  if (type->weak_offset != 0) {
    WeakReference** head = weak_place(object);
    if (head != nullptr && *head != nullptr) tell_watchers(interpreter, object);
  }
  object->type->slots->deallocate(interpreter, object);
}

[[gnu::noinline]] void end_deferred(Interpreter& interpreter, DeferredReleases& deferred) noexcept {
  while (Object* next = deferred.take()) end_object(interpreter, next);
}

}  // namespace

void deallocate(Object* object) noexcept {
  Interpreter& interpreter = interpreter_of(object);
  if (!has_flag(object, flag::kCollectable)) return end_object(interpreter, object);
  DeferredReleases& deferred = interpreter.get<DeferredReleases>();
  // Only within another end, which will take care of the queue.
  const bool too_deep = deferred.depth > 0 && is_stack_short(interpreter);
  if (too_deep || deferred.depth >= DeferredReleases::kDepthMax) return deferred.queue(object);
  ++deferred.depth;
  end_object(interpreter, object);
  if (deferred.depth == 1 && !deferred.empty()) end_deferred(interpreter, deferred);
  --deferred.depth;
}

void object_deallocate(Interpreter& interpreter, Object* object) noexcept {
  free_instance(interpreter, object);
}

Result<Object*> return_self(Thread&, Object* self) { return retain(self); }

Result<Object*> object_repr(Thread& thread, Object* self) {
  Ref<> module(
      TRY(find_type_attribute(thread, self->type, identifier(thread, Id::dunder_module))).value);
  Ref<> name(
      TRY(find_type_attribute(thread, self->type, identifier(thread, Id::dunder_qualname))).value);
  if (module && is_str(module) && name && is_str(name) &&
      !str_equal(static_cast<Str*>(module.get()), "builtins")) {
    return format_str(thread, "<{}.{} object at {}>", module, name, address_of(self));
  }
  return format_str(thread, "<{} object at {}>", self->type, address_of(self));
}

Result<Object*> object_str(Thread& thread, Object* self) {
  return self->type->slots->repr(thread, self);
}

Result<std::intptr_t> object_hash(Thread&, Object* self) { return hash_pointer(self); }

Result<std::intptr_t> unhashable(Thread& thread, Object* self) {
  return raise(thread, TypeId::kTypeError, "unhashable type: '{}'", self->type);
}

Result<Object*> object_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (comparison == Comparison::kEqual) {
    if (left == right) return new_boolean(thread, true);
  } else if (comparison == Comparison::kNotEqual) {
    Ref<> same(TRY(left->type->slots->compare(thread, left, right, Comparison::kEqual)));
    if (same != thread.interpreter().not_implemented()) {
      return new_boolean(thread, !TRY(is_true(thread, same)));
    }
  }
  return thread.interpreter().new_not_implemented();
}

Result<Object*> object_get_attribute(Thread& thread, Object* self, Str* name) {
  const Found<Object> found = TRY(generic_get_attribute_if(thread, self, name));
  if (found) return found.value;
  return raise_attribute_error(thread, self, name);
}

namespace {

Failure refuse_attribute(Thread& thread, Object* self, Str* name, const Object* descriptor) {
  if (descriptor == nullptr) return raise_attribute_error(thread, self, name);
  Ref<> message(
      TRY(format_str(thread, "'{}' object attribute '{}' is read-only", self->type, name)));
  return raise_value(thread, TypeId::kAttributeError, message);
}

}  // namespace

Status object_set_attribute(Thread& thread, Object* self, Str* name, Object* value) {
  Ref<> descriptor(retain_if(TRY(find_in_type(thread, self->type, name)).value));
  if (descriptor && descriptor->type->slots->descriptor_set != nullptr) {
    return descriptor->type->slots->descriptor_set(thread, descriptor, self, value);
  }
  if (!has_instance_dict(self)) return refuse_attribute(thread, self, name, descriptor);
  if (!TRY(set_in_instance(thread, self, name, value)))
    return raise_attribute_error(thread, self, name);
  return done;
}

}  // namespace ouro
