// Lexer, the literals: where numbers and strings end, and what is wrong with them.
#include "runtime/source/arena_text.h"
#include "runtime/source/character.h"
#include "runtime/source/lexer.h"

namespace ouro::syntax {

struct NumberBase {
  char letter;  // after the 0
  std::uint32_t base;
  const char* name;
};

namespace {

constexpr NumberBase kNumberBases[] = {
    {'x', 16, "hexadecimal"}, {'o', 8, "octal"}, {'b', 2, "binary"}};

// Keywords that may stand right behind a number; an old licence, warned about.
constexpr std::string_view kKeywordsAfterNumber[] = {"and", "else", "for", "if",
                                                     "in",  "is",   "or",  "not"};

}  // namespace

// ---- strings ---------------------------------------------------------------------------------

// The cursor is at the quote, start_ at the prefix.
bool Lexer::string(Token& token) noexcept {
  const char quote = *cursor_++;
  std::size_t quotes = 1;
  if (*cursor_ == quote) {
    ++cursor_;
    if (*cursor_ != quote) return finish(token, TokenKind::kString);
    ++cursor_;
    quotes = 3;
  }
  return skip_string(quote, quotes) && finish(token, TokenKind::kString);
}

bool Lexer::skip_string(char quote, std::size_t quotes) noexcept {
  std::size_t closing = 0;
  while (closing != quotes) {
    const char byte = *cursor_;
    if (byte == '\0' || (byte == '\n' && quotes == 1)) return unterminated_string(quotes);
    ++cursor_;
    closing = byte == quote ? closing + 1 : 0;
    if (byte == '\n') enter_line();
    if (byte != '\\') continue;
    if (*cursor_ == '\0') return unterminated_string(quotes);
    if (*cursor_++ == '\n') enter_line();
  }
  return true;
}

bool Lexer::unterminated_string(std::size_t quotes) noexcept {
  const NumberText detected(line_reached());
  state_ = LexerState::kUnfinishedString;
  cursor_ = start_ + 1;
  line_start_ = first_line_start_;
  line_ = first_line_;
  return fail(concatenate(arena_, {quotes == 3 ? "unterminated triple-quoted string literal"
                                               : "unterminated string literal",
                                   " (detected at line ", detected, ")"}));
}

// ---- numbers ---------------------------------------------------------------------------------

// At a digit, or at a dot before one.
bool Lexer::number(Token& token) noexcept {
  if (*cursor_ == '.') return fraction(token);
  if (*cursor_ == '0') {
    for (const NumberBase& base : kNumberBases) {
      if (to_lower(cursor_[1]) == base.letter) return based_number(token, base);
    }
    return zero(token);
  }
  return decimal_digits() && after_integer(token);
}

bool Lexer::based_number(Token& token, const NumberBase& base) noexcept {
  const auto is_base_digit = [&] { return digit_value(*cursor_) < base.base; };
  cursor_ += 2;
  do {
    if (*cursor_ == '_') ++cursor_;
    if (!is_base_digit()) {
      if (is_digit(*cursor_)) return fail_digit(*cursor_, base.name);
      return fail(concatenate(arena_, {"invalid ", base.name, " literal"}));
    }
    while (is_base_digit()) ++cursor_;
  } while (*cursor_ == '_');
  if (is_digit(*cursor_)) return fail_digit(*cursor_, base.name);
  return end_of_number(token, base.name);
}

bool Lexer::fail_digit(char digit, const char* kind) noexcept {
  ++cursor_;
  return fail(concatenate(arena_, {"invalid digit '", {&digit, 1}, "' in ", kind, " literal"}));
}

// 0, 00_0, 0.5, 0e1, 0j and 012.5; but not 012.
bool Lexer::zero(Token& token) noexcept {
  while (*cursor_ == '0' || *cursor_ == '_') {
    if (*cursor_++ == '_' && !is_digit(*cursor_)) return fail("invalid decimal literal");
  }
  const char* zeros_end = cursor_ + 1;
  const bool has_digits = is_digit(*cursor_);
  if (has_digits && !decimal_digits()) return false;
  const char next = to_lower(*cursor_);
  if (!has_digits || next == '.' || next == 'e' || next == 'j') return after_integer(token);
  return fail_in_line(
      "leading zeros in decimal integer literals are not permitted; "
      "use an 0o prefix for octal integers",
      static_cast<std::size_t>(start_ + 1 - line_start_),
      static_cast<std::size_t>(zeros_end - line_start_));
}

bool Lexer::decimal_digits() noexcept {
  for (;;) {
    while (is_digit(*cursor_)) ++cursor_;
    if (*cursor_ != '_') return true;
    ++cursor_;
    if (!is_digit(*cursor_)) return fail("invalid decimal literal");
  }
}

bool Lexer::after_integer(Token& token) noexcept {
  return *cursor_ == '.' ? fraction(token) : exponent(token);
}

bool Lexer::fraction(Token& token) noexcept {
  ++cursor_;
  if (is_digit(*cursor_) && !decimal_digits()) return false;
  return exponent(token);
}

// What may follow the mantissa: an exponent, a j, or nothing.
bool Lexer::exponent(Token& token) noexcept {
  if (to_lower(*cursor_) == 'e') {
    const char* mantissa_end = cursor_++;
    if (*cursor_ == '+' || *cursor_ == '-') {
      ++cursor_;
      if (!is_digit(*cursor_)) return fail("invalid decimal literal");
    } else if (!is_digit(*cursor_)) {
      cursor_ = mantissa_end;
      return end_of_number(token, "decimal");
    }
    if (!decimal_digits()) return false;
  }
  if (to_lower(*cursor_) != 'j') return end_of_number(token, "decimal");
  ++cursor_;
  return end_of_number(token, "imaginary");
}

bool Lexer::end_of_number(Token& token, const char* kind) noexcept {
  if (!is_word_character(*cursor_)) return finish(token, TokenKind::kNumber);
  const std::string_view message = concatenate(arena_, {"invalid ", kind, " literal"});
  if (!keyword_may_follow()) return fail(message);
  return warn(WarningKind::kSyntaxWarning, message) && finish(token, TokenKind::kNumber);
}

bool Lexer::keyword_may_follow() const noexcept {
  const std::string_view rest = text_.substr(static_cast<std::size_t>(cursor_ - text_.data()));
  for (std::string_view keyword : kKeywordsAfterNumber) {
    // Python does not look behind the short ones that begin with i.
    const bool whole = keyword.size() == 2 && keyword[0] == 'i';
    if (rest.starts_with(keyword) && (whole || !is_word_character(cursor_[keyword.size()]))) {
      return true;
    }
  }
  return false;
}

}  // namespace ouro::syntax
