// UnionType: flat, without repetitions, equal in any order.
#include "runtime/object/union_type.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/alias_parameters.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/generic_alias.h"
#include "runtime/object/list.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

UnionType* union_of(Object* object) { return static_cast<UnionType*>(object); }

using UnionReferences = OwnedReferences<UnionType, &UnionType::arguments, &UnionType::parameters>;

bool can_stand_in_union(Thread& thread, Object* object) {
  return object == none(thread) || is_type(object) ||
         is_instance_of(object, type_of(thread, TypeId::kGenericAlias)) ||
         is_exact(object, TypeId::kUnionType);
}

// Aliases are compared, classes are themselves.
Result<bool> is_listed(Thread& thread, const List* list, Object* type) {
  for (std::size_t index = 0; index < list->size; ++index) {
    Object* known = list->items[index];
    if (known == type) return true;
    const Type* alias = type_of(thread, TypeId::kGenericAlias);
    if (!is_instance_of(known, alias) || !is_instance_of(type, alias)) continue;
    if (TRY(equal(thread, known, type))) return true;
  }
  return false;
}

Status add_member(Thread& thread, List* list, Object* type) {
  if (type == none(thread)) type = type_of(thread, TypeId::kNoneType);
  if (is_exact(type, TypeId::kUnionType)) {
    const Tuple* members = union_of(type)->arguments;
    for (std::size_t index = 0; index < members->size; ++index)
      TRY(add_member(thread, list, (*members)[index]));
    return done;
  }
  if (TRY(is_listed(thread, list, type))) return done;
  return list_append(thread.interpreter(), list, type);
}

Result<Object*> make_from(Thread& thread, List* members) {
  if (members->size == 1) return retain(members->items[0]);
  Ref<Tuple> arguments(TRY(to_tuple(thread, members)));
  Type* type = type_of(thread, TypeId::kUnionType);
  auto* made = static_cast<UnionType*>(TRY(allocate_instance(thread.interpreter(), type)));
  made->arguments = arguments.take();
  return made;
}

}  // namespace

Result<Object*> make_union(Thread& thread, Object* left, Object* right) {
  if (!can_stand_in_union(thread, left) || !can_stand_in_union(thread, right) ||
      (left == none(thread) && right == none(thread))) {
    return new_not_implemented(thread);
  }
  Ref<List> members(TRY(make_list(thread.interpreter())));
  TRY(add_member(thread, members, left));
  TRY(add_member(thread, members, right));
  return make_from(thread, members);
}

namespace {

Result<Object*> union_repr(Thread& thread, Object* self) {
  TextBuilder text(thread.interpreter());
  const Tuple* arguments = union_of(self)->arguments;
  for (std::size_t index = 0; index < arguments->size; ++index) {
    if (index > 0) TRY(text.append(" | "));
    Object* type = (*arguments)[index];
    if (type == type_of(thread, TypeId::kNoneType)) {
      TRY(text.append("None"));
    } else {
      TRY(append_type_text(thread, text, type));
    }
  }
  return text.finish();
}

Result<std::intptr_t> union_hash(Thread& thread, Object* self) {
  Ref<Set> members(TRY(make_frozen_set(thread, union_of(self)->arguments)));
  return hash(thread, members);
}

Result<Object*> union_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_exact(left, TypeId::kUnionType) || !is_exact(right, TypeId::kUnionType)) {
    return new_not_implemented(thread);
  }
  Ref<Set> ours(TRY(make_set(thread, union_of(left)->arguments)));
  Ref<Set> theirs(TRY(make_set(thread, union_of(right)->arguments)));
  return compare(thread, ours, theirs, comparison);
}

Result<Tuple*> borrow_parameters(Thread& thread, UnionType* self) {
  if (self->parameters == nullptr) {
    Tuple* parameters = TRY(collect_parameters(thread, self->arguments));
    replace_reference(self->parameters, parameters);
  }
  return self->parameters;
}

// With the parameters replaced the members are joined anew, by whatever `|` means for them.
Result<Object*> union_get_item(Thread& thread, Object* self, Object* items) {
  Tuple* parameters = TRY(borrow_parameters(thread, union_of(self)));
  Ref<Tuple> members(TRY(substitute(thread, self, union_of(self)->arguments, parameters, items)));
  Ref<> joined(retain((*members)[0]));
  for (std::size_t index = 1; index < members->size; ++index) {
    joined.reset(TRY(binary(thread, BinaryOperator::kOr, joined, (*members)[index])));
  }
  return joined.take();
}

Result<Object*> check_members(Thread& thread, Object* self, Object* object,
                              Result<bool> (*ask)(Thread&, Object*, Object*)) {
  Ref<Tuple> members(retain(union_of(self)->arguments));
  for (std::size_t index = 0; index < members->size; ++index) {
    if (TRY(ask(thread, object, (*members)[index]))) return new_boolean(thread, true);
  }
  return new_boolean(thread, false);
}

Result<Object*> instance_check(Thread& thread, Object* self, Object* const* arguments) {
  return check_members(thread, self, arguments[0], is_instance);
}

Result<Object*> subclass_check(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_type(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "issubclass() arg 1 must be a class");
  }
  return check_members(thread, self, arguments[0], is_subclass);
}

Result<Object*> get_parameters(Thread& thread, Object* self) {
  return retain(static_cast<Object*>(TRY(borrow_parameters(thread, union_of(self)))));
}

constexpr NativeMethod kUnionMethods[] = {{"__instancecheck__(self, instance, /)", instance_check},
                                          {"__subclasscheck__(self, cls, /)", subclass_check}};
constexpr NativeMember kUnionMembers[] = {{"__args__", OURO_OFFSET(UnionType, arguments)}};
// A union is no class, but says like one where it comes from.
Result<Object*> get_module(Thread& thread, Object*) {
  return make_str(thread.interpreter(), "types");
}

constexpr NativeAttribute kUnionAttributes[] = {{"__module__", get_module},
                                                {"__parameters__", get_parameters}};

}  // namespace

constinit const TypeDescriptor kUnionTypeDescriptor = {
    .name = "UnionType",
    .module = "types",
    .flags = flag::kCollectable,
    .object_size = sizeof(UnionType),
    .slots = {.deallocate = UnionReferences::deallocate,
              .traverse = UnionReferences::traverse,
              .repr = union_repr,
              .hash = union_hash,
              .compare = union_compare,
              .make = nullptr,
              .binary = union_operators(),
              .get_item = union_get_item},
    .methods = kUnionMethods,
    .attributes = kUnionAttributes,
    .members = kUnionMembers,
    .full_name = "types.UnionType",
};

}  // namespace ouro
