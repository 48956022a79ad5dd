// TreeParser, match statements: the soft keywords, cases and patterns.
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {

// ---- statements ------------------------------------------------------------------------------

// Looks at the token behind the word: can it begin a subject?
bool TreeParser::match_may_begin() noexcept { return starts_expression(peek()->kind); }

Node* TreeParser::match_statement() noexcept {
  const Token* start = token_;
  advance();
  Node* subject = match_subject();
  if (subject == nullptr || !accept(TokenKind::kColon) || !accept(TokenKind::kNewline) ||
      !accept(TokenKind::kIndent)) {
    return nullptr;
  }
  ListBuilder list(stack_);
  do {
    if (!push(list, case_block())) return nullptr;
  } while (!at(TokenKind::kDedent));
  advance();
  std::span<MatchCase* const> cases;
  return keep(list.copy(cases)) ? make<Match>(start, subject, cases) : nullptr;
}

Node* TreeParser::match_subject() noexcept {
  const Token* start = token_;
  Node* subject = expression_list(&TreeParser::star_named_expression);
  if (subject == nullptr) return nullptr;
  return subject->kind == NodeKind::kStarred && start->kind == TokenKind::kStar ? nullptr : subject;
}

Node* TreeParser::case_block() noexcept {
  if (!at_word("case")) return nullptr;
  advance();
  Node* pattern = pattern_list();
  if (pattern == nullptr) return nullptr;
  Node* guard = nullptr;
  if (accept(TokenKind::kIf)) {
    guard = named_expression();
    if (guard == nullptr) return nullptr;
  }
  NodeList body;
  if (!header_and_block(body)) return nullptr;
  return make_kind<MatchCase>(MatchCase::kKind, Position(), pattern, guard, body);
}

// ---- sequences without brackets --------------------------------------------------------------

Node* TreeParser::pattern_list() noexcept {
  const Token* start = token_;
  Node* first = sequence_item();
  if (first == nullptr) return nullptr;
  if (!at(TokenKind::kComma)) return first->kind == NodeKind::kMatchStar ? nullptr : first;
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kComma)) {
    if (at(TokenKind::kColon) || at(TokenKind::kIf)) break;
    if (!push(list, sequence_item())) return nullptr;
  }
  return sequence_pattern(start, list);
}

Node* TreeParser::sequence_item() noexcept {
  return at(TokenKind::kStar) ? star_pattern() : as_pattern();
}

Node* TreeParser::star_pattern() noexcept {
  const Token* start = token_;
  advance();
  std::string_view name;
  if (at_word("_")) {
    advance();
  } else if (!capture_target(name)) {
    return nullptr;
  }
  return make<MatchStar>(start, name);
}

Node* TreeParser::sequence_pattern(const Token* start, const ListBuilder& list) noexcept {
  NodeList patterns;
  return keep(list.copy(patterns)) ? make<MatchSequence>(start, patterns) : nullptr;
}

// ---- one pattern -----------------------------------------------------------------------------

Node* TreeParser::as_pattern() noexcept {
  if (too_deep()) return nullptr;
  const Token* start = token_;
  Node* pattern = or_pattern();
  if (pattern == nullptr || !accept(TokenKind::kAs)) return pattern;
  std::string_view name;
  return capture_target(name) ? make<MatchAs>(start, pattern, name) : nullptr;
}

// Takes a name that may be bound: it is not _, and nothing follows that makes it something else.
bool TreeParser::capture_target(std::string_view& name) noexcept {
  if (at_word("_")) return false;
  if (!identifier(name)) return false;
  return !at(TokenKind::kDot) && !at(TokenKind::kLeftParen) && !at(TokenKind::kEqual);
}

Node* TreeParser::or_pattern() noexcept {
  const Token* start = token_;
  Node* first = closed_pattern();
  if (first == nullptr || !at(TokenKind::kBar)) return first;
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kBar)) {
    if (!push(list, closed_pattern())) return nullptr;
  }
  NodeList patterns;
  return keep(list.copy(patterns)) ? make<MatchOr>(start, patterns) : nullptr;
}

Node* TreeParser::closed_pattern() noexcept {
  switch (token_->kind) {
    case TokenKind::kName: return name_pattern();
    case TokenKind::kMinus:
    case TokenKind::kNumber: return number_pattern();
    case TokenKind::kString: return string_pattern();
    case TokenKind::kNone: return singleton_pattern(ConstantKind::kNone);
    case TokenKind::kTrue: return singleton_pattern(ConstantKind::kTrue);
    case TokenKind::kFalse: return singleton_pattern(ConstantKind::kFalse);
    case TokenKind::kLeftParen: return parenthesized_pattern();
    case TokenKind::kLeftBracket: return bracketed_pattern();
    case TokenKind::kLeftBrace: return mapping_pattern();
    default: return nullptr;
  }
}

// A capture, the wildcard, a dotted value or a class.
Node* TreeParser::name_pattern() noexcept {
  const Token* start = token_;
  const TokenKind next = peek()->kind;
  if (next != TokenKind::kDot && next != TokenKind::kLeftParen) {
    std::string_view id;
    const bool wildcard = at_word("_");
    if (next == TokenKind::kEqual || !identifier(id)) return nullptr;
    if (wildcard) id = {};
    return make<MatchAs>(start, static_cast<Node*>(nullptr), id);
  }
  Node* value = name();
  while (value != nullptr && accept(TokenKind::kDot)) {
    std::string_view attribute;
    if (!identifier(attribute)) return nullptr;
    value = make<Attribute>(start, value, attribute, Context::kLoad);
  }
  if (value == nullptr || at(TokenKind::kEqual)) return nullptr;
  return at(TokenKind::kLeftParen) ? class_pattern(start, value) : make<MatchValue>(start, value);
}

Node* TreeParser::number_pattern() noexcept {
  const Token* start = token_;
  Node* value = complex_number();
  return value == nullptr ? nullptr : make<MatchValue>(start, value);
}

// -1, 2.5, 3j or -1 + 2j
Node* TreeParser::complex_number() noexcept {
  const Token* start = token_;
  Node* real = signed_number();
  if (real == nullptr || (!at(TokenKind::kPlus) && !at(TokenKind::kMinus))) return real;
  const Operator op = at(TokenKind::kPlus) ? Operator::kAdd : Operator::kSub;
  advance();
  if (!at(TokenKind::kNumber)) return nullptr;
  Node* imaginary = number();
  if (imaginary == nullptr || !check_complex(real, imaginary)) return nullptr;
  return make<BinOp>(start, real, op, imaginary);
}

Node* TreeParser::signed_number() noexcept {
  const Token* start = token_;
  const bool negative = accept(TokenKind::kMinus);
  if (!at(TokenKind::kNumber)) return nullptr;
  Node* value = number();
  if (value == nullptr || !negative) return value;
  return make<UnaryOp>(start, UnaryOperator::kUSub, value);
}

bool TreeParser::check_complex(const Node* real, const Node* imaginary) noexcept {
  if (const UnaryOp* negative = if_is<UnaryOp>(real)) real = negative->operand;
  const bool real_is_imaginary = as<Constant>(real).type == ConstantKind::kImaginary;
  const bool fits = as<Constant>(imaginary).type == ConstantKind::kImaginary;
  if (!real_is_imaginary && fits) return true;
  const Position& at = (real_is_imaginary ? real : imaginary)->position;
  return lexer_.fail_at(
      FailureKind::kSyntaxError,
      real_is_imaginary ? "real number required in complex literal"
                        : "imaginary number required in complex literal",
      {static_cast<std::int32_t>(at.line), static_cast<std::int32_t>(at.column) + 1,
       static_cast<std::int32_t>(at.end_line), static_cast<std::int32_t>(at.end_column) + 1});
}

Node* TreeParser::singleton_pattern(ConstantKind kind) noexcept {
  const Token* start = token_;
  advance();
  return make<MatchSingleton>(start, kind);
}

Node* TreeParser::string_pattern() noexcept {
  const Token* start = token_;
  Node* value = strings();
  return value == nullptr ? nullptr : make<MatchValue>(start, value);
}

// ---- patterns in brackets --------------------------------------------------------------------

// Items, up to the closing bracket.
bool TreeParser::pattern_items(ListBuilder& list, TokenKind closing) noexcept {
  while (!at(closing)) {
    if (!push(list, sequence_item())) return false;
    if (!accept(TokenKind::kComma)) break;
  }
  return at(closing);
}

// A group, or a sequence.
Node* TreeParser::parenthesized_pattern() noexcept {
  const Token* start = token_;
  advance();
  ListBuilder list(stack_);
  const std::size_t first = index_;
  if (!pattern_items(list, TokenKind::kRightParen)) return nullptr;
  const bool has_comma = index_ > first && tokens_.at(index_ - 1)->kind == TokenKind::kComma;
  const bool is_group = list.size() == 1 && !has_comma;
  if (is_group && list.last()->kind == NodeKind::kMatchStar) return nullptr;
  if (!accept(TokenKind::kRightParen)) return nullptr;
  return is_group ? list.last() : sequence_pattern(start, list);
}

Node* TreeParser::bracketed_pattern() noexcept {
  const Token* start = token_;
  advance();
  ListBuilder list(stack_);
  if (!pattern_items(list, TokenKind::kRightBracket) || !accept(TokenKind::kRightBracket))
    return nullptr;
  return sequence_pattern(start, list);
}

Node* TreeParser::mapping_pattern() noexcept {
  const Token* start = token_;
  advance();
  ListBuilder list(stack_);  // key, pattern, key, pattern ...
  std::string_view rest;
  while (!at(TokenKind::kRightBrace)) {
    if (accept(TokenKind::kDoubleStar)) {
      if (!capture_target(rest)) return nullptr;
      accept(TokenKind::kComma);
      break;
    }
    if (!mapping_item(list)) return nullptr;
    if (!accept(TokenKind::kComma)) break;
  }
  NodeList keys;
  NodeList patterns;
  if (!accept(TokenKind::kRightBrace)) return nullptr;
  if (!keep(list.copy(keys, 0, list.size(), 2) && list.copy(patterns, 1, list.size(), 2))) {
    return nullptr;
  }
  return make<MatchMapping>(start, keys, patterns, rest);
}

bool TreeParser::mapping_item(ListBuilder& list) noexcept {
  return push(list, mapping_key()) && accept(TokenKind::kColon) && push(list, as_pattern());
}

// A literal, or a dotted name.
Node* TreeParser::mapping_key() noexcept {
  switch (token_->kind) {
    case TokenKind::kMinus:
    case TokenKind::kNumber: return complex_number();
    case TokenKind::kString: return strings();
    case TokenKind::kNone: return singleton(ConstantKind::kNone);
    case TokenKind::kTrue: return singleton(ConstantKind::kTrue);
    case TokenKind::kFalse: return singleton(ConstantKind::kFalse);
    default: break;
  }
  const Token* start = token_;
  if (!at(TokenKind::kName) || peek()->kind != TokenKind::kDot) return nullptr;
  Node* value = name();
  while (value != nullptr && accept(TokenKind::kDot)) {
    std::string_view attribute;
    if (!identifier(attribute)) return nullptr;
    value = make<Attribute>(start, value, attribute, Context::kLoad);
  }
  return value;
}

// At the opening bracket behind the class.
Node* TreeParser::class_pattern(const Token* start, Node* type) noexcept {
  advance();
  ListBuilder list(stack_);  // the positional patterns, then name, pattern, name, pattern ...
  std::size_t positional = 0;
  bool keywords = false;
  while (!at(TokenKind::kRightParen)) {
    if (!class_pattern_item(list, keywords)) return nullptr;
    if (!keywords) positional = list.size();
    if (!accept(TokenKind::kComma)) break;
  }
  NodeList patterns;
  NodeList keyword_patterns;
  IdentifierList names;
  if (!accept(TokenKind::kRightParen) || !identifiers_of(list, positional, names)) return nullptr;
  if (!keep(list.copy(patterns, 0, positional) &&
            list.copy(keyword_patterns, positional + 1, list.size(), 2))) {
    return nullptr;
  }
  return make<MatchClass>(start, type, patterns, names, keyword_patterns);
}

bool TreeParser::class_pattern_item(ListBuilder& list, bool& keywords) noexcept {
  if (at(TokenKind::kName) && peek()->kind == TokenKind::kEqual) {
    keywords = true;
    if (!push(list, name())) return false;
    advance();
  } else if (keywords) {
    return false;
  }
  return push(list, as_pattern());
}

// Of the names that stand in every second place from `first` on.
bool TreeParser::identifiers_of(const ListBuilder& list, std::size_t first,
                                IdentifierList& result) noexcept {
  const std::size_t count = (list.size() - first) / 2;
  if (count == 0) return true;
  auto* names = arena_.make_array<std::string_view>(count);
  if (!keep(names != nullptr)) return false;
  for (std::size_t index = 0; index < count; ++index) {
    names[index] = static_cast<Name*>(list[first + 2 * index])->id;
  }
  result = {names, count};
  return true;
}

}  // namespace ouro::syntax
