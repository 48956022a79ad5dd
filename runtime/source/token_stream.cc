// TokenStream: chunks of tokens that never move.
#include "runtime/source/token_stream.h"

#include <algorithm>

namespace ouro::syntax {
namespace {

constexpr Token kEndToken{TokenKind::kEnd, false, 0, 0, {}};
constexpr Token kErrorToken{TokenKind::kError, false, 0, 0, {}};

}  // namespace

const Token* TokenStream::at_slow(std::size_t index) noexcept {
  if (index >= limit_) return &kEndToken;
  while (count_ <= index) {
    if (!read_token()) return &kErrorToken;
  }
  visible_ = count_;
  return &chunks_[index / kChunk][index % kChunk];
}

bool TokenStream::read_token() noexcept {
  if (failed_) return false;
  failed_ =
      (count_ % kChunk == 0 && !grow()) || !lexer_.next(chunks_[count_ / kChunk][count_ % kChunk]);
  if (failed_) return false;
  ++count_;
  return true;
}

bool TokenStream::fail_at_last(FailureKind kind, std::string_view message) noexcept {
  if (count_ == 0) {
    const auto read = static_cast<std::int32_t>(lexer_.line_reached());
    return lexer_.fail_at(kind, message, {read, 0, read, -1});
  }
  const Position& position = last().position;
  const auto line = static_cast<std::int32_t>(position.line);
  const auto end_line = static_cast<std::int32_t>(position.end_line);
  if (position.column == kNoColumn) {
    const auto column = static_cast<std::int32_t>(lexer_.column_reached());
    return lexer_.fail_at(kind, message, {line, column, end_line, -1});
  }
  return lexer_.fail_at(kind, message,
                        {line, static_cast<std::int32_t>(position.column) + 1, end_line,
                         static_cast<std::int32_t>(position.end_column) + 1});
}

bool TokenStream::grow() noexcept {
  const std::size_t used = count_ / kChunk;
  if (used == chunk_capacity_) {
    const std::size_t capacity = used == 0 ? 16 : 2 * used;
    Token** chunks = arena_.make_array<Token*>(capacity);
    if (chunks == nullptr) return lexer_.fail_memory();
    std::copy_n(chunks_, used, chunks);
    chunks_ = chunks;
    chunk_capacity_ = capacity;
  }
  chunks_[used] = arena_.make_array<Token>(kChunk);
  return chunks_[used] != nullptr || lexer_.fail_memory();
}

}  // namespace ouro::syntax
