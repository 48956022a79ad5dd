// GenericAlias: mostly transparent for its class, apart from what typing looks at.
#include "runtime/object/generic_alias.h"

#include <algorithm>
#include <iterator>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/alias_parameters.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/object_methods.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/union_type.h"

namespace ouro {
namespace {

GenericAlias* alias_of(Object* object) { return static_cast<GenericAlias*>(object); }

using AliasReferences = OwnedReferences<GenericAlias, &GenericAlias::origin,
                                        &GenericAlias::arguments, &GenericAlias::parameters>;

Result<Object*> make_of_type(Thread& thread, Type* type, Object* origin, Object* arguments) {
  Ref<Tuple> tuple(is_tuple(arguments) ? retain(static_cast<Tuple*>(arguments))
                                       : TRY(pack_tuple(thread.interpreter(), arguments)));
  auto* alias = static_cast<GenericAlias*>(TRY(allocate_instance(thread.interpreter(), type)));
  alias->origin = retain(origin);
  alias->arguments = tuple.take();
  return alias;
}

Result<Object*> alias_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, "GenericAlias", arguments));
  TRY(check_positional(thread, "GenericAlias", arguments, 2, 2));
  return make_of_type(thread, type, arguments.values[0], arguments.values[1]);
}

Result<Tuple*> borrow_parameters(Thread& thread, GenericAlias* alias) {
  if (alias->parameters == nullptr) {
    Tuple* parameters = TRY(collect_parameters(thread, alias->arguments));
    replace_reference(alias->parameters, parameters);
  }
  return alias->parameters;
}

}  // namespace

Result<Object*> make_generic_alias(Thread& thread, Object* origin, Object* arguments) {
  return make_of_type(thread, type_of(thread, TypeId::kGenericAlias), origin, arguments);
}

namespace {

Status append_list(Thread& thread, TextBuilder& text, List* borrowed) {
  Ref<List> list(retain(borrowed));
  TRY(text.append(U'['));
  for (std::size_t index = 0; index < list->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    Ref<> item(retain(list->items[index]));
    TRY(append_type_text(thread, text, item));
  }
  return text.append(U']');
}

// "module.Class", without the module for builtins. False: it has no name.
Result<bool> append_class_name(Thread& thread, TextBuilder& text, Object* type) {
  Ref<> name(TRY(get_attribute_if(thread, type, identifier(thread, Id::dunder_qualname))).value);
  if (!name) return false;
  Ref<> module(TRY(get_attribute_if(thread, type, identifier(thread, Id::dunder_module))).value);
  if (!module || module == none(thread)) return false;
  const bool builtin = is_str(module) && str_equal(static_cast<Str*>(module.get()), "builtins");
  if (!builtin) {
    TRY(text.append_str(thread, module));
    TRY(text.append(U'.'));
  }
  TRY(text.append_str(thread, name));
  return true;
}

}  // namespace

Status append_type_text(Thread& thread, TextBuilder& text, Object* type) {
  if (type == thread.interpreter().ellipsis()) return text.append("...");
  if (is_list(type)) return append_list(thread, text, static_cast<List*>(type));
  Ref<> origin(TRY(get_attribute_if(thread, type, "__origin__")).value);
  if (origin) {
    Ref<> arguments(TRY(get_attribute_if(thread, type, "__args__")).value);
    if (arguments) return text.append_repr(thread, type);
  }
  if (TRY(append_class_name(thread, text, type))) return done;
  return text.append_repr(thread, type);
}

namespace {

Result<Object*> alias_repr(Thread& thread, Object* self) {
  const GenericAlias* alias = alias_of(self);
  TextBuilder text(thread.interpreter());
  if (alias->starred) TRY(text.append(U'*'));
  TRY(append_type_text(thread, text, alias->origin));
  TRY(text.append(U'['));
  for (std::size_t index = 0; index < alias->arguments->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    TRY(append_type_text(thread, text, (*alias->arguments)[index]));
  }
  if (alias->arguments->size == 0) TRY(text.append("()"));
  TRY(text.append(U']'));
  return text.finish();
}

Result<std::intptr_t> alias_hash(Thread& thread, Object* self) {
  const std::intptr_t origin = TRY(hash(thread, alias_of(self)->origin));
  const std::intptr_t arguments = TRY(hash(thread, alias_of(self)->arguments));
  return never_minus_one(origin ^ arguments);
}

Result<Object*> alias_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  const Type* type = type_of(thread, TypeId::kGenericAlias);
  if ((comparison != Comparison::kEqual && comparison != Comparison::kNotEqual) ||
      !is_instance_of(left, type) || !is_instance_of(right, type)) {
    return new_not_implemented(thread);
  }
  bool same = alias_of(left)->starred == alias_of(right)->starred &&
              TRY(equal(thread, alias_of(left)->origin, alias_of(right)->origin));
  if (same) same = TRY(equal(thread, alias_of(left)->arguments, alias_of(right)->arguments));
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

// The instance remembers the alias, if it can.
Result<Object*> alias_call(Thread& thread, Object* self, const Arguments& arguments) {
  Ref<> made(TRY(call(thread, alias_of(self)->origin, arguments)));
  if (set_attribute(thread, made, identifier(thread, Id::dunder_orig_class), self).ok())
    return made.take();
  if (!pending_matches(thread, TypeId::kAttributeError) &&
      !pending_matches(thread, TypeId::kTypeError)) {
    return failure;
  }
  clear_pending(thread);
  return made.take();
}

constexpr std::string_view kOwnNames[] = {"__class__",
                                          "__bases__",
                                          "__origin__",
                                          "__args__",
                                          "__unpacked__",
                                          "__parameters__",
                                          "__typing_unpacked_tuple_args__",
                                          "__mro_entries__",
                                          "__reduce_ex__",
                                          "__reduce__",
                                          "__copy__",
                                          "__deepcopy__"};

Result<Object*> alias_get_attribute(Thread& thread, Object* self, Str* name) {
  const bool own = std::any_of(std::begin(kOwnNames), std::end(kOwnNames),
                               [&](std::string_view known) { return str_equal(name, known); });
  if (own) return object_get_attribute(thread, self, name);
  return get_attribute(thread, alias_of(self)->origin, name);
}

Result<Object*> alias_get_item(Thread& thread, Object* self, Object* items) {
  GenericAlias* alias = alias_of(self);
  TRY(borrow_parameters(thread, alias));
  Ref<Tuple> arguments(TRY(substitute(thread, self, alias->arguments, alias->parameters, items)));
  Ref<> made(TRY(make_of_type(thread, self->type, alias->origin, arguments)));
  alias_of(made)->starred = alias->starred;
  return made.take();
}

// One item: the alias itself, starred.
Result<Object*> alias_iterate(Thread& thread, Object* self) {
  Ref<> starred(
      TRY(make_of_type(thread, self->type, alias_of(self)->origin, alias_of(self)->arguments)));
  alias_of(starred)->starred = true;
  Ref<Tuple> one(TRY(pack_tuple(thread.interpreter(), starred.get())));
  return make_tuple_iterator(thread.interpreter(), one);
}

Result<Object*> mro_entries(Thread& thread, Object* self, Object* const*) {
  return pack_tuple(thread.interpreter(), alias_of(self)->origin);
}

Result<Object*> instance_check(Thread& thread, Object*, Object* const*) {
  return raise(thread, TypeId::kTypeError,
               "isinstance() argument 2 cannot be a parameterized generic");
}

Result<Object*> subclass_check(Thread& thread, Object*, Object* const*) {
  return raise(thread, TypeId::kTypeError,
               "issubclass() argument 2 cannot be a parameterized generic");
}

Result<Object*> reduce_method(Thread& thread, Object* self, Object* const*) {
  const GenericAlias* alias = alias_of(self);
  if (alias->starred) {
    Ref<> plain(TRY(make_generic_alias(thread, alias->origin, alias->arguments)));
    Ref<> iterator(TRY(iterate(thread, plain)));
    Ref<> next_function(TRY(builtin_named(thread, "next")));
    Ref<Tuple> arguments(TRY(pack_tuple(thread.interpreter(), iterator.get())));
    return pack_tuple(thread.interpreter(), next_function.get(),
                      static_cast<Object*>(arguments.get()));
  }
  Ref<Tuple> arguments(
      TRY(pack_tuple(thread.interpreter(), alias->origin, static_cast<Object*>(alias->arguments))));
  return pack_tuple(thread.interpreter(), static_cast<Object*>(self->type),
                    static_cast<Object*>(arguments.get()));
}

Result<Object*> dir_method(Thread& thread, Object* self, Object* const*) {
  // As dir(origin) does: the method of its type, not the one it gives to instances.
  Object* origin = alias_of(self)->origin;
  Ref<> method(TRY(get_special(thread, origin, identifier(thread, Id::dunder_dir))).value);
  if (!method) return raise(thread, TypeId::kTypeError, "object does not provide __dir__");
  Ref<> names(TRY(call(thread, method)));
  Ref<List> list(TRY(to_list(thread, names)));
  for (std::string_view name : kOwnNames) {
    Ref<Str> text(TRY(intern(thread.interpreter(), name)));
    if (!TRY(contains(thread, list, text))) TRY(list_append(thread.interpreter(), list, text));
  }
  return list.take();
}

Result<Object*> get_parameters(Thread& thread, Object* self) {
  return retain(static_cast<Object*>(TRY(borrow_parameters(thread, alias_of(self)))));
}

Result<Object*> get_unpacked_arguments(Thread& thread, Object* self) {
  const GenericAlias* alias = alias_of(self);
  if (!alias->starred || alias->origin != type_of(thread, TypeId::kTuple)) return new_none(thread);
  return retain(static_cast<Object*>(alias->arguments));
}

constexpr NativeMethod kAliasMethods[] = {{"__mro_entries__(self, bases, /)", mro_entries},
                                          {"__instancecheck__(self, instance, /)", instance_check},
                                          {"__subclasscheck__(self, cls, /)", subclass_check},
                                          {"__reduce__(self, /)", reduce_method},
                                          {"__dir__(self, /)", dir_method}};
constexpr NativeMember kAliasMembers[] = {
    {"__origin__", OURO_OFFSET(GenericAlias, origin)},
    {"__args__", OURO_OFFSET(GenericAlias, arguments)},
    {"__unpacked__", OURO_OFFSET(GenericAlias, starred), MemberKind::kBool}};
constexpr NativeAttribute kAliasAttributes[] = {
    {"__parameters__", get_parameters}, {"__typing_unpacked_tuple_args__", get_unpacked_arguments}};

}  // namespace

constinit const TypeDescriptor kGenericAliasDescriptor = {
    .name = "GenericAlias",
    .module = "types",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(GenericAlias),
    .weak_offset = OURO_OFFSET(GenericAlias, weak_references),
    .slots = {.deallocate = AliasReferences::deallocate,
              .traverse = AliasReferences::traverse,
              .repr = alias_repr,
              .hash = alias_hash,
              .compare = alias_compare,
              .call = alias_call,
              .get_attribute = alias_get_attribute,
              .make = alias_make,
              .initialise = [](Thread&, Object*, const Arguments&) -> Status { return done; },
              .iterate = alias_iterate,
              .binary = union_operators(),
              .get_item = alias_get_item},
    .methods = kAliasMethods,
    .attributes = kAliasAttributes,
    .members = kAliasMembers,
    .full_name = "types.GenericAlias",
};

}  // namespace ouro
