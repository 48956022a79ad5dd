// Protocol: length, subscripts and membership.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/generic_alias.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"

namespace ouro {

Result<std::intptr_t> length(Thread& thread, Object* object) {
  const auto slot = object->type->slots->length;
  if (slot != nullptr) return slot(thread, object);
  return raise(thread, TypeId::kTypeError, "object of type '{}' has no len()", object->type);
}

namespace {

// A TypeError only means that there is no answer.
Status forgive_type_error(Thread& thread) {
  if (!pending_matches(thread, TypeId::kTypeError)) return failure;
  clear_pending(thread);
  return done;
}

Result<std::intptr_t> read_hint(Thread& thread, Object* hint) {
  if (!is_int(hint)) {
    return raise(thread, TypeId::kTypeError, "__length_hint__ must be an integer, not {}",
                 hint->type);
  }
  if (static_cast<Int*>(hint)->negative()) {
    return raise(thread, TypeId::kValueError, "__length_hint__() should return >= 0");
  }
  return to_index_value(thread, hint);
}

}  // namespace

Result<std::intptr_t> length_hint(Thread& thread, Object* object, std::intptr_t fallback) {
  if (object->type->slots->length != nullptr) {
    Result<std::intptr_t> known = length(thread, object);
    if (known.ok()) return known;
    TRY(forgive_type_error(thread));
  }
  Special method;
  if (!TRY(find_special(thread, object, Id::dunder_length_hint, method))) return fallback;
  Result<Object*> answer = call_found(thread, method, {});
  if (!answer.ok()) {
    TRY(forgive_type_error(thread));
    return fallback;
  }
  Ref<> hint(answer.value());
  if (hint == thread.interpreter().not_implemented()) return fallback;
  return read_hint(thread, hint);
}

namespace {

// int[str]: classes are subscriptable if they say so.
Result<Object*> get_class_item(Thread& thread, Type* type, Object* key) {
  if (type == type_of(thread, TypeId::kType)) return make_generic_alias(thread, type, key);
  Str* name = identifier(thread, Id::dunder_class_getitem);
  Ref<> method(TRY(get_attribute_if(thread, type, name)).value);
  if (method && method != none(thread)) return call(thread, method, key);
  return raise(thread, TypeId::kTypeError, "type '{}' is not subscriptable", type);
}

}  // namespace

Result<Object*> get_item(Thread& thread, Object* object, Object* key) {
  const Binary slot = object->type->slots->get_item;
  if (slot != nullptr) return slot(thread, object, key);
  if (is_type(object)) return get_class_item(thread, static_cast<Type*>(object), key);
  return raise(thread, TypeId::kTypeError, "'{}' object is not subscriptable", object->type);
}

Status set_item(Thread& thread, Object* object, Object* key, Object* value) {
  const auto slot = object->type->slots->set_item;
  if (slot != nullptr) return slot(thread, object, key, value);
  return raise(thread, TypeId::kTypeError, "'{}' object does not support item assignment",
               object->type);
}

namespace {

// CPython words the refusal differently for what could be a sequence.
bool may_be_sequence(const Type* type) {
  const Slots* slots = type->slots;
  return (type->flags & flag::kClass) != 0 || slots->item_at != nullptr ||
         slots->contains != nullptr || slots->concatenate != nullptr;
}

}  // namespace

Status delete_item(Thread& thread, Object* object, Object* key) {
  const auto slot = object->type->slots->set_item;
  if (slot != nullptr) return slot(thread, object, key, nullptr);
  const bool by_index = key->type->slots->to_index != nullptr && may_be_sequence(object->type);
  return raise(thread, TypeId::kTypeError, "'{}' object {} support item deletion", object->type,
               by_index ? "doesn't" : "does not");
}

namespace {

Result<bool> search(Thread& thread, Object* container, Object* item) {
  Result<Object*> made = iterate(thread, container);
  if (!made.ok()) {
    TRY(forgive_type_error(thread));
    return raise(thread, TypeId::kTypeError, "argument of type '{}' is not iterable",
                 container->type);
  }
  Ref<> iterator(made.value());
  while (true) {
    Ref<> candidate(TRY(next(thread, iterator)).value);
    if (!candidate) return false;
    if (TRY(equal(thread, candidate, item))) return true;
  }
}

}  // namespace

Result<bool> contains(Thread& thread, Object* container, Object* item) {
  const auto slot = container->type->slots->contains;
  if (slot != nullptr) return slot(thread, container, item);
  return search(thread, container, item);
}

}  // namespace ouro
