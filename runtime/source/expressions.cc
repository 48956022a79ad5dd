// TreeParser, expressions: precedence climbing from the lambda down to the atom.
#include <array>

#include "runtime/source/tree_parser.h"

namespace ouro::syntax {
namespace {

struct BinaryOperator {
  int precedence = 0;  // 0: none
  Operator op{};
};

constexpr auto kBinaryOperators = [] {
  std::array<BinaryOperator, kTokenKinds> table{};
  const auto set = [&](TokenKind kind, int precedence, Operator op) {
    table[static_cast<std::size_t>(kind)] = {precedence, op};
  };
  set(TokenKind::kBar, 1, Operator::kBitOr);
  set(TokenKind::kCaret, 2, Operator::kBitXor);
  set(TokenKind::kAmpersand, 3, Operator::kBitAnd);
  set(TokenKind::kLeftShift, 4, Operator::kLShift);
  set(TokenKind::kRightShift, 4, Operator::kRShift);
  set(TokenKind::kPlus, 5, Operator::kAdd);
  set(TokenKind::kMinus, 5, Operator::kSub);
  set(TokenKind::kStar, 6, Operator::kMult);
  set(TokenKind::kSlash, 6, Operator::kDiv);
  set(TokenKind::kDoubleSlash, 6, Operator::kFloorDiv);
  set(TokenKind::kPercent, 6, Operator::kMod);
  set(TokenKind::kAt, 6, Operator::kMatMult);
  return table;
}();

struct CompareToken {
  TokenKind kind;
  CompareOperator op;
};

constexpr CompareToken kCompareTokens[] = {
    {TokenKind::kDoubleEqual, CompareOperator::kEq},
    {TokenKind::kNotEqual, CompareOperator::kNotEq},
    {TokenKind::kLess, CompareOperator::kLt},
    {TokenKind::kLessEqual, CompareOperator::kLtE},
    {TokenKind::kGreater, CompareOperator::kGt},
    {TokenKind::kGreaterEqual, CompareOperator::kGtE},
    {TokenKind::kIn, CompareOperator::kIn},
};

// Operators travel through a ListBuilder next to their operands.
Node* as_item(CompareOperator op) {
  return reinterpret_cast<Node*>(static_cast<std::uintptr_t>(op));
}

CompareOperator operator_of(Node* item) {
  return static_cast<CompareOperator>(reinterpret_cast<std::uintptr_t>(item));
}

}  // namespace

bool TreeParser::too_deep() noexcept {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  if (here >= options_.stack_limit) [[likely]]
    return false;
  lexer_.fail_with({FailureKind::kRecursionError,
                    "maximum recursion depth exceeded during compilation",
                    0,
                    0,
                    0,
                    0,
                    {}});
  return true;
}

// ---- lists of expressions --------------------------------------------------------------------

// One element, or a tuple of several.
Node* TreeParser::expression_list(Rule element) noexcept {
  const Token* start = token_;
  Node* first = (this->*element)();
  if (first == nullptr || !at(TokenKind::kComma)) return first;
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kComma)) {
    if (!starts_expression(token_->kind)) break;
    if (!push(list, (this->*element)())) return nullptr;
  }
  NodeList elements;
  return keep(list.copy(elements)) ? make<Tuple>(start, elements, Context::kLoad) : nullptr;
}

Node* TreeParser::star_expressions() noexcept {
  return expression_list(&TreeParser::star_expression);
}

Node* TreeParser::star_expression() noexcept {
  return at(TokenKind::kStar) ? starred(&TreeParser::bitwise_or) : expression();
}

Node* TreeParser::star_named_expression() noexcept {
  return at(TokenKind::kStar) ? starred(&TreeParser::bitwise_or) : named_expression();
}

// At the star.
Node* TreeParser::starred(Rule value) noexcept {
  const Token* start = token_;
  advance();
  Node* node = (this->*value)();
  return node == nullptr ? nullptr : make<Starred>(start, node, Context::kLoad);
}

Node* TreeParser::named_expression() noexcept {
  if (!at(TokenKind::kName) || peek()->kind != TokenKind::kColonEqual) {
    Node* node = expression();
    return at(TokenKind::kColonEqual) ? nullptr : node;
  }
  const Token* start = token_;
  Node* target = name();
  if (target == nullptr) return nullptr;
  static_cast<Name*>(target)->ctx = Context::kStore;
  advance();
  Node* value = expression();
  return value == nullptr ? nullptr : make<NamedExpr>(start, target, value);
}

Node* TreeParser::yield_expression() noexcept {
  const Token* start = token_;
  advance();
  if (accept(TokenKind::kFrom)) {
    Node* value = expression();
    return value == nullptr ? nullptr : make<YieldFrom>(start, value);
  }
  if (!starts_expression(token_->kind)) return make<Yield>(start, static_cast<Node*>(nullptr));
  Node* value = star_expressions();
  return value == nullptr ? nullptr : make<Yield>(start, value);
}

// ---- operators -------------------------------------------------------------------------------

Node* TreeParser::expression() noexcept {
  if (too_deep()) return nullptr;
  if (at(TokenKind::kLambda)) return lambda();
  const Token* start = token_;
  Node* body = disjunction();
  if (body == nullptr || !accept(TokenKind::kIf)) return body;
  Node* test = disjunction();
  if (test == nullptr || !accept(TokenKind::kElse)) return nullptr;
  Node* orelse = expression();
  return orelse == nullptr ? nullptr : make<IfExp>(start, test, body, orelse);
}

Node* TreeParser::disjunction() noexcept {
  return bool_chain(TokenKind::kOr, BoolOperator::kOr, &TreeParser::conjunction);
}

Node* TreeParser::conjunction() noexcept {
  return bool_chain(TokenKind::kAnd, BoolOperator::kAnd, &TreeParser::inversion);
}

Node* TreeParser::bool_chain(TokenKind keyword, BoolOperator op, Rule operand) noexcept {
  const Token* start = token_;
  Node* first = (this->*operand)();
  if (first == nullptr || !at(keyword)) return first;
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(keyword)) {
    if (!push(list, (this->*operand)())) return nullptr;
  }
  NodeList values;
  return keep(list.copy(values)) ? make<BoolOp>(start, op, values) : nullptr;
}

Node* TreeParser::inversion() noexcept {
  if (!at(TokenKind::kNot)) return comparison();
  if (too_deep()) return nullptr;
  const Token* start = token_;
  advance();
  Node* operand = inversion();
  return operand == nullptr ? nullptr : make<UnaryOp>(start, UnaryOperator::kNot, operand);
}

Node* TreeParser::comparison() noexcept {
  const Token* start = token_;
  Node* left = bitwise_or();
  return left == nullptr ? nullptr : comparison_of(start, left);
}

Node* TreeParser::comparison_of(const Token* start, Node* left) noexcept {
  CompareOperator op;
  if (!compare_operator(op)) return left;
  ListBuilder list(stack_);
  do {
    if (!keep(list.push(as_item(op))) || !push(list, bitwise_or())) return nullptr;
  } while (compare_operator(op));
  NodeList comparators;
  const std::size_t count = list.size() / 2;
  auto* ops = arena_.make_array<CompareOperator>(count);
  if (!keep(ops != nullptr && list.copy(comparators, 1, list.size(), 2))) return nullptr;
  for (std::size_t index = 0; index < count; ++index) ops[index] = operator_of(list[2 * index]);
  return make<Compare>(start, left, std::span<const CompareOperator>(ops, count), comparators);
}

// Takes the operator if there is one.
bool TreeParser::compare_operator(CompareOperator& op) noexcept {
  for (const CompareToken& entry : kCompareTokens) {
    if (!accept(entry.kind)) continue;
    op = entry.op;
    return true;
  }
  if (accept(TokenKind::kIs)) {
    op = accept(TokenKind::kNot) ? CompareOperator::kIsNot : CompareOperator::kIs;
    return true;
  }
  if (!at(TokenKind::kNot) || peek()->kind != TokenKind::kIn) return false;
  advance();
  advance();
  op = CompareOperator::kNotIn;
  return true;
}

// Operators of at least the precedence `least`; all of them group to the left.
Node* TreeParser::binary(int least) noexcept {
  const Token* start = token_;
  Node* left = unary();
  while (left != nullptr) {
    const BinaryOperator entry = kBinaryOperators[static_cast<std::size_t>(token_->kind)];
    if (entry.precedence < least) return left;
    advance();
    Node* right = binary(entry.precedence + 1);
    if (right == nullptr) return nullptr;
    left = make<BinOp>(start, left, entry.op, right);
  }
  return nullptr;
}

Node* TreeParser::unary() noexcept {
  UnaryOperator op;
  switch (token_->kind) {
    case TokenKind::kPlus: op = UnaryOperator::kUAdd; break;
    case TokenKind::kMinus: op = UnaryOperator::kUSub; break;
    case TokenKind::kTilde: op = UnaryOperator::kInvert; break;
    default: return power();
  }
  if (too_deep()) return nullptr;
  const Token* start = token_;
  advance();
  Node* operand = unary();
  return operand == nullptr ? nullptr : make<UnaryOp>(start, op, operand);
}

Node* TreeParser::power() noexcept {
  const Token* start = token_;
  Node* base = await_primary();
  if (base == nullptr || !accept(TokenKind::kDoubleStar)) return base;
  if (too_deep()) return nullptr;
  Node* exponent = unary();
  return exponent == nullptr ? nullptr : make<BinOp>(start, base, Operator::kPow, exponent);
}

Node* TreeParser::await_primary() noexcept {
  if (!at(TokenKind::kAwait)) return primary();
  const Token* start = token_;
  advance();
  Node* value = primary();
  return value == nullptr ? nullptr : make<Await>(start, value);
}

Node* TreeParser::lambda() noexcept {
  const Token* start = token_;
  advance();
  Arguments* arguments = parameters(true);
  if (arguments == nullptr || !accept(TokenKind::kColon)) return nullptr;
  Node* body = expression();
  return body == nullptr ? nullptr : make<Lambda>(start, arguments, body);
}

// ---- primaries -------------------------------------------------------------------------------

Node* TreeParser::primary() noexcept {
  const Token* start = token_;
  Node* value = atom();
  while (value != nullptr &&
         (at(TokenKind::kDot) || at(TokenKind::kLeftParen) || at(TokenKind::kLeftBracket))) {
    value = trailer(start, value);
  }
  return value;
}

Node* TreeParser::trailer(const Token* start, Node* value) noexcept {
  if (at(TokenKind::kLeftParen)) return call(start, value);
  if (accept(TokenKind::kDot)) {
    std::string_view attribute;
    if (!identifier(attribute)) return nullptr;
    return make<Attribute>(start, value, attribute, Context::kLoad);
  }
  advance();
  Node* index = slices();
  if (index == nullptr || !accept(TokenKind::kRightBracket)) return nullptr;
  return make<Subscript>(start, value, index, Context::kLoad);
}

Node* TreeParser::atom() noexcept {
  switch (token_->kind) {
    case TokenKind::kName: return name();
    case TokenKind::kNumber: return number();
    case TokenKind::kString: return strings();
    case TokenKind::kNone: return singleton(ConstantKind::kNone);
    case TokenKind::kTrue: return singleton(ConstantKind::kTrue);
    case TokenKind::kFalse: return singleton(ConstantKind::kFalse);
    case TokenKind::kEllipsis: return singleton(ConstantKind::kEllipsis);
    case TokenKind::kLeftParen: return parenthesized();
    case TokenKind::kLeftBracket: return list_display();
    case TokenKind::kLeftBrace: return brace_display();
    default: return nullptr;
  }
}

Node* TreeParser::name() noexcept {
  const Token* start = token_;
  std::string_view id;
  return identifier(id) ? make<Name>(start, id, Context::kLoad) : nullptr;
}

Node* TreeParser::singleton(ConstantKind kind) noexcept {
  const Token* start = token_;
  advance();
  return make<Constant>(start, kind);
}

// ---- displays and comprehensions -------------------------------------------------------------

// A group, a tuple or a generator expression.
Node* TreeParser::parenthesized() noexcept {
  const Token* start = token_;
  advance();
  if (accept(TokenKind::kRightParen)) return make<Tuple>(start, NodeList(), Context::kLoad);
  if (at(TokenKind::kYield)) {
    Node* value = yield_expression();
    return accept(TokenKind::kRightParen) ? value : nullptr;
  }
  Node* first = star_named_expression();
  if (first == nullptr) return nullptr;
  if (at(TokenKind::kComma)) return rest_of_tuple(start, first);
  if (first->kind == NodeKind::kStarred) return nullptr;
  if (accept(TokenKind::kRightParen)) return first;
  return comprehension_display(NodeKind::kGeneratorExp, TokenKind::kRightParen, start, first);
}

Node* TreeParser::rest_of_tuple(const Token* start, Node* first) noexcept {
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kComma) && !at(TokenKind::kRightParen)) {
    if (!push(list, star_named_expression())) return nullptr;
  }
  NodeList elements;
  if (!accept(TokenKind::kRightParen) || !keep(list.copy(elements))) return nullptr;
  return make<Tuple>(start, elements, Context::kLoad);
}

Node* TreeParser::list_display() noexcept {
  const Token* start = token_;
  advance();
  ListBuilder list(stack_);
  while (!at(TokenKind::kRightBracket)) {
    Node* element = star_named_expression();
    if (element == nullptr) return nullptr;
    if (list.size() == 0 && at_comprehension()) {
      return comprehension_display(NodeKind::kListComp, TokenKind::kRightBracket, start, element);
    }
    if (!push(list, element)) return nullptr;
    if (!accept(TokenKind::kComma)) break;
  }
  NodeList elements;
  if (!accept(TokenKind::kRightBracket) || !keep(list.copy(elements))) return nullptr;
  return make<List>(start, elements, Context::kLoad);
}

// A set or a dict, or a comprehension of one.
Node* TreeParser::brace_display() noexcept {
  const Token* start = token_;
  advance();
  if (at(TokenKind::kRightBrace) || at(TokenKind::kDoubleStar)) return dict_display(start, nullptr);
  const bool is_assignment = at(TokenKind::kName) && peek()->kind == TokenKind::kColonEqual;
  Node* first = star_named_expression();
  if (first == nullptr) return nullptr;
  if (at(TokenKind::kColon)) {
    if (is_assignment || first->kind == NodeKind::kStarred) return nullptr;
    return dict_display(start, first);
  }
  if (!at_comprehension()) return rest_of_set(start, first);
  return comprehension_display(NodeKind::kSetComp, TokenKind::kRightBrace, start, first);
}

Node* TreeParser::rest_of_set(const Token* start, Node* first) noexcept {
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kComma) && !at(TokenKind::kRightBrace)) {
    if (!push(list, star_named_expression())) return nullptr;
  }
  NodeList elements;
  if (!accept(TokenKind::kRightBrace) || !keep(list.copy(elements))) return nullptr;
  return make<Set>(start, elements);
}

// At the first item, or at the colon behind its key.
Node* TreeParser::dict_display(const Token* start, Node* first_key) noexcept {
  ListBuilder list(stack_);
  if (first_key != nullptr) {
    if (!rest_of_dict_item(list, first_key)) return nullptr;
    if (at_comprehension()) {
      std::span<Comprehension* const> generators;
      if (!comprehensions(generators) || !accept(TokenKind::kRightBrace)) return nullptr;
      return make<DictComp>(start, first_key, list[1], generators);
    }
    if (!at(TokenKind::kRightBrace) && !accept(TokenKind::kComma)) return nullptr;
  }
  while (!at(TokenKind::kRightBrace)) {
    if (!dict_item(list)) return nullptr;
    if (!accept(TokenKind::kComma)) break;
  }
  NodeList keys;
  NodeList values;
  if (!accept(TokenKind::kRightBrace)) return nullptr;
  if (!keep(list.copy(keys, 0, list.size(), 2) && list.copy(values, 1, list.size(), 2))) {
    return nullptr;
  }
  return make<Dict>(start, keys, values);
}

bool TreeParser::dict_item(ListBuilder& list) noexcept {
  if (accept(TokenKind::kDoubleStar)) {
    return keep(list.push(nullptr)) && push(list, bitwise_or());
  }
  Node* key = expression();
  if (key == nullptr) return false;
  if (list.size() == 0 || at(TokenKind::kColon) || lexer_.has_failed()) {
    return rest_of_dict_item(list, key);
  }
  // Python says so at once, whatever else may be wrong.
  const Position& at = key->position;
  return lexer_.fail_at(
      FailureKind::kSyntaxError, "':' expected after dictionary key",
      {static_cast<std::int32_t>(at.line), static_cast<std::int32_t>(at.end_column),
       static_cast<std::int32_t>(at.end_line), 0});
}

bool TreeParser::rest_of_dict_item(ListBuilder& list, Node* key) noexcept {
  const Token* colon = token_;
  if (!accept(TokenKind::kColon)) return false;
  if (!starts_expression(token_->kind) || at(TokenKind::kStar)) return wrong_value(colon);
  return push(list, key) && push(list, expression());
}

// Behind a key and its colon stands no expression; this, too, Python says at once.
bool TreeParser::wrong_value(const Token* colon) noexcept {
  if (at(TokenKind::kRightBrace) || at(TokenKind::kComma)) {
    const auto line = static_cast<std::int32_t>(colon->position.line);
    return lexer_.fail_at(FailureKind::kSyntaxError,
                          "expression expected after dictionary key and ':'",
                          {line, static_cast<std::int32_t>(colon->position.column) + 1, line,
                           static_cast<std::int32_t>(colon->position.end_column) + 1});
  }
  const Position star = token_->position;
  if (!accept(TokenKind::kStar) || bitwise_or() == nullptr) return false;
  return lexer_.fail_at(
      FailureKind::kSyntaxError, "cannot use a starred expression in a dictionary value",
      {static_cast<std::int32_t>(star.line), static_cast<std::int32_t>(star.column) + 1,
       static_cast<std::int32_t>(lexer_.line_reached()),
       static_cast<std::int32_t>(lexer_.column_reached())});
}

Node* TreeParser::comprehension_display(NodeKind kind, TokenKind closing, const Token* start,
                                        Node* element) noexcept {
  if (element->kind == NodeKind::kStarred) return nullptr;
  std::span<Comprehension* const> generators;
  if (!comprehensions(generators) || !accept(closing)) return nullptr;
  return make_kind<ElementComp>(kind, since(start), element, generators);
}

bool TreeParser::comprehensions(std::span<Comprehension* const>& result) noexcept {
  if (!at_comprehension()) return false;
  ListBuilder list(stack_);
  do {
    if (!push(list, comprehension())) return false;
  } while (at_comprehension());
  return keep(list.copy(result));
}

Node* TreeParser::comprehension() noexcept {
  const bool is_async = accept(TokenKind::kAsync);
  advance();
  Node* target = star_targets();
  if (target == nullptr || !accept(TokenKind::kIn)) return nullptr;
  Node* iter = disjunction();
  if (iter == nullptr) return nullptr;
  ListBuilder list(stack_);
  while (accept(TokenKind::kIf)) {
    if (!push(list, disjunction())) return nullptr;
  }
  NodeList ifs;
  if (!keep(list.copy(ifs))) return nullptr;
  return make_kind<Comprehension>(Comprehension::kKind, Position(), target, iter, ifs, is_async);
}

// ---- subscripts and calls --------------------------------------------------------------------

Node* TreeParser::slices() noexcept {
  const Token* start = token_;
  Node* first = slice_or_starred();
  if (first == nullptr) return nullptr;
  if (!at(TokenKind::kComma) && first->kind != NodeKind::kStarred) return first;
  ListBuilder list(stack_);
  if (!push(list, first)) return nullptr;
  while (accept(TokenKind::kComma) && !at(TokenKind::kRightBracket)) {
    if (!push(list, slice_or_starred())) return nullptr;
  }
  NodeList elements;
  return keep(list.copy(elements)) ? make<Tuple>(start, elements, Context::kLoad) : nullptr;
}

Node* TreeParser::slice_or_starred() noexcept {
  return at(TokenKind::kStar) ? starred(&TreeParser::expression) : slice();
}

Node* TreeParser::slice() noexcept {
  const Token* start = token_;
  const bool is_assignment = at(TokenKind::kName) && peek()->kind == TokenKind::kColonEqual;
  Node* parts[3] = {};
  if (!at(TokenKind::kColon)) {
    parts[0] = named_expression();
    if (parts[0] == nullptr || is_assignment || !at(TokenKind::kColon)) return parts[0];
  }
  for (std::size_t index = 1; index < 3 && accept(TokenKind::kColon); ++index) {
    if (!starts_expression(token_->kind)) continue;
    parts[index] = expression();
    if (parts[index] == nullptr) return nullptr;
  }
  return make<Slice>(start, parts[0], parts[1], parts[2]);
}

Node* TreeParser::call(const Token* start, Node* function) noexcept {
  const Token* open = token_;
  advance();
  CallArguments arguments;
  if (!call_arguments(open, true, arguments)) return nullptr;
  return make<Call>(start, function, arguments.args, arguments.keywords);
}

// Behind the opening bracket; takes the closing one. `generator`: f(x for x in y) is allowed.
bool TreeParser::call_arguments(const Token* open, bool generator, CallArguments& result) noexcept {
  ListBuilder list(stack_);
  ArgumentPhase phase = ArgumentPhase::kPositional;
  while (!at(TokenKind::kRightParen)) {
    if (!push(list, argument(phase))) return false;
    const bool first = list.size() == 1 && list.last()->kind != NodeKind::kKeyword;
    if (generator && first && at_comprehension()) {
      return sole_generator(open, list) && keep(list.copy(result.args, 1, 2));
    }
    if (!accept(TokenKind::kComma)) break;
  }
  return accept(TokenKind::kRightParen) && split_arguments(list, result);
}

bool TreeParser::split_arguments(const ListBuilder& list, CallArguments& result) noexcept {
  const auto is_keyword = [](const Node* node) { return node->kind == NodeKind::kKeyword; };
  const auto is_plain = [](const Node* node) { return node->kind != NodeKind::kKeyword; };
  if (!keep(list.copy(result.args, 0, list.size(), 1, is_plain)) ||
      !keep(list.copy(result.keywords, 0, list.size(), 1, is_keyword))) {
    return false;
  }
  if (result.keywords.size() > 1) note_repeated_keywords(result.keywords);
  return true;
}

// The list holds its element, and then itself.
bool TreeParser::sole_generator(const Token* open, ListBuilder& list) noexcept {
  return push(list, comprehension_display(NodeKind::kGeneratorExp, TokenKind::kRightParen, open,
                                          list.last()));
}

Node* TreeParser::argument(ArgumentPhase& phase) noexcept {
  const Token* start = token_;
  if (at(TokenKind::kStar)) {
    return phase == ArgumentPhase::kDoubleStarred ? nullptr : starred(&TreeParser::expression);
  }
  if (accept(TokenKind::kDoubleStar)) {
    phase = ArgumentPhase::kDoubleStarred;
    Node* value = expression();
    return value == nullptr ? nullptr : make<Keyword>(start, std::string_view(), value);
  }
  if (at(TokenKind::kName) && peek()->kind == TokenKind::kEqual) {
    if (phase == ArgumentPhase::kPositional) phase = ArgumentPhase::kKeywords;
    return keyword_argument(start);
  }
  return phase == ArgumentPhase::kPositional ? named_expression() : nullptr;
}

Node* TreeParser::keyword_argument(const Token* start) noexcept {
  std::string_view name;
  if (!identifier(name)) return nullptr;
  advance();
  Node* value = expression();
  return value == nullptr ? nullptr : make<Keyword>(start, name, value);
}

void TreeParser::note_repeated_keywords(std::span<Keyword* const> keywords) noexcept {
  if (repeated_keyword_ != nullptr) return;
  for (std::size_t index = 0; index < keywords.size(); ++index) {
    if (keywords[index]->arg.data() == nullptr) continue;
    for (std::size_t other = index + 1; other < keywords.size(); ++other) {
      if (keywords[other]->arg != keywords[index]->arg) continue;
      repeated_keyword_ = keywords[other];
      return;
    }
  }
}

// ---- parts, for messages ---------------------------------------------------------------------

Node* TreeParser::bare_arguments() noexcept {
  const Token* start = token_;
  ListBuilder list(stack_);
  ArgumentPhase phase = ArgumentPhase::kPositional;
  do {
    if (!push(list, argument(phase))) return nullptr;
  } while (accept(TokenKind::kComma));
  CallArguments arguments;
  if (!split_arguments(list, arguments)) return nullptr;
  return make<Call>(start, static_cast<Node*>(nullptr), arguments.args, arguments.keywords);
}

Node* TreeParser::last_star_named_expression() noexcept {
  Node* last = nullptr;
  do {
    if (!starts_expression(token_->kind)) break;
    last = star_named_expression();
  } while (last != nullptr && accept(TokenKind::kComma));
  return last;
}

Node* TreeParser::last_comprehension_item() noexcept {
  std::span<Comprehension* const> clauses;
  if (!comprehensions(clauses)) return nullptr;
  const Comprehension& last = *clauses.back();
  return last.ifs.empty() ? last.iter : last.ifs.back();
}

Node* TreeParser::last_comprehension_target() noexcept {
  std::span<Comprehension* const> clauses;
  return comprehensions(clauses) ? clauses.back()->target : nullptr;
}

}  // namespace ouro::syntax
