// SourceText: the bytes of a source as the lexer wants them: UTF-8 with '\n' lines and a NUL
// behind.
#pragma once

#include <string_view>

#include "runtime/component/arena.h"
#include "runtime/source/parser.h"

namespace ouro::syntax {

struct SourceText {
  std::string_view text{};  // data() == nullptr: see failure
  SyntaxFailure failure{};
};

// Follows the byte order mark and the encoding declaration.
SourceText read_source(Arena& arena, std::string_view source, const ParseOptions& options) noexcept;

}  // namespace ouro::syntax
