// Native functions: bound ones, and the descriptors in the dicts of native types that bind them.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/hashes.h"
#include "runtime/object/instance.h"
#include "runtime/object/module.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_table.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

// Shared.

Result<Str*> native_name(Interpreter& interpreter, const NativeMethod& method) {
  return intern(interpreter, method.signature.name());
}

Result<Object*> qualified_by(Thread& thread, Type* owner, Object* name) {
  Ref<> outer(TRY(get_attribute(thread, owner, identifier(thread, Id::dunder_qualname))));
  return format_str(thread, "{}.{}", outer, name);
}

Result<Object*> text_signature(Thread& thread, const Signature& signature) {
  if (!signature.has_self()) return new_none(thread);
  return format_str(thread, "(${}", signature.parameters().substr(1));
}

Result<Object*> text_or_none(Thread& thread, const char* text) {
  if (text == nullptr) return new_none(thread);
  return make_str(thread.interpreter(), text);
}

Status check_descriptor_use(Thread& thread, Object* name, Type* owner, Object* instance) {
  if (is_instance_of(instance, owner)) return done;
  return raise(thread, TypeId::kTypeError,
               "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", name, owner,
               instance->type);
}

Type* retain_owner(Type* owner) noexcept {
  return owner == nullptr || is_builtin(owner) ? owner : retain(owner);
}

void release_owner(Type*& owner) noexcept {
  Type* type = std::exchange(owner, nullptr);
  if (type != nullptr && !is_builtin(type)) release(type);
}

void visit_owner(Type* owner, ReferenceVisitor& visitor) {
  if (owner != nullptr && !is_builtin(owner)) visitor.visit(*owner);
}

static BlockKind descriptor_kind(const Type* owner) {
  return is_builtin(owner) ? BlockKind::kObject : BlockKind::kCollectable;
}

Result<Object*> allocate_descriptor(Interpreter& interpreter, TypeId id, Type* owner) {
  Type* type = interpreter.type(id);
  void* block = interpreter.memory().allocate(type->object_size, descriptor_kind(owner));
  if (block == nullptr) return raise_memory_error(interpreter);
  auto* object = static_cast<Object*>(std::memset(block, 0, type->object_size));
  object->type = type;
  object->count = 1;
  return object;
}

void free_descriptor(Interpreter& interpreter, Object* object, Type*& owner) noexcept {
  const BlockKind kind = descriptor_kind(owner);
  release_owner(owner);
  interpreter.memory().release(object, object->type->object_size, kind);
}

// Bound native functions.

namespace {

BuiltinFunction* function_of(Object* object) { return static_cast<BuiltinFunction*>(object); }

void function_deallocate(Interpreter& interpreter, Object* self) noexcept {
  BuiltinFunction* function = function_of(self);
  clear_reference(function->self);
  clear_reference(function->module);
  release_owner(function->owner);
  free_instance(interpreter, self);
}

void function_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(function_of(self)->self);
  visitor.visit_if(function_of(self)->module);
  visit_owner(function_of(self)->owner, visitor);
}

bool is_of_module(const BuiltinFunction* function) {
  return function->self == nullptr ||
         is_instance_of(function->self, function->type->interpreter->type(TypeId::kModule));
}

Result<Object*> function_repr(Thread& thread, Object* self) {
  const BuiltinFunction* function = function_of(self);
  const std::string_view name = function->method->signature.name();
  if (is_of_module(function)) return format_str(thread, "<built-in function {}>", name);
  return format_str(thread, "<built-in method {} of {} object at {}>", name, function->self->type,
                    address_of(function->self));
}

Result<std::intptr_t> function_hash(Thread&, Object* self) {
  const BuiltinFunction* function = function_of(self);
  return never_minus_one(hash_pointer(function->self) ^ hash_pointer(function->method));
}

Result<Object*> function_compare(Thread& thread, Object* left, Object* right,
                                 Comparison comparison) {
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_exact(left, TypeId::kBuiltinFunction) || !is_exact(right, TypeId::kBuiltinFunction)) {
    return new_not_implemented(thread);
  }
  const bool same = function_of(left)->self == function_of(right)->self &&
                    function_of(left)->method == function_of(right)->method;
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

// The type whose name stands in front of the method's in messages.
const Type* shown_owner(const BuiltinFunction* function) {
  if (is_of_module(function)) return nullptr;
  return is_type(function->self) ? static_cast<Type*>(function->self) : function->self->type;
}

Result<Object*> function_call(Thread& thread, Object* self, const Arguments& arguments) {
  const BuiltinFunction* function = function_of(self);
  if (function->method == &kNewMethod) {
    return call_new(thread, static_cast<Type*>(function->self), arguments);
  }
  return call_native(thread, *function->method, function->self, arguments, shown_owner(function));
}

Result<Object*> get_function_name(Thread& thread, Object* self) {
  return native_name(thread.interpreter(), *function_of(self)->method);
}

Result<Object*> get_function_qualified_name(Thread& thread, Object* self) {
  BuiltinFunction* function = function_of(self);
  Ref<> name(TRY(get_function_name(thread, self)));
  if (is_of_module(function)) return name.take();
  Object* holder = function->self;
  return qualified_by(thread, is_type(holder) ? static_cast<Type*>(holder) : holder->type, name);
}

Result<Object*> get_function_self(Thread& thread, Object* self) {
  Object* holder = function_of(self)->self;
  return holder == nullptr ? new_none(thread) : retain(holder);
}

Result<Object*> get_function_doc(Thread& thread, Object* self) {
  return text_or_none(thread, function_of(self)->method->doc);
}

Result<Object*> get_function_signature(Thread& thread, Object* self) {
  return text_signature(thread, function_of(self)->method->signature);
}

// By name where the module has it, else as an attribute of what it is bound to.
Result<Object*> function_reduce(Thread& thread, Object* self, Object* const*) {
  BuiltinFunction* function = function_of(self);
  Ref<> name(TRY(get_function_name(thread, self)));
  if (is_of_module(function)) return name.take();
  Ref<> getattr(TRY(builtin_named(thread, "getattr")));
  Ref<Tuple> arguments(TRY(pack_tuple(thread.interpreter(), function->self, name.get())));
  return pack_tuple(thread.interpreter(), getattr.get(), static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kFunctionMethods[] = {{"__reduce__(self, /)", function_reduce}};
constexpr NativeAttribute kFunctionAttributes[] = {{"__doc__", get_function_doc},
                                                   {"__name__", get_function_name},
                                                   {"__qualname__", get_function_qualified_name},
                                                   {"__self__", get_function_self},
                                                   {"__text_signature__", get_function_signature}};
constexpr NativeMember kFunctionMembers[] = {
    {"__module__", OURO_OFFSET(BuiltinFunction, module), MemberKind::kObjectOrNone, true}};

}  // namespace

constinit const TypeDescriptor kBuiltinFunctionDescriptor = {
    .name = "builtin_function_or_method",
    .flags = flag::kCollectable,
    .object_size = sizeof(BuiltinFunction),
    .weak_offset = OURO_OFFSET(BuiltinFunction, weak_references),
    .slots = {.deallocate = function_deallocate,
              .traverse = function_traverse,
              .repr = function_repr,
              .hash = function_hash,
              .compare = function_compare,
              .call = function_call,
              .make = nullptr},
    .methods = kFunctionMethods,
    .attributes = kFunctionAttributes,
    .members = kFunctionMembers,
};

Result<BuiltinFunction*> make_builtin_function(Interpreter& interpreter, const NativeMethod& method,
                                               Object* self, Object* module, Type* owner) {
  Type* type = interpreter.type(TypeId::kBuiltinFunction);
  auto* function = static_cast<BuiltinFunction*>(TRY(allocate_instance(interpreter, type)));
  function->method = &method;
  function->self = retain_if(self);
  function->module = retain_if(module);
  function->owner = retain_owner(owner);
  return function;
}

// Unbound methods: those of instances, and those of the class.

namespace {

MethodDescriptor* descriptor_of(Object* object) { return static_cast<MethodDescriptor*>(object); }

void descriptor_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(descriptor_of(self)->name);
  free_descriptor(interpreter, self, descriptor_of(self)->owner);
}

void descriptor_traverse(Object* self, ReferenceVisitor& visitor) {
  visit_owner(descriptor_of(self)->owner, visitor);
  visitor.visit_if(descriptor_of(self)->name);
}

Result<Object*> descriptor_repr(Thread& thread, Object* self) {
  return format_str(thread, "<method '{}' of '{}' objects>",
                    descriptor_of(self)->method->signature.name(), descriptor_of(self)->owner);
}

Result<Object*> get_descriptor_name(Thread& thread, Object* self) {
  MethodDescriptor* descriptor = descriptor_of(self);
  if (descriptor->name == nullptr) {
    Str* name = TRY(native_name(thread.interpreter(), *descriptor->method));
    descriptor->name = name;
  }
  return retain(descriptor->name);
}

Status check_receiver(Thread& thread, MethodDescriptor* descriptor, Object* instance) {
  if (is_instance_of(instance, descriptor->owner)) return done;
  Ref<> name(TRY(get_descriptor_name(thread, descriptor)));
  return check_descriptor_use(thread, name, descriptor->owner, instance);
}

Result<Object*> descriptor_get(Thread& thread, Object* self, Object* instance, Object*) {
  MethodDescriptor* descriptor = descriptor_of(self);
  if (instance == nullptr) return retain(self);
  TRY(check_receiver(thread, descriptor, instance));
  return make_builtin_function(thread.interpreter(), *descriptor->method, instance, nullptr,
                               descriptor->owner);
}

Result<Object*> descriptor_call(Thread& thread, Object* self, const Arguments& arguments) {
  MethodDescriptor* descriptor = descriptor_of(self);
  if (arguments.positional == 0) {
    return raise(thread, TypeId::kTypeError, "unbound method {}.{}() needs an argument",
                 descriptor->owner, descriptor->method->signature.name());
  }
  TRY(check_receiver(thread, descriptor, arguments.values[0]));
  return call_native(thread, *descriptor->method, arguments.values[0],
                     {arguments.values + 1, arguments.positional - 1, arguments.names},
                     descriptor->owner);
}

Result<Object*> class_descriptor_get(Thread& thread, Object* self, Object* instance,
                                     Object* owner) {
  MethodDescriptor* descriptor = descriptor_of(self);
  const std::string_view name = descriptor->method->signature.name();
  Object* type = owner != nullptr ? owner : instance->type;
  if (!is_type(type)) {
    return raise(thread, TypeId::kTypeError,
                 "descriptor '{}' for type '{}' needs a type, not a '{}' as arg 2", name,
                 descriptor->owner, type->type);
  }
  if (!is_subtype(static_cast<Type*>(type), descriptor->owner)) {
    return raise(thread, TypeId::kTypeError,
                 "descriptor '{}' requires a subtype of '{}' but received '{}'", name,
                 descriptor->owner, static_cast<Type*>(type));
  }
  return make_builtin_function(thread.interpreter(), *descriptor->method, type, nullptr,
                               descriptor->owner);
}

Result<Object*> class_descriptor_call(Thread& thread, Object* self, const Arguments& arguments) {
  MethodDescriptor* descriptor = descriptor_of(self);
  if (arguments.positional == 0) {
    return raise(thread, TypeId::kTypeError, "descriptor '{}' of '{}' object needs an argument",
                 descriptor->method->signature.name(), descriptor->owner);
  }
  Ref<> bound(TRY(class_descriptor_get(thread, self, nullptr, arguments.values[0])));
  return function_call(thread, bound,
                       {arguments.values + 1, arguments.positional - 1, arguments.names});
}

Result<Object*> get_descriptor_qualified_name(Thread& thread, Object* self) {
  Ref<> name(TRY(get_descriptor_name(thread, self)));
  return qualified_by(thread, descriptor_of(self)->owner, name);
}

Result<Object*> get_descriptor_class(Thread&, Object* self) {
  return retain(static_cast<Object*>(descriptor_of(self)->owner));
}

Result<Object*> get_descriptor_doc(Thread& thread, Object* self) {
  return text_or_none(thread, descriptor_of(self)->method->doc);
}

Result<Object*> get_descriptor_signature(Thread& thread, Object* self) {
  return text_signature(thread, descriptor_of(self)->method->signature);
}

Result<Object*> descriptor_reduce(Thread& thread, Object* self, Object* const*) {
  Ref<> getattr(TRY(builtin_named(thread, "getattr")));
  Ref<> name(TRY(get_descriptor_name(thread, self)));
  Object* owner = descriptor_of(self)->owner;
  Ref<Tuple> arguments(TRY(pack_tuple(thread.interpreter(), owner, name.get())));
  return pack_tuple(thread.interpreter(), getattr.get(), static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kDescriptorMethods[] = {{"__reduce__(self, /)", descriptor_reduce}};
constexpr NativeAttribute kDescriptorAttributes[] = {
    {"__doc__", get_descriptor_doc},
    {"__name__", get_descriptor_name},
    {"__objclass__", get_descriptor_class},
    {"__qualname__", get_descriptor_qualified_name},
    {"__text_signature__", get_descriptor_signature}};

}  // namespace

constinit const TypeDescriptor kMethodDescriptorDescriptor = {
    .name = "method_descriptor",
    .flags = flag::kCollectable | flag::kMethodLike,
    .object_size = sizeof(MethodDescriptor),
    .slots = {.deallocate = descriptor_deallocate,
              .traverse = descriptor_traverse,
              .repr = descriptor_repr,
              .call = descriptor_call,
              .make = nullptr,
              .descriptor_get = descriptor_get},
    .methods = kDescriptorMethods,
    .attributes = kDescriptorAttributes,
};

constinit const TypeDescriptor kClassMethodDescriptorDescriptor = {
    .name = "classmethod_descriptor",
    .flags = flag::kCollectable,
    .object_size = sizeof(MethodDescriptor),
    .slots = {.deallocate = descriptor_deallocate,
              .traverse = descriptor_traverse,
              .repr = descriptor_repr,
              .call = class_descriptor_call,
              .make = nullptr,
              .descriptor_get = class_descriptor_get},
    .methods = kDescriptorMethods,
    .attributes = kDescriptorAttributes,
};

Result<Object*> make_method_descriptor(Interpreter& interpreter, const NativeMethod& method,
                                       Type* owner) {
  const TypeId id = method.binding == Binding::kClass ? TypeId::kClassMethodDescriptor
                                                      : TypeId::kMethodDescriptor;
  auto* descriptor =
      static_cast<MethodDescriptor*>(TRY(allocate_descriptor(interpreter, id, owner)));
  descriptor->method = &method;
  descriptor->owner = retain_owner(owner);
  return descriptor;
}

}  // namespace ouro
