// Diagnosis, parameters: of functions and of lambdas, whose rules differ in the closing token and
// in annotations only.
#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"

namespace ouro::syntax {

struct Diagnosis::ParameterRules {
  Diagnosis& d;
  bool is_lambda;

  TokenKind closing() const { return is_lambda ? TokenKind::kColon : TokenKind::kRightParen; }
  bool take(TokenKind kind) { return d.take(kind); }
  bool see(TokenKind kind) { return d.see(kind); }

  // ---- one parameter ----
  bool name(bool star_annotation);
  bool end() { return take(TokenKind::kComma) || see(closing()); }
  bool without_default() { return name(false) && end(); }
  bool with_default() { return name(false) && default_value() && end(); }
  bool maybe_default() {
    return name(false) && d.optional([&] { return default_value(); }) && end();
  }
  bool default_value();

  // ---- many ----
  bool all();
  bool correct();
  bool slash_without_default();
  bool slash_with_default();
  bool slash_part() {
    return d.attempt([&] { return slash_without_default(); }) ||
           d.attempt([&] { return slash_with_default(); });
  }
  bool slash() { return take(TokenKind::kSlash) && end(); }
  bool star_part();
  bool keyword_part();

  // ---- mistakes ----
  bool wrong();
  bool wrong_order();
  bool wrong_slash();
  bool wrong_star();
  bool wrong_keyword_part();
};

bool Diagnosis::parameters(bool is_lambda) noexcept {
  return ParameterRules{*this, is_lambda}.all();
}

bool Diagnosis::ParameterRules::name(bool star_annotation) {
  if (!take(TokenKind::kName)) return false;
  if (is_lambda) return true;
  if (star_annotation) return take(TokenKind::kColon) && d.star_expression();
  return d.optional([&] { return take(TokenKind::kColon) && d.expression(); });
}

bool Diagnosis::ParameterRules::default_value() {
  const std::size_t equal = d.mark_;
  return d.attempt([&] { return take(TokenKind::kEqual) && d.expression(); }) || d.attempt([&] {
    return d.look_for_mistakes_ && take(TokenKind::kEqual) &&
           (see(TokenKind::kRightParen) || see(TokenKind::kComma)) &&
           d.report_token(equal, "expected default value expression");
  });
}

bool Diagnosis::ParameterRules::all() {
  return (d.look_for_mistakes_ && d.attempt([&] { return wrong(); })) ||
         d.attempt([&] { return correct(); });
}

bool Diagnosis::ParameterRules::correct() {
  const auto without = [&] { return without_default(); };
  const auto with = [&] { return with_default(); };
  const auto star = [&] { return d.optional([&] { return star_part(); }); };
  return d.attempt([&] {
    return slash_without_default() && d.many(without) && d.many(with) && star();
  }) || d.attempt([&] { return slash_with_default() && d.many(with) && star(); }) ||
         d.attempt([&] { return d.some(without) && d.many(with) && star(); }) ||
         d.attempt([&] { return d.some(with) && star(); }) ||
         d.attempt([&] { return star_part(); });
}

bool Diagnosis::ParameterRules::slash_without_default() {
  return d.some([&] { return without_default(); }) && slash();
}

bool Diagnosis::ParameterRules::slash_with_default() {
  return d.many([&] { return without_default(); }) && d.some([&] { return with_default(); }) &&
         slash();
}

bool Diagnosis::ParameterRules::star_part() {
  const auto maybe = [&] { return maybe_default(); };
  const auto keywords = [&] { return d.optional([&] { return keyword_part(); }); };
  return (d.look_for_mistakes_ && d.attempt([&] { return wrong_star(); })) || d.attempt([&] {
    return take(TokenKind::kStar) && without_default() && d.many(maybe) && keywords();
  }) || (!is_lambda && d.attempt([&] {
           return take(TokenKind::kStar) && name(true) && end() && d.many(maybe) && keywords();
         })) ||
         d.attempt([&] {
           return take(TokenKind::kStar) && take(TokenKind::kComma) && d.some(maybe) && keywords();
         }) ||
         d.attempt([&] { return keyword_part(); });
}

bool Diagnosis::ParameterRules::keyword_part() {
  return (d.look_for_mistakes_ && d.attempt([&] { return wrong_keyword_part(); })) ||
         d.attempt([&] { return take(TokenKind::kDoubleStar) && without_default(); });
}

// ---- mistakes --------------------------------------------------------------------------------

bool Diagnosis::ParameterRules::wrong() {
  const std::size_t first = d.mark_;
  return wrong_order() || d.attempt([&] {
    return take(TokenKind::kSlash) && take(TokenKind::kComma) &&
           d.report_token(first, "at least one argument must precede /");
  }) || wrong_slash();
}

bool Diagnosis::ParameterRules::wrong_order() {
  const auto without = [&] { return without_default(); };
  const auto item = [&] { return is_lambda ? name(false) : without_default(); };
  return d.attempt([&] {
    if (!d.many(without) || !(d.attempt([&] { return slash_with_default(); }) ||
                              d.some([&] { return with_default(); }))) {
      return false;
    }
    const std::size_t first = d.mark_;
    if (!without_default()) return false;
    const bool comma = d.token_at(d.mark_ - 1).kind == TokenKind::kComma;
    return d.report_tokens(first, d.mark_ - (comma ? 2 : 1),
                           "non-default argument follows default argument");
  }) || d.attempt([&] {
    if (!d.many(without)) return false;
    const std::size_t opening = d.mark_;
    const bool fits = take(TokenKind::kLeftParen) && (is_lambda ? d.gather(item) : d.some(item)) &&
                      d.optional([&] { return take(TokenKind::kComma); }) &&
                      take(TokenKind::kRightParen);
    return fits && d.report_tokens(opening, d.mark_ - 1,
                                   is_lambda ? "Lambda expression parameters cannot be "
                                               "parenthesized"
                                             : "Function parameters cannot be parenthesized");
  });
}

bool Diagnosis::ParameterRules::wrong_slash() {
  const auto maybe = [&] { return maybe_default(); };
  return d.attempt([&] {
    return slash_part() && d.many(maybe) && take(TokenKind::kSlash) &&
           d.report_token(d.mark_ - 1, "/ may appear only once");
  }) || d.attempt([&] {
    return d.optional([&] { return slash_part(); }) && d.many(maybe) && take(TokenKind::kStar) &&
           (take(TokenKind::kComma) || d.attempt([&] { return without_default(); })) &&
           d.many(maybe) && take(TokenKind::kSlash) &&
           d.report_token(d.mark_ - 1, "/ must be ahead of *");
  }) || d.attempt([&] {
    return d.some(maybe) && take(TokenKind::kSlash) && take(TokenKind::kStar) &&
           d.report_token(d.mark_ - 1, "expected comma between / and *");
  });
}

bool Diagnosis::ParameterRules::wrong_star() {
  const std::size_t first = d.mark_;
  const auto element = [&] {
    return d.attempt([&] { return without_default(); }) || take(TokenKind::kComma);
  };
  return d.attempt([&] {
    const bool bare = take(TokenKind::kStar) &&
                      (take(closing()) || (take(TokenKind::kComma) &&
                                           (take(closing()) || take(TokenKind::kDoubleStar))));
    constexpr std::string_view kMessage = "named arguments must follow bare *";
    return bare && (is_lambda ? d.report_last(kMessage) : d.report_token(first, kMessage));
  }) || d.attempt([&] {
    return take(TokenKind::kStar) && name(false) && take(TokenKind::kEqual) &&
           d.report_token(d.mark_ - 1, "var-positional argument cannot have default value");
  }) || d.attempt([&] {
    if (!take(TokenKind::kStar) || !element() || !d.many([&] { return maybe_default(); })) {
      return false;
    }
    const std::size_t star = d.mark_;
    return take(TokenKind::kStar) && element() &&
           d.report_token(star, "* argument may appear only once");
  });
}

bool Diagnosis::ParameterRules::wrong_keyword_part() {
  constexpr std::string_view kMessage = "arguments cannot follow var-keyword argument";
  const auto begin = [&] { return take(TokenKind::kDoubleStar) && name(false); };
  return d.attempt([&] {
    return begin() && take(TokenKind::kEqual) &&
           d.report_token(d.mark_ - 1, "var-keyword argument cannot have default value");
  }) || d.attempt([&] {
    if (!begin() || !take(TokenKind::kComma)) return false;
    const std::size_t first = d.mark_;
    return name(false) && d.report_tokens(first, d.mark_ - 1, kMessage);
  }) || d.attempt([&] {
    return begin() && take(TokenKind::kComma) &&
           (take(TokenKind::kStar) || take(TokenKind::kDoubleStar) || take(TokenKind::kSlash)) &&
           d.report_token(d.mark_ - 1, kMessage);
  });
}

}  // namespace ouro::syntax
