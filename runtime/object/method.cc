// Method: a function and the object it is called on.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/hashes.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_functions.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Method* method_of(Object* object) { return static_cast<Method*>(object); }

void method_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(method_of(self)->function);
  clear_reference(method_of(self)->self);
  interpreter.get<MethodFreeList>().give_back(interpreter.memory(), self);
}

void method_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(method_of(self)->function);
  visitor.visit_if(method_of(self)->self);
}

Result<Object*> method_make(Thread& thread, Type*, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "method(function, instance, /)", arguments));
  if (!is_callable(bound[0])) {
    return raise(thread, TypeId::kTypeError, "first argument must be callable");
  }
  if (bound[1] == none(thread))
    return raise(thread, TypeId::kTypeError, "instance must not be None");
  return make_method(thread.interpreter(), bound[0], bound[1]);
}

Result<Object*> method_repr(Thread& thread, Object* self) {
  Object* function = method_of(self)->function;
  Ref<> name(TRY(get_attribute_if(thread, function, "__qualname__")).value);
  if (!name) name.reset(TRY(get_attribute_if(thread, function, "__name__")).value);
  if (name && !is_str(name)) name.reset();
  if (name)
    return format_str(thread, "<bound method {} of {}>", name, repr_of(method_of(self)->self));
  return format_str(thread, "<bound method ? of {}>", repr_of(method_of(self)->self));
}

Result<std::intptr_t> method_hash(Thread& thread, Object* self) {
  const std::intptr_t function = TRY(hash(thread, method_of(self)->function));
  return never_minus_one(hash_pointer(method_of(self)->self) ^ function);
}

Result<Object*> method_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_exact(left, TypeId::kMethod) || !is_exact(right, TypeId::kMethod)) {
    return new_not_implemented(thread);
  }
  bool same = method_of(left)->self == method_of(right)->self;
  if (same) same = TRY(equal(thread, method_of(left)->function, method_of(right)->function));
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

Result<Object*> method_call(Thread& thread, Object* self, const Arguments& arguments) {
  Ref<> function(retain(method_of(self)->function)), receiver(retain(method_of(self)->self));
  return call_with_self(thread, function, receiver, arguments);
}

// What the method itself has not, the function may have.
Result<Object*> method_get_attribute(Thread& thread, Object* self, Str* name) {
  Ref<> own(retain_if(TRY(find_in_type(thread, self->type, name)).value));
  if (own) {
    const auto get = own->type->slots->descriptor_get;
    return get == nullptr ? own.take() : get(thread, own, self, self->type);
  }
  return get_attribute(thread, method_of(self)->function, name);
}

Result<Object*> get_function(Thread&, Object* self) { return retain(method_of(self)->function); }

Result<Object*> get_self(Thread&, Object* self) { return retain(method_of(self)->self); }

Result<Object*> get_doc(Thread& thread, Object* self) {
  return get_attribute(thread, method_of(self)->function, identifier(thread, Id::dunder_doc));
}

Result<Object*> method_reduce(Thread& thread, Object* self, Object* const*) {
  Ref<> getattr(TRY(builtin_named(thread, "getattr")));
  Ref<> name(TRY(get_attribute(thread, method_of(self)->function, "__name__")));
  Ref<Tuple> arguments(TRY(pack_tuple(thread.interpreter(), method_of(self)->self, name.get())));
  return pack_tuple(thread.interpreter(), getattr.get(), static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kMethodMethods[] = {{"__reduce__(self, /)", method_reduce}};
constexpr NativeAttribute kMethodAttributes[] = {
    {"__func__", get_function}, {"__self__", get_self}, {"__doc__", get_doc}};

}  // namespace

constinit const TypeDescriptor kMethodDescriptor = {
    .name = "method",
    .flags = flag::kCollectable,
    .object_size = sizeof(Method),
    .weak_offset = OURO_OFFSET(Method, weak_references),
    .slots = {.deallocate = method_deallocate,
              .traverse = method_traverse,
              .repr = method_repr,
              .hash = method_hash,
              .compare = method_compare,
              .call = method_call,
              .get_attribute = method_get_attribute,
              .make = method_make},
    .methods = kMethodMethods,
    .attributes = kMethodAttributes,
};

Result<Method*> make_method(Interpreter& interpreter, Object* function, Object* self) {
  auto* method = static_cast<Method*>(interpreter.get<MethodFreeList>().take(interpreter.memory()));
  if (method == nullptr) return raise_memory_error(interpreter);
  method->type = interpreter.type(TypeId::kMethod);
  method->function = retain(function);
  method->self = retain(self);
  method->weak_references = nullptr;
  method->count = 1;
  return method;
}

}  // namespace ouro
