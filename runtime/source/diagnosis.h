// Diagnosis: the second pass. It only runs when the first one failed, and finds out what to say.
//
// It recognises the same grammar again, but slowly: as ordered choices with going back, and beside
// every rule the mistakes people make in its place, in the order in which Python looks for them. It
// makes no tree; where a message names a node, TreeParser builds that one.
//
// A rule returns whether it fits, and then has moved on; attempt() undoes the moves of one that
// does not. A mistake is recorded in the lexer, and makes every rule fail from then on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/source/node_name.h"
#include "runtime/source/parse_run.h"
#include "runtime/source/token_stream.h"
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {

class Diagnosis {
 public:
  Diagnosis(Arena& arena, TokenStream& tokens, TreeParser& parser,
            const ParseOptions& options) noexcept
      : arena_(arena),
        tokens_(tokens),
        lexer_(tokens.lexer()),
        parser_(parser),
        options_(options) {}

  // Leaves a failure in the lexer.
  void run(StartRule start) noexcept;

 private:
  using TreeRule = TreeParser::Rule;
  enum class Memo : std::uint8_t;
  struct MemoEntry {
    Memo rule;
    bool fits;
    std::size_t end;
    MemoEntry* next;
  };
  using TargetUse = TargetRules;

  // ---- the machine (diagnosis.cc) ----
  bool stopped() const noexcept { return lexer_.has_failed(); }
  const Token& token_at(std::size_t index) noexcept { return *tokens_.at(index); }
  bool see(TokenKind kind) noexcept { return !stopped() && token_at(mark_).kind == kind; }
  bool take(TokenKind kind) noexcept {
    if (!see(kind)) return false;
    ++mark_;
    return true;
  }
  bool see_word(std::string_view word) noexcept;
  bool take_word(std::string_view word) noexcept;
  bool too_deep() noexcept;

  template <typename Rule>
  bool attempt(Rule rule) noexcept {
    if (stopped()) return false;
    const std::size_t mark = mark_;
    if (rule()) return true;
    mark_ = mark;
    return false;
  }
  template <typename Rule>
  bool optional(Rule rule) noexcept {
    attempt(rule);
    return !stopped();
  }
  template <typename Rule>
  bool many(Rule rule) noexcept {
    while (attempt(rule)) {
    }
    return !stopped();
  }
  template <typename Rule>
  bool some(Rule rule) noexcept {
    return attempt(rule) && many(rule);
  }
  // With commas between.
  template <typename Rule>
  bool gather(Rule rule) noexcept {
    return attempt(rule) && many([&] { return take(TokenKind::kComma) && rule(); });
  }
  template <typename Rule>
  bool ahead(Rule rule) noexcept {
    const std::size_t mark = mark_;
    const bool fits = attempt(rule);
    mark_ = mark;
    return fits;
  }
  template <typename Rule>
  bool never(Rule rule) noexcept {
    return !ahead(rule) && !stopped();
  }
  template <typename Rule>
  bool remember(Memo memo, Rule rule) noexcept {
    const std::size_t start = mark_;
    if (const MemoEntry* entry = find_memo(memo, start)) {
      mark_ = entry->end;
      return entry->fits;
    }
    const bool fits = !too_deep() && attempt(rule);
    return add_memo(memo, start, fits) && fits;
  }
  const MemoEntry* find_memo(Memo memo, std::size_t start) noexcept;
  bool add_memo(Memo memo, std::size_t start, bool fits) noexcept;
  bool grow_memo(std::size_t wanted) noexcept;

  // ---- mistakes; all return false ----
  bool report(const Position& from, const Position& to, std::string_view message) noexcept;
  bool report_token(std::size_t index, std::string_view message) noexcept;
  bool report_tokens(std::size_t first, std::size_t last, std::string_view message) noexcept;
  bool report_node(const Node* node, std::string_view message) noexcept;
  bool report_from(const Node* node, std::string_view message) noexcept;
  bool report_last(std::string_view message) noexcept;
  bool report_indentation(std::string_view message) noexcept;
  bool report_target(const Node* node, TargetUse use) noexcept;
  bool forced(TokenKind kind, std::string_view message) noexcept;
  Node* tree(TreeRule rule, std::size_t first) noexcept {
    return parser_.build(rule, first, mark_);
  }
  Node* tree(TreeRule rule, std::size_t first, std::size_t end) noexcept {
    return parser_.build(rule, first, end);
  }
  void report_generic(const Token& last) noexcept;
  void check_rest() noexcept;

  // ---- statements (diagnosis_statements.cc) ----
  bool module() noexcept;
  bool interactive() noexcept;
  bool eval_input() noexcept;
  bool statement() noexcept;
  bool simple_statements() noexcept;
  bool simple_statement() noexcept;
  bool keyword_statement() noexcept;
  bool assignment() noexcept;
  bool annotated_assignment() noexcept;
  bool wrong_assignment() noexcept;
  bool wrong_annotation_target() noexcept;
  bool display_target() noexcept;
  bool wrong_augmented_assignment() noexcept;
  bool augmented_operator() noexcept;
  bool right_side() noexcept;
  bool return_statement() noexcept;
  bool raise_statement() noexcept;
  bool delete_statement() noexcept;
  bool assert_statement() noexcept;
  bool scope_statement() noexcept;
  bool import_name() noexcept;
  bool import_from() noexcept;
  bool import_targets() noexcept;
  bool import_alias() noexcept;
  bool optional_as() noexcept;
  bool dotted_name() noexcept;

  // ---- compound statements (diagnosis_blocks.cc) ----
  bool compound_statement() noexcept;
  bool block() noexcept;
  bool colon_block() noexcept { return take(TokenKind::kColon) && block(); }
  bool missing_block(std::size_t keyword, std::string_view what) noexcept;
  template <typename Header>
  bool wrong_header(Header header, std::string_view what) noexcept;
  template <typename Header>
  bool wrong_block(Header header, std::string_view what) noexcept;
  bool decorated(bool (Diagnosis::*definition)() noexcept) noexcept;
  bool decorators() noexcept;
  bool function_definition() noexcept;
  bool function_header(std::size_t& keyword) noexcept;
  bool class_definition() noexcept;
  bool class_header() noexcept;
  bool if_statement(TokenKind keyword) noexcept;
  bool else_block() noexcept;
  bool while_statement() noexcept;
  bool for_statement() noexcept;
  bool for_header() noexcept;
  bool wrong_loop_target() noexcept;
  bool with_statement() noexcept;
  bool with_item() noexcept;
  bool wrong_with_block() noexcept;
  bool wrong_with() noexcept;
  bool loose_with_items(bool in_parentheses) noexcept;
  bool try_statement() noexcept;
  bool wrong_try() noexcept;
  bool mixed_handlers(bool starred) noexcept;
  bool finally_block() noexcept;
  bool except_block() noexcept;
  bool except_star_block() noexcept;
  bool except_header(bool starred) noexcept;
  bool wrong_except() noexcept;

  // ---- match statements (diagnosis_patterns.cc) ----
  bool match_statement() noexcept;
  bool match_subject() noexcept;
  bool case_block() noexcept;
  bool case_header() noexcept;
  bool patterns() noexcept;
  bool open_sequence() noexcept;
  bool maybe_star_pattern() noexcept;
  bool star_pattern() noexcept;
  bool pattern() noexcept;
  bool wrong_as_pattern() noexcept;
  bool or_pattern() noexcept;
  bool closed_pattern() noexcept;
  bool literal_pattern() noexcept;
  bool signed_number() noexcept;
  bool complex_number() noexcept;
  bool capture_target() noexcept;
  bool dotted_value(bool attribute_needed) noexcept;
  bool group_or_sequence_pattern() noexcept;
  bool mapping_pattern() noexcept;
  bool mapping_item() noexcept;
  bool class_pattern() noexcept;
  bool positional_patterns() noexcept;
  bool keyword_patterns() noexcept;

  // ---- expressions (diagnosis_expressions.cc) ----
  bool expressions() noexcept;
  bool expression() noexcept;
  bool conditional() noexcept;
  bool plain_expression() noexcept;
  bool wrong_expression() noexcept;
  bool legacy_statement() noexcept;
  bool see_soft_keyword() noexcept;
  bool is_legacy_name(const Node* node) const noexcept;
  bool yield_expression() noexcept;
  bool star_expressions() noexcept;
  bool star_expression() noexcept;
  bool star_named_expressions() noexcept;
  bool star_named_expression() noexcept;
  bool assignment_expression() noexcept;
  bool named_expression() noexcept;
  bool wrong_named_expression() noexcept;
  bool disjunction() noexcept;
  bool conjunction() noexcept;
  bool inversion() noexcept;
  bool comparison() noexcept;
  bool compare_operator() noexcept;
  bool bitwise_or() noexcept;
  bool binary(int least) noexcept;
  bool factor() noexcept;
  bool power() noexcept;
  bool await_primary() noexcept;
  bool primary() noexcept;
  bool trailer() noexcept;
  bool slices() noexcept;
  bool slice() noexcept;
  bool slice_or_starred() noexcept;
  bool atom() noexcept;
  bool strings() noexcept;
  bool number() noexcept;
  bool group() noexcept;
  bool wrong_group() noexcept;
  bool tuple() noexcept;
  bool list() noexcept;
  bool generator() noexcept;
  bool comprehension(TokenKind opening, TokenKind closing) noexcept;
  bool wrong_comprehension() noexcept;
  bool lost_parentheses() noexcept;
  bool dict() noexcept;
  bool dict_item() noexcept;
  bool key_value() noexcept;
  bool wrong_dict_items() noexcept;
  bool wrong_key_value() noexcept;
  bool wrong_value() noexcept;
  bool set() noexcept;
  bool dict_comprehension() noexcept;
  bool for_if_clauses() noexcept;
  bool for_if_clause() noexcept;
  bool lambda() noexcept;

  // ---- arguments, targets, parameters (diagnosis_bindings.cc) ----
  bool arguments() noexcept;
  bool args() noexcept;
  bool keyword_args() noexcept;
  bool starred_expression() noexcept;
  bool keyword_or_starred() noexcept;
  bool keyword_or_double_starred() noexcept;
  bool wrong_keyword() noexcept;
  bool wrong_arguments() noexcept;
  bool wrong_generator_arguments() noexcept;
  bool bare_generator(std::size_t first, std::size_t clauses) noexcept;
  bool positional_after_keyword(std::size_t first, std::size_t end) noexcept;
  bool star_targets() noexcept;
  bool star_target() noexcept;
  bool target_with_star_atom() noexcept;
  bool star_atom() noexcept;
  bool single_target() noexcept;
  bool subscript_or_attribute() noexcept;
  bool target_primary() noexcept;
  bool target_goes_on() noexcept;
  bool delete_targets() noexcept;
  bool delete_target() noexcept;

  struct ParameterRules;
  bool parameters(bool is_lambda) noexcept;

  Arena& arena_;
  TokenStream& tokens_;
  Lexer& lexer_;
  TreeParser& parser_;
  const ParseOptions& options_;
  std::size_t mark_ = 0;
  bool look_for_mistakes_ = true;
  MemoEntry** memo_ = nullptr;  // by token
  std::size_t memo_size_ = 0;
};

// The rules whose outcome is kept, as Python keeps them: an outcome found while mistakes are not
// looked for stays, so which ones are kept decides what is reported.
enum class Diagnosis::Memo : std::uint8_t {
  kSimpleStatement,
  kBlock,
  kExpression,
  kStarExpression,
  kWrongNamed,
  kDisjunction,
  kConjunction,
  kInversion,
  kBitwiseOr,
  kBitwiseXor,
  kBitwiseAnd,
  kShift,
  kSum,
  kTerm,
  kFactor,
  kAwaitPrimary,
  kPrimary,
  kStrings,
  kArguments,
  kStarTarget,
  kTargetWithStarAtom,
  kTargetPrimary,
  kDeleteTarget,
  kClosedPattern,
  kStarPattern,
};

}  // namespace ouro::syntax
