// Lexer: text to tokens, one at a time, with the indentation rules and the errors of Python.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/arena.h"
#include "runtime/source/token.h"

namespace ouro::syntax {

// How far the lexer is; the parser's diagnosis asks.
enum class LexerState : std::uint8_t {
  kReading,
  kAtEnd,             // the end has been read
  kUnfinishedString,  // failed: the text ends in a string
  kFailed,            // failed otherwise
};

struct OpenBracket {
  char character = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// Where a failure is, in lines and bytes; see Lexer::fail_at().
struct Place {
  std::int32_t line = 0;
  std::int32_t column = 0;
  std::int32_t end_line = 0;
  std::int32_t end_column = 0;
};

struct NumberBase;

// The warnings of one parse, in source order.
class WarningList {
 public:
  // False: memory is refused (or was, when the message was made).
  bool add(Arena& arena, const SyntaxWarning& warning) noexcept;
  const SyntaxWarning* first() const noexcept { return first_; }

 private:
  SyntaxWarning* first_ = nullptr;
  SyntaxWarning* last_ = nullptr;
};

class Lexer {
 public:
  // `text` ends with a NUL that does not count, and has no other; its newlines are '\n' only.
  Lexer(Arena& arena, WarningList& warnings, std::string_view text) noexcept;
  Lexer(const Lexer&) = delete;
  Lexer& operator=(const Lexer&) = delete;

  // Where the text stands in a larger source: added to lines, and to columns of the first line.
  void start_at(std::uint32_t line, std::int32_t column) noexcept;
  // Makes the failures of an f-string's expression say so where Python does.
  void name_failures_f_string() noexcept { in_f_string_ = true; }
  // Mode single: the end of the source ends the statement that has begun; `dedent`: and its blocks.
  void end_statement_at_end(bool dedent) noexcept;

  // False: failed, see failure(). After the end comes the end again.
  bool next(Token& token) noexcept;

  LexerState state() const noexcept { return state_; }
  bool has_failed() const noexcept { return has_failed_; }
  // The failure gives way to one of the parser's: an open bracket at the end, a wrong indentation.
  bool failed_quietly() const noexcept { return failed_quietly_; }
  const SyntaxFailure& failure() const noexcept { return failure_; }
  WarningList& warnings() noexcept { return warnings_; }

  std::string_view text() const noexcept { return text_; }
  std::string_view text_of(const Token& token) const noexcept {
    return text_.substr(token.begin, token.end - token.begin);
  }
  std::size_t open_brackets() const noexcept { return level_; }
  const OpenBracket& innermost_bracket() const noexcept { return brackets_[level_ - 1]; }
  bool has_indentation() const noexcept { return indents_ != 0; }
  // Bytes of the current line that have been read.
  std::uint32_t column_reached() const noexcept {
    return static_cast<std::uint32_t>(cursor_ - line_start_);
  }
  std::uint32_t line_reached() const noexcept { return line_ + line_offset_; }
  std::uint32_t line_offset() const noexcept { return line_offset_; }
  std::int32_t column_offset() const noexcept { return column_offset_; }
  bool in_f_string() const noexcept { return in_f_string_; }

  // Fails at a place of the parser's choosing: columns are bytes, from 1 (0, -1: as Python counts
  // what it does not know); lines are those of the tokens. Returns false.
  bool fail_at(FailureKind kind, std::string_view message, const Place& place) noexcept;
  bool fail_memory() noexcept;
  // The innermost open bracket was never closed.
  bool fail_unclosed() noexcept;
  // A failure found elsewhere (in a nested lexer). Returns false.
  bool fail_with(const SyntaxFailure& failure) noexcept;
  void forget_failure() noexcept { has_failed_ = false; }

 private:
  static constexpr std::size_t kBracketsMax = 200;
  static constexpr std::size_t kIndentsMax = 100;

  struct Indent {
    std::uint32_t column = 0;       // a tab goes to the next multiple of eight
    std::uint32_t alternative = 0;  // a tab counts as one
  };

  bool enter_line() noexcept;
  bool read_indentation(bool& blank) noexcept;
  bool measure_indentation(Indent& indent) noexcept;
  bool change_indentation(Indent indent) noexcept;
  bool dedent_to(Indent indent) noexcept;
  bool continue_line() noexcept;
  bool skip_space() noexcept;

  bool finish(Token& token, TokenKind kind) noexcept;
  bool layout_token(Token& token, TokenKind kind) noexcept;
  bool pending_indentation(Token& token) noexcept;
  bool end_token(Token& token) noexcept;
  bool newline_token(Token& token) noexcept;
  bool word(Token& token) noexcept;
  bool wide_word() noexcept;
  bool string(Token& token) noexcept;
  bool skip_string(char quote, std::size_t quotes) noexcept;
  bool unterminated_string(std::size_t quotes) noexcept;
  bool punctuation(Token& token) noexcept;
  bool open_bracket(Token& token, TokenKind kind) noexcept;
  bool close_bracket(Token& token, TokenKind kind) noexcept;

  bool number(Token& token) noexcept;
  bool based_number(Token& token, const NumberBase& base) noexcept;
  bool zero(Token& token) noexcept;
  bool decimal_digits() noexcept;
  bool after_integer(Token& token) noexcept;
  bool fraction(Token& token) noexcept;
  bool exponent(Token& token) noexcept;
  bool end_of_number(Token& token, const char* kind) noexcept;
  bool keyword_may_follow() const noexcept;

  bool fail(std::string_view message) noexcept;
  bool fail_in_line(std::string_view message, std::size_t column, std::size_t end) noexcept;
  bool fail_layout(FailureKind kind, std::string_view message) noexcept;
  bool fail_digit(char digit, const char* kind) noexcept;
  std::string_view text_at(std::int32_t line) const noexcept;
  std::int32_t character_column(std::string_view line, std::int32_t column) const noexcept;
  bool warn(WarningKind kind, std::string_view message) noexcept;

  Arena& arena_;
  WarningList& warnings_;
  std::string_view text_;
  const char* cursor_;
  const char* start_;        // of the current token
  const char* line_start_;   // of the current line
  const char* shown_start_;  // of the text shown with a failure in the current line
  std::uint32_t line_ = 0;   // of the text, from 1; 0: it is empty
  std::uint32_t first_line_ = 0;
  const char* first_line_start_ = nullptr;  // where the current token begins
  std::uint32_t line_offset_ = 0;
  std::int32_t column_offset_ = 0;
  std::int32_t pending_ = 0;  // indents (> 0) or dedents (< 0) to hand out
  bool at_line_start_ = true;
  bool in_f_string_ = false;
  bool end_is_newline_ = false;
  bool end_dedents_ = false;
  bool statement_begun_ = false;
  bool failed_quietly_ = false;
  bool has_failed_ = false;
  LexerState state_ = LexerState::kReading;
  std::size_t level_ = 0;
  std::size_t indents_ = 0;
  OpenBracket brackets_[kBracketsMax];
  Indent indent_[kIndentsMax];
  SyntaxFailure failure_;
};

}  // namespace ouro::syntax
