// _operator: itemgetter, attrgetter and methodcaller - functions made of what they will ask for.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/operator.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/module.h"
#include "runtime/object/object_methods.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// All three: `items` are the indexes, the attributes' names, or a method's name and its arguments.
struct Getter : Object {
  Tuple* items;
  Dict* keywords;  // methodcaller only; null: none
  WeakReference* weak_references;
};

Getter* getter_of(Object* object) { return static_cast<Getter*>(object); }

using GetterReferences = OwnedReferences<Getter, &Getter::items, &Getter::keywords>;

std::string_view plain_name(const Type* type) {
  const std::string_view name = type_name(type);
  return name.substr(name.rfind('.') + 1);
}

Status refuse_keywords(Thread& thread, const Type* type, const Arguments& arguments) {
  if (arguments.keywords() == 0) return done;
  return raise(thread, TypeId::kTypeError, "{}() takes no keyword arguments", plain_name(type));
}

Result<Getter*> make_getter(Thread& thread, Type* type, const Arguments& arguments) {
  Ref<Getter> getter(getter_of(TRY(allocate_instance(thread.interpreter(), type))));
  getter->items =
      TRY(make_tuple_from(thread.interpreter(), arguments.values, arguments.positional));
  return getter.take();
}

Status check_some(Thread& thread, const Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, arguments));
  if (arguments.positional > 0) return done;
  return raise(thread, TypeId::kTypeError, "{} expected 1 argument, got 0", plain_name(type));
}

// The one object that a getter is called with; borrowed.
Result<Object*> borrow_subject(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(refuse_keywords(thread, self->type, arguments));
  if (arguments.positional == 1) return arguments.values[0];
  return raise(thread, TypeId::kTypeError, "{} expected 1 argument, got {}", plain_name(self->type),
               arguments.positional);
}

// The answer for the only item, or a tuple of the answers for all.
using Ask = Result<Object*> (*)(Thread&, Object* subject, Object* item);

Result<Object*> ask_all(Thread& thread, Object* self, const Arguments& arguments, Ask ask) {
  Object* subject = TRY(borrow_subject(thread, self, arguments));
  Ref<Tuple> items(retain(getter_of(self)->items));
  if (items->size == 1) return ask(thread, subject, (*items)[0]);
  Ref<Tuple> answers(TRY(make_tuple(thread.interpreter(), items->size)));
  for (std::size_t index = 0; index < items->size; ++index) {
    answers->items()[index] = TRY(ask(thread, subject, (*items)[index]));
  }
  return answers.take();
}

// itemgetter(...), attrgetter(...)
Status append_items(Thread& thread, TextBuilder& text, const Getter* getter) {
  for (std::size_t index = 0; index < getter->items->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    TRY(text.append_repr(thread, (*getter->items)[index]));
  }
  if (getter->keywords == nullptr) return done;
  for (DictCursor at; dict_next(getter->keywords, at);) {
    TRY(text.append(", "));
    TRY(text.append_str(thread, at.key));
    TRY(text.append("="));
    TRY(text.append_repr(thread, at.value));
  }
  return done;
}

Result<Object*> getter_repr(Thread& thread, Object* self) {
  ReprGuard guard(thread, self);
  TextBuilder text(thread.interpreter());
  TRY(text.append_utf8(type_name(self->type)));
  TRY(text.append("("));
  TRY(guard.repeated() ? text.append("...") : append_items(thread, text, getter_of(self)));
  TRY(text.append(")"));
  return text.finish();
}

Result<Object*> getter_reduce(Thread& thread, Object* self, Object* const*) {
  return pack_tuple(thread.interpreter(), static_cast<Object*>(self->type),
                    static_cast<Object*>(getter_of(self)->items));
}

constexpr NativeMethod kGetterMethods[] = {{"__reduce__()", getter_reduce}};

// ---- itemgetter ----

Result<Object*> make_item_getter(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(check_some(thread, type, arguments));
  return make_getter(thread, type, arguments);
}

Result<Object*> call_item_getter(Thread& thread, Object* self, const Arguments& arguments) {
  return ask_all(thread, self, arguments, get_item);
}

// ---- attrgetter: dots lead from one attribute to its own ----

Result<Object*> make_attribute_getter(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(check_some(thread, type, arguments));
  for (std::size_t index = 0; index < arguments.positional; ++index) {
    if (is_str(arguments.values[index])) continue;
    return raise(thread, TypeId::kTypeError, "attribute name must be a string");
  }
  return make_getter(thread, type, arguments);
}

Result<Object*> follow_dots(Thread& thread, Object* subject, Object* path) {
  auto* text = static_cast<Str*>(path);
  Ref<> found(retain(subject));
  for (std::size_t start = 0, end; start <= text->length; start = end + 1) {
    for (end = start; end < text->length && text->at(end) != '.';) ++end;
    Ref<Str> piece(TRY(str_slice(thread.interpreter(), text, start, end)));
    Ref<Str> name(TRY(intern(thread.interpreter(), piece.get())));
    found.reset(TRY(get_attribute(thread, found, name)));
  }
  return found.take();
}

Result<Object*> call_attribute_getter(Thread& thread, Object* self, const Arguments& arguments) {
  return ask_all(thread, self, arguments, follow_dots);
}

// ---- methodcaller ----

Result<Object*> make_method_caller(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.positional == 0) {
    return raise(thread, TypeId::kTypeError,
                 "methodcaller needs at least one argument, the method name");
  }
  if (!is_str(arguments.values[0])) {
    return raise(thread, TypeId::kTypeError, "method name must be a string");
  }
  Ref<Getter> getter(TRY(make_getter(thread, type, arguments)));
  if (arguments.keywords() == 0) return getter.take();
  getter->keywords = TRY(make_dict(thread.interpreter()));
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    TRY(dict_set(thread, getter->keywords, (*arguments.names)[index],
                 arguments.values[arguments.positional + index]));
  }
  return getter.take();
}

Result<Object*> call_method_caller(Thread& thread, Object* self, const Arguments& arguments) {
  Object* subject = TRY(borrow_subject(thread, self, arguments));
  Ref<Getter> getter(retain(getter_of(self)));
  const Tuple* items = getter->items;
  Ref<> method(TRY(get_attribute(thread, subject, static_cast<Str*>((*items)[0]))));
  if (getter->keywords == nullptr) {
    return call(thread, method, Arguments{items->items() + 1, items->size - 1});
  }
  Ref<Tuple> rest(TRY(make_tuple_from(thread.interpreter(), items->items() + 1, items->size - 1)));
  return call_with(thread, method, rest, getter->keywords);
}

// With keywords: a partial of the type, which is then called with the rest.
Result<Object*> reduce_method_caller(Thread& thread, Object* self, Object* const* arguments) {
  const Getter* getter = getter_of(self);
  if (getter->keywords == nullptr) return getter_reduce(thread, self, arguments);
  Interpreter& interpreter = thread.interpreter();
  Ref<> functools(TRY(import_module(thread, "functools")));
  Ref<> partial(TRY(get_attribute(thread, functools, "partial")));
  Ref<Tuple> front(
      TRY(pack_tuple(interpreter, static_cast<Object*>(self->type), (*getter->items)[0])));
  Ref<> maker(TRY(call_with(thread, partial, front, getter->keywords)));
  Ref<Tuple> rest(
      TRY(make_tuple_from(interpreter, getter->items->items() + 1, getter->items->size - 1)));
  return pack_tuple(interpreter, maker.get(), static_cast<Object*>(rest.get()));
}

constexpr NativeMethod kCallerMethods[] = {{"__reduce__()", reduce_method_caller}};

constexpr TypeDescriptor describe(std::string_view name, decltype(Slots::make) make,
                                  decltype(Slots::call) call,
                                  std::span<const NativeMethod> methods) {
  TypeDescriptor descriptor;
  descriptor.name = name;
  descriptor.module = "operator";
  descriptor.flags = flag::kCollectable;
  descriptor.object_size = sizeof(Getter);
  descriptor.weak_offset = OURO_OFFSET(Getter, weak_references);
  descriptor.slots.deallocate = GetterReferences::deallocate;
  descriptor.slots.traverse = GetterReferences::traverse;
  descriptor.slots.clear = GetterReferences::clear;
  descriptor.slots.repr = getter_repr;
  descriptor.slots.call = call;
  descriptor.slots.make = make;
  descriptor.slots.initialise = accept_arguments;
  descriptor.methods = methods;
  return descriptor;
}

constexpr TypeDescriptor kItemGetter =
    describe("itemgetter", make_item_getter, call_item_getter, kGetterMethods);
constexpr TypeDescriptor kAttributeGetter =
    describe("attrgetter", make_attribute_getter, call_attribute_getter, kGetterMethods);
constexpr TypeDescriptor kMethodCaller =
    describe("methodcaller", make_method_caller, call_method_caller, kCallerMethods);

}  // namespace

Status add_operator_types(Thread& thread, Module* module) {
  for (const TypeDescriptor* type : {&kItemGetter, &kAttributeGetter, &kMethodCaller}) {
    TRY(module_add_type(thread, module, *type));
  }
  return done;
}

}  // namespace ouro
