// Diagnosis, simple statements: wrong targets, and what is missing at the end of a line.
#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"

namespace ouro::syntax {

// ---- inputs ----------------------------------------------------------------------------------

bool Diagnosis::module() noexcept {
  return many([&] { return statement(); }) && take(TokenKind::kEnd);
}

bool Diagnosis::interactive() noexcept {
  return attempt([&] { return compound_statement() && take(TokenKind::kNewline); }) ||
         attempt([&] { return simple_statements(); }) || take(TokenKind::kNewline);
}

bool Diagnosis::eval_input() noexcept {
  return expressions() && many([&] { return take(TokenKind::kNewline); }) && take(TokenKind::kEnd);
}

bool Diagnosis::statement() noexcept {
  return attempt([&] { return compound_statement(); }) ||
         attempt([&] { return simple_statements(); });
}

bool Diagnosis::simple_statements() noexcept {
  return simple_statement() &&
         many([&] { return take(TokenKind::kSemicolon) && simple_statement(); }) &&
         optional([&] { return take(TokenKind::kSemicolon); }) && take(TokenKind::kNewline);
}

bool Diagnosis::simple_statement() noexcept {
  return remember(Memo::kSimpleStatement, [&] {
    return attempt([&] { return assignment(); }) || attempt([&] { return star_expressions(); }) ||
           attempt([&] { return keyword_statement(); });
  });
}

bool Diagnosis::keyword_statement() noexcept {
  switch (token_at(mark_).kind) {
    case TokenKind::kReturn: return return_statement();
    case TokenKind::kImport: return import_name();
    case TokenKind::kFrom: return import_from();
    case TokenKind::kRaise: return raise_statement();
    case TokenKind::kDel: return delete_statement();
    case TokenKind::kYield: return yield_expression();
    case TokenKind::kAssert: return assert_statement();
    case TokenKind::kGlobal:
    case TokenKind::kNonlocal: return scope_statement();
    case TokenKind::kPass:
    case TokenKind::kBreak:
    case TokenKind::kContinue: return take(token_at(mark_).kind);
    default: return false;
  }
}

// ---- assignments -----------------------------------------------------------------------------

bool Diagnosis::assignment() noexcept {
  if (attempt([&] { return annotated_assignment(); })) return true;
  if (attempt([&] {
        return some([&] { return star_targets() && take(TokenKind::kEqual); }) && right_side() &&
               !see(TokenKind::kEqual);
      })) {
    return true;
  }
  bool decided = false;  // behind the operator it can be nothing else
  if (attempt([&] {
        if (!single_target() || !augmented_operator()) return false;
        decided = true;
        return right_side();
      })) {
    return true;
  }
  return !decided && attempt([&] { return wrong_assignment(); });
}

bool Diagnosis::annotated_assignment() noexcept {
  const auto rest = [&] {
    return take(TokenKind::kColon) && expression() &&
           optional([&] { return take(TokenKind::kEqual) && right_side(); });
  };
  const auto in_parentheses = [&] {
    return take(TokenKind::kLeftParen) && single_target() && take(TokenKind::kRightParen);
  };
  return attempt([&] { return take(TokenKind::kName) && rest(); }) || attempt([&] {
           return (attempt(in_parentheses) || attempt([&] { return subscript_or_attribute(); })) &&
                  rest();
         });
}

bool Diagnosis::right_side() noexcept {
  return attempt([&] { return yield_expression(); }) || attempt([&] { return star_expressions(); });
}

bool Diagnosis::augmented_operator() noexcept {
  const TokenKind kind = token_at(mark_).kind;
  return kind >= TokenKind::kPlusEqual && kind <= TokenKind::kDoubleSlashEqual && take(kind);
}

bool Diagnosis::wrong_assignment() noexcept {
  const std::size_t first = mark_;
  const auto targets = [&] {
    return many([&] { return star_targets() && take(TokenKind::kEqual); });
  };
  return wrong_annotation_target() || attempt([&] {
           const bool fits = expression() && take(TokenKind::kColon);
           const std::size_t end = mark_ - 1;
           return fits && expression() &&
                  report_node(tree(&TreeParser::expression, first, end),
                              "illegal target for annotation");
         }) ||
         attempt([&] {
           if (!targets()) return false;
           const std::size_t value = mark_;
           return star_expressions() && see(TokenKind::kEqual) &&
                  report_target(tree(&TreeParser::star_expressions, value), TargetUse::kAssign);
         }) ||
         attempt([&] {
           if (!targets()) return false;
           const std::size_t value = mark_;
           return yield_expression() && see(TokenKind::kEqual) &&
                  report_node(tree(&TreeParser::yield_expression, value),
                              "assignment to yield expression not possible");
         }) ||
         attempt([&] { return wrong_augmented_assignment(); });
}

// Lists and tuples, in brackets or not.
bool Diagnosis::wrong_annotation_target() noexcept {
  constexpr std::string_view kBefore = "only single target (not ";
  constexpr std::string_view kBehind = ") can be annotated";
  const std::size_t first = mark_;
  return attempt([&] {
           if (!display_target()) return false;
           const std::size_t end = mark_;
           if (!take(TokenKind::kColon) || !expression()) return false;
           const Node* target = tree(&TreeParser::star_expressions, first, end);
           return target != nullptr &&
                  report_node(target,
                              concatenate(arena_, {kBefore, name_of_node(target), kBehind}));
         }) ||
         attempt([&] {
           if (!star_named_expression()) return false;
           const std::size_t end = mark_;
           return take(TokenKind::kComma) && many([&] { return star_named_expressions(); }) &&
                  take(TokenKind::kColon) && expression() &&
                  report_node(tree(&TreeParser::star_named_expression, first, end),
                              "only single target (not tuple) can be annotated");
         });
}

bool Diagnosis::display_target() noexcept {
  return attempt([&] { return list(); }) || attempt([&] { return tuple(); }) || attempt([&] {
           return take(TokenKind::kLeftParen) && display_target() && take(TokenKind::kRightParen);
         });
}

bool Diagnosis::wrong_augmented_assignment() noexcept {
  const std::size_t first = mark_;
  if (!star_expressions()) return false;
  const std::size_t end = mark_;
  if (!augmented_operator() || !right_side()) return false;
  const Node* target = tree(&TreeParser::star_expressions, first, end);
  return target != nullptr &&
         report_node(target, concatenate(arena_, {"'", name_of_node(target),
                                                  "' is an illegal expression for augmented "
                                                  "assignment"}));
}

// ---- the others ------------------------------------------------------------------------------

bool Diagnosis::return_statement() noexcept {
  return take(TokenKind::kReturn) && optional([&] { return star_expressions(); });
}

bool Diagnosis::raise_statement() noexcept {
  return take(TokenKind::kRaise) && optional([&] {
           return expression() && optional([&] { return take(TokenKind::kFrom) && expression(); });
         });
}

bool Diagnosis::delete_statement() noexcept {
  const auto at_end = [&] { return see(TokenKind::kSemicolon) || see(TokenKind::kNewline); };
  return attempt([&] { return take(TokenKind::kDel) && delete_targets() && at_end(); }) ||
         attempt([&] {
           const std::size_t first = mark_ + 1;
           return take(TokenKind::kDel) && star_expressions() &&
                  report_target(tree(&TreeParser::star_expressions, first), TargetUse::kDelete);
         });
}

bool Diagnosis::assert_statement() noexcept {
  return take(TokenKind::kAssert) && expression() &&
         optional([&] { return take(TokenKind::kComma) && expression(); });
}

bool Diagnosis::scope_statement() noexcept {
  return take(token_at(mark_).kind) && gather([&] { return take(TokenKind::kName); });
}

bool Diagnosis::import_name() noexcept {
  return take(TokenKind::kImport) && gather([&] { return dotted_name() && optional_as(); });
}

bool Diagnosis::optional_as() noexcept {
  return optional([&] { return take(TokenKind::kAs) && take(TokenKind::kName); });
}

bool Diagnosis::import_from() noexcept {
  const auto dot = [&] { return take(TokenKind::kDot) || take(TokenKind::kEllipsis); };
  return attempt([&] {
           return take(TokenKind::kFrom) && many(dot) && dotted_name() &&
                  take(TokenKind::kImport) && import_targets();
         }) ||
         attempt([&] {
           return take(TokenKind::kFrom) && some(dot) && take(TokenKind::kImport) &&
                  import_targets();
         });
}

bool Diagnosis::import_targets() noexcept {
  const auto names = [&] { return gather([&] { return import_alias(); }); };
  return attempt([&] {
           return take(TokenKind::kLeftParen) && names() &&
                  optional([&] { return take(TokenKind::kComma); }) && take(TokenKind::kRightParen);
         }) ||
         attempt([&] { return names() && !see(TokenKind::kComma); }) || take(TokenKind::kStar) ||
         attempt([&] {
           return names() && take(TokenKind::kComma) && take(TokenKind::kNewline) &&
                  report_last("trailing comma not allowed without surrounding parentheses");
         });
}

bool Diagnosis::import_alias() noexcept { return take(TokenKind::kName) && optional_as(); }

bool Diagnosis::dotted_name() noexcept {
  return take(TokenKind::kName) &&
         many([&] { return take(TokenKind::kDot) && take(TokenKind::kName); });
}

}  // namespace ouro::syntax
