// SourceText: the bytes of a source as the lexer wants them: UTF-8 with '\n' lines and a NUL
// behind.
#pragma once

#include <cstddef>
#include <cstdint>
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

// The encoding declared in the first two lines, if it is not UTF-8. Empty: none.
std::string_view other_encoding(std::string_view source) noexcept;
// The same, if read_source() cannot read it either: somebody else has to decode the source.
std::string_view foreign_encoding(std::string_view source) noexcept;

// Of a file, which is looked at more strictly than text in memory.
struct FileFault {
  enum class Kind : std::uint8_t { kNone, kNotUtf8, kMarkWithOther };
  Kind kind = Kind::kNone;
  std::size_t place = 0;        // of the first byte that is not UTF-8, while nothing is declared
  std::string_view encoding{};  // declared behind a byte order mark
};
FileFault find_file_fault(std::string_view source) noexcept;

}  // namespace ouro::syntax
