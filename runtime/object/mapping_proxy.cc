// MappingProxy: reads go to the mapping, there are no writes.
#include "runtime/object/mapping_proxy.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

Object* mapping_of(Object* self) { return static_cast<MappingProxy*>(self)->mapping; }

void proxy_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(static_cast<MappingProxy*>(self)->mapping);
  free_instance(interpreter, self);
}

void proxy_traverse(Object* self, ReferenceVisitor& visitor) { visitor.visit_if(mapping_of(self)); }

Result<Object*> proxy_make(Thread& thread, Type*, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "mappingproxy(mapping)", arguments));
  Object* mapping = bound[0];
  if (mapping->type->slots->get_item == nullptr || is_list(mapping) || is_tuple(mapping)) {
    return raise(thread, TypeId::kTypeError, "mappingproxy() argument must be a mapping, not {}",
                 mapping->type);
  }
  return make_mapping_proxy(thread.interpreter(), mapping);
}

Result<Object*> proxy_repr(Thread& thread, Object* self) {
  return format_str(thread, "mappingproxy({})", repr_of(mapping_of(self)));
}

Result<Object*> proxy_str(Thread& thread, Object* self) { return str(thread, mapping_of(self)); }

Result<Object*> proxy_compare(Thread& thread, Object* self, Object* other, Comparison comparison) {
  return compare(thread, mapping_of(self), other, comparison);
}

Result<Object*> proxy_iterate(Thread& thread, Object* self) {
  return iterate(thread, mapping_of(self));
}

Result<std::intptr_t> proxy_length(Thread& thread, Object* self) {
  return length(thread, mapping_of(self));
}

Result<Object*> proxy_get_item(Thread& thread, Object* self, Object* key) {
  return get_item(thread, mapping_of(self), key);
}

Result<bool> proxy_contains(Thread& thread, Object* self, Object* key) {
  return contains(thread, mapping_of(self), key);
}

Object* unwrapped(Object* object) {
  return is_exact(object, TypeId::kMappingProxy) ? mapping_of(object) : object;
}

Result<Object*> proxy_or(Thread& thread, Object* left, Object* right) {
  return binary(thread, BinaryOperator::kOr, unwrapped(left), unwrapped(right));
}

Result<Object*> proxy_inplace_or(Thread& thread, Object* self, Object*) {
  return raise(thread, TypeId::kTypeError, "'|=' is not supported by {}; use '|' instead",
               self->type);
}

constexpr std::array<Binary, kBinaryOperators> only_or(Binary function) {
  std::array<Binary, kBinaryOperators> operators = {};
  operators[static_cast<std::size_t>(BinaryOperator::kOr)] = function;
  return operators;
}

Result<Object*> get_method(Thread& thread, Object* self, Object* const* arguments) {
  Object* fallback = arguments[1] == nullptr ? none(thread) : arguments[1];
  return call_method(thread, mapping_of(self), "get", {arguments[0], fallback});
}
Result<Object*> keys_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, mapping_of(self), "keys");
}
Result<Object*> values_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, mapping_of(self), "values");
}
Result<Object*> items_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, mapping_of(self), "items");
}
Result<Object*> copy_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, mapping_of(self), "copy");
}
Result<Object*> reversed_method(Thread& thread, Object* self, Object* const*) {
  return call_method(thread, mapping_of(self), "__reversed__");
}

constexpr NativeMethod kProxyMethods[] = {{"get(self, key, default=None, /)", get_method},
                                          {"keys(self, /)", keys_method},
                                          {"values(self, /)", values_method},
                                          {"items(self, /)", items_method},
                                          {"copy(self, /)", copy_method},
                                          {"__reversed__(self, /)", reversed_method},
                                          kClassGetItem};

}  // namespace

constinit const TypeDescriptor kMappingProxyDescriptor = {
    .name = "mappingproxy",
    .flags = flag::kCollectable | flag::kMappingPattern,
    .object_size = sizeof(MappingProxy),
    .slots = {.deallocate = proxy_deallocate,
              .traverse = proxy_traverse,
              .repr = proxy_repr,
              .str = proxy_str,
              .hash = unhashable,
              .compare = proxy_compare,
              .make = proxy_make,
              .initialise = [](Thread&, Object*, const Arguments&) -> Status { return done; },
              .iterate = proxy_iterate,
              .binary = only_or(proxy_or),
              .inplace = only_or(proxy_inplace_or),
              .length = proxy_length,
              .get_item = proxy_get_item,
              .contains = proxy_contains},
    .methods = kProxyMethods,
};

Result<Object*> make_mapping_proxy(Interpreter& interpreter, Object* mapping) {
  Type* type = interpreter.type(TypeId::kMappingProxy);
  auto* proxy = static_cast<MappingProxy*>(TRY(allocate_instance(interpreter, type)));
  proxy->mapping = retain(mapping);
  return proxy;
}

}  // namespace ouro
