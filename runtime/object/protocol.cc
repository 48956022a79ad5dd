// Protocol: attributes, comparison, truth and hash of any object.
#include "runtime/object/protocol.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"

namespace ouro {

// Attributes.

Result<Object*> get_attribute(Thread& thread, Object* object, Str* name) {
  return object->type->slots->get_attribute(thread, object, name);
}

Result<Object*> get_attribute(Thread& thread, Object* object, std::string_view name) {
  Ref<Str> interned(TRY(intern(thread.interpreter(), name)));
  return get_attribute(thread, object, interned);
}

Result<Found<Object>> generic_get_attribute_if(Thread& thread, Object* self, Str* name) {
  Object* in_type = TRY(find_in_type(thread, self->type, name)).value;
  const Slots* slots = in_type == nullptr ? nullptr : in_type->type->slots;
  if (slots != nullptr && slots->descriptor_set != nullptr && slots->descriptor_get != nullptr) {
    Ref<> descriptor(retain(in_type));
    return Found{TRY(slots->descriptor_get(thread, descriptor, self, self->type))};
  }
  if (has_instance_dict(self)) {
    Ref<> descriptor(retain_if(in_type));
    const Found<Object> own = TRY(find_in_instance(thread, self, name));
    if (own) return Found{retain(own.value)};
    in_type = descriptor.take();
  } else {
    retain_if(in_type);
  }
  if (in_type == nullptr) return Found<Object>{};
  if (slots->descriptor_get == nullptr) return Found{in_type};
  Ref<> descriptor(in_type);
  return Found{TRY(slots->descriptor_get(thread, descriptor, self, self->type))};
}

Result<Found<Object>> get_attribute_if(Thread& thread, Object* object, Str* name) {
  const auto get = object->type->slots->get_attribute;
  Result<Object*> value = failure;
  if (get == object_get_attribute) {
    Result<Found<Object>> found = generic_get_attribute_if(thread, object, name);
    if (found.ok()) return found.value();
  } else if (get == type_get_attribute) {
    Result<Found<Object>> found = find_type_attribute(thread, static_cast<Type*>(object), name);
    if (found.ok()) return found.value();
  } else {
    value = get(thread, object, name);
    if (value.ok()) return Found{value.value()};
  }
  if (!pending_matches(thread, TypeId::kAttributeError)) return failure;
  clear_pending(thread);
  return Found<Object>{};
}

Result<Found<Object>> get_attribute_if(Thread& thread, Object* object, std::string_view name) {
  Ref<Str> interned(TRY(intern(thread.interpreter(), name)));
  return get_attribute_if(thread, object, interned);
}

Status set_attribute(Thread& thread, Object* object, Str* name, Object* value) {
  Ref<Str> interned(name->interned ? retain(name) : TRY(intern(thread.interpreter(), name)));
  return object->type->slots->set_attribute(thread, object, interned, value);
}

Status set_attribute(Thread& thread, Object* object, std::string_view name, Object* value) {
  Ref<Str> interned(TRY(intern(thread.interpreter(), name)));
  return object->type->slots->set_attribute(thread, object, interned, value);
}

Result<Found<Object>> get_special(Thread& thread, Object* self, Str* name) {
  Object* method = TRY(find_in_type(thread, self->type, name)).value;
  if (method == nullptr) return Found<Object>{};
  Ref<> held(retain(method));
  const auto get = method->type->slots->descriptor_get;
  if (get == nullptr) return Found{held.take()};
  return Found{TRY(get(thread, held, self, self->type))};
}

// Comparison.

namespace {

constexpr Comparison kSwapped[] = {Comparison::kGreater, Comparison::kGreaterEqual,
                                   Comparison::kEqual,   Comparison::kNotEqual,
                                   Comparison::kLess,    Comparison::kLessEqual};
constexpr const char* kSymbols[] = {"<", "<=", "==", "!=", ">", ">="};

Result<Object*> compare_at_last(Thread& thread, Object* left, Object* right,
                                Comparison comparison) {
  if (comparison == Comparison::kEqual) return new_boolean(thread, left == right);
  if (comparison == Comparison::kNotEqual) return new_boolean(thread, left != right);
  return raise(thread, TypeId::kTypeError, "'{}' not supported between instances of '{}' and '{}'",
               kSymbols[static_cast<std::size_t>(comparison)], left->type, right->type);
}

}  // namespace

Result<Object*> compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  RecursionGuard guard(thread, " in comparison");
  if (!guard.ok()) return failure;
  const Comparison swapped = kSwapped[static_cast<std::size_t>(comparison)];
  Object* declined = thread.interpreter().not_implemented();
  const bool right_first = left->type != right->type && is_subtype(right->type, left->type);
  if (right_first) {
    Ref<> result(TRY(right->type->slots->compare(thread, right, left, swapped)));
    if (result != declined) return result.take();
  }
  Ref<> result(TRY(left->type->slots->compare(thread, left, right, comparison)));
  if (result != declined) return result.take();
  if (!right_first) {
    result.reset(TRY(right->type->slots->compare(thread, right, left, swapped)));
    if (result != declined) return result.take();
  }
  return compare_at_last(thread, left, right, comparison);
}

// What is compared mostly is answered without making a bool of the outcome.
Result<bool> compare_is_true(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (is_compact_int(left) && is_compact_int(right)) {
    return satisfies(comparison, static_cast<Int*>(left)->value, static_cast<Int*>(right)->value);
  }
  if (left->type == right->type) {
    if (is_exact(left, TypeId::kFloat)) {
      return satisfies(comparison, static_cast<Float*>(left)->value,
                       static_cast<Float*>(right)->value);
    }
    if (is_exact(left, TypeId::kStr)) {
      return satisfies(comparison, str_compare(static_cast<Str*>(left), static_cast<Str*>(right)),
                       0);
    }
  }
  Ref<> result(TRY(compare(thread, left, right, comparison)));
  return is_true(thread, result);
}

namespace {

Result<bool> equal_tuples(Thread& thread, const Tuple* left, const Tuple* right) {
  RecursionGuard recursion(thread, " in comparison");
  if (!recursion.ok()) return failure;
  const std::size_t common = std::min(left->size, right->size);
  for (std::size_t index = 0; index < common; ++index) {
    if (!TRY(equal(thread, (*left)[index], (*right)[index]))) return false;
  }
  return left->size == right->size;
}

}  // namespace

// What keys are made of mostly is compared without making a bool of the outcome.
Result<bool> equal(Thread& thread, Object* left, Object* right) {
  if (left == right) return true;
  if (left->type == right->type) {
    if (is_exact(left, TypeId::kStr))
      return str_equal(static_cast<Str*>(left), static_cast<Str*>(right));
    if (is_compact_int(left) && is_compact_int(right))
      return static_cast<Int*>(left)->value == static_cast<Int*>(right)->value;
    if (is_exact(left, TypeId::kFloat))
      return static_cast<Float*>(left)->value == static_cast<Float*>(right)->value;
    if (is_exact(left, TypeId::kTuple))
      return equal_tuples(thread, static_cast<Tuple*>(left), static_cast<Tuple*>(right));
  }
  return compare_is_true(thread, left, right, Comparison::kEqual);
}

Result<bool> is_true(Thread& thread, Object* object) {
  Interpreter& interpreter = thread.interpreter();
  if (object == interpreter.boolean(true)) return true;
  if (object == interpreter.boolean(false) || object == interpreter.none()) return false;
  const Slots* slots = object->type->slots;
  if (slots->boolean != nullptr) return slots->boolean(thread, object);
  if (slots->length != nullptr) return TRY(slots->length(thread, object)) > 0;
  return true;
}

Result<std::intptr_t> hash(Thread& thread, Object* object) {
  return object->type->slots->hash(thread, object);
}

}  // namespace ouro
