// TreeParser, compound statements: headers and their blocks.
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {

// ---- blocks ----------------------------------------------------------------------------------

// Lines further in, or simple statements on the line of the header.
bool TreeParser::block(NodeList& body) noexcept {
  ListBuilder list(stack_);
  if (accept(TokenKind::kNewline)) {
    if (!accept(TokenKind::kIndent) || !statements(list) || !accept(TokenKind::kDedent)) {
      return false;
    }
  } else if (!simple_statements(list)) {
    return false;
  }
  return keep(list.copy(body));
}

bool TreeParser::header_and_block(NodeList& body) noexcept {
  return accept(TokenKind::kColon) && block(body);
}

// Nothing else can stand here: failing is the failure of the whole, whatever else may be wrong.
bool TreeParser::forced(TokenKind kind, std::string_view message) noexcept {
  if (accept(kind)) return true;
  if (lexer_.has_failed()) return false;
  const Position& at = token_->position;
  const bool placed = at.column != kNoColumn;
  return lexer_.fail_at(
      FailureKind::kSyntaxError, message,
      {static_cast<std::int32_t>(at.line), placed ? static_cast<std::int32_t>(at.column) + 1 : 0,
       static_cast<std::int32_t>(at.end_line),
       placed ? static_cast<std::int32_t>(at.end_column) + 1 : 0});
}

bool TreeParser::forced_colon_and_block(NodeList& body) noexcept {
  return forced(TokenKind::kColon, "expected ':'") && block(body);
}

// If there is one.
bool TreeParser::else_block(NodeList& body) noexcept {
  return !accept(TokenKind::kElse) || forced_colon_and_block(body);
}

Node* TreeParser::compound_statement() noexcept {
  switch (token_->kind) {
    case TokenKind::kDef: return function_definition(token_, NodeKind::kFunctionDef, {});
    case TokenKind::kAt: return decorated();
    case TokenKind::kAsync: return async_statement({});
    case TokenKind::kIf: return if_statement();
    case TokenKind::kClass: return class_definition({});
    case TokenKind::kWith: return with_statement(token_, NodeKind::kWith);
    case TokenKind::kFor: return for_statement(token_, NodeKind::kFor);
    case TokenKind::kTry: return try_statement();
    default: return while_statement();
  }
}

// ---- definitions -----------------------------------------------------------------------------

Node* TreeParser::decorated() noexcept {
  ListBuilder list(stack_);
  while (accept(TokenKind::kAt)) {
    if (!push(list, named_expression()) || !accept(TokenKind::kNewline)) return nullptr;
  }
  NodeList decorators;
  if (!keep(list.copy(decorators))) return nullptr;
  if (at(TokenKind::kClass)) return class_definition(decorators);
  if (at(TokenKind::kAsync) && peek()->kind == TokenKind::kDef) return async_statement(decorators);
  if (!at(TokenKind::kDef)) return nullptr;
  return function_definition(token_, NodeKind::kFunctionDef, decorators);
}

Node* TreeParser::async_statement(NodeList decorators) noexcept {
  const Token* start = token_;
  advance();
  switch (token_->kind) {
    case TokenKind::kDef:
      return function_definition(start, NodeKind::kAsyncFunctionDef, decorators);
    case TokenKind::kFor: return for_statement(start, NodeKind::kAsyncFor);
    case TokenKind::kWith: return with_statement(start, NodeKind::kAsyncWith);
    default: return nullptr;
  }
}

Node* TreeParser::function_definition(const Token* start, NodeKind kind,
                                      NodeList decorators) noexcept {
  advance();
  std::string_view name;
  if (!identifier(name) || !forced(TokenKind::kLeftParen, "expected '('")) return nullptr;
  Arguments* arguments = parameters(false);
  if (arguments == nullptr || !accept(TokenKind::kRightParen)) return nullptr;
  Node* returns = nullptr;
  if (accept(TokenKind::kArrow)) {
    returns = expression();
    if (returns == nullptr) return nullptr;
  }
  NodeList body;
  if (!forced_colon_and_block(body)) return nullptr;
  return make_kind<FunctionDef>(kind, since(start), name, arguments, body, decorators, returns);
}

Node* TreeParser::class_definition(NodeList decorators) noexcept {
  const Token* start = token_;
  advance();
  std::string_view name;
  if (!identifier(name)) return nullptr;
  CallArguments arguments;
  const Token* open = token_;
  if (accept(TokenKind::kLeftParen) && !call_arguments(open, false, arguments)) return nullptr;
  NodeList body;
  if (!header_and_block(body)) return nullptr;
  return make<ClassDef>(start, name, arguments.args, arguments.keywords, body, decorators);
}

// ---- conditions and loops --------------------------------------------------------------------

// At `if` or `elif`.
Node* TreeParser::if_statement() noexcept {
  if (too_deep()) return nullptr;
  const Token* start = token_;
  advance();
  Node* test = named_expression();
  NodeList body;
  NodeList orelse;
  if (test == nullptr || !header_and_block(body) || !elif_or_else(orelse)) return nullptr;
  return make<If>(start, test, body, orelse);
}

bool TreeParser::elif_or_else(NodeList& orelse) noexcept {
  if (!at(TokenKind::kElif)) return else_block(orelse);
  ListBuilder list(stack_);
  return push(list, if_statement()) && keep(list.copy(orelse));
}

Node* TreeParser::while_statement() noexcept {
  const Token* start = token_;
  advance();
  Node* test = named_expression();
  NodeList body;
  NodeList orelse;
  if (test == nullptr || !header_and_block(body) || !else_block(orelse)) return nullptr;
  return make<While>(start, test, body, orelse);
}

Node* TreeParser::for_statement(const Token* start, NodeKind kind) noexcept {
  advance();
  Node* target = star_targets();
  if (target == nullptr || !accept(TokenKind::kIn)) return nullptr;
  Node* iter = star_expressions();
  NodeList body;
  NodeList orelse;
  if (iter == nullptr || !header_and_block(body) || !else_block(orelse)) return nullptr;
  return make_kind<For>(kind, since(start), target, iter, body, orelse);
}

// ---- with ------------------------------------------------------------------------------------

Node* TreeParser::with_statement(const Token* start, NodeKind kind) noexcept {
  advance();
  std::span<WithItem* const> items;
  const Mark before = mark();
  // Brackets around the items, or the brackets of the first item's expression?
  if (!at(TokenKind::kLeftParen) || !with_items(true, items)) {
    if (lexer_.has_failed()) return nullptr;
    go_back(before);
    if (!with_items(false, items)) return nullptr;
  }
  NodeList body;
  if (!header_and_block(body)) return nullptr;
  return make_kind<With>(kind, since(start), items, body);
}

bool TreeParser::with_items(bool in_parentheses, std::span<WithItem* const>& items) noexcept {
  if (in_parentheses) advance();
  ListBuilder list(stack_);
  do {
    if (in_parentheses && list.size() != 0 && at(TokenKind::kRightParen)) break;
    if (!push(list, with_item())) return false;
  } while (accept(TokenKind::kComma));
  if (in_parentheses && !accept(TokenKind::kRightParen)) return false;
  return at(TokenKind::kColon) && keep(list.copy(items));
}

Node* TreeParser::with_item() noexcept {
  Node* context = expression();
  if (context == nullptr) return nullptr;
  Node* target = nullptr;
  if (accept(TokenKind::kAs)) {
    target = star_target();
    if (target == nullptr) return nullptr;
  }
  return make_kind<WithItem>(WithItem::kKind, Position(), context, target);
}

// ---- try -------------------------------------------------------------------------------------

Node* TreeParser::try_statement() noexcept {
  const Token* start = token_;
  advance();
  NodeKind kind = NodeKind::kTry;
  NodeList body;
  NodeList orelse;
  NodeList finalbody;
  std::span<ExceptHandler* const> handlers_found;
  if (!forced_colon_and_block(body)) return nullptr;
  if (at(TokenKind::kExcept) && (!handlers(handlers_found, kind) || !else_block(orelse))) {
    return nullptr;
  }
  if (accept(TokenKind::kFinally)) {
    if (!forced_colon_and_block(finalbody)) return nullptr;
  } else if (handlers_found.empty()) {
    return nullptr;
  }
  return make_kind<Try>(kind, since(start), body, handlers_found, orelse, finalbody);
}

bool TreeParser::handlers(std::span<ExceptHandler* const>& result, NodeKind& kind) noexcept {
  const bool starred = peek()->kind == TokenKind::kStar;
  if (starred) kind = NodeKind::kTryStar;
  ListBuilder list(stack_);
  while (at(TokenKind::kExcept)) {
    if (!push(list, handler(starred))) return false;
  }
  return keep(list.copy(result));
}

Node* TreeParser::handler(bool starred) noexcept {
  const Token* start = token_;
  advance();
  if (accept(TokenKind::kStar) != starred) return nullptr;
  Node* type = nullptr;
  std::string_view name;
  if (starred || !at(TokenKind::kColon)) {
    type = expression();
    if (type == nullptr) return nullptr;
    if (accept(TokenKind::kAs) && !identifier(name)) return nullptr;
  }
  NodeList body;
  return header_and_block(body) ? make<ExceptHandler>(start, type, name, body) : nullptr;
}

}  // namespace ouro::syntax
