// Diagnosis, match statements.
#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"

namespace ouro::syntax {

// ---- statements ------------------------------------------------------------------------------

bool Diagnosis::match_statement() noexcept {
  const auto header = [&] { return take_word("match") && match_subject(); };
  return attempt([&] {
           return header() && take(TokenKind::kColon) && take(TokenKind::kNewline) &&
                  take(TokenKind::kIndent) && some([&] { return case_block(); }) &&
                  take(TokenKind::kDedent);
         }) ||
         attempt([&] {
           return header() && take(TokenKind::kNewline) && report_last("expected ':'");
         }) ||
         attempt([&] {
           const std::size_t keyword = mark_;
           return header() && take(TokenKind::kColon) &&
                  missing_block(keyword, "'match' statement");
         });
}

bool Diagnosis::match_subject() noexcept {
  return attempt([&] {
           return star_named_expression() && take(TokenKind::kComma) &&
                  optional([&] { return star_named_expressions(); });
         }) ||
         attempt([&] { return named_expression(); });
}

bool Diagnosis::case_header() noexcept {
  return take_word("case") && patterns() &&
         optional([&] { return take(TokenKind::kIf) && named_expression(); });
}

bool Diagnosis::case_block() noexcept {
  return attempt([&] {
           return case_header() && take(TokenKind::kNewline) && report_last("expected ':'");
         }) ||
         attempt([&] {
           const std::size_t keyword = mark_;
           return case_header() && take(TokenKind::kColon) &&
                  missing_block(keyword, "'case' statement");
         }) ||
         attempt([&] { return case_header() && colon_block(); });
}

// ---- patterns --------------------------------------------------------------------------------

bool Diagnosis::patterns() noexcept {
  return attempt([&] { return open_sequence(); }) || attempt([&] { return pattern(); });
}

bool Diagnosis::open_sequence() noexcept {
  return maybe_star_pattern() && take(TokenKind::kComma) && optional([&] {
           return gather([&] { return maybe_star_pattern(); }) &&
                  optional([&] { return take(TokenKind::kComma); });
         });
}

bool Diagnosis::maybe_star_pattern() noexcept {
  return attempt([&] { return star_pattern(); }) || attempt([&] { return pattern(); });
}

bool Diagnosis::star_pattern() noexcept {
  return remember(Memo::kStarPattern, [&] {
    return take(TokenKind::kStar) && (take_word("_") || attempt([&] { return capture_target(); }));
  });
}

bool Diagnosis::pattern() noexcept {
  return attempt([&] { return or_pattern() && take(TokenKind::kAs) && capture_target(); }) ||
         attempt([&] { return wrong_as_pattern(); }) || attempt([&] { return or_pattern(); });
}

bool Diagnosis::wrong_as_pattern() noexcept {
  if (!or_pattern() || !take(TokenKind::kAs)) return false;
  const std::size_t first = mark_;
  if (see_word("_")) return report_token(first, "cannot use '_' as a target");
  return !see(TokenKind::kName) && expression() &&
         report_node(tree(&TreeParser::expression, first), "invalid pattern target");
}

bool Diagnosis::or_pattern() noexcept {
  return closed_pattern() && many([&] { return take(TokenKind::kBar) && closed_pattern(); });
}

bool Diagnosis::closed_pattern() noexcept {
  return remember(Memo::kClosedPattern, [&] {
    return attempt([&] { return literal_pattern(); }) ||
           attempt([&] { return capture_target(); }) || take_word("_") || attempt([&] {
             return dotted_value(true) && !see(TokenKind::kDot) && !see(TokenKind::kLeftParen) &&
                    !see(TokenKind::kEqual);
           }) ||
           attempt([&] { return group_or_sequence_pattern(); }) ||
           attempt([&] { return mapping_pattern(); }) || attempt([&] { return class_pattern(); });
  });
}

bool Diagnosis::literal_pattern() noexcept {
  return attempt([&] {
           return signed_number() && !see(TokenKind::kPlus) && !see(TokenKind::kMinus);
         }) ||
         attempt([&] { return complex_number(); }) || attempt([&] { return strings(); }) ||
         take(TokenKind::kNone) || take(TokenKind::kTrue) || take(TokenKind::kFalse);
}

bool Diagnosis::signed_number() noexcept {
  return optional([&] { return take(TokenKind::kMinus); }) && number();
}

// The tree's rule complains about parts of the wrong kind.
bool Diagnosis::complex_number() noexcept {
  const std::size_t first = mark_;
  return signed_number() && (take(TokenKind::kPlus) || take(TokenKind::kMinus)) && number() &&
         tree(&TreeParser::pattern_list, first) != nullptr;
}

bool Diagnosis::capture_target() noexcept {
  return !see_word("_") && take(TokenKind::kName) && !see(TokenKind::kDot) &&
         !see(TokenKind::kLeftParen) && !see(TokenKind::kEqual);
}

bool Diagnosis::dotted_value(bool attribute_needed) noexcept {
  const auto attribute = [&] { return take(TokenKind::kDot) && take(TokenKind::kName); };
  if (!take(TokenKind::kName)) return false;
  return attribute_needed ? some(attribute) : many(attribute);
}

bool Diagnosis::group_or_sequence_pattern() noexcept {
  return attempt([&] {
           return take(TokenKind::kLeftParen) && pattern() && take(TokenKind::kRightParen);
         }) ||
         attempt([&] {
           return take(TokenKind::kLeftBracket) && optional([&] {
                    return gather([&] { return maybe_star_pattern(); }) &&
                           optional([&] { return take(TokenKind::kComma); });
                  }) &&
                  take(TokenKind::kRightBracket);
         }) ||
         attempt([&] {
           return take(TokenKind::kLeftParen) && optional([&] { return open_sequence(); }) &&
                  take(TokenKind::kRightParen);
         });
}

bool Diagnosis::mapping_pattern() noexcept {
  const auto rest = [&] {
    return take(TokenKind::kDoubleStar) && capture_target() &&
           optional([&] { return take(TokenKind::kComma); });
  };
  const auto items = [&] { return gather([&] { return mapping_item(); }); };
  return take(TokenKind::kLeftBrace) &&
         (take(TokenKind::kRightBrace) ||
          attempt([&] { return rest() && take(TokenKind::kRightBrace); }) || attempt([&] {
            return items() && take(TokenKind::kComma) && rest() && take(TokenKind::kRightBrace);
          }) ||
          attempt([&] {
            return items() && optional([&] { return take(TokenKind::kComma); }) &&
                   take(TokenKind::kRightBrace);
          }));
}

bool Diagnosis::mapping_item() noexcept {
  return (attempt([&] { return literal_pattern(); }) ||
          attempt([&] { return dotted_value(true); })) &&
         take(TokenKind::kColon) && pattern();
}

bool Diagnosis::class_pattern() noexcept {
  const auto begin = [&] { return dotted_value(false) && take(TokenKind::kLeftParen); };
  const auto end = [&] {
    return optional([&] { return take(TokenKind::kComma); }) && take(TokenKind::kRightParen);
  };
  return attempt([&] { return begin() && take(TokenKind::kRightParen); }) ||
         attempt([&] { return begin() && positional_patterns() && end(); }) ||
         attempt([&] { return begin() && keyword_patterns() && end(); }) || attempt([&] {
           return begin() && positional_patterns() && take(TokenKind::kComma) &&
                  keyword_patterns() && end();
         }) ||
         attempt([&] {
           if (!begin() ||
               !optional([&] { return positional_patterns() && take(TokenKind::kComma); }) ||
               !keyword_patterns() || !take(TokenKind::kComma)) {
             return false;
           }
           const std::size_t first = mark_;
           return positional_patterns() &&
                  report_tokens(first, mark_ - 1, "positional patterns follow keyword patterns");
         });
}

bool Diagnosis::positional_patterns() noexcept {
  return gather([&] { return pattern(); });
}

bool Diagnosis::keyword_patterns() noexcept {
  return gather([&] { return take(TokenKind::kName) && take(TokenKind::kEqual) && pattern(); });
}

}  // namespace ouro::syntax
