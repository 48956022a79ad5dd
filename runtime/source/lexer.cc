// Lexer: lines, indentation, words, brackets and punctuation. Literals: lexer_literals.cc.
#include "runtime/source/lexer.h"

#include <cstring>

#include "runtime/object/unicode.h"
#include "runtime/source/arena_text.h"
#include "runtime/source/character.h"

namespace ouro::syntax {
namespace {

constexpr std::uint32_t kTabStop = 8;

// ---- keywords: a hash table made by the compiler ----

struct Keyword {
  std::uint64_t packed = 0;  // its letters, the first one lowest
  TokenKind kind = TokenKind::kName;
};

constexpr std::size_t kLongestKeyword = 8;
constexpr std::size_t kKeywordSlots = 128;

constexpr std::uint64_t pack(std::string_view word) {
  std::uint64_t packed = 0;
  for (std::size_t index = word.size(); index-- != 0;) {
    packed = packed << 8 | static_cast<unsigned char>(word[index]);
  }
  return packed;
}

constexpr std::size_t slot_of(std::uint64_t packed) {
  return static_cast<std::size_t>(packed * 0x9E3779B97F4A7C15ULL >> 57);
}

struct KeywordTable {
  Keyword slots[kKeywordSlots];

  constexpr KeywordTable() {
#define OURO_ADD_KEYWORD(name, spelling) add(spelling, TokenKind::name);
    OURO_KEYWORDS(OURO_ADD_KEYWORD)
#undef OURO_ADD_KEYWORD
  }

  constexpr void add(std::string_view word, TokenKind kind) {
    std::size_t slot = slot_of(pack(word));
    while (slots[slot].packed != 0) slot = (slot + 1) % kKeywordSlots;
    slots[slot] = {pack(word), kind};
  }

  constexpr TokenKind find(std::string_view word) const {
    if (word.size() > kLongestKeyword) return TokenKind::kName;
    const std::uint64_t packed = pack(word);
    std::size_t slot = slot_of(packed);
    while (slots[slot].packed != packed && slots[slot].packed != 0) {
      slot = (slot + 1) % kKeywordSlots;
    }
    return slots[slot].kind;
  }
};

constexpr KeywordTable kKeywords;

// ---- punctuation: by first character, the longest first ----

struct Punctuation {
  std::string_view spelling{};
  TokenKind kind{};
};

struct PunctuationTable {
  static constexpr std::size_t kSize = 64;
  Punctuation entries[kSize];
  std::uint8_t first[128] = {};  // the entries of a first character stand together
  std::uint8_t end[128] = {};

  constexpr PunctuationTable() {
    std::uint8_t count = 0;
    for (std::size_t character = 1; character < 128; ++character) {
      first[character] = count;
      for (std::size_t size = 3; size != 0; --size) {
        count = add(static_cast<char>(character), size, count);
      }
      end[character] = count;
    }
  }

  constexpr std::uint8_t add(char character, std::size_t size, std::uint8_t count) {
#define OURO_ADD_PUNCTUATION(name, spelling)                                   \
  if (spelling[0] == character && std::string_view(spelling).size() == size) { \
    entries[count++] = {spelling, TokenKind::name};                            \
  }
    OURO_PUNCTUATION(OURO_ADD_PUNCTUATION)
#undef OURO_ADD_PUNCTUATION
    return count;
  }
};

constexpr PunctuationTable kPunctuation;

// The opening bracket a closing one belongs to.
constexpr char opening_of(char closing) {
  return closing == ')' ? '(' : closing == ']' ? '[' : '{';
}

}  // namespace

Lexer::Lexer(Arena& arena, WarningList& warnings, std::string_view text) noexcept
    : arena_(arena),
      warnings_(warnings),
      text_(text),
      cursor_(text.data()),
      start_(nullptr),
      line_start_(text.data()),
      shown_start_(text.data()) {}

void Lexer::start_at(std::uint32_t line, std::int32_t column) noexcept {
  line_offset_ = line - 1;
  column_offset_ = column;
}

void Lexer::end_statement_at_end(bool dedent) noexcept {
  end_is_newline_ = true;
  end_dedents_ = dedent;
}

// At the first character of a line; false at the end of the text.
bool Lexer::enter_line() noexcept {
  if (*cursor_ == '\0') return false;
  ++line_;
  line_start_ = cursor_;
  if (start_ == nullptr) shown_start_ = cursor_;
  return true;
}

bool Lexer::next(Token& token) noexcept {
  if (state_ >= LexerState::kUnfinishedString) return false;
  for (;;) {
    start_ = nullptr;
    bool blank = false;
    if (at_line_start_) {
      at_line_start_ = false;
      if (!read_indentation(blank)) return false;
    }
    if (pending_ != 0) return pending_indentation(token);
    if (!skip_space()) return false;
    first_line_ = line_;
    first_line_start_ = line_start_;
    if (*cursor_ != '\n') break;
    ++cursor_;
    at_line_start_ = true;
    if (!blank && level_ == 0) return newline_token(token);
  }
  const CharacterClass kind = class_of(*cursor_);
  if (kind == CharacterClass::kLetter) return word(token);
  if (kind == CharacterClass::kDigit) return number(token);
  if (*cursor_ == '"' || *cursor_ == '\'') return string(token);
  if (*cursor_ == '.' && class_of(cursor_[1]) == CharacterClass::kDigit) return number(token);
  if (*cursor_ == '\0') return end_token(token);
  return punctuation(token);
}

// Spaces, comments and continued lines. A newline token begins at its comment.
bool Lexer::skip_space() noexcept {
  for (;;) {
    while (*cursor_ == ' ' || *cursor_ == '\t' || *cursor_ == '\f') ++cursor_;
    start_ = cursor_;
    if (*cursor_ == '#') {
      while (*cursor_ != '\n' && *cursor_ != '\0') ++cursor_;
    }
    if (*cursor_ != '\\') return true;
    if (!continue_line()) return false;
  }
}

// At a backslash.
bool Lexer::continue_line() noexcept {
  ++cursor_;
  if (*cursor_ != '\n') {
    if (*cursor_ != '\0') ++cursor_;
    state_ = LexerState::kFailed;
    failed_quietly_ = true;
    const auto line = static_cast<std::int32_t>(line_reached());
    const auto column = static_cast<std::int32_t>(cursor_ - shown_start_);
    return fail_at(FailureKind::kSyntaxError,
                   "unexpected character after line continuation character",
                   {line, column, line, 0});
  }
  ++cursor_;
  if (enter_line()) return true;
  if (level_ != 0) return fail_unclosed();
  fail_layout(FailureKind::kSyntaxError, "unexpected EOF while parsing");
  state_ = LexerState::kAtEnd;
  return false;
}

// ---- indentation -----------------------------------------------------------------------------

// Enters the line that begins here.
bool Lexer::read_indentation(bool& blank) noexcept {
  enter_line();
  Indent indent;
  if (!measure_indentation(indent)) return false;
  blank = *cursor_ == '#' || *cursor_ == '\n';
  return blank || level_ != 0 || change_indentation(indent);
}

bool Lexer::measure_indentation(Indent& indent) noexcept {
  Indent first_line;  // of a continued indentation: it alone counts, unless it is empty
  for (;; ++cursor_) {
    if (*cursor_ == ' ') {
      ++indent.column, ++indent.alternative;
    } else if (*cursor_ == '\t') {
      indent.column = (indent.column / kTabStop + 1) * kTabStop;
      ++indent.alternative;
    } else if (*cursor_ == '\f') {
      indent = {};
    } else if (*cursor_ == '\\') {
      if (first_line.column == 0) first_line = {indent.column, indent.column};
      if (!continue_line()) return false;
      --cursor_;
    } else {
      if (first_line.column != 0) indent = first_line;
      return true;
    }
  }
}

bool Lexer::change_indentation(Indent indent) noexcept {
  const Indent current = indents_ == 0 ? Indent{} : indent_[indents_ - 1];
  if (indent.column < current.column) return dedent_to(indent);
  const bool deeper = indent.column > current.column;
  const bool alternative_deeper = indent.alternative > current.alternative;
  if (deeper && indents_ + 1 >= kIndentsMax) {
    return fail_layout(FailureKind::kIndentationError, "too many levels of indentation");
  }
  if (deeper != alternative_deeper || (!deeper && indent.alternative != current.alternative)) {
    return fail_layout(FailureKind::kTabError,
                       "inconsistent use of tabs and spaces in indentation");
  }
  if (!deeper) return true;
  ++pending_;
  indent_[indents_++] = indent;
  return true;
}

bool Lexer::dedent_to(Indent indent) noexcept {
  while (indents_ != 0 && indent.column < indent_[indents_ - 1].column) {
    --pending_;
    --indents_;
  }
  const Indent current = indents_ == 0 ? Indent{} : indent_[indents_ - 1];
  if (indent.column != current.column) {
    return fail_layout(FailureKind::kIndentationError,
                       "unindent does not match any outer indentation level");
  }
  if (indent.alternative == current.alternative) return true;
  return fail_layout(FailureKind::kTabError, "inconsistent use of tabs and spaces in indentation");
}

// ---- tokens without a literal ----------------------------------------------------------------

// Of the token from start_ to cursor_.
bool Lexer::finish(Token& token, TokenKind kind) noexcept {
  token.kind = kind;
  token.in_brackets = level_ != 0;
  token.begin = static_cast<std::uint32_t>(start_ - text_.data());
  token.end = static_cast<std::uint32_t>(cursor_ - text_.data());
  auto column = static_cast<std::uint32_t>(start_ - first_line_start_);
  auto end_column = static_cast<std::uint32_t>(cursor_ - line_start_);
  if (line_ == 1) {
    column += static_cast<std::uint32_t>(column_offset_);
    end_column += static_cast<std::uint32_t>(column_offset_);
  }
  token.position = {first_line_ + line_offset_, column, line_ + line_offset_, end_column};
  statement_begun_ = true;
  // All but these had to look at the next character to know their end.
  const bool looked_ahead = kind != TokenKind::kString && kind != TokenKind::kNewline;
  if (looked_ahead && *cursor_ == '\0') state_ = LexerState::kAtEnd;
  return true;
}

bool Lexer::layout_token(Token& token, TokenKind kind) noexcept {
  const auto place = static_cast<std::uint32_t>(cursor_ - text_.data());
  const std::uint32_t line = line_ + line_offset_;
  token = {kind, level_ != 0, place, place, {line, kNoColumn, line, kNoColumn}};
  statement_begun_ = true;
  return true;
}

bool Lexer::pending_indentation(Token& token) noexcept {
  if (pending_ > 0) {
    --pending_;
    return layout_token(token, TokenKind::kIndent);
  }
  ++pending_;
  return layout_token(token, TokenKind::kDedent);
}

// The newline itself has been read; the token has no width.
bool Lexer::newline_token(Token& token) noexcept {
  --cursor_;
  finish(token, TokenKind::kNewline);
  ++cursor_;
  ++token.end;
  return true;
}

bool Lexer::end_token(Token& token) noexcept {
  state_ = LexerState::kAtEnd;
  if (level_ != 0) return fail_unclosed();
  if (!end_is_newline_ || !statement_begun_) return layout_token(token, TokenKind::kEnd);
  if (end_dedents_) {
    pending_ = -static_cast<std::int32_t>(indents_);
    indents_ = 0;
  }
  layout_token(token, TokenKind::kNewline);
  statement_begun_ = false;
  return true;
}

bool Lexer::word(Token& token) noexcept {
  bool wide = false;
  while (is_word_character(*cursor_)) wide |= *cursor_++ < 0;
  const std::string_view text(start_, static_cast<std::size_t>(cursor_ - start_));
  if ((*cursor_ == '"' || *cursor_ == '\'') && is_string_prefix(text)) return string(token);
  if (wide && !wide_word()) return false;
  return finish(token, kKeywords.find(text));
}

// Checks the identifier from start_ to cursor_.
bool Lexer::wide_word() noexcept {
  const char* end = cursor_;
  for (cursor_ = start_; cursor_ != end;) {
    std::size_t size = 0;
    const std::string_view rest(cursor_, static_cast<std::size_t>(end - cursor_));
    const std::uint32_t character = decode_character(rest, size);
    const bool first = cursor_ == start_;
    cursor_ += size;
    if (first ? unicode::is_identifier_start(character)
              : unicode::is_identifier_continue(character)) {
      continue;
    }
    const NumberText code(character, 16, 4);
    if (!unicode::is_printable(character)) {
      return fail(concatenate(arena_, {"invalid non-printable character U+", code}));
    }
    return fail(
        concatenate(arena_, {"invalid character '", rest.substr(0, size), "' (U+", code, ")"}));
  }
  return true;
}

bool Lexer::punctuation(Token& token) noexcept {
  const auto character = static_cast<unsigned char>(*cursor_);
  for (std::size_t index = kPunctuation.first[character]; index < kPunctuation.end[character];
       ++index) {
    const Punctuation& entry = kPunctuation.entries[index];
    if (cursor_[0] == '<' && cursor_[1] == '>') break;
    if (std::strncmp(cursor_, entry.spelling.data(), entry.spelling.size()) != 0) continue;
    cursor_ += entry.spelling.size();
    const TokenKind kind = entry.kind;
    if (kind < TokenKind::kLeftParen || kind > TokenKind::kRightBrace) return finish(token, kind);
    const bool opens = kind == TokenKind::kLeftParen || kind == TokenKind::kLeftBracket ||
                       kind == TokenKind::kLeftBrace;
    return opens ? open_bracket(token, kind) : close_bracket(token, kind);
  }
  ++cursor_;
  if (character < ' ' || character == 0x7F) {
    return fail(
        concatenate(arena_, {"invalid non-printable character U+", NumberText(character, 16, 4)}));
  }
  if (character == '<' && *cursor_ == '>') ++cursor_;  // Python's retired way to write !=
  return finish(token, TokenKind::kUnknown);
}

bool Lexer::open_bracket(Token& token, TokenKind kind) noexcept {
  if (level_ == kBracketsMax) return fail("too many nested parentheses");
  brackets_[level_++] = {*start_, line_reached(), static_cast<std::uint32_t>(start_ - line_start_)};
  return finish(token, kind);
}

bool Lexer::close_bracket(Token& token, TokenKind kind) noexcept {
  const std::string_view closing(start_, 1);
  if (level_ == 0) return fail(concatenate(arena_, {"unmatched '", closing, "'"}));
  const OpenBracket& open = brackets_[--level_];
  if (open.character == opening_of(*start_)) return finish(token, kind);
  const std::string_view opening(&open.character, 1);
  if (open.line == line_reached()) {
    return fail(concatenate(arena_, {"closing parenthesis '", closing,
                                     "' does not match opening parenthesis '", opening, "'"}));
  }
  return fail(concatenate(
      arena_, {"closing parenthesis '", closing, "' does not match opening parenthesis '", opening,
               "' on line ", NumberText(open.line)}));
}

// ---- failures and warnings -------------------------------------------------------------------

bool Lexer::fail_with(const SyntaxFailure& failure) noexcept {
  failure_ = failure;
  has_failed_ = true;
  return false;
}

bool Lexer::fail_memory() noexcept {
  state_ = LexerState::kFailed;
  return fail_with({FailureKind::kOutOfMemory, {}, 0, 0, 0, 0, {}});
}

// At the cursor. The message may be without data: memory was refused.
bool Lexer::fail(std::string_view message) noexcept {
  const std::string_view read(line_start_, static_cast<std::size_t>(cursor_ - line_start_));
  const std::size_t column = count_characters(read);
  return fail_in_line(message, column, column);
}

bool Lexer::fail_in_line(std::string_view message, std::size_t column, std::size_t end) noexcept {
  if (message.data() == nullptr) return fail_memory();
  if (state_ < LexerState::kUnfinishedString) state_ = LexerState::kFailed;
  const std::size_t offset = static_cast<std::size_t>(line_start_ - text_.data());
  const std::string_view line = text_.substr(offset, text_.find('\n', offset) - offset);
  const auto number = static_cast<std::int32_t>(line_reached());
  return fail_with({FailureKind::kSyntaxError, message, number, static_cast<std::int32_t>(column),
                    number, static_cast<std::int32_t>(end), line});
}

// Something is wrong with the whole line, which is skipped.
bool Lexer::fail_layout(FailureKind kind, std::string_view message) noexcept {
  state_ = LexerState::kFailed;
  failed_quietly_ = true;
  while (*cursor_ != '\0' && cursor_[-1] != '\n') ++cursor_;
  const auto line = static_cast<std::int32_t>(line_reached());
  if (kind == FailureKind::kTabError || message.starts_with("too many")) {
    return fail_at(kind, message, {line, 1, line, 0});
  }
  return fail_at(kind, message, {line, static_cast<std::int32_t>(column_reached()), line, -1});
}

bool Lexer::fail_unclosed() noexcept {
  state_ = LexerState::kAtEnd;
  failed_quietly_ = true;
  const OpenBracket& open = innermost_bracket();
  const auto line = static_cast<std::int32_t>(open.line);
  const std::string_view message =
      concatenate(arena_, {"'", {&open.character, 1}, "' was never closed"});
  return fail_at(FailureKind::kSyntaxError, message,
                 {line, static_cast<std::int32_t>(open.column) + 1, line, 0});
}

bool Lexer::fail_at(FailureKind kind, std::string_view message, const Place& place) noexcept {
  if (message.data() == nullptr) return fail_memory();
  const std::string_view text = text_at(place.line);
  std::int32_t column = place.column;
  std::int32_t end_column = place.end_column;
  if (in_f_string_) {
    message = concatenate(arena_, {"f-string: ", message});
    if (message.data() == nullptr) return fail_memory();
    column -= column_offset_;
    end_column -= column_offset_;
  }
  return fail_with({kind, message, place.line, character_column(text, column), place.end_line,
                    character_column(text, end_column), text});
}

// The line that stands in the error: with its newline (and with the lines its first token began in)
// while it is the last one read.
std::string_view Lexer::text_at(std::int32_t line) const noexcept {
  const auto offset = static_cast<std::size_t>(shown_start_ - text_.data());
  if (line >= static_cast<std::int32_t>(line_reached())) {
    const std::size_t line_offset = static_cast<std::size_t>(line_start_ - text_.data());
    const std::size_t newline = text_.find('\n', line_offset);
    return text_.substr(offset, newline == text_.npos ? newline : newline + 1 - offset);
  }
  std::size_t begin = 0;
  for (auto left = line - static_cast<std::int32_t>(line_offset_); left > 1; --left) {
    begin = text_.find('\n', begin) + 1;
  }
  return text_.substr(begin, text_.find('\n', begin) - begin);
}

std::int32_t Lexer::character_column(std::string_view line, std::int32_t column) const noexcept {
  if (column <= 0 || in_f_string_) return column;
  const auto bytes = static_cast<std::size_t>(column);
  const std::size_t past_end = bytes > line.size() ? 1 : 0;
  return static_cast<std::int32_t>(count_characters(line.substr(0, bytes)) + past_end);
}

bool Lexer::warn(WarningKind kind, std::string_view message) noexcept {
  const std::uint32_t line = line_reached();
  return warnings_.add(arena_, {kind, message, {line, column_reached(), line, kNoColumn}}) ||
         fail_memory();
}

bool WarningList::add(Arena& arena, const SyntaxWarning& warning) noexcept {
  if (warning.message.data() == nullptr) return false;
  auto* copy = arena.make<SyntaxWarning>(warning);
  if (copy == nullptr) return false;
  (last_ == nullptr ? first_ : last_->next) = copy;
  last_ = copy;
  return true;
}

}  // namespace ouro::syntax
