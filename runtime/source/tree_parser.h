// TreeParser: the first pass: recursive descent over the tokens of a correct program.
//
// Every rule returns null (or false) when the tokens do not fit or something failed for good; the
// latter is recorded in the lexer (has_failed()). What exactly does not fit is Diagnosis' business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/source/node_list.h"
#include "runtime/source/parser.h"
#include "runtime/source/token_stream.h"

namespace ouro::syntax {

class TreeParser {
 public:
  TreeParser(Arena& arena, TokenStream& tokens, const ParseOptions& options) noexcept
      : arena_(arena), tokens_(tokens), lexer_(tokens.lexer()), options_(options), stack_(arena) {
    token_ = tokens_.at(0);
  }
  TreeParser(const TreeParser&) = delete;
  TreeParser& operator=(const TreeParser&) = delete;

  std::size_t index() const noexcept { return index_; }

  // The whole source.
  Node* module() noexcept;
  Node* interactive() noexcept;
  Node* eval_input() noexcept;

  Node* f_string_expression() noexcept { return star_expressions(); }

  // Rules that Diagnosis, too, wants a tree of.
  Node* star_expressions() noexcept;
  Node* expression() noexcept;
  Node* disjunction() noexcept;
  Node* bitwise_or() noexcept { return binary(1); }
  Node* star_named_expression() noexcept;
  Node* yield_expression() noexcept;
  Node* strings() noexcept;
  Node* pattern_list() noexcept;
  // A Call without a function, of arguments without brackets.
  Node* bare_arguments() noexcept;
  // Parts of what stands there: the last expression; the last clause's last condition or its
  // iterable; its target.
  Node* last_star_named_expression() noexcept;
  Node* last_comprehension_item() noexcept;
  Node* last_comprehension_target() noexcept;

  using Rule = Node* (TreeParser::*)() noexcept;
  // The tree of tokens [first, end) by a rule; null when the rule does not take them all.
  Node* build(Rule rule, std::size_t first, std::size_t end) noexcept;

  // A keyword argument given twice, found in a tree that is otherwise fine.
  const Keyword* repeated_keyword() const noexcept { return repeated_keyword_; }
  // Escapes in the first `place` bytes have been warned about.
  void warned_until(std::uint32_t place) noexcept { warned_until_ = place; }

 private:
  struct Mark {
    std::size_t index;
    const Token* previous;
  };
  struct CallArguments {
    NodeList args{};
    std::span<Keyword* const> keywords{};
  };
  enum class ArgumentPhase : std::uint8_t { kPositional, kKeywords, kDoubleStarred };
  struct ParameterState;
  friend class StringJoiner;

  // ---- tokens ----
  bool at(TokenKind kind) const noexcept { return token_->kind == kind; }
  const Token* peek(std::size_t distance = 1) noexcept { return tokens_.at(index_ + distance); }
  void advance() noexcept {
    if (!is_layout(token_->kind)) previous_ = token_;
    token_ = tokens_.at(++index_);
  }
  bool accept(TokenKind kind) noexcept {
    if (token_->kind != kind) return false;
    advance();
    return true;
  }
  bool at_word(std::string_view word) const noexcept {
    return at(TokenKind::kName) && lexer_.text_of(*token_) == word;
  }
  bool at_comprehension() noexcept {
    return at(TokenKind::kFor) || (at(TokenKind::kAsync) && peek()->kind == TokenKind::kFor);
  }
  Mark mark() const noexcept { return {index_, previous_}; }
  void go_back(const Mark& mark) noexcept {
    index_ = mark.index;
    previous_ = mark.previous;
    token_ = tokens_.at(index_);
  }

  // ---- nodes ----
  // From a token to the last one taken that is not layout.
  Position since(const Token* start) const noexcept {
    return {start->position.line, start->position.column, previous_->position.end_line,
            previous_->position.end_column};
  }
  template <typename T, typename... Arguments>
  T* make_kind(NodeKind kind, const Position& position, Arguments... arguments) noexcept {
    T* node = arena_.make<T>(Node{kind, position}, arguments...);
    if (node == nullptr) lexer_.fail_memory();
    return node;
  }
  template <typename T, typename... Arguments>
  T* make(const Token* start, Arguments... arguments) noexcept {
    return make_kind<T>(T::kKind, since(start), arguments...);
  }
  bool keep(bool has_memory) noexcept { return has_memory || lexer_.fail_memory(); }
  bool push(ListBuilder& list, Node* node) noexcept {
    return node != nullptr && keep(list.push(node));
  }
  // Is the C stack used up?
  bool too_deep() noexcept;
  bool identifier(std::string_view& result) noexcept;
  bool dotted_name(std::string_view& result) noexcept;
  bool name_list(IdentifierList& result) noexcept;

  // ---- expressions ----
  Node* named_expression() noexcept;
  Node* named_or_plain(Node* (TreeParser::*plain)() noexcept) noexcept;
  Node* expression_list(Rule element) noexcept;
  Node* star_expression() noexcept;
  Node* starred(Rule value) noexcept;
  Node* conjunction() noexcept;
  Node* inversion() noexcept;
  Node* bool_chain(TokenKind keyword, BoolOperator op, Rule operand) noexcept;
  Node* comparison() noexcept;
  bool compare_operator(CompareOperator& op) noexcept;
  Node* comparison_of(const Token* start, Node* left) noexcept;
  Node* binary(int least) noexcept;
  Node* unary() noexcept;
  Node* power() noexcept;
  Node* await_primary() noexcept;
  Node* primary() noexcept;
  Node* trailer(const Token* start, Node* value) noexcept;
  Node* atom() noexcept;
  Node* name() noexcept;
  Node* singleton(ConstantKind kind) noexcept;
  Node* lambda() noexcept;
  Node* parenthesized() noexcept;
  Node* rest_of_tuple(const Token* start, Node* first) noexcept;
  Node* list_display() noexcept;
  Node* brace_display() noexcept;
  Node* rest_of_set(const Token* start, Node* first) noexcept;
  Node* dict_display(const Token* start, Node* first_key) noexcept;
  bool dict_item(ListBuilder& list) noexcept;
  bool rest_of_dict_item(ListBuilder& list, Node* key) noexcept;
  bool wrong_value(const Token* colon) noexcept;
  Node* comprehension_display(NodeKind kind, TokenKind closing, const Token* start,
                              Node* element) noexcept;
  bool comprehensions(std::span<Comprehension* const>& result) noexcept;
  Node* comprehension() noexcept;
  Node* slices() noexcept;
  Node* slice_or_starred() noexcept;
  Node* slice() noexcept;
  Node* call(const Token* start, Node* function) noexcept;
  bool call_arguments(const Token* open, bool generator, CallArguments& result) noexcept;
  bool split_arguments(const ListBuilder& list, CallArguments& result) noexcept;
  bool sole_generator(const Token* open, ListBuilder& list) noexcept;
  Node* argument(ArgumentPhase& phase) noexcept;
  Node* keyword_argument(const Token* start) noexcept;
  void note_repeated_keywords(std::span<Keyword* const> keywords) noexcept;

  // ---- targets ----
  Node* star_targets() noexcept;
  Node* star_target() noexcept;
  Node* delete_target() noexcept;
  bool store_in(Node* node, bool starred_allowed) noexcept;
  bool delete_of(Node* node) noexcept;

  // ---- parameters ----
  Arguments* parameters(bool is_lambda) noexcept;
  bool parameter_part(ParameterState& state) noexcept;
  bool slash(ParameterState& state) noexcept;
  bool star(ParameterState& state) noexcept;
  bool named_parameter(ParameterState& state) noexcept;
  Arg* parameter(bool is_lambda, bool star_annotation) noexcept;

  // ---- literals ----
  Node* number() noexcept;
  bool too_many_digits(std::string_view digits) noexcept;

  // ---- statements ----
  bool statements(ListBuilder& list) noexcept;
  bool statement(ListBuilder& list) noexcept;
  Node* compound_statement() noexcept;
  bool simple_statements(ListBuilder& list) noexcept;
  Node* simple_statement() noexcept;
  Node* expression_statement() noexcept;
  Node* yield_or_star_expressions() noexcept;
  Node* assignment(const Token* start, Node* first) noexcept;
  Node* annotated_assignment(const Token* start, Node* target) noexcept;
  Node* augmented_assignment(const Token* start, Node* target) noexcept;
  Node* return_statement() noexcept;
  Node* raise_statement() noexcept;
  Node* delete_statement() noexcept;
  Node* assert_statement() noexcept;
  Node* import_name() noexcept;
  Node* import_from() noexcept;
  bool import_targets(std::span<Alias* const>& names) noexcept;
  Node* import_alias(bool dotted) noexcept;
  template <typename T>
  Node* keyword_statement() noexcept;
  template <typename T>
  Node* scope_statement() noexcept;

  bool forced(TokenKind kind, std::string_view message) noexcept;
  bool block(NodeList& body) noexcept;
  bool forced_colon_and_block(NodeList& body) noexcept;
  bool header_and_block(NodeList& body) noexcept;
  bool else_block(NodeList& body) noexcept;
  Node* decorated() noexcept;
  Node* function_definition(const Token* start, NodeKind kind, NodeList decorators) noexcept;
  Node* class_definition(NodeList decorators) noexcept;
  Node* async_statement(NodeList decorators) noexcept;
  Node* if_statement() noexcept;
  bool elif_or_else(NodeList& orelse) noexcept;
  Node* while_statement() noexcept;
  Node* for_statement(const Token* start, NodeKind kind) noexcept;
  Node* with_statement(const Token* start, NodeKind kind) noexcept;
  bool with_items(bool in_parentheses, std::span<WithItem* const>& items) noexcept;
  Node* with_item() noexcept;
  Node* try_statement() noexcept;
  bool handlers(std::span<ExceptHandler* const>& result, NodeKind& kind) noexcept;
  Node* handler(bool starred) noexcept;
  Node* match_statement() noexcept;
  bool match_may_begin() noexcept;
  Node* match_subject() noexcept;
  Node* case_block() noexcept;

  // ---- patterns ----
  Node* sequence_item() noexcept;
  Node* star_pattern() noexcept;
  Node* as_pattern() noexcept;
  Node* or_pattern() noexcept;
  Node* closed_pattern() noexcept;
  Node* name_pattern() noexcept;
  bool capture_target(std::string_view& name) noexcept;
  Node* number_pattern() noexcept;
  Node* complex_number() noexcept;
  Node* signed_number() noexcept;
  bool check_complex(const Node* real, const Node* imaginary) noexcept;
  Node* singleton_pattern(ConstantKind kind) noexcept;
  Node* string_pattern() noexcept;
  Node* parenthesized_pattern() noexcept;
  Node* bracketed_pattern() noexcept;
  bool pattern_items(ListBuilder& list, TokenKind closing) noexcept;
  Node* sequence_pattern(const Token* start, const ListBuilder& list) noexcept;
  Node* mapping_pattern() noexcept;
  bool mapping_item(ListBuilder& list) noexcept;
  Node* mapping_key() noexcept;
  Node* class_pattern(const Token* start, Node* type) noexcept;
  bool class_pattern_item(ListBuilder& list, bool& keywords) noexcept;
  bool identifiers_of(const ListBuilder& list, std::size_t first, IdentifierList& result) noexcept;

  Arena& arena_;
  TokenStream& tokens_;
  Lexer& lexer_;
  const ParseOptions& options_;
  PointerStack stack_;
  std::size_t index_ = 0;
  const Token* token_ = nullptr;
  const Token* previous_ = nullptr;  // the last one taken that is not layout
  const Keyword* repeated_keyword_ = nullptr;
  std::uint32_t warned_until_ = 0;  // escapes before this place have been warned about
};

}  // namespace ouro::syntax
