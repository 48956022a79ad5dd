// ParseRun: both passes over one text, be it a source or an expression of an f-string.
#pragma once

#include "runtime/source/lexer.h"
#include "runtime/source/parser.h"

namespace ouro::syntax {

enum class StartRule : std::uint8_t { kModule, kInteractive, kEval, kFString };

struct ParseRun {
  Node* tree = nullptr;  // null: the lexer has the failure
  const Keyword* repeated_keyword = nullptr;
};

// `silent`: the escapes of this text have been warned about.
ParseRun run_parser(Arena& arena, Lexer& lexer, const ParseOptions& options, StartRule start,
                    bool silent) noexcept;

}  // namespace ouro::syntax
