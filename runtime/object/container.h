// Container: what tuples, lists, dicts, sets, ranges and their iterators have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// A body of a built-in type that has no subclasses and no trailing items: born with a count of 1,
// every field behind the header zero.
Result<Object*> make_zero_body(Interpreter&, TypeId, std::size_t bytes);
void free_body_of(Interpreter&, Object*, std::size_t bytes) noexcept;

template <typename T>
Result<T*> make_body(Interpreter& interpreter, TypeId id) {
  return static_cast<T*>(TRY(make_zero_body(interpreter, id, sizeof(T))));
}
template <typename T>
void free_body(Interpreter& interpreter, T* body) noexcept {
  free_body_of(interpreter, body, sizeof(T));
}

// Do the numbers answer the question of `comparison` with yes? A NaN says no to all but "unequal".
template <typename Number>
constexpr bool satisfies(Comparison comparison, Number left, Number right) {
  switch (comparison) {
    case Comparison::kLess: return left < right;
    case Comparison::kLessEqual: return left <= right;
    case Comparison::kEqual: return left == right;
    case Comparison::kNotEqual: return left != right;
    case Comparison::kGreater: return left > right;
    case Comparison::kGreaterEqual: return left >= right;
  }
  return false;
}
// `order`: negative, zero, positive.
constexpr bool satisfies(Comparison comparison, int order) {
  return satisfies(comparison, order, 0);
}

Result<Object*> new_not_implemented(Thread&);

inline bool is_compact_int(const Object* object) {
  return is_exact(object, TypeId::kInt) && static_cast<const Int*>(object)->compact();
}

// Keywords for a constructor that takes none: "list() takes no keyword arguments".
Status refuse_keywords(Thread&, std::string_view name, const Arguments&);
// The same for a type with subclasses: those with their own __init__ may take keywords.
Status refuse_keywords(Thread&, Type* type, TypeId builtin, const Arguments&);
// "list expected at most 1 argument, got 2".
Status check_positional(Thread&, std::string_view name, const Arguments&, std::size_t least,
                        std::size_t most);

// A subscript: IndexError("cannot fit 'int' into an index-sized integer") when it is too large.
Result<std::intptr_t> subscript_index(Thread&, Object* key);
// An index given as an argument: "Python int too large to convert to C ssize_t".
Result<std::intptr_t> index_argument(Thread&, Object* number);
bool has_index(const Object*) noexcept;
// The start and stop arguments of index(): clamped; null: the fallback.
Result<std::intptr_t> search_bound(Thread&, Object* bound_or_null, std::intptr_t fallback);

// An argument that C code takes as an int, such as reverse=: "Python int too large to convert to C
// int".
Result<int> to_c_int(Thread&, Object* number);

// A function of the builtins module, for __reduce__; new reference.
Result<Object*> builtin_named(Thread&, std::string_view name);
// (builtins.<function>, (argument,)), with a state behind unless it is null.
Result<Object*> reduce_with(Thread&, std::string_view function, Object* argument,
                            Object* state_or_null = nullptr);
Result<Object*> make_int_object(Thread&, std::intptr_t number);

// `__class_getitem__` of every generic container.
Result<Object*> class_get_item(Thread&, Object* self, Object* const* arguments);
inline constexpr NativeMethod kClassGetItem{
    "__class_getitem__(type, item, /)", class_get_item, Binding::kClass,
    "The generic alias of this class with the given arguments."};

}  // namespace ouro
