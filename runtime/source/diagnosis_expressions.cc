// Diagnosis, expressions: forgotten commas, = for ==, and what brackets cannot hold.
#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"

namespace ouro::syntax {

// ---- lists of expressions --------------------------------------------------------------------

bool Diagnosis::expressions() noexcept {
  return gather([&] { return expression(); }) && optional([&] { return take(TokenKind::kComma); });
}

bool Diagnosis::star_expressions() noexcept {
  return gather([&] { return star_expression(); }) &&
         optional([&] { return take(TokenKind::kComma); });
}

bool Diagnosis::star_expression() noexcept {
  return remember(Memo::kStarExpression, [&] {
    return attempt([&] { return take(TokenKind::kStar) && bitwise_or(); }) ||
           attempt([&] { return expression(); });
  });
}

bool Diagnosis::star_named_expressions() noexcept {
  return gather([&] { return star_named_expression(); }) &&
         optional([&] { return take(TokenKind::kComma); });
}

bool Diagnosis::star_named_expression() noexcept {
  return attempt([&] { return take(TokenKind::kStar) && bitwise_or(); }) ||
         attempt([&] { return named_expression(); });
}

bool Diagnosis::yield_expression() noexcept {
  return attempt(
             [&] { return take(TokenKind::kYield) && take(TokenKind::kFrom) && expression(); }) ||
         attempt([&] {
           return take(TokenKind::kYield) && optional([&] { return star_expressions(); });
         });
}

// ---- one expression --------------------------------------------------------------------------

bool Diagnosis::expression() noexcept {
  return remember(Memo::kExpression, [&] {
    if (look_for_mistakes_ && (attempt([&] { return wrong_expression(); }) ||
                               attempt([&] { return legacy_statement(); }))) {
      return true;
    }
    return plain_expression();
  });
}

bool Diagnosis::plain_expression() noexcept {
  return attempt([&] { return conditional(); }) || attempt([&] { return disjunction(); }) ||
         attempt([&] { return lambda(); });
}

bool Diagnosis::conditional() noexcept {
  return disjunction() && take(TokenKind::kIf) && disjunction() && take(TokenKind::kElse) &&
         expression();
}

bool Diagnosis::wrong_expression() noexcept {
  const std::size_t first = mark_;
  const TokenKind next = see(TokenKind::kName) ? token_at(first + 1).kind : TokenKind::kEnd;
  const bool may_lack_comma = next != TokenKind::kString && !see_soft_keyword();
  const auto without_mistakes = [&] {
    const bool before = look_for_mistakes_;
    look_for_mistakes_ = false;
    const bool fits = plain_expression();
    look_for_mistakes_ = before;
    return fits;
  };
  return (may_lack_comma && attempt([&] {
            if (!disjunction()) return false;
            const std::size_t second = mark_;
            if (!without_mistakes() || !token_at(mark_ - 1).in_brackets) return false;
            const Node* left = tree(&TreeParser::disjunction, first, second);
            const Node* right = tree(&TreeParser::expression, second);
            return left != nullptr && right != nullptr && !is_legacy_name(left) &&
                   report(left->position, right->position,
                          "invalid syntax. Perhaps you forgot a comma?");
          })) ||
         attempt([&] {
           if (!disjunction()) return false;
           const std::size_t left_end = mark_;
           if (!take(TokenKind::kIf)) return false;
           const std::size_t second = mark_;
           if (!disjunction() || see(TokenKind::kElse) || see(TokenKind::kColon)) return false;
           const Node* left = tree(&TreeParser::disjunction, first, left_end);
           const Node* right = tree(&TreeParser::disjunction, second);
           return left != nullptr && right != nullptr &&
                  report(left->position, right->position, "expected 'else' after 'if' expression");
         });
}

// Or the beginning of one: Python compares that many letters.
bool Diagnosis::see_soft_keyword() noexcept {
  if (!see(TokenKind::kName)) return false;
  const std::string_view word = lexer_.text_of(token_at(mark_));
  return word == "_" || std::string_view("case").starts_with(word) ||
         std::string_view("match").starts_with(word);
}

bool Diagnosis::is_legacy_name(const Node* node) const noexcept {
  const Name* name = if_is<Name>(node);
  return name != nullptr && (name->id == "print" || name->id == "exec");
}

// print "a", as it was once written.
bool Diagnosis::legacy_statement() noexcept {
  const std::size_t first = mark_;
  if (!take(TokenKind::kName) || see(TokenKind::kLeftParen) || !star_expressions()) return false;
  const std::string_view name = lexer_.text_of(token_at(first));
  if (name != "print" && name != "exec") return false;
  const Node* value = tree(&TreeParser::star_expressions, first + 1);
  return value != nullptr && report(token_at(first).position, value->position,
                                    concatenate(arena_, {"Missing parentheses in call to '", name,
                                                         "'. Did you mean ", name, "(...)?"}));
}

bool Diagnosis::assignment_expression() noexcept {
  return take(TokenKind::kName) && take(TokenKind::kColonEqual) && expression();
}

bool Diagnosis::named_expression() noexcept {
  return attempt([&] { return assignment_expression(); }) ||
         (look_for_mistakes_ && attempt([&] { return wrong_named_expression(); })) ||
         attempt([&] { return expression() && !see(TokenKind::kColonEqual); });
}

bool Diagnosis::wrong_named_expression() noexcept {
  const std::size_t first = mark_;
  const auto not_assigned = [&] { return !see(TokenKind::kEqual) && !see(TokenKind::kColonEqual); };
  const auto is_display = [&] {
    return attempt([&] { return list(); }) || attempt([&] { return tuple(); }) ||
           attempt([&] { return generator(); }) || take(TokenKind::kTrue) ||
           take(TokenKind::kNone) || take(TokenKind::kFalse);
  };
  return remember(Memo::kWrongNamed, [&] {
    return attempt([&] {
             if (!expression()) return false;
             const std::size_t end = mark_;
             if (!take(TokenKind::kColonEqual) || !expression()) return false;
             const Node* target = tree(&TreeParser::expression, first, end);
             return target != nullptr &&
                    report_node(target,
                                concatenate(arena_, {"cannot use assignment expressions with ",
                                                     name_of_node(target)}));
           }) ||
           attempt([&] {
             if (!take(TokenKind::kName) || !take(TokenKind::kEqual)) return false;
             const std::size_t value = mark_;
             if (!bitwise_or() || !not_assigned()) return false;
             const Node* node = tree(&TreeParser::bitwise_or, value);
             return node != nullptr &&
                    report(token_at(first).position, node->position,
                           "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
           }) ||
           attempt([&] {
             if (!never(is_display) || !bitwise_or()) return false;
             const std::size_t end = mark_;
             if (!take(TokenKind::kEqual) || !bitwise_or() || !not_assigned()) return false;
             const Node* target = tree(&TreeParser::bitwise_or, first, end);
             return target != nullptr &&
                    report_node(target,
                                concatenate(arena_, {"cannot assign to ", name_of_node(target),
                                                     " here. Maybe you meant '==' instead "
                                                     "of '='?"}));
           });
  });
}

// ---- operators -------------------------------------------------------------------------------

bool Diagnosis::disjunction() noexcept {
  return remember(Memo::kDisjunction, [&] {
    return conjunction() && many([&] { return take(TokenKind::kOr) && conjunction(); });
  });
}

bool Diagnosis::conjunction() noexcept {
  return remember(Memo::kConjunction, [&] {
    return inversion() && many([&] { return take(TokenKind::kAnd) && inversion(); });
  });
}

bool Diagnosis::inversion() noexcept {
  return remember(Memo::kInversion, [&] {
    return attempt([&] { return take(TokenKind::kNot) && inversion(); }) ||
           attempt([&] { return comparison(); });
  });
}

bool Diagnosis::comparison() noexcept {
  return bitwise_or() && many([&] { return compare_operator() && bitwise_or(); });
}

bool Diagnosis::compare_operator() noexcept {
  switch (token_at(mark_).kind) {
    case TokenKind::kDoubleEqual:
    case TokenKind::kNotEqual:
    case TokenKind::kLess:
    case TokenKind::kLessEqual:
    case TokenKind::kGreater:
    case TokenKind::kGreaterEqual:
    case TokenKind::kIn: return take(token_at(mark_).kind);
    case TokenKind::kNot: return take(TokenKind::kNot) && take(TokenKind::kIn);
    case TokenKind::kIs:
      return take(TokenKind::kIs) && optional([&] { return take(TokenKind::kNot); });
    default: return false;
  }
}

namespace {

// The level of a binary operator: 0 is |, 5 are the products; kNoLevel: it is none.
constexpr int kNoLevel = 6;

int level_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kBar: return 0;
    case TokenKind::kCaret: return 1;
    case TokenKind::kAmpersand: return 2;
    case TokenKind::kLeftShift:
    case TokenKind::kRightShift: return 3;
    case TokenKind::kPlus:
    case TokenKind::kMinus: return 4;
    case TokenKind::kStar:
    case TokenKind::kSlash:
    case TokenKind::kDoubleSlash:
    case TokenKind::kPercent:
    case TokenKind::kAt: return 5;
    default: return kNoLevel;
  }
}

}  // namespace

bool Diagnosis::bitwise_or() noexcept { return binary(0); }

bool Diagnosis::binary(int level) noexcept {
  if (level == kNoLevel) return factor();
  const auto memo = static_cast<Memo>(static_cast<int>(Memo::kBitwiseOr) + level);
  return remember(memo, [&] {
    return binary(level + 1) && many([&] {
             const TokenKind kind = token_at(mark_).kind;
             return level_of(kind) == level && take(kind) && binary(level + 1);
           });
  });
}

bool Diagnosis::factor() noexcept {
  return remember(Memo::kFactor, [&] {
    return attempt([&] {
             return (take(TokenKind::kPlus) || take(TokenKind::kMinus) ||
                     take(TokenKind::kTilde)) &&
                    factor();
           }) ||
           attempt([&] { return power(); });
  });
}

bool Diagnosis::power() noexcept {
  return await_primary() && optional([&] { return take(TokenKind::kDoubleStar) && factor(); });
}

bool Diagnosis::await_primary() noexcept {
  return remember(Memo::kAwaitPrimary, [&] {
    return attempt([&] { return take(TokenKind::kAwait) && primary(); }) ||
           attempt([&] { return primary(); });
  });
}

bool Diagnosis::lambda() noexcept {
  return take(TokenKind::kLambda) && optional([&] { return parameters(true); }) &&
         take(TokenKind::kColon) && expression();
}

// ---- primaries -------------------------------------------------------------------------------

bool Diagnosis::primary() noexcept {
  return remember(Memo::kPrimary, [&] { return atom() && many([&] { return trailer(); }); });
}

bool Diagnosis::trailer() noexcept {
  return attempt([&] { return take(TokenKind::kDot) && take(TokenKind::kName); }) ||
         attempt([&] { return generator(); }) || attempt([&] {
           return take(TokenKind::kLeftParen) && optional([&] { return arguments(); }) &&
                  take(TokenKind::kRightParen);
         }) ||
         attempt([&] {
           return take(TokenKind::kLeftBracket) && slices() && take(TokenKind::kRightBracket);
         });
}

bool Diagnosis::slices() noexcept {
  return attempt([&] { return slice() && !see(TokenKind::kComma); }) || attempt([&] {
           return gather([&] { return slice_or_starred(); }) &&
                  optional([&] { return take(TokenKind::kComma); });
         });
}

bool Diagnosis::slice_or_starred() noexcept {
  return attempt([&] { return slice(); }) || attempt([&] { return starred_expression(); });
}

bool Diagnosis::slice() noexcept {
  const auto part = [&] { return optional([&] { return expression(); }); };
  return attempt([&] {
           return part() && take(TokenKind::kColon) && part() &&
                  optional([&] { return take(TokenKind::kColon) && part(); });
         }) ||
         attempt([&] { return named_expression(); });
}

bool Diagnosis::atom() noexcept {
  switch (token_at(mark_).kind) {
    case TokenKind::kName:
    case TokenKind::kTrue:
    case TokenKind::kFalse:
    case TokenKind::kNone:
    case TokenKind::kEllipsis: return take(token_at(mark_).kind);
    case TokenKind::kString: return strings();
    case TokenKind::kNumber: return number();
    case TokenKind::kLeftParen:
      return attempt([&] { return tuple(); }) || attempt([&] { return group(); }) ||
             attempt([&] { return generator(); });
    case TokenKind::kLeftBracket:
      return attempt([&] { return list(); }) || attempt([&] {
               return comprehension(TokenKind::kLeftBracket, TokenKind::kRightBracket);
             });
    case TokenKind::kLeftBrace:
      return attempt([&] { return dict(); }) || attempt([&] { return set(); }) ||
             attempt([&] { return dict_comprehension(); }) ||
             attempt([&] { return comprehension(TokenKind::kLeftBrace, TokenKind::kRightBrace); });
    default: return false;
  }
}

// The tree's rule complains about what they contain.
bool Diagnosis::strings() noexcept {
  return remember(Memo::kStrings, [&] {
    const std::size_t first = mark_;
    return some([&] { return take(TokenKind::kString); }) &&
           tree(&TreeParser::strings, first) != nullptr;
  });
}

bool Diagnosis::number() noexcept {
  const std::size_t first = mark_;
  return take(TokenKind::kNumber) && tree(&TreeParser::disjunction, first) != nullptr;
}

// ---- brackets --------------------------------------------------------------------------------

bool Diagnosis::group() noexcept {
  return attempt([&] {
           return take(TokenKind::kLeftParen) &&
                  (attempt([&] { return yield_expression(); }) ||
                   attempt([&] { return named_expression(); })) &&
                  take(TokenKind::kRightParen);
         }) ||
         (look_for_mistakes_ && attempt([&] { return wrong_group(); }));
}

bool Diagnosis::wrong_group() noexcept {
  if (!take(TokenKind::kLeftParen)) return false;
  const std::size_t first = mark_;
  return attempt([&] {
           return starred_expression() && see(TokenKind::kRightParen) &&
                  report_tokens(first, mark_ - 1, "cannot use starred expression here");
         }) ||
         attempt([&] {
           return take(TokenKind::kDoubleStar) && expression() && see(TokenKind::kRightParen) &&
                  report_token(first, "cannot use double starred expression here");
         });
}

bool Diagnosis::tuple() noexcept {
  return take(TokenKind::kLeftParen) && optional([&] {
           return star_named_expression() && take(TokenKind::kComma) &&
                  optional([&] { return star_named_expressions(); });
         }) &&
         take(TokenKind::kRightParen);
}

bool Diagnosis::list() noexcept {
  return take(TokenKind::kLeftBracket) && optional([&] { return star_named_expressions(); }) &&
         take(TokenKind::kRightBracket);
}

bool Diagnosis::set() noexcept {
  return take(TokenKind::kLeftBrace) && star_named_expressions() && take(TokenKind::kRightBrace);
}

bool Diagnosis::generator() noexcept {
  return attempt([&] {
           return take(TokenKind::kLeftParen) &&
                  (attempt([&] { return assignment_expression(); }) ||
                   attempt([&] { return expression() && !see(TokenKind::kColonEqual); })) &&
                  for_if_clauses() && take(TokenKind::kRightParen);
         }) ||
         (look_for_mistakes_ && attempt([&] { return wrong_comprehension(); }));
}

bool Diagnosis::comprehension(TokenKind opening, TokenKind closing) noexcept {
  return attempt([&] {
           return take(opening) && named_expression() && for_if_clauses() && take(closing);
         }) ||
         (look_for_mistakes_ && attempt([&] { return wrong_comprehension(); }));
}

bool Diagnosis::wrong_comprehension() noexcept {
  const bool may_lack_parentheses = !see(TokenKind::kLeftParen);
  if (!take(TokenKind::kLeftParen) && !take(TokenKind::kLeftBracket) &&
      !take(TokenKind::kLeftBrace)) {
    return false;
  }
  const std::size_t first = mark_;
  return attempt([&] {
           if (!starred_expression()) return false;
           const std::size_t last = mark_ - 1;
           return for_if_clauses() &&
                  report_tokens(first, last, "iterable unpacking cannot be used in comprehension");
         }) ||
         (may_lack_parentheses && attempt([&] { return lost_parentheses(); }));
}

// [a, b for a, b in c]
bool Diagnosis::lost_parentheses() noexcept {
  constexpr std::string_view kMessage =
      "did you forget parentheses around the comprehension target?";
  const std::size_t first = mark_;
  if (!star_named_expression() || !take(TokenKind::kComma)) return false;
  const std::size_t comma = mark_ - 1;
  const Node* left = nullptr;
  return attempt([&] {
           const std::size_t second = mark_;
           if (!star_named_expressions()) return false;
           const std::size_t end = mark_;
           if (!for_if_clauses()) return false;
           left = tree(&TreeParser::star_named_expression, first, comma);
           const Node* right = tree(&TreeParser::last_star_named_expression, second, end);
           return left != nullptr && right != nullptr &&
                  report(left->position, right->position, kMessage);
         }) ||
         attempt([&] {
           if (!for_if_clauses()) return false;
           left = tree(&TreeParser::star_named_expression, first, comma);
           return left != nullptr && report(left->position, token_at(comma).position, kMessage);
         });
}

// ---- dicts -----------------------------------------------------------------------------------

bool Diagnosis::dict() noexcept {
  return attempt([&] {
           return take(TokenKind::kLeftBrace) && optional([&] {
                    return gather([&] { return dict_item(); }) &&
                           optional([&] { return take(TokenKind::kComma); });
                  }) &&
                  take(TokenKind::kRightBrace);
         }) ||
         attempt([&] {
           return take(TokenKind::kLeftBrace) && wrong_dict_items() && take(TokenKind::kRightBrace);
         });
}

bool Diagnosis::dict_item() noexcept {
  return attempt([&] { return take(TokenKind::kDoubleStar) && bitwise_or(); }) ||
         attempt([&] { return key_value(); });
}

bool Diagnosis::key_value() noexcept {
  return expression() && take(TokenKind::kColon) && expression();
}

bool Diagnosis::wrong_dict_items() noexcept {
  return attempt([&] {
           return gather([&] { return dict_item(); }) && take(TokenKind::kComma) &&
                  wrong_key_value();
         }) ||
         wrong_value();
}

bool Diagnosis::wrong_key_value() noexcept {
  const std::size_t first = mark_;
  return attempt([&] {
           if (!expression() || see(TokenKind::kColon) || stopped()) return false;
           const Node* key = tree(&TreeParser::expression, first);
           if (key == nullptr) return false;
           return lexer_.fail_at(FailureKind::kSyntaxError, "':' expected after dictionary key",
                                 {static_cast<std::int32_t>(key->position.line),
                                  static_cast<std::int32_t>(key->position.end_column),
                                  static_cast<std::int32_t>(key->position.end_line), 0});
         }) ||
         wrong_value();
}

// A key with a value that is none.
bool Diagnosis::wrong_value() noexcept {
  return attempt([&] {
           if (!expression() || !take(TokenKind::kColon)) return false;
           const std::size_t star = mark_;
           if (!take(TokenKind::kStar) || !bitwise_or()) return false;
           const Token& token = token_at(star);
           Node node{NodeKind::kStarred, token.position};
           return report_from(&node, "cannot use a starred expression in a dictionary value");
         }) ||
         attempt([&] {
           if (!expression() || !take(TokenKind::kColon)) return false;
           return (see(TokenKind::kRightBrace) || see(TokenKind::kComma)) &&
                  report_token(mark_ - 1, "expression expected after dictionary key and ':'");
         });
}

bool Diagnosis::dict_comprehension() noexcept {
  return attempt([&] {
           return take(TokenKind::kLeftBrace) && key_value() && for_if_clauses() &&
                  take(TokenKind::kRightBrace);
         }) ||
         (look_for_mistakes_ && attempt([&] {
            if (!take(TokenKind::kLeftBrace)) return false;
            const std::size_t stars = mark_;
            return take(TokenKind::kDoubleStar) && bitwise_or() && for_if_clauses() &&
                   take(TokenKind::kRightBrace) &&
                   report_token(stars, "dict unpacking cannot be used in dict comprehension");
          }));
}

// ---- comprehensions --------------------------------------------------------------------------

bool Diagnosis::for_if_clauses() noexcept {
  return some([&] { return for_if_clause(); });
}

bool Diagnosis::for_if_clause() noexcept {
  bool decided = false;  // behind `in` it can be nothing else
  if (attempt([&] {
        if (!optional([&] { return take(TokenKind::kAsync); }) || !take(TokenKind::kFor) ||
            !star_targets() || !take(TokenKind::kIn)) {
          return false;
        }
        decided = true;
        return disjunction() && many([&] { return take(TokenKind::kIf) && disjunction(); });
      })) {
    return true;
  }
  return !decided && look_for_mistakes_ && attempt([&] { return wrong_loop_target(); });
}

}  // namespace ouro::syntax
