// Protocol: isinstance() and issubclass(), with the hooks of metaclasses and of classes in name
// only.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"

namespace ouro {
namespace {

constexpr const char* kInstanceText =
    "isinstance() arg 2 must be a type, a tuple of types, or a union";
constexpr const char* kSubclassText =
    "issubclass() arg 2 must be a class, a tuple of classes, or a union";

// __bases__ of whatever acts as a class; null inside: it is none.
Result<Found<Tuple>> find_bases(Thread& thread, Object* class_) {
  Ref<> bases(TRY(get_attribute_if(thread, class_, identifier(thread, Id::dunder_bases))).value);
  if (!bases || !is_tuple(bases)) return Found<Tuple>{};
  return Found{static_cast<Tuple*>(bases.take())};
}

Status check_class(Thread& thread, Object* class_, const char* text) {
  Ref<Tuple> bases(TRY(find_bases(thread, class_)).value);
  if (bases) return done;
  return raise(thread, TypeId::kTypeError, "{}", text);
}

Result<bool> derives(Thread& thread, Object* derived, Object* class_) {
  if (derived == class_) return true;
  RecursionGuard guard(thread, " in __issubclass__");
  if (!guard.ok()) return failure;
  Ref<Tuple> bases(TRY(find_bases(thread, derived)).value);
  if (!bases) return false;
  for (std::size_t index = 0; index < bases->size; ++index) {
    if (TRY(derives(thread, (*bases)[index], class_))) return true;
  }
  return false;
}

Result<bool> ask_any(Thread& thread, Object* object, Tuple* classes,
                     Result<bool> (*ask)(Thread&, Object*, Object*), const char* where) {
  RecursionGuard guard(thread, where);
  if (!guard.ok()) return failure;
  Ref<Tuple> held(retain(classes));
  for (std::size_t index = 0; index < classes->size; ++index) {
    if (TRY(ask(thread, object, (*classes)[index]))) return true;
  }
  return false;
}

// The metaclass's answer.
Result<bool> ask_hook(Thread& thread, const Special& hook, Object* object, const char* where) {
  RecursionGuard guard(thread, where);
  if (!guard.ok()) return failure;
  Ref<> answer(TRY(call_found(thread, hook, {object})));
  return is_true(thread, answer);
}

}  // namespace

Result<bool> plain_is_instance(Thread& thread, Object* object, Object* class_) {
  if (is_type(class_)) {
    auto* type = static_cast<Type*>(class_);
    if (is_subtype(object->type, type)) return true;
    Ref<> claimed(
        TRY(get_attribute_if(thread, object, identifier(thread, Id::dunder_class))).value);
    return claimed && claimed != object->type && is_type(claimed) &&
           is_subtype(static_cast<Type*>(claimed.get()), type);
  }
  TRY(check_class(thread, class_, kInstanceText));
  Ref<> claimed(TRY(get_attribute_if(thread, object, identifier(thread, Id::dunder_class))).value);
  if (!claimed) return false;
  return derives(thread, claimed, class_);
}

Result<bool> plain_is_subclass(Thread& thread, Object* derived, Object* class_) {
  if (is_type(class_) && is_type(derived)) {
    return is_subtype(static_cast<Type*>(derived), static_cast<Type*>(class_));
  }
  TRY(check_class(thread, derived, "issubclass() arg 1 must be a class"));
  TRY(check_class(thread, class_, kSubclassText));
  return derives(thread, derived, class_);
}

Result<bool> is_instance(Thread& thread, Object* object, Object* class_or_tuple) {
  if (object->type == class_or_tuple) return true;
  if (class_or_tuple->type == type_of(thread, TypeId::kType)) {
    return plain_is_instance(thread, object, class_or_tuple);
  }
  if (is_tuple(class_or_tuple)) {
    return ask_any(thread, object, static_cast<Tuple*>(class_or_tuple), is_instance,
                   " in __instancecheck__");
  }
  Special hook;
  if (TRY(find_special(thread, class_or_tuple, Id::dunder_instancecheck, hook))) {
    return ask_hook(thread, hook, object, " in __instancecheck__");
  }
  return plain_is_instance(thread, object, class_or_tuple);
}

Result<bool> is_subclass(Thread& thread, Object* derived, Object* class_or_tuple) {
  if (class_or_tuple->type == type_of(thread, TypeId::kType)) {
    if (derived == class_or_tuple) return true;
    return plain_is_subclass(thread, derived, class_or_tuple);
  }
  if (is_tuple(class_or_tuple)) {
    return ask_any(thread, derived, static_cast<Tuple*>(class_or_tuple), is_subclass,
                   " in __subclasscheck__");
  }
  Special hook;
  if (TRY(find_special(thread, class_or_tuple, Id::dunder_subclasscheck, hook))) {
    return ask_hook(thread, hook, derived, " in __subclasscheck__");
  }
  return plain_is_subclass(thread, derived, class_or_tuple);
}

}  // namespace ouro
