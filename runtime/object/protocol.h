// Protocol: the operations of the language on any object. All may run user code.
//
// Results are new references. These are what builtins, modules and the evaluation loop's slow paths
// call.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// Attributes.
Result<Object*> get_attribute(Thread&, Object*, Str* name);
Result<Object*> get_attribute(Thread&, Object*, std::string_view name);
// Null inside instead of AttributeError; other errors stay errors.
Result<Found<Object>> get_attribute_if(Thread&, Object*, Str* name);
Result<Found<Object>> get_attribute_if(Thread&, Object*, std::string_view name);
Status set_attribute(Thread&, Object*, Str* name, Object* value);  // null deletes
Status set_attribute(Thread&, Object*, std::string_view name, Object* value);
// A dunder method of the type, bound to the object; null inside: none. Skips the instance.
Result<Found<Object>> get_special(Thread&, Object*, Str* name);
// The default search without the slot: data descriptor, instance, type.
Result<Found<Object>> generic_get_attribute_if(Thread&, Object*, Str* name);

// Calls.
Result<Object*> call(Thread&, Object* callable, const Arguments&);
Result<Object*> call(Thread&, Object* callable);
Result<Object*> call(Thread&, Object* callable, Object* argument);
Result<Object*> call(Thread&, Object* callable, Object* first, Object* second);
Result<Object*> call(Thread&, Object* callable, std::initializer_list<Object*> arguments);
Result<Object*> call_with(Thread&, Object* callable, Tuple* positional, Dict* keywords_or_null);
Result<Object*> call_method(Thread&, Object* self, Str* name, std::initializer_list<Object*> = {});
Result<Object*> call_method(Thread&, Object* self, std::string_view name,
                            std::initializer_list<Object*> = {});
bool is_callable(const Object*);

// Text.
Result<Str*> repr(Thread&, Object*);
Result<Str*> str(Thread&, Object*);
Result<Str*> ascii(Thread&, Object*);
Result<Str*> format(Thread&, Object*, Str* specification_or_null);

// Comparison, truth, hash.
Result<Object*> compare(Thread&, Object* left, Object* right, Comparison);
Result<bool> compare_is_true(Thread&, Object* left, Object* right, Comparison);
// Identity first, then ==: what containers use.
Result<bool> equal(Thread&, Object* left, Object* right);
Result<bool> is_true(Thread&, Object*);
Result<std::intptr_t> hash(Thread&, Object*);

// Numbers.
Result<Object*> binary(Thread&, BinaryOperator, Object* left, Object* right);
Result<Object*> binary_inplace(Thread&, BinaryOperator, Object* left, Object* right);
Result<Object*> unary(Thread&, UnaryOperator, Object*);
Result<Object*> power(Thread&, Object* base, Object* exponent, Object* modulus_or_null);
Result<Object*> to_index(Thread&,
                         Object*);  // an Int: "'str' object cannot be interpreted as an integer"
Result<Object*> to_int(Thread&, Object*);
Result<Object*> to_float(Thread&, Object*);

// Containers.
Result<std::intptr_t> length(Thread&, Object*);
Result<std::intptr_t> length_hint(Thread&, Object*, std::intptr_t fallback);
Result<Object*> get_item(Thread&, Object*, Object* key);
Status set_item(Thread&, Object*, Object* key, Object* value);
Status delete_item(Thread&, Object*, Object* key);
Result<bool> contains(Thread&, Object* container, Object* item);

// Iteration.
Result<Object*> iterate(Thread&, Object*);
Result<Found<Object>> next(Thread&, Object* iterator);  // new reference; null inside: exhausted

// Classes.
Result<bool> is_instance(Thread&, Object*, Object* class_or_tuple);
Result<bool> is_subclass(Thread&, Object*, Object* class_or_tuple);
// type(object) for a type check that user code cannot fool.
inline bool is_instance_of(const Object* object, const Type* type) {
  return object->type == type || is_subtype(object->type, type);
}

}  // namespace ouro
