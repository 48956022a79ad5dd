// UnionType: int | str.
#pragma once

#include <array>

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

struct UnionType : Object {
  Tuple* arguments;
  Tuple* parameters;  // type variables in the arguments; null until asked for
};

// `|` of two things that can stand in a union, else NotImplemented.
Result<Object*> make_union(Thread&, Object* left, Object* right);

// The binary slots of everything that `|` makes a union of.
constexpr std::array<Binary, kBinaryOperators> union_operators() {
  std::array<Binary, kBinaryOperators> operators = {};
  operators[static_cast<std::size_t>(BinaryOperator::kOr)] = make_union;
  return operators;
}

}  // namespace ouro
