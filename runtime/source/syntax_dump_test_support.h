// Syntax dump: a tree as Python's ast.dump(tree) prints it, to compare the two.
#pragma once

#include <string>

#include "runtime/source/syntax.h"

namespace ouro::syntax {

// `attributes`: with positions, as include_attributes=True.
std::string dump(const Node* tree, bool attributes = false);

}  // namespace ouro::syntax
