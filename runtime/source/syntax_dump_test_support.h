// Syntax dump: a tree as Python's ast.dump(tree) prints it, to compare the two.
#pragma once

#include <string>

#include "runtime/source/parser.h"
#include "runtime/source/syntax.h"

namespace ouro::syntax {

// `attributes`: with positions, as include_attributes=True.
std::string dump(const Node* tree, bool attributes = false);

// "SyntaxError 1:5-1:6 invalid syntax"
std::string describe(const SyntaxFailure& failure);

// The dump of a source's tree, or the description of its failure.
std::string parse_to_text(const std::string& source, ParseMode mode = ParseMode::kExec);

}  // namespace ouro::syntax
