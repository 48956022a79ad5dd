// Diagnosis: arguments, targets and parameters.
#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"

namespace ouro::syntax {

// ---- arguments -------------------------------------------------------------------------------

bool Diagnosis::arguments() noexcept {
  return remember(Memo::kArguments, [&] {
    return attempt([&] {
             return args() && optional([&] { return take(TokenKind::kComma); }) &&
                    see(TokenKind::kRightParen);
           }) ||
           (look_for_mistakes_ && attempt([&] { return wrong_arguments(); }));
  });
}

bool Diagnosis::args() noexcept {
  const auto positional = [&] {
    return attempt([&] { return starred_expression(); }) || attempt([&] {
             return (attempt([&] { return assignment_expression(); }) ||
                     attempt([&] { return expression() && !see(TokenKind::kColonEqual); })) &&
                    !see(TokenKind::kEqual);
           });
  };
  return attempt([&] {
           return gather(positional) &&
                  optional([&] { return take(TokenKind::kComma) && keyword_args(); });
         }) ||
         attempt([&] { return keyword_args(); });
}

bool Diagnosis::keyword_args() noexcept {
  const auto first = [&] { return gather([&] { return keyword_or_starred(); }); };
  const auto second = [&] { return gather([&] { return keyword_or_double_starred(); }); };
  return attempt([&] { return first() && take(TokenKind::kComma) && second(); }) ||
         attempt(first) || attempt(second);
}

bool Diagnosis::starred_expression() noexcept { return take(TokenKind::kStar) && expression(); }

bool Diagnosis::keyword_or_starred() noexcept {
  return (look_for_mistakes_ && attempt([&] { return wrong_keyword(); })) || attempt([&] {
           return take(TokenKind::kName) && take(TokenKind::kEqual) && expression();
         }) ||
         attempt([&] { return starred_expression(); });
}

bool Diagnosis::keyword_or_double_starred() noexcept {
  return (look_for_mistakes_ && attempt([&] { return wrong_keyword(); })) || attempt([&] {
           return take(TokenKind::kName) && take(TokenKind::kEqual) && expression();
         }) ||
         attempt([&] { return take(TokenKind::kDoubleStar) && expression(); });
}

namespace {

constexpr std::string_view kNotEqual =
    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
constexpr std::string_view kUnparenthesized = "Generator expression must be parenthesized";

}  // namespace

bool Diagnosis::wrong_keyword() noexcept {
  const std::size_t first = mark_;
  const auto constant = [&] {
    return take(TokenKind::kTrue) || take(TokenKind::kFalse) || take(TokenKind::kNone);
  };
  return attempt([&] {
           return constant() && take(TokenKind::kEqual) &&
                  report_tokens(
                      first, mark_ - 1,
                      concatenate(arena_, {"cannot assign to ", lexer_.text_of(token_at(first))}));
         }) ||
         attempt([&] {
           return take(TokenKind::kName) && take(TokenKind::kEqual) && expression() &&
                  for_if_clauses() && report_tokens(first, first + 1, kNotEqual);
         }) ||
         attempt([&] {
           if (see(TokenKind::kName) && token_at(first + 1).kind == TokenKind::kEqual) return false;
           if (!expression()) return false;
           const std::size_t end = mark_;
           if (!take(TokenKind::kEqual)) return false;
           const Node* target = tree(&TreeParser::expression, first, end);
           return target != nullptr &&
                  report(target->position, token_at(end).position,
                         "expression cannot contain assignment, perhaps you meant \"==\"?");
         });
}

bool Diagnosis::wrong_arguments() noexcept {
  const std::size_t first = mark_;
  return attempt([&] {
           if (!args()) return false;
           const std::size_t last = mark_ - 1;
           return take(TokenKind::kComma) && take(TokenKind::kStar) &&
                  report_tokens(first, last,
                                "iterable argument unpacking follows keyword argument unpacking");
         }) ||
         wrong_generator_arguments() || attempt([&] {
           if (!args()) return false;
           const std::size_t end = mark_;
           return take(TokenKind::kComma) && args() && positional_after_keyword(first, end);
         });
}

bool Diagnosis::wrong_generator_arguments() noexcept {
  const std::size_t first = mark_;
  return attempt([&] {
           if (!expression()) return false;
           const std::size_t clauses = mark_;
           if (!for_if_clauses()) return false;
           const std::size_t end = mark_;
           if (!take(TokenKind::kComma)) return false;
           optional([&] {
             return attempt([&] { return args(); }) ||
                    attempt([&] { return expression() && for_if_clauses(); });
           });
           const Node* element = tree(&TreeParser::expression, first, clauses);
           const Node* last = tree(&TreeParser::last_comprehension_item, clauses, end);
           return element != nullptr && last != nullptr &&
                  report(element->position, last->position, kUnparenthesized);
         }) ||
         attempt([&] {
           return take(TokenKind::kName) && take(TokenKind::kEqual) && expression() &&
                  for_if_clauses() && report_tokens(first, first + 1, kNotEqual);
         }) ||
         attempt([&] {
           if (!args()) return false;
           const std::size_t clauses = mark_;
           return for_if_clauses() && bare_generator(first, clauses);
         }) ||
         attempt([&] {
           if (!args() || !take(TokenKind::kComma)) return false;
           const std::size_t element = mark_;
           if (!expression()) return false;
           const std::size_t clauses = mark_;
           if (!for_if_clauses()) return false;
           const Node* left = tree(&TreeParser::expression, element, clauses);
           const Node* right = tree(&TreeParser::last_comprehension_target, clauses);
           return left != nullptr && right != nullptr &&
                  report(left->position, right->position, kUnparenthesized);
         });
}

// f(a, b for b in c): of several arguments the last one is a generator expression.
bool Diagnosis::bare_generator(std::size_t first, std::size_t clauses) noexcept {
  const Node* call = tree(&TreeParser::bare_arguments, first, clauses);
  const Node* last = tree(&TreeParser::last_comprehension_item, clauses);
  if (call == nullptr || last == nullptr || as<Call>(call).args.size() <= 1) return false;
  return report(as<Call>(call).args.back()->position, last->position, kUnparenthesized);
}

bool Diagnosis::positional_after_keyword(std::size_t first, std::size_t end) noexcept {
  const Node* call = tree(&TreeParser::bare_arguments, first, end);
  if (call == nullptr) return false;
  for (const Keyword* keyword : as<Call>(call).keywords) {
    if (keyword->arg.data() == nullptr) {
      return report_last("positional argument follows keyword argument unpacking");
    }
  }
  return report_last("positional argument follows keyword argument");
}

// ---- targets ---------------------------------------------------------------------------------

bool Diagnosis::star_targets() noexcept {
  return gather([&] { return star_target(); }) && optional([&] { return take(TokenKind::kComma); });
}

bool Diagnosis::star_target() noexcept {
  return remember(Memo::kStarTarget, [&] {
    return attempt(
               [&] { return take(TokenKind::kStar) && !see(TokenKind::kStar) && star_target(); }) ||
           attempt([&] { return target_with_star_atom(); });
  });
}

bool Diagnosis::target_with_star_atom() noexcept {
  return remember(Memo::kTargetWithStarAtom, [&] {
    return attempt([&] { return subscript_or_attribute(); }) ||
           attempt([&] { return star_atom(); });
  });
}

bool Diagnosis::subscript_or_attribute() noexcept {
  return attempt([&] {
           return target_primary() && take(TokenKind::kDot) && take(TokenKind::kName) &&
                  !target_goes_on();
         }) ||
         attempt([&] {
           return target_primary() && take(TokenKind::kLeftBracket) && slices() &&
                  take(TokenKind::kRightBracket) && !target_goes_on();
         });
}

bool Diagnosis::star_atom() noexcept {
  const auto several = [&] {
    return optional([&] {
      return gather([&] { return star_target(); }) &&
             optional([&] { return take(TokenKind::kComma); });
    });
  };
  // Between round brackets one target without a comma is no tuple.
  const auto tuple_items = [&] {
    return optional([&] {
      return attempt([&] {
               return star_target() &&
                      some([&] { return take(TokenKind::kComma) && star_target(); }) &&
                      optional([&] { return take(TokenKind::kComma); });
             }) ||
             attempt([&] { return star_target() && take(TokenKind::kComma); });
    });
  };
  return take(TokenKind::kName) || attempt([&] {
           return take(TokenKind::kLeftParen) && target_with_star_atom() &&
                  take(TokenKind::kRightParen);
         }) ||
         attempt([&] {
           return take(TokenKind::kLeftParen) && tuple_items() && take(TokenKind::kRightParen);
         }) ||
         attempt([&] {
           return take(TokenKind::kLeftBracket) && several() && take(TokenKind::kRightBracket);
         });
}

bool Diagnosis::single_target() noexcept {
  return attempt([&] { return subscript_or_attribute(); }) || take(TokenKind::kName) ||
         attempt([&] {
           return take(TokenKind::kLeftParen) && single_target() && take(TokenKind::kRightParen);
         });
}

bool Diagnosis::target_goes_on() noexcept {
  return see(TokenKind::kLeftParen) || see(TokenKind::kLeftBracket) || see(TokenKind::kDot);
}

// Everything before the last trailer.
bool Diagnosis::target_primary() noexcept {
  return remember(Memo::kTargetPrimary, [&] {
    return atom() && target_goes_on() && many([&] { return trailer() && target_goes_on(); });
  });
}

bool Diagnosis::delete_targets() noexcept {
  return gather([&] { return delete_target(); }) &&
         optional([&] { return take(TokenKind::kComma); });
}

bool Diagnosis::delete_target() noexcept {
  return remember(Memo::kDeleteTarget, [&] {
    return attempt([&] { return subscript_or_attribute(); }) || take(TokenKind::kName) ||
           attempt([&] {
             return take(TokenKind::kLeftParen) && delete_target() && take(TokenKind::kRightParen);
           }) ||
           attempt([&] {
             return take(TokenKind::kLeftParen) && optional([&] { return delete_targets(); }) &&
                    take(TokenKind::kRightParen);
           }) ||
           attempt([&] {
             return take(TokenKind::kLeftBracket) && optional([&] { return delete_targets(); }) &&
                    take(TokenKind::kRightBracket);
           });
  });
}

}  // namespace ouro::syntax
