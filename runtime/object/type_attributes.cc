// Attributes of types: lookup in the type and its metatype, assignment, and the type `type` itself.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/mapping_proxy.h"
#include "runtime/object/object_methods.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_table.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"
#include "runtime/object/union_type.h"

namespace ouro {
namespace {

Type* type_of_object(Object* object) { return static_cast<Type*>(object); }

bool is_class(const Type* type) { return (type->flags & flag::kClass) != 0; }

Object* find_own(Thread& thread, Type* type, Id name) {
  return type->dict == nullptr ? nullptr
                               : find_str_in_dict(thread, type->dict, identifier(thread, name));
}

}  // namespace

Result<Found<Object>> find_type_attribute(Thread& thread, Type* type, Str* name) {
  Type* metatype = type->type;
  Ref<> meta(retain_if(TRY(find_in_type(thread, metatype, name)).value));
  const Slots* slots = meta ? meta->type->slots : nullptr;
  if (slots != nullptr && slots->descriptor_get != nullptr && slots->descriptor_set != nullptr) {
    return Found{TRY(slots->descriptor_get(thread, meta, type, metatype))};
  }
  Ref<> own(retain_if(TRY(find_in_type(thread, type, name)).value));
  if (own) {
    const auto get = own->type->slots->descriptor_get;
    return Found{get == nullptr ? own.take() : TRY(get(thread, own, nullptr, type))};
  }
  if (!meta) return Found<Object>{};
  if (slots->descriptor_get == nullptr) return Found{meta.take()};
  return Found{TRY(slots->descriptor_get(thread, meta, type, metatype))};
}

Result<Object*> type_get_attribute(Thread& thread, Object* self, Str* name) {
  const Found<Object> found = TRY(find_type_attribute(thread, type_of_object(self), name));
  return found ? Result<Object*>(found.value) : raise_attribute_error(thread, self, name);
}

namespace {

Status refuse_immutable(Thread& thread, Type* type, Object* name) {
  if ((type->flags & flag::kImmutable) == 0) return done;
  return raise(thread, TypeId::kTypeError, "cannot set '{}' attribute of immutable type '{}'", name,
               static_cast<const Type*>(type));
}

// The old value stays alive until the type is consistent again.
Status set_own_attribute(Thread& thread, Type* type, Str* name, Object* value) {
  type_modified(type);
  Ref<Dict> dict(retain(type->dict));
  Ref<> old(retain_if(find_str_in_dict(thread, dict, name)));
  if (value == nullptr) {
    if (!TRY(dict_delete(thread, dict, name))) return raise_attribute_error(thread, type, name);
  } else {
    TRY(dict_set(thread, dict, name, value));
  }
  type_modified(type);
  return update_slots_named(thread, type, name);
}

}  // namespace

Status type_set_attribute(Thread& thread, Object* self, Str* name, Object* value) {
  Type* type = type_of_object(self);
  TRY(refuse_immutable(thread, type, name));
  Ref<> meta(retain_if(TRY(find_in_type(thread, type->type, name)).value));
  if (meta && meta->type->slots->descriptor_set != nullptr) {
    return meta->type->slots->descriptor_set(thread, meta, self, value);
  }
  return set_own_attribute(thread, type, name, value);
}

namespace {

// Attributes that every type has.

Result<Object*> get_name(Thread& thread, Object* self) {
  Type* type = type_of_object(self);
  if (type->name == nullptr) {
    Str* name = TRY(intern(thread.interpreter(), type->descriptor->name));
    replace_reference(type->name, name);
  }
  return retain(static_cast<Object*>(type->name));
}

Status check_special(Thread& thread, Type* type, Object* value, const char* name) {
  if (is_class(type) && value != nullptr) return done;
  return raise(thread, TypeId::kTypeError, "cannot {} '{}' attribute of immutable type '{}'",
               value == nullptr ? "delete" : "set", name, static_cast<const Type*>(type));
}

Status refuse_null_characters(Thread& thread, const Str* name) {
  for (std::size_t index = 0; index < name->length; ++index) {
    if (name->at(index) == 0) {
      return raise(thread, TypeId::kValueError, "type name must not contain null characters");
    }
  }
  return done;
}

Status set_name(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  TRY(check_special(thread, type, value, "__name__"));
  if (!is_str(value)) {
    return raise(thread, TypeId::kTypeError, "can only assign string to {}.__name__, not '{}'",
                 static_cast<const Type*>(type), value->type);
  }
  TRY(refuse_null_characters(thread, static_cast<Str*>(value)));
  return set_type_name(thread.interpreter(), type, static_cast<Str*>(value));
}

Result<Object*> get_qualified_name(Thread& thread, Object* self) {
  Str* name = type_of_object(self)->qualified_name;
  return name != nullptr ? retain(static_cast<Object*>(name)) : get_name(thread, self);
}

Status set_qualified_name(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  TRY(check_special(thread, type, value, "__qualname__"));
  if (!is_str(value)) {
    return raise(thread, TypeId::kTypeError, "can only assign string to {}.__qualname__, not '{}'",
                 static_cast<const Type*>(type), value->type);
  }
  replace_reference(type->qualified_name, retain(static_cast<Str*>(value)));
  return done;
}

Result<Object*> get_module(Thread& thread, Object* self) {
  Type* type = type_of_object(self);
  Object* module = find_own(thread, type, Id::dunder_module);
  if (module != nullptr && (is_class(type) || is_str(module))) return retain(module);
  if (!is_class(type)) return intern(thread.interpreter(), type->descriptor->module);
  return raise(thread, TypeId::kAttributeError, "__module__");
}

Status set_module(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  TRY(check_special(thread, type, value, "__module__"));
  type_modified(type);
  return dict_set(thread, type->dict, identifier(thread, Id::dunder_module), value);
}

Result<Object*> get_doc(Thread& thread, Object* self) {
  Type* type = type_of_object(self);
  // In the dict of a native type the name may stand for the instances' doc.
  if (!is_class(type)) return text_or_none(thread, type->descriptor->doc);
  Ref<> doc(retain_if(find_own(thread, type, Id::dunder_doc)));
  if (!doc) return new_none(thread);
  const auto get = doc->type->slots->descriptor_get;
  return get == nullptr ? doc.take() : get(thread, doc, nullptr, self);
}

Status set_doc(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  TRY(check_special(thread, type, value, "__doc__"));
  type_modified(type);
  return dict_set(thread, type->dict, identifier(thread, Id::dunder_doc), value);
}

Result<Object*> get_text_signature(Thread& thread, Object* self) {
  if (self != type_of(thread, TypeId::kObject)) return new_none(thread);
  return make_str(thread.interpreter(), "()");
}

Result<Object*> get_dict(Thread& thread, Object* self) {
  Type* type = type_of_object(self);
  TRY(ensure_ready(thread, type));
  if (type->dict == nullptr) return new_none(thread);
  return make_mapping_proxy(thread.interpreter(), type->dict);
}

Result<Object*> get_base(Thread& thread, Object* self) {
  Type* base = type_of_object(self)->base;
  return base == nullptr ? new_none(thread) : retain(static_cast<Object*>(base));
}

Result<Object*> get_bases(Thread& thread, Object* self) {
  TRY(ensure_ready(thread, type_of_object(self)));
  return retain(static_cast<Object*>(type_of_object(self)->bases));
}

Result<Object*> get_mro(Thread& thread, Object* self) {
  TRY(ensure_ready(thread, type_of_object(self)));
  Tuple* mro = type_of_object(self)->mro;
  return mro == nullptr ? new_none(thread) : retain(static_cast<Object*>(mro));
}

Result<Object*> get_annotations(Thread& thread, Object* self) {
  Type* type = type_of_object(self);
  if (!is_class(type))
    return raise_attribute_error(thread, self, identifier(thread, Id::dunder_annotations));
  Ref<> own(retain_if(find_own(thread, type, Id::dunder_annotations)));
  if (own) {
    const auto get = own->type->slots->descriptor_get;
    return get == nullptr ? own.take() : get(thread, own, nullptr, self);
  }
  Ref<Dict> made(TRY(make_dict(thread.interpreter())));
  TRY(dict_set(thread, type->dict, identifier(thread, Id::dunder_annotations), made));
  type_modified(type);
  return made.take();
}

Status set_annotations(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  Str* name = identifier(thread, Id::dunder_annotations);
  TRY(refuse_immutable(thread, type, name));
  type_modified(type);
  if (value != nullptr) return dict_set(thread, type->dict, name, value);
  if (TRY(dict_delete(thread, type->dict, name))) return done;
  return raise_value(thread, TypeId::kAttributeError, name);
}

Result<Object*> get_abstract_methods(Thread& thread, Object* self) {
  Object* names = is_class(type_of_object(self))
                      ? find_own(thread, type_of_object(self), Id::dunder_abstractmethods)
                      : nullptr;
  if (names != nullptr) return retain(names);
  return raise_value(thread, TypeId::kAttributeError,
                     identifier(thread, Id::dunder_abstractmethods));
}

Status set_abstract_methods(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  Str* name = identifier(thread, Id::dunder_abstractmethods);
  TRY(refuse_immutable(thread, type, name));
  bool abstract = false;
  if (value != nullptr) {
    abstract = TRY(is_true(thread, value));
    TRY(dict_set(thread, type->dict, name, value));
  } else if (!TRY(dict_delete(thread, type->dict, name))) {
    return raise_value(thread, TypeId::kAttributeError, name);
  }
  type_modified(type);
  type->flags = abstract ? type->flags | flag::kAbstract : type->flags & ~flag::kAbstract;
  return done;
}

Result<Object*> get_basic_size(Thread& thread, Object* self) {
  return make_int_object(thread, type_of_object(self)->object_size);
}
Result<Object*> get_item_size(Thread& thread, Object* self) {
  return make_int_object(thread, type_of_object(self)->item_size);
}
Result<Object*> get_dict_offset(Thread& thread, Object* self) {
  return make_int_object(thread, type_of_object(self)->dict_offset);
}
Result<Object*> get_weak_offset(Thread& thread, Object* self) {
  return make_int_object(thread, type_of_object(self)->weak_offset);
}

// The bits of CPython's tp_flags that programs look at.
struct PublicFlag {
  std::uint32_t ours;
  unsigned bit;
};
constexpr PublicFlag kPublicFlags[] = {
    {flag::kSequencePattern, 5}, {flag::kMappingPattern, 6},     {flag::kImmutable, 8},
    {flag::kClass, 9},           {flag::kBaseType, 10},          {flag::kReady, 12},
    {flag::kCollectable, 14},    {flag::kMethodLike, 17},        {flag::kAbstract, 20},
    {flag::kPatternSelf, 22},    {flag::kIntSubclass, 24},       {flag::kListSubclass, 25},
    {flag::kTupleSubclass, 26},  {flag::kBytesSubclass, 27},     {flag::kStrSubclass, 28},
    {flag::kDictSubclass, 29},   {flag::kExceptionSubclass, 30}, {flag::kTypeSubclass, 31}};

Result<Object*> get_flags(Thread& thread, Object* self) {
  std::uint64_t flags = 0;
  for (const auto& [ours, bit] : kPublicFlags) {
    if ((type_of_object(self)->flags & ours) != 0) flags |= std::uint64_t{1} << bit;
  }
  return make_int_unsigned(thread.interpreter(), flags);
}

// __bases__ = ...

// By the method resolution order, or by the bases alone, which change before it does.
bool derives_from(const Type* type, const Type* base) {
  for (const Type* at = type; at != nullptr; at = at->base) {
    if (at == base) return true;
  }
  return is_subtype(type, base);
}

Status check_new_bases(Thread& thread, Type* type, Object* value) {
  if (!is_tuple(value)) {
    return raise(thread, TypeId::kTypeError, "can only assign tuple to {}.__bases__, not {}",
                 static_cast<const Type*>(type), value->type);
  }
  const auto* bases = static_cast<Tuple*>(value);
  if (bases->size == 0) {
    return raise(thread, TypeId::kTypeError,
                 "can only assign non-empty tuple to {}.__bases__, not ()",
                 static_cast<const Type*>(type));
  }
  for (std::size_t index = 0; index < bases->size; ++index) {
    Object* base = (*bases)[index];
    if (!is_type(base)) {
      return raise(thread, TypeId::kTypeError, "{}.__bases__ must be tuple of classes, not '{}'",
                   static_cast<const Type*>(type), base->type);
    }
    if (derives_from(type_of_object(base), type)) {
      return raise(thread, TypeId::kTypeError, "a __bases__ item causes an inheritance cycle");
    }
  }
  return done;
}

// The subclasses first get their new order, for a failure must leave all of them as they were.
Status renew_mro(Thread& thread, Type* type) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  Tuple* mro = TRY(compute_mro(thread, type));
  replace_reference(type->mro, mro);
  type_modified(type);
  for (std::uint32_t index = 0; index < type->subclass_count; ++index) {
    TRY(renew_mro(thread, type->subclasses[index]));
  }
  return done;
}

Status renew_slots(Thread& thread, Type* type) {
  if (type->own_slots != nullptr && is_class(type)) TRY(update_all_slots(thread, type));
  for (std::uint32_t index = 0; index < type->subclass_count; ++index) {
    TRY(renew_slots(thread, type->subclasses[index]));
  }
  return done;
}

struct BasesChange {
  Type* type;
  Ref<Tuple> bases;
  Ref<Type> base;

  void swap_in() {
    Tuple* old_bases = std::exchange(type->bases, bases.take());
    bases.reset(old_bases);
    Type* old_base = std::exchange(type->base, base.take());
    base.reset(old_base);
  }
};

Status move_subclass(Type* type, const Tuple* from, const Tuple* to) {
  for (std::size_t index = 0; index < to->size; ++index)
    TRY(add_subclass(type_of_object((*to)[index]), type));
  for (std::size_t index = 0; index < from->size; ++index) {
    remove_subclass(type_of_object((*from)[index]), type);
  }
  return done;
}

Status set_bases(Thread& thread, Object* self, Object* value) {
  Type* type = type_of_object(self);
  TRY(check_special(thread, type, value, "__bases__"));
  TRY(check_new_bases(thread, type, value));
  Type* base = TRY(find_best_base(thread, static_cast<Tuple*>(value)));
  if (!same_layout(base, type->base)) return refuse_layout(thread, "__bases__", base, type->base);
  BasesChange change{type, Ref<Tuple>(retain(static_cast<Tuple*>(value))), Ref<Type>(retain(base))};
  change.swap_in();
  if (!renew_mro(thread, type).ok()) {
    Ref<Exception> error(take_pending(thread));
    change.swap_in();
    if (!renew_mro(thread, type).ok()) clear_pending(thread);
    restore_pending(thread, error.take());
    return failure;
  }
  TRY(move_subclass(type, change.bases, type->bases));
  return renew_slots(thread, type);
}

// These are plain fields in CPython, which is what the text says.
Status refuse_field(Thread& thread, Object*, Object*) {
  return raise(thread, TypeId::kAttributeError, "readonly attribute");
}

constexpr NativeAttribute kTypeAttributes[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualified_name, set_qualified_name},
    {"__bases__", get_bases, set_bases},
    {"__module__", get_module, set_module},
    {"__abstractmethods__", get_abstract_methods, set_abstract_methods},
    {"__dict__", get_dict},
    {"__doc__", get_doc, set_doc},
    {"__text_signature__", get_text_signature},
    {"__annotations__", get_annotations, set_annotations},
    {"__base__", get_base, refuse_field},
    {"__mro__", get_mro, refuse_field},
    {"__basicsize__", get_basic_size, refuse_field},
    {"__itemsize__", get_item_size, refuse_field},
    {"__dictoffset__", get_dict_offset, refuse_field},
    {"__weakrefoffset__", get_weak_offset, refuse_field},
    {"__flags__", get_flags, refuse_field}};

// Methods.

Result<Object*> mro_method(Thread& thread, Object* self, Object* const*) {
  Ref<Tuple> order(TRY(linearise(thread, type_of_object(self))));
  return to_list(thread, order);
}

Result<Object*> subclasses_method(Thread& thread, Object* self, Object* const*) {
  return list_subclasses(thread, type_of_object(self));
}

Result<Object*> prepare_method(Thread& thread, Object*, Object* const*) {
  return make_dict(thread.interpreter());
}

Result<Object*> instance_check(Thread& thread, Object* self, Object* const* arguments) {
  return new_boolean(thread, TRY(plain_is_instance(thread, arguments[0], self)));
}

Result<Object*> subclass_check(Thread& thread, Object* self, Object* const* arguments) {
  return new_boolean(thread, TRY(plain_is_subclass(thread, arguments[0], self)));
}

Result<Object*> dir_method(Thread& thread, Object* self, Object* const*) {
  Ref<Dict> names(TRY(make_dict(thread.interpreter())));
  TRY(merge_class_names(thread, names, self));
  return to_list(thread, names);
}

Result<Object*> size_method(Thread& thread, Object* self, Object* const*) {
  const bool owns_slots = type_of_object(self)->own_slots != nullptr;
  return make_int_object(
      thread, static_cast<std::intptr_t>(sizeof(Type) + (owns_slots ? sizeof(Slots) : 0)));
}

constexpr NativeMethod kTypeMethods[] = {
    {"mro(self, /)", mro_method, Binding::kInstance, "The order in which classes are searched."},
    {"__subclasses__(self, /)", subclasses_method, Binding::kInstance,
     "The direct subclasses that live."},
    {"__prepare__(*args, **kwargs)", prepare_method, Binding::kClass,
     "A namespace for the body of a class statement."},
    {"__instancecheck__(self, instance, /)", instance_check},
    {"__subclasscheck__(self, subclass, /)", subclass_check},
    {"__dir__(self, /)", dir_method},
    {"__sizeof__(self, /)", size_method}};

// Slots.

Result<Object*> type_repr(Thread& thread, Object* self) {
  Result<Object*> found = get_module(thread, self);
  if (!found.ok()) clear_pending(thread);
  Ref<> module(found.ok() ? found.value() : nullptr);
  Ref<> name(TRY(get_qualified_name(thread, self)));
  if (module && is_str(module) && !str_equal(static_cast<Str*>(module.get()), "builtins")) {
    return format_str(thread, "<class '{}.{}'>", module, name);
  }
  return format_str(thread, "<class '{}'>", static_cast<const Type*>(type_of_object(self)));
}

Result<Object*> type_call(Thread& thread, Object* self, const Arguments& arguments) {
  Type* type = type_of_object(self);
  if (type == type_of(thread, TypeId::kType)) {
    if (arguments.positional == 1 && arguments.keywords() == 0) {
      return retain(static_cast<Object*>(arguments.values[0]->type));
    }
    if (arguments.positional != 3)
      return raise(thread, TypeId::kTypeError, "type() takes 1 or 3 arguments");
  }
  if (type->slots->make == nullptr) {
    return raise(thread, TypeId::kTypeError, "cannot create '{}' instances",
                 static_cast<const Type*>(type));
  }
  Ref<> made(TRY(type->slots->make(thread, type, arguments)));
  if (is_instance_of(made, type)) TRY(made->type->slots->initialise(thread, made, arguments));
  return made.take();
}

Result<Object*> type_make(Thread& thread, Type* metatype, const Arguments& arguments) {
  if (arguments.positional != 3) {
    return raise(thread, TypeId::kTypeError, "type.__new__() takes exactly 3 arguments ({} given)",
                 arguments.positional);
  }
  constexpr struct {
    bool (*is)(const Object*);
    const char* name;
  } kExpected[] = {{is_str, "str"}, {is_tuple, "tuple"}, {is_dict, "dict"}};
  for (std::size_t index = 0; index < 3; ++index) {
    if (kExpected[index].is(arguments.values[index])) continue;
    return raise(thread, TypeId::kTypeError, "type.__new__() argument {} must be {}, not {}",
                 index + 1, kExpected[index].name, arguments.values[index]->type);
  }
  auto* name = static_cast<Str*>(arguments.values[0]);
  TRY(refuse_null_characters(thread, name));
  return make_class(thread, metatype, name, static_cast<Tuple*>(arguments.values[1]),
                    static_cast<Dict*>(arguments.values[2]), arguments.names,
                    arguments.values + arguments.positional);
}

Status type_initialise(Thread& thread, Object*, const Arguments& arguments) {
  if (arguments.keywords() != 0 && arguments.positional == 1) {
    return raise(thread, TypeId::kTypeError, "type.__init__() takes no keyword arguments");
  }
  if (arguments.positional == 1 || arguments.positional == 3) return done;
  return raise(thread, TypeId::kTypeError, "type.__init__() takes 1 or 3 arguments");
}

}  // namespace

constinit const TypeDescriptor kTypeDescriptor = {
    .name = "type",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Type),
    .dict_offset = OURO_OFFSET(Type, dict),
    .weak_offset = OURO_OFFSET(Type, weak_references),
    .slots = {.deallocate = type_deallocate,
              .traverse = type_traverse,
              .clear = type_clear,
              .repr = type_repr,
              .call = type_call,
              .get_attribute = type_get_attribute,
              .set_attribute = type_set_attribute,
              .make = type_make,
              .initialise = type_initialise,
              .binary = union_operators()},
    .methods = kTypeMethods,
    .attributes = kTypeAttributes,
};

}  // namespace ouro
