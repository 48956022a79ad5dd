// TreeParser, simple statements: what fits in a line.
#include <array>

#include "runtime/source/identifier.h"
#include "runtime/source/literals.h"
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {
namespace {

// The operator of an assignment like +=; the tokens stand in this order.
constexpr Operator kAugmentedOperators[] = {
    Operator::kAdd,    Operator::kSub,    Operator::kMult,    Operator::kMatMult, Operator::kDiv,
    Operator::kMod,    Operator::kPow,    Operator::kLShift,  Operator::kRShift,  Operator::kBitOr,
    Operator::kBitXor, Operator::kBitAnd, Operator::kFloorDiv};

bool is_augmented(TokenKind kind) {
  return kind >= TokenKind::kPlusEqual && kind <= TokenKind::kDoubleSlashEqual;
}

bool is_single_target(NodeKind kind) {
  return kind == NodeKind::kName || kind == NodeKind::kAttribute || kind == NodeKind::kSubscript;
}

}  // namespace

// ---- inputs ----------------------------------------------------------------------------------

Node* TreeParser::module() noexcept {
  ListBuilder list(stack_);
  while (!at(TokenKind::kEnd)) {
    if (!statement(list)) return nullptr;
  }
  NodeList body;
  return keep(list.copy(body)) ? make_kind<Module>(Module::kKind, Position(), body) : nullptr;
}

// One statement; a compound one ends with an empty line.
Node* TreeParser::interactive() noexcept {
  ListBuilder list(stack_);
  const Token* start = token_;
  if (accept(TokenKind::kNewline)) {
    if (!push(list, make_kind<Pass>(Pass::kKind, start->position))) return nullptr;
  } else {
    if (at(TokenKind::kEnd) || !statement(list)) return nullptr;
    const bool is_compound =
        starts_compound_statement(start->kind) || list.last()->kind == NodeKind::kMatch;
    if (is_compound && !accept(TokenKind::kNewline)) return nullptr;
  }
  NodeList body;
  if (!keep(list.copy(body))) return nullptr;
  return make_kind<Interactive>(Interactive::kKind, Position(), body);
}

Node* TreeParser::eval_input() noexcept {
  Node* body = expression_list(&TreeParser::expression);
  if (body == nullptr) return nullptr;
  while (accept(TokenKind::kNewline)) {
  }
  if (!at(TokenKind::kEnd)) return nullptr;
  return make_kind<Expression>(Expression::kKind, Position(), body);
}

// ---- helpers ---------------------------------------------------------------------------------

Node* TreeParser::build(Rule rule, std::size_t first, std::size_t end) noexcept {
  const Mark before = mark();
  tokens_.set_limit(end);
  index_ = first;
  token_ = tokens_.at(index_);
  Node* node = (this->*rule)();
  if (index_ != end) node = nullptr;
  tokens_.set_limit(TokenStream::kNoLimit);
  go_back(before);
  return node;
}

// Takes a name.
bool TreeParser::identifier(std::string_view& result) noexcept {
  if (!at(TokenKind::kName)) return false;
  result = normalize_identifier(arena_, lexer_.text_of(*token_));
  advance();
  return keep(result.data() != nullptr);
}

bool TreeParser::dotted_name(std::string_view& result) noexcept {
  if (!identifier(result)) return false;
  if (!at(TokenKind::kDot)) return true;
  TextBuffer buffer(arena_);
  if (!keep(buffer.append(result))) return false;
  while (accept(TokenKind::kDot)) {
    std::string_view part;
    if (!identifier(part) || !keep(buffer.append(".") && buffer.append(part))) return false;
  }
  result = buffer.take();
  return true;
}

// a, b, c
bool TreeParser::name_list(IdentifierList& result) noexcept {
  ListBuilder list(stack_);
  do {
    if (!push(list, name())) return false;
  } while (accept(TokenKind::kComma));
  auto* names = arena_.make_array<std::string_view>(list.size());
  if (!keep(names != nullptr)) return false;
  for (std::size_t index = 0; index < list.size(); ++index) {
    names[index] = static_cast<Name*>(list[index])->id;
  }
  result = {names, list.size()};
  return true;
}

// ---- dispatch --------------------------------------------------------------------------------

bool TreeParser::statements(ListBuilder& list) noexcept {
  do {
    if (!statement(list)) return false;
  } while (!at(TokenKind::kDedent) && !at(TokenKind::kEnd));
  return true;
}

bool TreeParser::statement(ListBuilder& list) noexcept {
  if (too_deep()) return false;
  if (starts_compound_statement(token_->kind)) return push(list, compound_statement());
  if (at_word("match") && match_may_begin()) {
    const Mark before = mark();
    if (Node* node = match_statement()) return push(list, node);
    if (lexer_.has_failed()) return false;
    go_back(before);
  }
  return simple_statements(list);
}

bool TreeParser::simple_statements(ListBuilder& list) noexcept {
  do {
    if (!push(list, simple_statement())) return false;
  } while (accept(TokenKind::kSemicolon) && !at(TokenKind::kNewline));
  return accept(TokenKind::kNewline);
}

Node* TreeParser::simple_statement() noexcept {
  switch (token_->kind) {
    case TokenKind::kReturn: return return_statement();
    case TokenKind::kImport: return import_name();
    case TokenKind::kFrom: return import_from();
    case TokenKind::kRaise: return raise_statement();
    case TokenKind::kPass: return keyword_statement<Pass>();
    case TokenKind::kBreak: return keyword_statement<Break>();
    case TokenKind::kContinue: return keyword_statement<Continue>();
    case TokenKind::kDel: return delete_statement();
    case TokenKind::kAssert: return assert_statement();
    case TokenKind::kGlobal: return scope_statement<Global>();
    case TokenKind::kNonlocal: return scope_statement<Nonlocal>();
    default: return expression_statement();
  }
}

template <typename T>
Node* TreeParser::keyword_statement() noexcept {
  const Token* start = token_;
  advance();
  return make<T>(start);
}

template <typename T>
Node* TreeParser::scope_statement() noexcept {
  const Token* start = token_;
  advance();
  IdentifierList names;
  return name_list(names) ? make<T>(start, names) : nullptr;
}

// ---- assignments -----------------------------------------------------------------------------

Node* TreeParser::expression_statement() noexcept {
  const Token* start = token_;
  Node* value = yield_or_star_expressions();
  if (value == nullptr) return nullptr;
  if (at(TokenKind::kEqual)) return assignment(start, value);
  if (at(TokenKind::kColon)) return annotated_assignment(start, value);
  if (is_augmented(token_->kind)) return augmented_assignment(start, value);
  return make<Expr>(start, value);
}

Node* TreeParser::yield_or_star_expressions() noexcept {
  return at(TokenKind::kYield) ? yield_expression() : star_expressions();
}

Node* TreeParser::assignment(const Token* start, Node* first) noexcept {
  ListBuilder list(stack_);
  Node* value = first;
  while (at(TokenKind::kEqual)) {
    if (!store_in(value, true) || !push(list, value)) return nullptr;
    advance();
    value = yield_or_star_expressions();
    if (value == nullptr) return nullptr;
  }
  NodeList targets;
  return keep(list.copy(targets)) ? make<Assign>(start, targets, value) : nullptr;
}

Node* TreeParser::annotated_assignment(const Token* start, Node* target) noexcept {
  if (!is_single_target(target->kind) || !store_in(target, false)) return nullptr;
  const bool simple = start->kind == TokenKind::kName && target->kind == NodeKind::kName;
  advance();
  Node* annotation = expression();
  if (annotation == nullptr) return nullptr;
  Node* value = nullptr;
  if (accept(TokenKind::kEqual)) {
    value = yield_or_star_expressions();
    if (value == nullptr) return nullptr;
  }
  return make<AnnAssign>(start, target, annotation, value, simple);
}

Node* TreeParser::augmented_assignment(const Token* start, Node* target) noexcept {
  if (!is_single_target(target->kind) || !store_in(target, false)) return nullptr;
  const auto index =
      static_cast<std::size_t>(token_->kind) - static_cast<std::size_t>(TokenKind::kPlusEqual);
  advance();
  Node* value = yield_or_star_expressions();
  if (value == nullptr) return nullptr;
  return make<AugAssign>(start, target, kAugmentedOperators[index], value);
}

// ---- the others ------------------------------------------------------------------------------

Node* TreeParser::return_statement() noexcept {
  const Token* start = token_;
  advance();
  Node* value = nullptr;
  if (starts_expression(token_->kind)) {
    value = star_expressions();
    if (value == nullptr) return nullptr;
  }
  return make<Return>(start, value);
}

Node* TreeParser::raise_statement() noexcept {
  const Token* start = token_;
  advance();
  Node* exception = nullptr;
  Node* cause = nullptr;
  if (starts_expression(token_->kind)) {
    exception = expression();
    if (exception == nullptr) return nullptr;
    if (accept(TokenKind::kFrom)) {
      cause = expression();
      if (cause == nullptr) return nullptr;
    }
  }
  return make<Raise>(start, exception, cause);
}

Node* TreeParser::delete_statement() noexcept {
  const Token* start = token_;
  advance();
  ListBuilder list(stack_);
  do {
    if (!push(list, delete_target())) return nullptr;
  } while (accept(TokenKind::kComma) && starts_expression(token_->kind));
  if (!at(TokenKind::kSemicolon) && !at(TokenKind::kNewline)) return nullptr;
  NodeList targets;
  return keep(list.copy(targets)) ? make<Delete>(start, targets) : nullptr;
}

Node* TreeParser::assert_statement() noexcept {
  const Token* start = token_;
  advance();
  Node* test = expression();
  if (test == nullptr) return nullptr;
  Node* message = nullptr;
  if (accept(TokenKind::kComma)) {
    message = expression();
    if (message == nullptr) return nullptr;
  }
  return make<Assert>(start, test, message);
}

Node* TreeParser::import_name() noexcept {
  const Token* start = token_;
  advance();
  ListBuilder list(stack_);
  do {
    if (!push(list, import_alias(true))) return nullptr;
  } while (accept(TokenKind::kComma));
  std::span<Alias* const> names;
  return keep(list.copy(names)) ? make<Import>(start, names) : nullptr;
}

Node* TreeParser::import_from() noexcept {
  const Token* start = token_;
  advance();
  std::uint32_t level = 0;
  for (; at(TokenKind::kDot) || at(TokenKind::kEllipsis); advance()) {
    level += at(TokenKind::kDot) ? 1 : 3;
  }
  std::string_view module;
  if ((level == 0 || at(TokenKind::kName)) && !dotted_name(module)) return nullptr;
  std::span<Alias* const> names;
  if (!accept(TokenKind::kImport) || !import_targets(names)) return nullptr;
  return make<ImportFrom>(start, module, names, level);
}

bool TreeParser::import_targets(std::span<Alias* const>& names) noexcept {
  ListBuilder list(stack_);
  const Token* start = token_;
  if (accept(TokenKind::kStar)) {
    const std::string_view star = "*";
    return push(list, make<Alias>(start, star, std::string_view())) && keep(list.copy(names));
  }
  const bool in_parentheses = accept(TokenKind::kLeftParen);
  do {
    if (in_parentheses && list.size() != 0 && at(TokenKind::kRightParen)) break;
    if (!push(list, import_alias(false))) return false;
  } while (accept(TokenKind::kComma));
  if (in_parentheses && !accept(TokenKind::kRightParen)) return false;
  return keep(list.copy(names));
}

Node* TreeParser::import_alias(bool dotted) noexcept {
  const Token* start = token_;
  std::string_view name;
  std::string_view as_name;
  if (!(dotted ? dotted_name(name) : identifier(name))) return nullptr;
  if (accept(TokenKind::kAs) && !identifier(as_name)) return nullptr;
  return make<Alias>(start, name, as_name);
}

}  // namespace ouro::syntax
