// TokenStream: the tokens read so far, and the next ones on demand; going back costs nothing.
#pragma once

#include <cstddef>

#include "runtime/source/lexer.h"

namespace ouro::syntax {

class TokenStream {
 public:
  TokenStream(Arena& arena, Lexer& lexer) noexcept : arena_(arena), lexer_(lexer) {}

  // Never null; the address stays. A kError token once the lexer has failed.
  const Token* at(std::size_t index) noexcept {
    if (index < visible_) [[likely]]
      return &chunks_[index / kChunk][index % kChunk];
    return at_slow(index);
  }

  std::size_t count() const noexcept { return count_; }
  const Token& last() const noexcept {
    return chunks_[(count_ - 1) / kChunk][(count_ - 1) % kChunk];
  }
  // Fails where the last token read stands. Returns false.
  bool fail_at_last(FailureKind kind, std::string_view message) noexcept;
  bool failed() const noexcept { return failed_; }
  Lexer& lexer() noexcept { return lexer_; }

  // Tokens from `limit` on look like the end, until the limit is kNoLimit again.
  static constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);
  void set_limit(std::size_t limit) noexcept {
    limit_ = limit;
    visible_ = limit < count_ ? limit : count_;
  }

 private:
  static constexpr std::size_t kChunk = 128;

  const Token* at_slow(std::size_t index) noexcept;
  bool read_token() noexcept;
  bool grow() noexcept;

  Arena& arena_;
  Lexer& lexer_;
  Token** chunks_ = nullptr;
  std::size_t chunk_capacity_ = 0;
  std::size_t count_ = 0;
  std::size_t visible_ = 0;
  std::size_t limit_ = kNoLimit;
  bool failed_ = false;
};

}  // namespace ouro::syntax
