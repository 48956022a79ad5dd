// AttributeDescriptor and MemberDescriptor: computed attributes and plain fields of native types,
// and the __slots__ of classes.
#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// Computed attributes.

AttributeDescriptor* attribute_of(Object* object) {
  return static_cast<AttributeDescriptor*>(object);
}

void attribute_deallocate(Interpreter& interpreter, Object* self) noexcept {
  free_descriptor(interpreter, self, attribute_of(self)->owner);
}

void attribute_traverse(Object* self, ReferenceVisitor& visitor) {
  visit_owner(attribute_of(self)->owner, visitor);
}

Result<Object*> attribute_repr(Thread& thread, Object* self) {
  return format_str(thread, "<attribute '{}' of '{}' objects>", attribute_of(self)->attribute->name,
                    attribute_of(self)->owner);
}

Result<Object*> get_attribute_name(Thread& thread, Object* self) {
  return intern(thread.interpreter(), attribute_of(self)->attribute->name);
}

Status check_attribute(Thread& thread, Object* self, Object* instance) {
  if (is_instance_of(instance, attribute_of(self)->owner)) return done;
  Ref<> name(TRY(get_attribute_name(thread, self)));
  return check_descriptor_use(thread, name, attribute_of(self)->owner, instance);
}

Result<Object*> attribute_get(Thread& thread, Object* self, Object* instance, Object*) {
  if (instance == nullptr) return retain(self);
  TRY(check_attribute(thread, self, instance));
  return attribute_of(self)->attribute->get(thread, instance);
}

Status attribute_set(Thread& thread, Object* self, Object* instance, Object* value) {
  TRY(check_attribute(thread, self, instance));
  const NativeAttribute* attribute = attribute_of(self)->attribute;
  if (attribute->set != nullptr) return attribute->set(thread, instance, value);
  return raise(thread, TypeId::kAttributeError, "attribute '{}' of '{}' objects is not writable",
               attribute->name, attribute_of(self)->owner);
}

Result<Object*> get_attribute_doc(Thread& thread, Object* self) {
  return text_or_none(thread, attribute_of(self)->attribute->doc);
}

// Both kinds have their owner in the same place.
static_assert(OURO_OFFSET(MemberDescriptor, owner) == sizeof(Object));

Result<Object*> get_attribute_class(Thread&, Object* self) {
  return retain(static_cast<Object*>(attribute_of(self)->owner));
}

Result<Object*> get_attribute_qualified_name(Thread& thread, Object* self) {
  Ref<> name(TRY(get_attribute_name(thread, self)));
  return qualified_by(thread, attribute_of(self)->owner, name);
}

constexpr NativeAttribute kAttributeAttributes[] = {{"__doc__", get_attribute_doc},
                                                    {"__name__", get_attribute_name},
                                                    {"__objclass__", get_attribute_class},
                                                    {"__qualname__", get_attribute_qualified_name}};

// Fields.

MemberDescriptor* member_of(Object* object) { return static_cast<MemberDescriptor*>(object); }

void member_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(member_of(self)->name);
  free_descriptor(interpreter, self, member_of(self)->owner);
}

void member_traverse(Object* self, ReferenceVisitor& visitor) {
  visit_owner(member_of(self)->owner, visitor);
  visitor.visit_if(member_of(self)->name);
}

Result<Object*> member_repr(Thread& thread, Object* self) {
  return format_str(thread, "<member '{}' of '{}' objects>", member_of(self)->name,
                    member_of(self)->owner);
}

Result<Object*> member_get(Thread& thread, Object* self, Object* instance, Object*) {
  if (instance == nullptr) return retain(self);
  TRY(check_descriptor_use(thread, member_of(self)->name, member_of(self)->owner, instance));
  return get_member(thread, member_of(self), instance);
}

Status member_set(Thread& thread, Object* self, Object* instance, Object* value) {
  TRY(check_descriptor_use(thread, member_of(self)->name, member_of(self)->owner, instance));
  return set_member(thread, member_of(self), instance, value);
}

Result<Object*> get_member_name(Thread&, Object* self) {
  return retain(static_cast<Object*>(member_of(self)->name));
}

Result<Object*> get_member_doc(Thread& thread, Object* self) {
  return text_or_none(thread, member_of(self)->doc);
}

Result<Object*> get_member_qualified_name(Thread& thread, Object* self) {
  return qualified_by(thread, member_of(self)->owner, member_of(self)->name);
}

Result<Object*> member_reduce(Thread& thread, Object* self, Object* const*) {
  Ref<> getattr(TRY(builtin_named(thread, "getattr")));
  Object* owner = member_of(self)->owner;
  Ref<Tuple> arguments(
      TRY(pack_tuple(thread.interpreter(), owner, static_cast<Object*>(member_of(self)->name))));
  return pack_tuple(thread.interpreter(), getattr.get(), static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kMemberMethods[] = {{"__reduce__(self, /)", member_reduce}};
constexpr NativeAttribute kMemberAttributes[] = {{"__doc__", get_member_doc},
                                                 {"__name__", get_member_name},
                                                 {"__objclass__", get_attribute_class},
                                                 {"__qualname__", get_member_qualified_name}};

std::byte* member_place(const MemberDescriptor* member, Object* instance) {
  std::byte* base = member->slot ? offset_base(instance) : reinterpret_cast<std::byte*>(instance);
  return base + member->offset;
}

template <typename T>
T& field(const MemberDescriptor* member, Object* instance) {
  return *reinterpret_cast<T*>(member_place(member, instance));
}

Status set_number(Thread& thread, const MemberDescriptor* member, Object* instance, Object* value) {
  const std::int64_t number = TRY(to_int64(thread, value));
  if (member->kind == MemberKind::kIntptr) {
    field<std::intptr_t>(member, instance) = number;
    return done;
  }
  if (number < std::numeric_limits<std::int32_t>::min() ||
      number > std::numeric_limits<std::int32_t>::max()) {
    return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  field<std::int32_t>(member, instance) = static_cast<std::int32_t>(number);
  return done;
}

Status set_truth(Thread& thread, const MemberDescriptor* member, Object* instance, Object* value) {
  if (!is_exact(value, TypeId::kBool)) {
    return raise(thread, TypeId::kTypeError, "attribute value type must be bool");
  }
  field<bool>(member, instance) = static_cast<Bool*>(value)->value != 0;
  return done;
}

bool holds_object(const MemberDescriptor* member) {
  return member->kind == MemberKind::kObject || member->kind == MemberKind::kObjectOrNone;
}

}  // namespace

constinit const TypeDescriptor kAttributeDescriptorDescriptor = {
    .name = "getset_descriptor",
    .flags = flag::kCollectable,
    .object_size = sizeof(AttributeDescriptor),
    .slots = {.deallocate = attribute_deallocate,
              .traverse = attribute_traverse,
              .repr = attribute_repr,
              .make = nullptr,
              .descriptor_get = attribute_get,
              .descriptor_set = attribute_set},
    .attributes = kAttributeAttributes,
};

constinit const TypeDescriptor kMemberDescriptorDescriptor = {
    .name = "member_descriptor",
    .flags = flag::kCollectable,
    .object_size = sizeof(MemberDescriptor),
    .slots = {.deallocate = member_deallocate,
              .traverse = member_traverse,
              .repr = member_repr,
              .make = nullptr,
              .descriptor_get = member_get,
              .descriptor_set = member_set},
    .methods = kMemberMethods,
    .attributes = kMemberAttributes,
};

Result<Object*> get_member(Thread& thread, MemberDescriptor* member, Object* instance) {
  if (member->kind == MemberKind::kIntptr) {
    return make_int(thread.interpreter(), field<std::intptr_t>(member, instance));
  }
  if (member->kind == MemberKind::kInt32) {
    return make_int(thread.interpreter(), field<std::int32_t>(member, instance));
  }
  if (member->kind == MemberKind::kBool) return new_boolean(thread, field<bool>(member, instance));
  if (member->kind == MemberKind::kDouble) {
    return make_float(thread.interpreter(), field<double>(member, instance));
  }
  Object* value = field<Object*>(member, instance);
  if (value != nullptr) return retain(value);
  if (member->kind == MemberKind::kObjectOrNone) return new_none(thread);
  return raise_attribute_error(thread, instance, member->name);
}

Status set_member(Thread& thread, MemberDescriptor* member, Object* instance, Object* value) {
  if (!member->writable) return raise(thread, TypeId::kAttributeError, "readonly attribute");
  if (!holds_object(member)) {
    if (value == nullptr) {
      return raise(thread, TypeId::kTypeError, "can't delete numeric/char attribute");
    }
    return member->kind == MemberKind::kBool ? set_truth(thread, member, instance, value)
                                             : set_number(thread, member, instance, value);
  }
  if (value == nullptr && member->kind == MemberKind::kObject &&
      field<Object*>(member, instance) == nullptr) {
    return raise_value(thread, TypeId::kAttributeError, member->name);
  }
  replace_reference(field<Object*>(member, instance), retain_if(value));
  return done;
}

Result<Object*> make_attribute_descriptor(Interpreter& interpreter,
                                          const NativeAttribute& attribute, Type* owner) {
  auto* descriptor = static_cast<AttributeDescriptor*>(
      TRY(allocate_descriptor(interpreter, TypeId::kAttributeDescriptor, owner)));
  descriptor->attribute = &attribute;
  descriptor->owner = retain_owner(owner);
  return descriptor;
}

Result<Object*> make_slot_descriptor(Interpreter& interpreter, Str* name, Type* owner,
                                     std::uint32_t offset) {
  auto* member = static_cast<MemberDescriptor*>(
      TRY(allocate_descriptor(interpreter, TypeId::kMemberDescriptor, owner)));
  member->owner = retain_owner(owner);
  member->name = retain(name);
  member->offset = offset;
  member->kind = MemberKind::kObject;
  member->writable = true;
  member->slot = true;
  return member;
}

Result<Object*> make_member_descriptor(Thread& thread, const NativeMember& native, Type* owner) {
  Ref<Str> name(TRY(intern(thread.interpreter(), native.name)));
  auto* member = static_cast<MemberDescriptor*>(TRY(make_slot_descriptor(
      thread.interpreter(), name, owner, static_cast<std::uint32_t>(native.offset))));
  member->kind = native.kind;
  member->writable = native.writable;
  member->doc = native.doc;
  member->slot = false;
  return member;
}

}  // namespace ouro
