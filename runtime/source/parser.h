// Parser: source text to a syntax tree; the whole grammar of Python 3.11.
//
// A first pass builds the tree and only notices that something is wrong; a second pass over the
// same tokens finds out what. Nothing throws, nothing recurses past the stack limit.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/arena.h"
#include "runtime/source/syntax.h"

namespace ouro::syntax {

enum class ParseMode : std::uint8_t { kExec, kEval, kSingle };

struct ParseOptions {
  ParseMode mode = ParseMode::kExec;
  // The lowest address the C stack may reach; deeper nesting is a failure. 0: no limit.
  std::uintptr_t stack_limit = 0;
  // The source is text already (compile() got a str): an encoding declaration is a plain comment.
  bool ignore_cookie = false;
  // Leave what is an error only of the compiler (a repeated keyword argument) to the caller.
  bool only_tree = false;
  // For an interactive prompt that reads line by line (codeop): a block goes on at the end of the
  // source, and a source that ends too early is the SyntaxError "incomplete input".
  bool dont_imply_dedent = false;
  bool allow_incomplete_input = false;
};

struct ParseResult {
  Node* tree = nullptr;  // Module, Interactive or Expression; null: see failure
  SyntaxFailure failure{};
  const SyntaxWarning* warnings = nullptr;  // in source order

  bool ok() const { return tree != nullptr; }
};

// The tree lives in the arena and refers to nothing else.
ParseResult parse(Arena& arena, std::string_view source, const ParseOptions& options);

}  // namespace ouro::syntax
