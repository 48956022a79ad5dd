// StringJoiner: adjacent string tokens to one node. An f-string is literal text and fields; the
// expression of a field is parsed as a text of its own, in brackets, so that it may span lines.
#include "runtime/source/f_strings.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/source/arena_text.h"
#include "runtime/source/parse_run.h"

namespace ouro::syntax {

namespace {

constexpr int kDepthMax = 2;

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char byte) { return byte < 0; });
}

bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

}  // namespace

// What encloses the place in a field's expression that is looked at.
struct Nesting {
  static constexpr std::size_t kMax = 200;

  char quote = '\0';  // '\0': not in a string
  bool triple = false;
  std::size_t depth = 0;
  char brackets[kMax];
};

struct StringJoiner::Field {
  Node* expression = nullptr;
  std::int32_t conversion = -1;
  Node* spec = nullptr;
  bool has_debug_text = false;
};

// ---- all kinds of strings --------------------------------------------------------------------

Node* StringJoiner::join(const Position& position) noexcept {
  position_ = position;
  const Token* first = parser_.tokens_.at(first_);
  current_ = take_apart(parser_.lexer_.text_of(*first));
  has_u_prefix_ = current_.is_u;
  const bool plain = current_.is_raw || current_.body.find('\\') == std::string_view::npos;
  if (end_ - first_ == 1 && plain && !current_.is_format && !current_.is_bytes) {
    return constant(ConstantKind::kString, current_.body);
  }
  const bool is_bytes = current_.is_bytes;
  for (std::size_t index = first_; index < end_; ++index) {
    if (!add_token(index)) return nullptr;
    if (current_.is_bytes != is_bytes) {
      fail("cannot mix bytes and nonbytes literals");
      return nullptr;
    }
    if (current_.is_format && !add_format(current_)) return nullptr;
  }
  parser_.warned_until_ = std::max(parser_.warned_until_, token_->end);
  return is_bytes ? constant(ConstantKind::kBytes, text_.take()) : finish();
}

Node* StringJoiner::constant(ConstantKind kind, std::string_view text) noexcept {
  return parser_.make_kind<Constant>(NodeKind::kConstant, position_, kind, has_u_prefix_, text);
}

// All of it, unless it is an f-string.
bool StringJoiner::add_token(std::size_t index) noexcept {
  token_ = parser_.tokens_.at(index);
  current_ = take_apart(parser_.lexer_.text_of(*token_));
  if (current_.is_format) return true;
  return current_.is_bytes ? add_bytes(current_) : add_text(current_.body, current_.is_raw);
}

bool StringJoiner::add_bytes(const StringToken& token) noexcept {
  if (!is_ascii(token.body)) return fail("bytes can only contain ASCII literal characters");
  if (token.is_raw) return parser_.keep(text_.append(token.body));
  EscapeDecoder decoder(parser_.arena_, text_);
  if (!decoder.decode_bytes(token.body)) return fail_escape(decoder);
  return report_unknown_escape(decoder.unknown_escape());
}

bool StringJoiner::add_text(std::string_view body, bool is_raw) noexcept {
  if (is_raw) return parser_.keep(text_.append(body));
  EscapeDecoder decoder(parser_.arena_, text_);
  if (!decoder.decode_text(body)) return fail_escape(decoder);
  return report_unknown_escape(decoder.unknown_escape());
}

bool StringJoiner::report_unknown_escape(std::string_view character) noexcept {
  if (character.empty() || token_->begin < parser_.warned_until_) return true;
  const std::string_view message =
      concatenate(parser_.arena_, {"invalid escape sequence '\\", character, "'"});
  return parser_.keep(parser_.lexer_.warnings().add(
      parser_.arena_, {WarningKind::kDeprecationWarning, message, token_->position}));
}

Node* StringJoiner::finish() noexcept {
  if (!is_format_) return constant(ConstantKind::kString, text_.take());
  NodeList values;
  if (!flush(parts_) || !parser_.keep(parts_.copy(values))) return nullptr;
  return parser_.make_kind<JoinedStr>(NodeKind::kJoinedStr, position_, values);
}

// Makes the literal text so far a part.
bool StringJoiner::flush(ListBuilder& parts) noexcept {
  if (text_.size() == 0) return true;
  return parser_.push(parts, constant(ConstantKind::kString, text_.take()));
}

bool StringJoiner::fail(std::string_view message) noexcept {
  return parser_.tokens_.fail_at_last(FailureKind::kSyntaxError, message);
}

bool StringJoiner::fail_escape(const EscapeDecoder& decoder) noexcept {
  return decoder.message().data() == nullptr ? parser_.lexer_.fail_memory()
                                             : fail(decoder.message());
}

// ---- f-strings -------------------------------------------------------------------------------

bool StringJoiner::add_format(const StringToken& token) noexcept {
  is_format_ = true;
  cursor_ = token.body.data();
  limit_ = cursor_ + token.body.size();
  return format_parts(parts_, 0);
}

// Depth 0: the whole body; deeper: a format spec, up to its closing brace.
bool StringJoiner::format_parts(ListBuilder& parts, int depth) noexcept {
  for (;;) {
    bool again = false;
    if (!literal_part(depth, again)) return false;
    if (again) continue;
    if (at_end() || *cursor_ == '}') break;
    if (!field(parts, depth)) return false;
  }
  if (depth == 0) return at_end() || fail("f-string: unexpected end of string");
  return !at_end() || fail_unexpected_end();
}

// `again`: it ended with a doubled brace, so more may follow.
bool StringJoiner::literal_part(int depth, bool& again) noexcept {
  const char* begin = cursor_;
  if (!skip_literal(depth, again)) return false;
  const std::string_view body(begin, static_cast<std::size_t>(cursor_ - begin));
  if (again) ++cursor_;
  return body.empty() || add_text(body, current_.is_raw);
}

bool StringJoiner::skip_literal(int depth, bool& again) noexcept {
  while (!at_end()) {
    char byte = *cursor_++;
    if (!current_.is_raw && byte == '\\' && !at_end()) {
      byte = *cursor_++;
      if (byte == 'N') {
        skip_character_name();
        continue;
      }
      if (byte == '{' && !report_unknown_escape("{")) return false;
    }
    if (byte != '{' && byte != '}') continue;
    if (depth == 0 && !at_end() && *cursor_ == byte) {
      again = true;
      return true;
    }
    if (depth == 0 && byte == '}') return fail("f-string: single '}' is not allowed");
    --cursor_;
    return true;
  }
  return true;
}

// The braces of \N{...} are no field.
void StringJoiner::skip_character_name() noexcept {
  if (at_end() || *cursor_++ != '{') return;
  while (!at_end() && *cursor_++ != '}') {
  }
}

// At the opening brace.
bool StringJoiner::field(ListBuilder& parts, int depth) noexcept {
  if (depth >= kDepthMax) return fail("f-string: expressions nested too deeply");
  const char* begin = ++cursor_;
  if (!skip_expression()) return false;
  Field field;
  field.expression = compile_expression(begin, cursor_);
  if (field.expression == nullptr) return false;
  if (*cursor_ == '=') {
    field.has_debug_text = true;
    if (!debug_text(begin)) return false;
  }
  if (!flush(parts) || !conversion(field) || !format_spec(field, depth)) return false;
  if (at_end() || *cursor_ != '}') return fail_unexpected_end();
  ++cursor_;
  if (field.has_debug_text && field.spec == nullptr && field.conversion == -1) {
    field.conversion = 'r';
  }
  return parser_.push(
      parts, parser_.make_kind<FormattedValue>(NodeKind::kFormattedValue, position_,
                                               field.expression, field.conversion, field.spec));
}

// {expression=}: the text up to here is part of the result.
bool StringJoiner::debug_text(const char* begin) noexcept {
  ++cursor_;
  while (!at_end() && is_space(*cursor_)) ++cursor_;
  if (at_end()) return fail_unexpected_end();
  return parser_.keep(text_.append({begin, static_cast<std::size_t>(cursor_ - begin)}));
}

bool StringJoiner::conversion(Field& field) noexcept {
  if (*cursor_ == '!') {
    ++cursor_;
    if (at_end()) return fail_unexpected_end();
    field.conversion = static_cast<unsigned char>(*cursor_++);
    const bool known =
        field.conversion == 's' || field.conversion == 'r' || field.conversion == 'a';
    if (!known) {
      return fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
  }
  return !at_end() || fail_unexpected_end();
}

bool StringJoiner::format_spec(Field& field, int depth) noexcept {
  if (*cursor_ != ':') return true;
  ++cursor_;
  if (at_end()) return fail_unexpected_end();
  // The spec stands for its own token only, not for all the adjacent ones.
  const Position position = std::exchange(position_, token_->position);
  const bool has_u_prefix = std::exchange(has_u_prefix_, false);
  ListBuilder parts(parser_.stack_);
  NodeList values;
  if (!format_parts(parts, depth + 1) || !flush(parts)) return false;
  if (!parser_.keep(parts.copy(values))) return false;
  field.spec = parser_.make_kind<JoinedStr>(NodeKind::kJoinedStr, position_, values);
  position_ = position;
  has_u_prefix_ = has_u_prefix;
  return field.spec != nullptr;
}

// ---- the expression of a field ---------------------------------------------------------------

// Up to what ends it: ! : = or the brace.
bool StringJoiner::skip_expression() noexcept {
  Nesting nesting;
  while (!at_end()) {
    const char byte = *cursor_;
    if (nesting.depth == 0 && nesting.quote == '\0' && std::strchr("!:}=<>", byte) != nullptr) {
      const bool two = byte != ':' && byte != '}' && cursor_ + 1 != limit_ && cursor_[1] == '=';
      if (!two && byte != '<' && byte != '>') return true;
      cursor_ += two ? 2 : 1;
      continue;
    }
    if (!skip_expression_character(nesting)) return false;
  }
  if (nesting.quote != '\0') return fail("f-string: unterminated string");
  if (nesting.depth == 0) return fail_unexpected_end();
  const std::string_view bracket(&nesting.brackets[nesting.depth - 1], 1);
  return fail(concatenate(parser_.arena_, {"f-string: unmatched '", bracket, "'"}));
}

bool StringJoiner::skip_expression_character(Nesting& nesting) noexcept {
  const char byte = *cursor_;
  const bool tripled = limit_ - cursor_ > 2 && cursor_[1] == byte && cursor_[2] == byte;
  if (byte == '\\') return fail("f-string expression part cannot include a backslash");
  if (nesting.quote != '\0') {
    const bool closes = byte == nesting.quote && (tripled || !nesting.triple);
    cursor_ += closes && nesting.triple ? 3 : 1;
    if (closes) nesting.quote = '\0';
    return true;
  }
  switch (byte) {
    case '\'':
    case '"':
      nesting.quote = byte;
      nesting.triple = tripled;
      cursor_ += tripled ? 3 : 1;
      return true;
    case '(':
    case '[':
    case '{':
      if (nesting.depth == Nesting::kMax) return fail("f-string: too many nested parenthesis");
      nesting.brackets[nesting.depth++] = byte;
      break;
    case '#': return fail("f-string expression part cannot include '#'");
    case ')':
    case ']':
    case '}': return close_bracket(nesting);
    default: break;
  }
  ++cursor_;
  return true;
}

bool StringJoiner::close_bracket(Nesting& nesting) noexcept {
  const std::string_view closing(cursor_, 1);
  if (nesting.depth == 0) {
    return fail(concatenate(parser_.arena_, {"f-string: unmatched '", closing, "'"}));
  }
  const std::string_view opening(&nesting.brackets[--nesting.depth], 1);
  const char expected = opening[0] == '(' ? ')' : opening[0] == '[' ? ']' : '}';
  if (closing[0] != expected) {
    return fail(
        concatenate(parser_.arena_, {"f-string: closing parenthesis '", closing,
                                     "' does not match opening parenthesis '", opening, "'"}));
  }
  ++cursor_;
  return true;
}

Node* StringJoiner::compile_expression(const char* begin, const char* end) noexcept {
  const std::string_view body(begin, static_cast<std::size_t>(end - begin));
  if (body.find_first_not_of(" \t\n\f") == body.npos) {
    fail(*end == '}' ? "f-string: empty expression not allowed"
                     : concatenate(parser_.arena_,
                                   {"f-string: expression required before '", {end, 1}, "'"}));
    return nullptr;
  }
  const std::string_view text = concatenate(parser_.arena_, {"(", body, ")\n"});
  if (!parser_.keep(text.data() != nullptr)) return nullptr;
  std::uint32_t line = 0;
  std::int32_t column = 0;
  place_of(begin - 1, line, column);
  Lexer lexer(parser_.arena_, parser_.lexer_.warnings(), text);
  lexer.start_at(line, column);
  lexer.name_failures_f_string();
  const bool silent = token_->begin < parser_.warned_until_;
  const ParseRun run =
      run_parser(parser_.arena_, lexer, parser_.options_, StartRule::kFString, silent);
  if (run.tree == nullptr) parser_.lexer_.fail_with(lexer.failure());
  if (parser_.repeated_keyword_ == nullptr) parser_.repeated_keyword_ = run.repeated_keyword;
  return run.tree;
}

// Where the expression's text begins: at its brace, or at the line, when only that matters.
void StringJoiner::place_of(const char* brace, std::uint32_t& line,
                            std::int32_t& column) const noexcept {
  const char* start = parser_.lexer_.text_of(*token_).data();
  const auto newlines = std::count(start, brace, '\n');
  line = token_->position.line + static_cast<std::uint32_t>(newlines);
  const auto first_column = static_cast<std::int32_t>(token_->position.column);
  column = newlines == 0 ? first_column : 0;
  const char* code = brace + 1;
  while (*code == ' ' || *code == '\t' || *code == '\f') ++code;
  if (*code == '\n') return;
  const char* line_start = brace;
  while (line_start != start && line_start[-1] != '\n') --line_start;
  column += static_cast<std::int32_t>(brace - line_start);
}

}  // namespace ouro::syntax
