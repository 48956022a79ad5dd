// Property, StaticMethod and ClassMethod: the descriptors that decorators make.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"

namespace ouro {
namespace {

Property* property_of(Object* object) { return static_cast<Property*>(object); }

void property_clear(Interpreter&, Object* self) noexcept {
  Property* property = property_of(self);
  clear_reference(property->getter);
  clear_reference(property->setter);
  clear_reference(property->deleter);
  clear_reference(property->doc);
  clear_reference(property->name);
}

void property_deallocate(Interpreter& interpreter, Object* self) noexcept {
  property_clear(interpreter, self);
  free_instance(interpreter, self);
}

void property_traverse(Object* self, ReferenceVisitor& visitor) {
  const Property* property = property_of(self);
  for (Object* held :
       {property->getter, property->setter, property->deleter, property->doc, property->name}) {
    visitor.visit_if(held);
  }
}

Object* given(Thread& thread, Object* argument) {
  return argument == nullptr || argument == none(thread) ? nullptr : argument;
}

// In a subclass the doc is an ordinary attribute of the instance, so that it hides the class's.
Status take_getter_doc(Thread& thread, Property* property) {
  Ref<> doc(
      TRY(get_attribute_if(thread, property->getter, identifier(thread, Id::dunder_doc))).value);
  if (!doc) return done;
  property->getter_doc = true;
  if (!is_exact(property, TypeId::kProperty)) {
    return set_attribute(thread, property, identifier(thread, Id::dunder_doc), doc);
  }
  replace_reference(property->doc, doc.take());
  return done;
}

Status property_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "property(fget=None, fset=None, fdel=None, doc=None)", arguments));
  Property* property = property_of(self);
  replace_reference(property->getter, retain_if(given(thread, bound[0])));
  replace_reference(property->setter, retain_if(given(thread, bound[1])));
  replace_reference(property->deleter, retain_if(given(thread, bound[2])));
  replace_reference(property->doc, retain_if(bound[3]));
  property->getter_doc = false;
  if (given(thread, bound[3]) == nullptr && property->getter != nullptr) {
    return take_getter_doc(thread, property);
  }
  if (!is_exact(self, TypeId::kProperty) && bound[3] != nullptr) {
    return set_attribute(thread, self, identifier(thread, Id::dunder_doc), bound[3]);
  }
  return done;
}

Failure refuse_access(Thread& thread, const Property* property, Object* instance,
                      const char* what) {
  Ref<> type_name(
      TRY(get_attribute(thread, instance->type, identifier(thread, Id::dunder_qualname))));
  if (property->name != nullptr) {
    return raise(thread, TypeId::kAttributeError, "property {} of {} object has no {}",
                 repr_of(property->name), repr_of(type_name), what);
  }
  return raise(thread, TypeId::kAttributeError, "property of {} object has no {}",
               repr_of(type_name), what);
}

Result<Object*> property_get(Thread& thread, Object* self, Object* instance, Object*) {
  if (instance == nullptr || instance == none(thread)) return retain(self);
  const Property* property = property_of(self);
  if (property->getter == nullptr) return refuse_access(thread, property, instance, "getter");
  Ref<> getter(retain(property->getter));
  return call(thread, getter, instance);
}

Status property_set(Thread& thread, Object* self, Object* instance, Object* value) {
  const Property* property = property_of(self);
  Ref<> function(retain_if(value != nullptr ? property->setter : property->deleter));
  if (!function) {
    return refuse_access(thread, property, instance, value != nullptr ? "setter" : "deleter");
  }
  Ref<> result(value != nullptr ? TRY(call(thread, function, instance, value))
                                : TRY(call(thread, function, instance)));
  return done;
}

// A copy with another function in one place; a doc that came from the old getter is taken anew.
Result<Object*> copy_with(Thread& thread, Object* self, Object* getter, Object* setter,
                          Object* deleter) {
  const Property* property = property_of(self);
  Object* nothing = none(thread);
  auto choose = [&](Object* changed, Object* kept) {
    if (changed != nullptr && changed != nothing) return changed;
    return kept != nullptr ? kept : nothing;
  };
  Object* chosen = choose(getter, property->getter);
  Object* doc = property->getter_doc && chosen != nothing ? nothing
                : property->doc != nullptr                ? property->doc
                                                          : nothing;
  Ref<> copy(TRY(
      call(thread, self->type,
           {chosen, choose(setter, property->setter), choose(deleter, property->deleter), doc})));
  if (is_instance_of(copy, type_of(thread, TypeId::kProperty))) {
    replace_reference(property_of(copy)->name, retain_if(property->name));
  }
  return copy.take();
}

Result<Object*> property_getter(Thread& thread, Object* self, Object* const* arguments) {
  return copy_with(thread, self, arguments[0], nullptr, nullptr);
}
Result<Object*> property_setter(Thread& thread, Object* self, Object* const* arguments) {
  return copy_with(thread, self, nullptr, arguments[0], nullptr);
}
Result<Object*> property_deleter(Thread& thread, Object* self, Object* const* arguments) {
  return copy_with(thread, self, nullptr, nullptr, arguments[0]);
}
Result<Object*> property_set_name(Thread& thread, Object* self, Object* const* arguments) {
  replace_reference(property_of(self)->name, retain(arguments[1]));
  return new_none(thread);
}

Result<bool> is_abstract(Thread& thread, Object* function) {
  if (function == nullptr) return false;
  Ref<> mark(
      TRY(get_attribute_if(thread, function, identifier(thread, Id::dunder_isabstractmethod)))
          .value);
  if (!mark) return false;
  return is_true(thread, mark);
}

Result<Object*> property_is_abstract(Thread& thread, Object* self) {
  Ref<Property> property(retain(property_of(self)));
  for (Object* function : {property->getter, property->setter, property->deleter}) {
    Ref<> held(retain_if(function));
    if (TRY(is_abstract(thread, held))) return new_boolean(thread, true);
  }
  return new_boolean(thread, false);
}

constexpr NativeMethod kPropertyMethods[] = {
    {"getter(self, fget, /)", property_getter, Binding::kInstance, "A copy with another getter."},
    {"setter(self, fset, /)", property_setter, Binding::kInstance, "A copy with another setter."},
    {"deleter(self, fdel, /)", property_deleter, Binding::kInstance,
     "A copy with another deleter."},
    {"__set_name__(self, owner, name, /)", property_set_name}};
constexpr NativeMember kPropertyMembers[] = {
    {"fget", OURO_OFFSET(Property, getter)},
    {"fset", OURO_OFFSET(Property, setter)},
    {"fdel", OURO_OFFSET(Property, deleter)},
    {"__doc__", OURO_OFFSET(Property, doc), MemberKind::kObjectOrNone, true}};
constexpr NativeAttribute kPropertyAttributes[] = {{"__isabstractmethod__", property_is_abstract}};

}  // namespace

constinit const TypeDescriptor kPropertyDescriptor = {
    .name = "property",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Property),
    .slots = {.deallocate = property_deallocate,
              .traverse = property_traverse,
              .clear = property_clear,
              .initialise = property_initialise,
              .descriptor_get = property_get,
              .descriptor_set = property_set},
    .methods = kPropertyMethods,
    .attributes = kPropertyAttributes,
    .members = kPropertyMembers,
    .doc = "Property attribute.",
};

Result<Object*> make_property(Interpreter& interpreter, Object* getter, Object* setter_or_null) {
  Type* type = interpreter.type(TypeId::kProperty);
  auto* property = static_cast<Property*>(TRY(allocate_instance(interpreter, type)));
  property->getter = retain_if(getter);
  property->setter = retain_if(setter_or_null);
  return property;
}

// Static and class methods.

namespace {

StaticMethod* wrapper_of(Object* object) { return static_cast<StaticMethod*>(object); }

using WrapperReferences =
    OwnedReferences<StaticMethod, &StaticMethod::callable, &StaticMethod::dict>;

// It looks like the function it wraps.
Status copy_attributes(Thread& thread, Object* self, Object* callable) {
  for (Id name : {Id::dunder_module, Id::dunder_name, Id::dunder_qualname, Id::dunder_doc,
                  Id::dunder_annotations}) {
    Ref<> value(TRY(get_attribute_if(thread, callable, identifier(thread, name))).value);
    if (value) TRY(object_set_attribute(thread, self, identifier(thread, name), value));
  }
  return done;
}

template <bool is_static>
Status wrapper_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  constexpr const char* kName = is_static ? "staticmethod" : "classmethod";
  TRY(refuse_keywords(thread, kName, arguments));
  TRY(check_positional(thread, kName, arguments, 1, 1));
  replace_reference(wrapper_of(self)->callable, retain(arguments.values[0]));
  return copy_attributes(thread, self, arguments.values[0]);
}

Failure refuse_uninitialised(Thread& thread, Object* self) {
  return raise(thread, TypeId::kRuntimeError, "uninitialized {} object", self->type);
}

Result<Object*> static_get(Thread& thread, Object* self, Object*, Object*) {
  Object* callable = wrapper_of(self)->callable;
  return callable == nullptr ? Result<Object*>(refuse_uninitialised(thread, self))
                             : retain(callable);
}

Result<Object*> static_call(Thread& thread, Object* self, const Arguments& arguments) {
  Ref<> callable(TRY(static_get(thread, self, nullptr, nullptr)));
  return call(thread, callable.get(), arguments);
}

Result<Object*> class_get(Thread& thread, Object* self, Object* instance, Object* owner) {
  Ref<> callable(retain_if(wrapper_of(self)->callable));
  if (!callable) return refuse_uninitialised(thread, self);
  Object* type = owner != nullptr ? owner : instance->type;
  const auto get = callable->type->slots->descriptor_get;
  // What it wraps may itself be a descriptor, a property for example.
  if (get != nullptr) return get(thread, callable, type, type);
  return make_method(thread.interpreter(), callable, type);
}

template <bool is_static>
Result<Object*> wrapper_repr(Thread& thread, Object* self) {
  Object* callable = wrapper_of(self)->callable;
  Object* shown = callable == nullptr ? none(thread) : callable;
  return format_str(thread, "<{}({})>", is_static ? "staticmethod" : "classmethod", repr_of(shown));
}

Result<Object*> wrapper_is_abstract(Thread& thread, Object* self) {
  Ref<> callable(retain_if(wrapper_of(self)->callable));
  return new_boolean(thread, TRY(is_abstract(thread, callable)));
}

constexpr NativeMember kWrapperMembers[] = {{"__func__", OURO_OFFSET(StaticMethod, callable)},
                                            {"__wrapped__", OURO_OFFSET(StaticMethod, callable)}};
constexpr NativeAttribute kWrapperAttributes[] = {
    {"__isabstractmethod__", wrapper_is_abstract},
    {"__dict__", get_dict_attribute, set_dict_attribute}};

Result<Object*> make_wrapper(Interpreter& interpreter, TypeId id, Object* callable) {
  auto* wrapper =
      static_cast<StaticMethod*>(TRY(allocate_instance(interpreter, interpreter.type(id))));
  wrapper->callable = retain(callable);
  return wrapper;
}

}  // namespace

constinit const TypeDescriptor kStaticMethodDescriptor = {
    .name = "staticmethod",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(StaticMethod),
    .dict_offset = OURO_OFFSET(StaticMethod, dict),
    .slots = {.deallocate = WrapperReferences::deallocate,
              .traverse = WrapperReferences::traverse,
              .clear = WrapperReferences::clear,
              .repr = wrapper_repr<true>,
              .call = static_call,
              .initialise = wrapper_initialise<true>,
              .descriptor_get = static_get},
    .attributes = kWrapperAttributes,
    .members = kWrapperMembers,
};

constinit const TypeDescriptor kClassMethodDescriptor = {
    .name = "classmethod",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(StaticMethod),
    .dict_offset = OURO_OFFSET(StaticMethod, dict),
    .slots = {.deallocate = WrapperReferences::deallocate,
              .traverse = WrapperReferences::traverse,
              .clear = WrapperReferences::clear,
              .repr = wrapper_repr<false>,
              .initialise = wrapper_initialise<false>,
              .descriptor_get = class_get},
    .attributes = kWrapperAttributes,
    .members = kWrapperMembers,
};

Result<Object*> make_static_method(Interpreter& interpreter, Object* callable) {
  return make_wrapper(interpreter, TypeId::kStaticMethod, callable);
}

Result<Object*> make_class_method(Interpreter& interpreter, Object* callable) {
  return make_wrapper(interpreter, TypeId::kClassMethod, callable);
}

}  // namespace ouro
