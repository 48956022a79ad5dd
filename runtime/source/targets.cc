// TreeParser, targets and parameters: what can be bound.
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {

// ---- targets ---------------------------------------------------------------------------------

// What stands between `for` and `in`, marked as stored to.
Node* TreeParser::star_targets() noexcept {
  const Token* start = token_;
  Node* first = star_target();
  if (first == nullptr || !at(TokenKind::kComma)) return first;
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kComma)) {
    if (!starts_expression(token_->kind)) break;
    if (!push(list, star_target())) return nullptr;
  }
  NodeList elements;
  return keep(list.copy(elements)) ? make<Tuple>(start, elements, Context::kStore) : nullptr;
}

Node* TreeParser::star_target() noexcept {
  Node* target = at(TokenKind::kStar) ? starred(&TreeParser::primary) : primary();
  return target != nullptr && store_in(target, true) ? target : nullptr;
}

namespace {

NodeList* elements_of(Node* node) {
  if (node->kind == NodeKind::kTuple) return &static_cast<Tuple*>(node)->elts;
  return node->kind == NodeKind::kList ? &static_cast<List*>(node)->elts : nullptr;
}

// Where the node's own context is; null: it cannot be a target.
Context* context_of(Node* node) {
  switch (node->kind) {
    case NodeKind::kName: return &static_cast<Name*>(node)->ctx;
    case NodeKind::kAttribute: return &static_cast<Attribute*>(node)->ctx;
    case NodeKind::kSubscript: return &static_cast<Subscript*>(node)->ctx;
    case NodeKind::kTuple: return &static_cast<Tuple*>(node)->ctx;
    case NodeKind::kList: return &static_cast<List*>(node)->ctx;
    case NodeKind::kStarred: return &static_cast<Starred*>(node)->ctx;
    default: return nullptr;
  }
}

}  // namespace

// Turns an expression into a target; false: it is none.
bool TreeParser::store_in(Node* node, bool starred_allowed) noexcept {
  Context* context = context_of(node);
  if (context == nullptr || too_deep()) return false;
  *context = Context::kStore;
  if (node->kind == NodeKind::kStarred) {
    return starred_allowed && store_in(static_cast<Starred*>(node)->value, false);
  }
  if (const NodeList* elements = elements_of(node)) {
    for (Node* element : *elements) {
      if (!store_in(element, true)) return false;
    }
  }
  return true;
}

bool TreeParser::delete_of(Node* node) noexcept {
  Context* context = context_of(node);
  if (context == nullptr || node->kind == NodeKind::kStarred || too_deep()) return false;
  *context = Context::kDel;
  if (const NodeList* elements = elements_of(node)) {
    for (Node* element : *elements) {
      if (!delete_of(element)) return false;
    }
  }
  return true;
}

Node* TreeParser::delete_target() noexcept {
  Node* target = primary();
  return target != nullptr && delete_of(target) ? target : nullptr;
}

// ---- parameters ------------------------------------------------------------------------------

struct TreeParser::ParameterState {
  ParameterState(PointerStack& stack, bool lambda) : list(stack), is_lambda(lambda) {}

  std::size_t count() const { return list.size() / 2; }

  ListBuilder list;  // Arg, default, Arg, default ...; a default may be null
  bool is_lambda;
  bool has_slash = false;
  bool has_star = false;
  bool has_default = false;
  std::size_t positional_only = 0;
  std::size_t positional = 0;
  Arg* vararg = nullptr;
  Arg* kwarg = nullptr;
};

// Up to the closing bracket, or to the colon of a lambda.
Arguments* TreeParser::parameters(bool is_lambda) noexcept {
  const TokenKind closing = is_lambda ? TokenKind::kColon : TokenKind::kRightParen;
  ParameterState state(stack_, is_lambda);
  while (!at(closing)) {
    if (!parameter_part(state)) return nullptr;
    if (!accept(TokenKind::kComma)) break;
    if (state.kwarg != nullptr) break;
  }
  if (!state.has_star) state.positional = state.count();
  auto* result = make_kind<Arguments>(Arguments::kKind, Position());
  if (result == nullptr) return nullptr;
  const auto is_given = [](const Node* node) { return node != nullptr; };
  const std::size_t only = 2 * state.positional_only;
  const std::size_t positional = 2 * state.positional;
  const std::size_t end = state.list.size();
  result->vararg = state.vararg;
  result->kwarg = state.kwarg;
  const bool kept = state.list.copy(result->posonlyargs, 0, only, 2) &&
                    state.list.copy(result->args, only, positional, 2) &&
                    state.list.copy(result->defaults, 1, positional, 2, is_given) &&
                    state.list.copy(result->kwonlyargs, positional, end, 2) &&
                    state.list.copy(result->kw_defaults, positional + 1, end, 2);
  return keep(kept) ? result : nullptr;
}

bool TreeParser::parameter_part(ParameterState& state) noexcept {
  switch (token_->kind) {
    case TokenKind::kName: return named_parameter(state);
    case TokenKind::kSlash: return slash(state);
    case TokenKind::kStar: return star(state);
    case TokenKind::kDoubleStar:
      advance();
      state.kwarg = parameter(state.is_lambda, false);
      return state.kwarg != nullptr;
    default: return false;
  }
}

bool TreeParser::slash(ParameterState& state) noexcept {
  if (state.has_slash || state.has_star || state.count() == 0) return false;
  state.has_slash = true;
  state.positional_only = state.count();
  advance();
  return true;
}

bool TreeParser::star(ParameterState& state) noexcept {
  if (state.has_star) return false;
  state.has_star = true;
  state.positional = state.count();
  advance();
  if (at(TokenKind::kComma)) return peek()->kind == TokenKind::kName;
  state.vararg = parameter(state.is_lambda, true);
  return state.vararg != nullptr;
}

bool TreeParser::named_parameter(ParameterState& state) noexcept {
  if (!push(state.list, parameter(state.is_lambda, false))) return false;
  if (accept(TokenKind::kEqual)) {
    state.has_default = true;
    return push(state.list, expression());
  }
  if (state.has_default && !state.has_star) return false;
  return keep(state.list.push(nullptr));
}

Arg* TreeParser::parameter(bool is_lambda, bool star_annotation) noexcept {
  const Token* start = token_;
  std::string_view name;
  if (!identifier(name)) return nullptr;
  Node* annotation = nullptr;
  if (!is_lambda && accept(TokenKind::kColon)) {
    annotation = star_annotation ? star_expression() : expression();
    if (annotation == nullptr) return nullptr;
  }
  return make<Arg>(start, name, annotation);
}

}  // namespace ouro::syntax
