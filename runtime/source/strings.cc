// TreeParser, strings and numbers: adjacent literals become one node.
#include "runtime/source/arena_text.h"
#include "runtime/source/character.h"
#include "runtime/source/f_strings.h"
#include "runtime/source/literals.h"
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {

// ---- numbers ---------------------------------------------------------------------------------

namespace {

constexpr std::size_t kDigitsMax = 4300;  // as sys.get_int_max_str_digits() begins

ConstantKind number_kind(std::string_view text) {
  const char base = text.size() > 1 && text[0] == '0' ? to_lower(text[1]) : '0';
  if (base == 'x' || base == 'o' || base == 'b') return ConstantKind::kInteger;
  if (to_lower(text.back()) == 'j') return ConstantKind::kImaginary;
  return text.find_first_of(".eE") == text.npos ? ConstantKind::kInteger : ConstantKind::kFloat;
}

}  // namespace

Node* TreeParser::number() noexcept {
  const Token* start = token_;
  std::string_view text = lexer_.text_of(*token_);
  if (text.find('_') != text.npos) {
    TextBuffer buffer(arena_);
    for (char byte : text) {
      if (byte != '_' && !keep(buffer.append({&byte, 1}))) return nullptr;
    }
    text = buffer.take();
  }
  const ConstantKind kind = number_kind(text);
  advance();
  if (kind == ConstantKind::kImaginary) text.remove_suffix(1);
  if (kind == ConstantKind::kInteger && too_many_digits(text)) return nullptr;
  return make<Constant>(start, kind, false, text);
}

// Fails if there are; a hexadecimal one may have any number of digits.
bool TreeParser::too_many_digits(std::string_view digits) noexcept {
  if (digits.size() <= kDigitsMax || !is_digit(digits[1])) return false;
  const std::string_view message = concatenate(
      arena_, {"Exceeds the limit (", NumberText(kDigitsMax),
               " digits) for integer string conversion: value has ", NumberText(digits.size()),
               " digits; use sys.set_int_max_str_digits() to increase the limit"
               " - Consider hexadecimal for huge integer literals to avoid decimal"
               " conversion limits."});
  const auto line = static_cast<std::int32_t>(previous_->position.line);
  const auto column = static_cast<std::int32_t>(previous_->position.column);
  const auto end_column = static_cast<std::int32_t>(previous_->position.end_column);
  lexer_.fail_at(FailureKind::kSyntaxError, message, {line, column + 1, line, end_column + 1});
  return true;
}

// ---- strings ---------------------------------------------------------------------------------

Node* TreeParser::strings() noexcept {
  const Token* start = token_;
  const std::size_t first = index_;
  while (at(TokenKind::kString)) advance();
  if (at(TokenKind::kError)) return nullptr;
  StringJoiner joiner(*this, first, index_);
  return joiner.join(since(start));
}

}  // namespace ouro::syntax
