// SimpleNamespace: attributes by keyword, and a repr that shows them.
#include "runtime/object/simple_namespace.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct SimpleNamespace : Object {
  Dict* dict;
};

Dict* dict_of(Object* self) { return static_cast<SimpleNamespace*>(self)->dict; }

void namespace_clear(Interpreter&, Object* self) noexcept {
  clear_reference(static_cast<SimpleNamespace*>(self)->dict);
}

void namespace_deallocate(Interpreter& interpreter, Object* self) noexcept {
  namespace_clear(interpreter, self);
  free_instance(interpreter, self);
}

void namespace_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(dict_of(self));
}

// make and initialise are two calls, as a subclass may have an __init__ of its own.
Result<Object*> namespace_make(Thread& thread, Type* type, const Arguments&) {
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  Dict* dict = TRY(make_dict(thread.interpreter()));
  static_cast<SimpleNamespace*>(self.get())->dict = dict;
  return self.take();
}

Status namespace_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  if (arguments.positional != 0) {
    return raise(thread, TypeId::kTypeError, "no positional arguments expected");
  }
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    Dict* dict = TRY(borrow_instance_dict(thread, self));
    TRY(dict_set(thread, dict, (*arguments.names)[index], arguments.values[index]));
  }
  return done;
}

Status append_fields(Thread& thread, TextBuilder& text, Dict* borrowed) {
  Ref<Dict> dict(retain(borrowed));
  bool first = true;
  for (DictCursor at; dict_next(dict, at);) {
    if (!is_str(at.key) || static_cast<Str*>(at.key)->length == 0) continue;
    Ref<> value(retain(at.value));
    if (!first) TRY(text.append(", "));
    first = false;
    TRY(text.append(static_cast<Str*>(at.key)));
    TRY(text.append(U'='));
    TRY(text.append_repr(thread, value));
  }
  return done;
}

Result<Object*> namespace_repr(Thread& thread, Object* self) {
  TextBuilder text(thread.interpreter());
  if (is_exact(self, TypeId::kSimpleNamespace)) {
    TRY(text.append("namespace("));
  } else {
    Ref<> name(TRY(get_attribute(thread, self->type, identifier(thread, Id::dunder_name))));
    TRY(text.append_str(thread, name));
    TRY(text.append(U'('));
  }
  const ReprGuard guard(thread, self);
  if (guard.repeated()) {
    TRY(text.append("...)"));
    return text.finish();
  }
  TRY(append_fields(thread, text, TRY(borrow_instance_dict(thread, self))));
  TRY(text.append(U')'));
  return text.finish();
}

Result<Object*> namespace_compare(Thread& thread, Object* left, Object* right,
                                  Comparison comparison) {
  const Type* type = type_of(thread, TypeId::kSimpleNamespace);
  if (!is_instance_of(left, type) || !is_instance_of(right, type))
    return new_not_implemented(thread);
  Ref<Dict> ours(retain(TRY(borrow_instance_dict(thread, left))));
  Ref<Dict> theirs(retain(TRY(borrow_instance_dict(thread, right))));
  return compare(thread, ours, theirs, comparison);
}

Result<Object*> reduce_method(Thread& thread, Object* self, Object* const*) {
  Ref<Tuple> nothing(TRY(make_tuple(thread.interpreter(), 0)));
  Object* dict = TRY(borrow_instance_dict(thread, self));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(self->type),
                    static_cast<Object*>(nothing.get()), dict);
}

constexpr NativeMethod kNamespaceMethods[] = {{"__reduce__(self, /)", reduce_method}};
constexpr NativeMember kNamespaceMembers[] = {{"__dict__", OURO_OFFSET(SimpleNamespace, dict)}};

}  // namespace

constinit const TypeDescriptor kSimpleNamespaceDescriptor = {
    .name = "SimpleNamespace",
    .module = "types",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(SimpleNamespace),
    .dict_offset = OURO_OFFSET(SimpleNamespace, dict),
    .slots = {.deallocate = namespace_deallocate,
              .traverse = namespace_traverse,
              .clear = namespace_clear,
              .repr = namespace_repr,
              .hash = unhashable,
              .compare = namespace_compare,
              .make = namespace_make,
              .initialise = namespace_initialise},
    .methods = kNamespaceMethods,
    .members = kNamespaceMembers,
    .full_name = "types.SimpleNamespace",
};

Result<Object*> make_simple_namespace(Thread& thread, Dict* fields) {
  Type* type = type_of(thread, TypeId::kSimpleNamespace);
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  Dict* dict = TRY(dict_copy(thread.interpreter(), fields));
  static_cast<SimpleNamespace*>(self.get())->dict = dict;
  return self.take();
}

}  // namespace ouro
