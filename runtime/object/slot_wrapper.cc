// SlotWrapper and MethodWrapper: native slots as methods, int.__add__ and (1).__add__.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/hashes.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_table.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

SlotWrapper* wrapper_of(Object* object) { return static_cast<SlotWrapper*>(object); }
MethodWrapper* bound_of(Object* object) { return static_cast<MethodWrapper*>(object); }

Str* row_name(Thread& thread, const SlotRow& row) { return identifier(thread, row.name); }

// Unbound.

void wrapper_deallocate(Interpreter& interpreter, Object* self) noexcept {
  free_descriptor(interpreter, self, wrapper_of(self)->owner);
}

void wrapper_traverse(Object* self, ReferenceVisitor& visitor) {
  visit_owner(wrapper_of(self)->owner, visitor);
}

Result<Object*> wrapper_repr(Thread& thread, Object* self) {
  return format_str(thread, "<slot wrapper '{}' of '{}' objects>",
                    row_name(thread, *wrapper_of(self)->row), wrapper_of(self)->owner);
}

Result<Object*> make_bound(Interpreter& interpreter, const SlotWrapper* wrapper, Object* self) {
  Type* type = interpreter.type(TypeId::kMethodWrapper);
  auto* bound = static_cast<MethodWrapper*>(TRY(allocate_instance(interpreter, type)));
  bound->row = wrapper->row;
  bound->owner = retain_owner(wrapper->owner);
  bound->self = retain(self);
  return bound;
}

Result<Object*> wrapper_get(Thread& thread, Object* self, Object* instance, Object*) {
  if (instance == nullptr) return retain(self);
  SlotWrapper* wrapper = wrapper_of(self);
  TRY(check_descriptor_use(thread, row_name(thread, *wrapper->row), wrapper->owner, instance));
  return make_bound(thread.interpreter(), wrapper, instance);
}

Result<Object*> wrapper_call(Thread& thread, Object* self, const Arguments& arguments) {
  const SlotWrapper* wrapper = wrapper_of(self);
  if (arguments.positional == 0) {
    return raise(thread, TypeId::kTypeError, "descriptor '{}' of '{}' object needs an argument",
                 row_name(thread, *wrapper->row), wrapper->owner);
  }
  Object* receiver = arguments.values[0];
  if (!is_instance_of(receiver, wrapper->owner)) {
    return raise(thread, TypeId::kTypeError,
                 "descriptor '{}' requires a '{}' object but received a '{}'",
                 row_name(thread, *wrapper->row), wrapper->owner, receiver->type);
  }
  return wrapper->row->wrap(thread, *wrapper->row, *wrapper->owner->slots, receiver,
                            {arguments.values + 1, arguments.positional - 1, arguments.names});
}

Result<Object*> row_signature(Thread& thread, const SlotRow& row) {
  return text_or_none(thread, row.parameters);
}

Result<Object*> get_wrapper_name(Thread& thread, Object* self) {
  return retain(row_name(thread, *wrapper_of(self)->row));
}
Result<Object*> get_wrapper_class(Thread&, Object* self) {
  return retain(static_cast<Object*>(wrapper_of(self)->owner));
}
Result<Object*> get_wrapper_qualified_name(Thread& thread, Object* self) {
  return qualified_by(thread, wrapper_of(self)->owner, row_name(thread, *wrapper_of(self)->row));
}
Result<Object*> get_wrapper_signature(Thread& thread, Object* self) {
  return row_signature(thread, *wrapper_of(self)->row);
}
Result<Object*> get_no_doc(Thread& thread, Object*) { return new_none(thread); }

Result<Object*> reduce_to_getattr(Thread& thread, Object* holder, Str* name) {
  Ref<> getattr(TRY(builtin_named(thread, "getattr")));
  Ref<Tuple> arguments(TRY(pack_tuple(thread.interpreter(), holder, static_cast<Object*>(name))));
  return pack_tuple(thread.interpreter(), getattr.get(), static_cast<Object*>(arguments.get()));
}

Result<Object*> wrapper_reduce(Thread& thread, Object* self, Object* const*) {
  return reduce_to_getattr(thread, wrapper_of(self)->owner,
                           row_name(thread, *wrapper_of(self)->row));
}

constexpr NativeMethod kWrapperMethods[] = {{"__reduce__(self, /)", wrapper_reduce}};
constexpr NativeAttribute kWrapperAttributes[] = {{"__doc__", get_no_doc},
                                                  {"__name__", get_wrapper_name},
                                                  {"__objclass__", get_wrapper_class},
                                                  {"__qualname__", get_wrapper_qualified_name},
                                                  {"__text_signature__", get_wrapper_signature}};

// Bound.

void bound_deallocate(Interpreter& interpreter, Object* self) noexcept {
  release_owner(bound_of(self)->owner);
  clear_reference(bound_of(self)->self);
  free_instance(interpreter, self);
}

void bound_traverse(Object* self, ReferenceVisitor& visitor) {
  visit_owner(bound_of(self)->owner, visitor);
  visitor.visit_if(bound_of(self)->self);
}

Result<Object*> bound_repr(Thread& thread, Object* self) {
  const MethodWrapper* bound = bound_of(self);
  return format_str(thread, "<method-wrapper '{}' of {} object at {}>",
                    row_name(thread, *bound->row), bound->self->type, address_of(bound->self));
}

Result<std::intptr_t> bound_hash(Thread&, Object* self) {
  return never_minus_one(hash_pointer(bound_of(self)->self) ^ hash_pointer(bound_of(self)->row));
}

Result<Object*> bound_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_exact(left, TypeId::kMethodWrapper) || !is_exact(right, TypeId::kMethodWrapper)) {
    return new_not_implemented(thread);
  }
  const bool same = bound_of(left)->self == bound_of(right)->self &&
                    bound_of(left)->row == bound_of(right)->row &&
                    bound_of(left)->owner == bound_of(right)->owner;
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

Result<Object*> bound_call(Thread& thread, Object* self, const Arguments& arguments) {
  const MethodWrapper* bound = bound_of(self);
  return bound->row->wrap(thread, *bound->row, *bound->owner->slots, bound->self, arguments);
}

Result<Object*> get_bound_name(Thread& thread, Object* self) {
  return retain(row_name(thread, *bound_of(self)->row));
}
Result<Object*> get_bound_self(Thread&, Object* self) { return retain(bound_of(self)->self); }
Result<Object*> get_bound_class(Thread&, Object* self) {
  return retain(static_cast<Object*>(bound_of(self)->owner));
}
Result<Object*> get_bound_qualified_name(Thread& thread, Object* self) {
  return qualified_by(thread, bound_of(self)->owner, row_name(thread, *bound_of(self)->row));
}
Result<Object*> get_bound_signature(Thread& thread, Object* self) {
  return row_signature(thread, *bound_of(self)->row);
}
Result<Object*> bound_reduce(Thread& thread, Object* self, Object* const*) {
  return reduce_to_getattr(thread, bound_of(self)->self, row_name(thread, *bound_of(self)->row));
}

constexpr NativeMethod kBoundMethods[] = {{"__reduce__(self, /)", bound_reduce}};
constexpr NativeAttribute kBoundAttributes[] = {
    {"__doc__", get_no_doc},           {"__name__", get_bound_name},
    {"__objclass__", get_bound_class}, {"__qualname__", get_bound_qualified_name},
    {"__self__", get_bound_self},      {"__text_signature__", get_bound_signature}};

}  // namespace

constinit const TypeDescriptor kSlotWrapperDescriptor = {
    .name = "wrapper_descriptor",
    .flags = flag::kCollectable | flag::kMethodLike,
    .object_size = sizeof(SlotWrapper),
    .slots = {.deallocate = wrapper_deallocate,
              .traverse = wrapper_traverse,
              .repr = wrapper_repr,
              .call = wrapper_call,
              .make = nullptr,
              .descriptor_get = wrapper_get},
    .methods = kWrapperMethods,
    .attributes = kWrapperAttributes,
};

constinit const TypeDescriptor kMethodWrapperDescriptor = {
    .name = "method-wrapper",
    .flags = flag::kCollectable,
    .object_size = sizeof(MethodWrapper),
    .slots = {.deallocate = bound_deallocate,
              .traverse = bound_traverse,
              .repr = bound_repr,
              .hash = bound_hash,
              .compare = bound_compare,
              .call = bound_call,
              .make = nullptr},
    .methods = kBoundMethods,
    .attributes = kBoundAttributes,
};

Result<Object*> make_slot_wrapper(Interpreter& interpreter, const SlotRow& row, Type* owner) {
  auto* wrapper =
      static_cast<SlotWrapper*>(TRY(allocate_descriptor(interpreter, TypeId::kSlotWrapper, owner)));
  wrapper->row = &row;
  wrapper->owner = retain_owner(owner);
  return wrapper;
}

}  // namespace ouro
