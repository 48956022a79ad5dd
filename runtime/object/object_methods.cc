// object: the methods and slots every type inherits, and pickling by default.
#include "runtime/object/object_methods.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/mapping_proxy.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"

namespace ouro {

// Making and initialising: arguments that nobody takes are refused by one of the two.

namespace {

bool has_arguments(const Arguments& arguments) {
  return arguments.positional != 0 || arguments.keywords() != 0;
}

Failure refuse_abstract(Thread& thread, Type* type) {
  Result<Object*> found =
      get_attribute(thread, type, identifier(thread, Id::dunder_abstractmethods));
  if (!found.ok()) return failure;
  Ref<> names(found.value());
  Result<List*> listed = to_list(thread, names);
  if (!listed.ok()) return failure;
  Ref<List> sorted(listed.value());
  if (!list_sort(thread, sorted, nullptr, false).ok()) return failure;
  const Result<Str*> comma = make_str(thread.interpreter(), ", ");
  if (!comma.ok()) return failure;
  Ref<Str> separator(comma.value());
  const Result<Str*> joined = str_join(thread, separator, sorted);
  if (!joined.ok()) return failure;
  Ref<Str> text(joined.value());
  return raise(thread, TypeId::kTypeError,
               "Can't instantiate abstract class {} with abstract method{} {}",
               static_cast<const Type*>(type), sorted->size > 1 ? "s" : "", text);
}

}  // namespace

Result<Object*> object_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (has_arguments(arguments)) {
    if (type->slots->make != object_make) {
      return raise(thread, TypeId::kTypeError,
                   "object.__new__() takes exactly one argument (the type to instantiate)");
    }
    if (type->slots->initialise == object_initialise) {
      return raise(thread, TypeId::kTypeError, "{}() takes no arguments",
                   static_cast<const Type*>(type));
    }
  }
  if ((type->flags & flag::kAbstract) != 0) return refuse_abstract(thread, type);
  return allocate_instance(thread.interpreter(), type);
}

Status object_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  if (!has_arguments(arguments)) return done;
  if (self->type->slots->initialise != object_initialise) {
    return raise(thread, TypeId::kTypeError,
                 "object.__init__() takes exactly one argument (the instance to initialize)");
  }
  if (self->type->slots->make == object_make) {
    return raise(thread, TypeId::kTypeError,
                 "{}.__init__() takes exactly one argument (the instance to initialize)",
                 self->type);
  }
  return done;
}

// __class__ = ...

namespace {

Result<Object*> get_class(Thread&, Object* self) {
  return retain(static_cast<Object*>(self->type));
}

bool may_change_class(Thread& thread, const Type* from, const Type* to) {
  const Type* module = type_of(thread, TypeId::kModule);
  if (is_subtype(from, module) && is_subtype(to, module)) return true;
  return ((from->flags | to->flags) & flag::kImmutable) == 0;
}

Status set_class(Thread& thread, Object* self, Object* value) {
  if (value == nullptr)
    return raise(thread, TypeId::kTypeError, "can't delete __class__ attribute");
  if (!is_type(value)) {
    return raise(thread, TypeId::kTypeError, "__class__ must be set to a class, not '{}' object",
                 value->type);
  }
  auto* type = static_cast<Type*>(value);
  if (!may_change_class(thread, self->type, type)) {
    return raise(thread, TypeId::kTypeError,
                 "__class__ assignment only supported for mutable types or ModuleType subclasses");
  }
  if (!same_layout(self->type, type)) return refuse_layout(thread, "__class__", type, self->type);
  // The names of inline values are those of the old class.
  if (has_flag(self, flag::kInlineAttributes)) TRY(borrow_instance_dict(thread, self));
  Type* old = std::exchange(self->type, is_builtin(type) ? type : retain(type));
  admit_instance(type, self);
  if (!is_builtin(old)) release(old);
  return done;
}

// dir().

Status merge_names(Thread& thread, Dict* names, Object* object, std::string_view attribute) {
  Ref<> dict(TRY(get_attribute_if(thread, object, attribute)).value);
  if (!dict) return done;
  if (!is_exact(dict, TypeId::kMappingProxy)) return dict_merge(thread, names, dict);
  return dict_merge(thread, names, static_cast<MappingProxy*>(dict.get())->mapping);
}

}  // namespace

Status merge_class_names(Thread& thread, Dict* names, Object* class_) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  TRY(merge_names(thread, names, class_, "__dict__"));
  Ref<> bases(TRY(get_attribute_if(thread, class_, identifier(thread, Id::dunder_bases))).value);
  if (!bases || !is_tuple(bases)) return done;
  const auto* tuple = static_cast<Tuple*>(bases.get());
  for (std::size_t index = 0; index < tuple->size; ++index) {
    TRY(merge_class_names(thread, names, (*tuple)[index]));
  }
  return done;
}

namespace {

// The object's __dict__, or null inside. A copy does where asking would move inline attributes into
// a dict for good.
Result<Found<Object>> look_at_dict(Thread& thread, Object* self) {
  Str* name = identifier(thread, Id::dunder_dict);
  if (has_flag(self, flag::kInlineAttributes) &&
      self->type->slots->get_attribute == object_get_attribute) {
    const Found<Object> found = TRY(find_in_type(thread, self->type, name));
    if (found && is_exact(found.value, TypeId::kAttributeDescriptor) &&
        static_cast<AttributeDescriptor*>(found.value)->attribute->get == get_dict_attribute) {
      return Found<Object>{TRY(copy_instance_dict(thread, self))};
    }
  }
  return get_attribute_if(thread, self, name);
}

Result<Object*> dir_method(Thread& thread, Object* self, Object* const*) {
  Ref<Dict> names(TRY(make_dict(thread.interpreter())));
  Ref<> own(TRY(look_at_dict(thread, self)).value);
  if (own && is_dict(own)) TRY(dict_merge(thread, names, own));
  Ref<> class_(TRY(get_attribute_if(thread, self, identifier(thread, Id::dunder_class))).value);
  if (class_) TRY(merge_class_names(thread, names, class_));
  return to_list(thread, names);
}

// format(), sys.getsizeof(), class hooks.

Result<Object*> format_method(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "__format__() argument must be str, not {}",
                 arguments[0]->type);
  }
  if (static_cast<Str*>(arguments[0])->length != 0) {
    return raise(thread, TypeId::kTypeError, "unsupported format string passed to {}.__format__",
                 self->type);
  }
  return str(thread, self);
}

Result<Object*> size_method(Thread& thread, Object* self, Object* const*) {
  return make_int_object(thread, static_cast<std::intptr_t>(instance_bytes(self)));
}

Result<Object*> init_subclass(Thread& thread, Object*, Object* const*) { return new_none(thread); }

Result<Object*> subclass_hook(Thread& thread, Object*, Object* const*) {
  return new_not_implemented(thread);
}

// Pickling: state, then the recipe.

Result<Object*> slot_names(Thread& thread, Type* type) {
  Ref<> copyreg(TRY(import_module(thread, "copyreg")));
  Ref<> names(TRY(call_method(thread, copyreg, "_slotnames", {type})));
  if (names == none(thread) || is_list(names)) return names.take();
  return raise(thread, TypeId::kTypeError, "copyreg._slotnames didn't return a list or None");
}

Result<Dict*> collect_slots(Thread& thread, Object* self, const List* names) {
  Ref<Dict> values(TRY(make_dict(thread.interpreter())));
  for (std::size_t index = 0; index < names->size; ++index) {
    if (!is_str(names->items[index])) continue;
    Ref<Str> name(retain(static_cast<Str*>(names->items[index])));
    Ref<> value(TRY(get_attribute_if(thread, self, name.get())).value);
    if (value) TRY(dict_set(thread, values, name, value));
  }
  return values.take();
}

// Does the body hold more than attributes, slots and weak references show?
bool has_hidden_state(const Object* self) {
  Type* native = native_base(self->type);
  return native->item_size != 0 || native->object_size > sizeof(Object);
}

Result<Object*> default_state(Thread& thread, Object* self, bool required) {
  if (required && has_hidden_state(self)) {
    return raise(thread, TypeId::kTypeError, "cannot pickle '{}' object", self->type);
  }
  Ref<> state(retain(none(thread)));
  if (has_instance_dict(self)) {
    Ref<Dict> dict(TRY(copy_instance_dict(thread, self)));
    if (dict->size != 0) state.reset(dict.take());
  }
  if ((self->type->flags & flag::kClass) == 0) return state.take();
  Ref<> names(TRY(slot_names(thread, self->type)));
  if (names == none(thread) || static_cast<List*>(names.get())->size == 0) return state.take();
  Ref<List> held(retain(static_cast<List*>(names.get())));
  Ref<Dict> slots(TRY(collect_slots(thread, self, held)));
  if (slots->size == 0) return state.take();
  return pack_tuple(thread.interpreter(), state.get(), static_cast<Object*>(slots.get()));
}

Result<Object*> get_state_method(Thread& thread, Object* self, Object* const*) {
  return default_state(thread, self, false);
}

constexpr NativeMethod kGetState = {"__getstate__(self, /)", get_state_method};

// A __getstate__ that is object's own may refuse; any other is simply called.
Result<Object*> get_state(Thread& thread, Object* self, bool required) {
  Ref<> method(TRY(get_attribute(thread, self, identifier(thread, Id::dunder_getstate))));
  if (is_exact(method, TypeId::kBuiltinFunction)) {
    const auto* function = static_cast<BuiltinFunction*>(method.get());
    if (function->method == &kGetState && function->self == self) {
      return default_state(thread, self, required);
    }
  }
  return call(thread, method);
}

struct Recipe {
  Ref<> constructor;
  Ref<> arguments;
  bool knows_arguments = false;  // the class said what __new__ wants
};

Result<Object*> prepend(Thread& thread, Object* first, const Tuple* rest) {
  Ref<Tuple> all(TRY(make_tuple(thread.interpreter(), rest->size + 1)));
  all->items()[0] = retain(first);
  for (std::size_t index = 0; index < rest->size; ++index)
    all->items()[index + 1] = retain((*rest)[index]);
  return all.take();
}

Status use_new_arguments_ex(Thread& thread, Object* self, Object* method, Recipe& recipe) {
  Ref<> result(TRY(call(thread, method)));
  if (!is_tuple(result)) {
    return raise(thread, TypeId::kTypeError, "__getnewargs_ex__ should return a tuple, not '{}'",
                 result->type);
  }
  const auto* pair = static_cast<Tuple*>(result.get());
  if (pair->size != 2) {
    return raise(thread, TypeId::kValueError,
                 "__getnewargs_ex__ should return a tuple of length 2, not {}", pair->size);
  }
  Object* positional = (*pair)[0];
  Object* keywords = (*pair)[1];
  if (!is_tuple(positional)) {
    return raise(thread, TypeId::kTypeError,
                 "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{}'",
                 positional->type);
  }
  if (!is_dict(keywords)) {
    return raise(thread, TypeId::kTypeError,
                 "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{}'",
                 keywords->type);
  }
  recipe.knows_arguments = true;
  Ref<> copyreg(TRY(import_module(thread, "copyreg")));
  if (static_cast<Dict*>(keywords)->size == 0) {
    recipe.constructor.reset(TRY(get_attribute(thread, copyreg, "__newobj__")));
    recipe.arguments.reset(TRY(prepend(thread, self->type, static_cast<Tuple*>(positional))));
    return done;
  }
  recipe.constructor.reset(TRY(get_attribute(thread, copyreg, "__newobj_ex__")));
  recipe.arguments.reset(TRY(
      pack_tuple(thread.interpreter(), static_cast<Object*>(self->type), positional, keywords)));
  return done;
}

Status use_new_arguments(Thread& thread, Object* self, Recipe& recipe) {
  Ref<> method(
      TRY(get_attribute_if(thread, self, identifier(thread, Id::dunder_getnewargs_ex))).value);
  if (method) return use_new_arguments_ex(thread, self, method, recipe);
  method.reset(
      TRY(get_attribute_if(thread, self, identifier(thread, Id::dunder_getnewargs))).value);
  Ref<Tuple> given;
  if (method) {
    Ref<> result(TRY(call(thread, method)));
    if (!is_tuple(result)) {
      return raise(thread, TypeId::kTypeError, "__getnewargs__ should return a tuple, not '{}'",
                   result->type);
    }
    recipe.knows_arguments = true;
    given.reset(static_cast<Tuple*>(result.take()));
  } else {
    given.reset(TRY(make_tuple(thread.interpreter(), 0)));
  }
  Ref<> copyreg(TRY(import_module(thread, "copyreg")));
  recipe.constructor.reset(TRY(get_attribute(thread, copyreg, "__newobj__")));
  recipe.arguments.reset(TRY(prepend(thread, self->type, given)));
  return done;
}

Result<Object*> items_of(Thread& thread, Object* self, bool wanted, std::string_view method) {
  if (!wanted) return new_none(thread);
  if (method.empty()) return iterate(thread, self);
  Ref<> items(TRY(call_method(thread, self, method)));
  return iterate(thread, items);
}

Result<Object*> reduce_by_new(Thread& thread, Object* self) {
  if (self->type->slots->make == nullptr) {
    return raise(thread, TypeId::kTypeError, "cannot pickle '{}' object", self->type);
  }
  Recipe recipe;
  TRY(use_new_arguments(thread, self, recipe));
  const bool required = !recipe.knows_arguments && !is_list(self) && !is_dict(self);
  Ref<> state(TRY(get_state(thread, self, required)));
  Ref<> list_items(TRY(items_of(thread, self, is_list(self), "")));
  Ref<> dict_items(TRY(items_of(thread, self, is_dict(self), "items")));
  return pack_tuple(thread.interpreter(), recipe.constructor.get(), recipe.arguments.get(),
                    state.get(), list_items.get(), dict_items.get());
}

Result<Object*> reduce_with_protocol(Thread& thread, Object* self, std::int64_t protocol) {
  if (protocol >= 2) return reduce_by_new(thread, self);
  Ref<> copyreg(TRY(import_module(thread, "copyreg")));
  Ref<> number(TRY(make_int_object(thread, protocol)));
  return call_method(thread, copyreg, "_reduce_ex", {self, number});
}

Result<Object*> reduce_method(Thread& thread, Object* self, Object* const*) {
  return reduce_with_protocol(thread, self, 0);
}

constexpr NativeMethod kReduce = {"__reduce__(self, /)", reduce_method};

// A class with its own __reduce__ is asked that way, whatever the protocol.
Result<Object*> reduce_ex_method(Thread& thread, Object* self, Object* const* arguments) {
  const std::int64_t protocol = TRY(to_int64(thread, arguments[0]));
  Object* in_type =
      TRY(find_in_type(thread, self->type, identifier(thread, Id::dunder_reduce))).value;
  const bool own = in_type != nullptr &&
                   !(is_exact(in_type, TypeId::kMethodDescriptor) &&
                     static_cast<MethodDescriptor*>(in_type)->method->function == reduce_method);
  if (own) return call_method(thread, self, identifier(thread, Id::dunder_reduce));
  return reduce_with_protocol(thread, self, protocol);
}

constexpr NativeMethod kObjectMethods[] = {
    {"__reduce_ex__(self, protocol, /)", reduce_ex_method},
    kReduce,
    {"__subclasshook__(type, /, *args)", subclass_hook, Binding::kClass},
    {"__init_subclass__(type, /)", init_subclass, Binding::kClass},
    {"__format__(self, format_spec, /)", format_method},
    {"__sizeof__(self, /)", size_method},
    {"__dir__(self, /)", dir_method}};

constexpr NativeAttribute kObjectAttributes[] = {{"__class__", get_class, set_class}};

// Apart from the others, because get_state() tells it by its address.
Status add_get_state(Thread& thread, Type* type, Dict* dict) {
  Ref<> method(TRY(make_method_descriptor(thread.interpreter(), kGetState, type)));
  return dict_set(thread, dict, "__getstate__", method);
}

}  // namespace

constinit const TypeDescriptor kObjectDescriptor = {
    .name = "object",
    .base = TypeId::kObject,
    .flags = flag::kBaseType,
    .methods = kObjectMethods,
    .attributes = kObjectAttributes,
    .fill_dict = add_get_state,
};

}  // namespace ouro
