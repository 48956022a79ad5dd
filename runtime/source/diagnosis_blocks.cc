// Diagnosis, compound statements: missing colons, missing blocks, and clauses that do not go
// together.
#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"

namespace ouro::syntax {

// ---- blocks ----------------------------------------------------------------------------------

bool Diagnosis::compound_statement() noexcept {
  switch (token_at(mark_).kind) {
    case TokenKind::kDef: return function_definition();
    case TokenKind::kAt:
      return attempt([&] { return decorated(&Diagnosis::function_definition); }) ||
             attempt([&] { return decorated(&Diagnosis::class_definition); });
    case TokenKind::kAsync:
      return attempt([&] { return function_definition(); }) ||
             attempt([&] { return with_statement(); }) || attempt([&] { return for_statement(); });
    case TokenKind::kIf: return if_statement(TokenKind::kIf);
    case TokenKind::kClass: return class_definition();
    case TokenKind::kWith: return with_statement();
    case TokenKind::kFor: return for_statement();
    case TokenKind::kTry: return try_statement();
    case TokenKind::kWhile: return while_statement();
    default: return match_statement();
  }
}

bool Diagnosis::block() noexcept {
  return remember(Memo::kBlock, [&] {
    return attempt([&] {
             return take(TokenKind::kNewline) && take(TokenKind::kIndent) &&
                    some([&] { return statement(); }) && take(TokenKind::kDedent);
           }) ||
           attempt([&] { return simple_statements(); }) || attempt([&] {
             return take(TokenKind::kNewline) && !see(TokenKind::kIndent) && !stopped() &&
                    report_indentation("expected an indented block");
           });
  });
}

// Behind the colon: is it followed by a line that is not further in?
bool Diagnosis::missing_block(std::size_t keyword, std::string_view what) noexcept {
  if (!take(TokenKind::kNewline) || see(TokenKind::kIndent) || stopped()) return false;
  return report_indentation(
      concatenate(arena_, {"expected an indented block after ", what, " on line ",
                           NumberText(token_at(keyword).position.line)}));
}

template <typename Header>
bool Diagnosis::wrong_block(Header header, std::string_view what) noexcept {
  return attempt([&] {
    std::size_t keyword = mark_;
    return header(keyword) && take(TokenKind::kColon) && missing_block(keyword, what);
  });
}

// The line ends without its colon, or no block follows.
template <typename Header>
bool Diagnosis::wrong_header(Header header, std::string_view what) noexcept {
  return attempt([&] {
           std::size_t keyword = mark_;
           return header(keyword) && take(TokenKind::kNewline) && report_last("expected ':'");
         }) ||
         wrong_block(header, what);
}

// ---- definitions -----------------------------------------------------------------------------

bool Diagnosis::decorators() noexcept {
  return some(
      [&] { return take(TokenKind::kAt) && named_expression() && take(TokenKind::kNewline); });
}

bool Diagnosis::decorated(bool (Diagnosis::*definition)() noexcept) noexcept {
  return decorators() && (this->*definition)();
}

bool Diagnosis::function_header(std::size_t& keyword) noexcept {
  if (!optional([&] { return take(TokenKind::kAsync); })) return false;
  keyword = mark_;
  return take(TokenKind::kDef) && take(TokenKind::kName) && take(TokenKind::kLeftParen) &&
         optional([&] { return parameters(false); }) && take(TokenKind::kRightParen) &&
         optional([&] { return take(TokenKind::kArrow) && expression(); });
}

bool Diagnosis::function_definition() noexcept {
  if (wrong_block([&](std::size_t& keyword) { return function_header(keyword); },
                  "function definition")) {
    return true;
  }
  return attempt([&] {
    return optional([&] { return take(TokenKind::kAsync); }) && take(TokenKind::kDef) &&
           take(TokenKind::kName) && forced(TokenKind::kLeftParen, "expected '('") &&
           optional([&] { return parameters(false); }) && take(TokenKind::kRightParen) &&
           optional([&] { return take(TokenKind::kArrow) && expression(); }) &&
           forced(TokenKind::kColon, "expected ':'") && block();
  });
}

bool Diagnosis::class_header() noexcept {
  return take(TokenKind::kClass) && take(TokenKind::kName) && optional([&] {
           return take(TokenKind::kLeftParen) && optional([&] { return arguments(); }) &&
                  take(TokenKind::kRightParen);
         });
}

bool Diagnosis::class_definition() noexcept {
  return wrong_header([&](std::size_t&) { return class_header(); }, "class definition") ||
         attempt([&] { return class_header() && colon_block(); });
}

// ---- conditions and loops --------------------------------------------------------------------

// `keyword`: if or elif.
bool Diagnosis::if_statement(TokenKind keyword) noexcept {
  const auto header = [&] { return take(keyword) && named_expression(); };
  const std::string_view what = keyword == TokenKind::kIf ? "'if' statement" : "'elif' statement";
  if (too_deep() || wrong_header([&](std::size_t&) { return header(); }, what)) return false;
  return attempt([&] {
    return header() && colon_block() &&
           (attempt([&] { return if_statement(TokenKind::kElif); }) ||
            optional([&] { return else_block(); }));
  });
}

bool Diagnosis::else_block() noexcept {
  return wrong_block([&](std::size_t&) { return take(TokenKind::kElse); }, "'else' statement") ||
         attempt([&] {
           return take(TokenKind::kElse) && forced(TokenKind::kColon, "expected ':'") && block();
         });
}

bool Diagnosis::while_statement() noexcept {
  const auto header = [&] { return take(TokenKind::kWhile) && named_expression(); };
  return wrong_header([&](std::size_t&) { return header(); }, "'while' statement") || attempt([&] {
           return header() && colon_block() && optional([&] { return else_block(); });
         });
}

bool Diagnosis::for_header() noexcept {
  return take(TokenKind::kFor) && star_targets() && take(TokenKind::kIn) && star_expressions();
}

bool Diagnosis::for_statement() noexcept {
  const auto async = [&] { return optional([&] { return take(TokenKind::kAsync); }); };
  const auto header = [&](std::size_t& keyword) {
    if (!async()) return false;
    keyword = mark_;
    return for_header();
  };
  if (wrong_header(header, "'for' statement")) return false;
  bool decided = false;  // behind `in` it can be nothing else
  if (attempt([&] {
        if (!async() || !take(TokenKind::kFor) || !star_targets() || !take(TokenKind::kIn)) {
          return false;
        }
        decided = true;
        return star_expressions() && colon_block() && optional([&] { return else_block(); });
      })) {
    return true;
  }
  return !decided && attempt([&] { return wrong_loop_target(); });
}

bool Diagnosis::wrong_loop_target() noexcept {
  if (!optional([&] { return take(TokenKind::kAsync); }) || !take(TokenKind::kFor)) return false;
  const std::size_t first = mark_;
  return star_expressions() &&
         report_target(tree(&TreeParser::star_expressions, first), TargetUse::kLoop);
}

// ---- with ------------------------------------------------------------------------------------

bool Diagnosis::with_statement() noexcept {
  const auto begin = [&] {
    return optional([&] { return take(TokenKind::kAsync); }) && take(TokenKind::kWith);
  };
  const auto items = [&] { return gather([&] { return with_item(); }); };
  return wrong_with_block() || attempt([&] {
           return begin() && take(TokenKind::kLeftParen) && items() &&
                  optional([&] { return take(TokenKind::kComma); }) &&
                  take(TokenKind::kRightParen) && colon_block();
         }) ||
         attempt([&] { return begin() && items() && colon_block(); }) ||
         attempt([&] { return wrong_with(); });
}

bool Diagnosis::with_item() noexcept {
  const auto at_end = [&] {
    return see(TokenKind::kComma) || see(TokenKind::kRightParen) || see(TokenKind::kColon);
  };
  return attempt(
             [&] { return expression() && take(TokenKind::kAs) && star_target() && at_end(); }) ||
         attempt([&] {
           if (!expression() || !take(TokenKind::kAs)) return false;
           const std::size_t first = mark_;
           return expression() && at_end() &&
                  report_target(tree(&TreeParser::expression, first), TargetUse::kAssign);
         }) ||
         attempt([&] { return expression(); });
}

// The items of a header whose end is wrong.
bool Diagnosis::loose_with_items(bool in_parentheses) noexcept {
  const auto target = [&] {
    return optional([&] { return take(TokenKind::kAs) && star_target(); });
  };
  if (!in_parentheses) return gather([&] { return expression() && target(); });
  return take(TokenKind::kLeftParen) && gather([&] { return expressions() && target(); }) &&
         optional([&] { return take(TokenKind::kComma); }) && take(TokenKind::kRightParen);
}

bool Diagnosis::wrong_with_block() noexcept {
  const auto header = [&](std::size_t& keyword, bool in_parentheses) {
    if (!optional([&] { return take(TokenKind::kAsync); })) return false;
    keyword = mark_;
    return take(TokenKind::kWith) && loose_with_items(in_parentheses);
  };
  constexpr std::string_view kWhat = "'with' statement";
  return wrong_block([&](std::size_t& keyword) { return header(keyword, false); }, kWhat) ||
         wrong_block([&](std::size_t& keyword) { return header(keyword, true); }, kWhat);
}

bool Diagnosis::wrong_with() noexcept {
  if (!optional([&] { return take(TokenKind::kAsync); }) || !take(TokenKind::kWith)) return false;
  const auto at_end = [&] { return take(TokenKind::kNewline) && report_last("expected ':'"); };
  return attempt([&] { return loose_with_items(false) && at_end(); }) ||
         attempt([&] { return loose_with_items(true) && at_end(); });
}

// ---- try -------------------------------------------------------------------------------------

bool Diagnosis::try_statement() noexcept {
  const auto begin = [&] {
    return take(TokenKind::kTry) && forced(TokenKind::kColon, "expected ':'") && block();
  };
  const auto rest = [&] {
    return optional([&] { return else_block(); }) && optional([&] { return finally_block(); });
  };
  return wrong_try() || attempt([&] { return begin() && finally_block(); }) ||
         attempt([&] { return begin() && some([&] { return except_block(); }) && rest(); }) ||
         attempt([&] { return begin() && some([&] { return except_star_block(); }) && rest(); });
}

bool Diagnosis::wrong_try() noexcept {
  return wrong_block([&](std::size_t&) { return take(TokenKind::kTry); }, "'try' statement") ||
         attempt([&] {
           return take(TokenKind::kTry) && take(TokenKind::kColon) && block() &&
                  !see(TokenKind::kExcept) && !see(TokenKind::kFinally) && !stopped() &&
                  report_last("expected 'except' or 'finally' block");
         }) ||
         attempt([&] { return mixed_handlers(false); }) ||
         attempt([&] { return mixed_handlers(true); });
}

// Handlers of one kind, and the header of one of the other.
bool Diagnosis::mixed_handlers(bool starred) noexcept {
  const auto handlers = [&] {
    return some([&] { return starred ? except_star_block() : except_block(); });
  };
  if (!take(TokenKind::kTry) || !take(TokenKind::kColon) || !many([&] { return block(); }) ||
      !handlers()) {
    return false;
  }
  const std::size_t keyword = mark_;
  const auto type = [&] { return expression() && optional_as(); };
  if (!take(TokenKind::kExcept)) return false;
  const bool fits = starred ? optional(type) : take(TokenKind::kStar) && type();
  return fits && take(TokenKind::kColon) &&
         report_tokens(keyword, starred ? keyword : keyword + 1,
                       "cannot have both 'except' and 'except*' on the same 'try'");
}

bool Diagnosis::finally_block() noexcept {
  return wrong_block([&](std::size_t&) { return take(TokenKind::kFinally); },
                     "'finally' statement") ||
         attempt([&] {
           return take(TokenKind::kFinally) && forced(TokenKind::kColon, "expected ':'") && block();
         });
}

bool Diagnosis::except_header(bool starred) noexcept {
  return take(TokenKind::kExcept) && (!starred || take(TokenKind::kStar)) && expression() &&
         optional_as();
}

bool Diagnosis::except_block() noexcept {
  constexpr std::string_view kWhat = "'except' statement";
  const auto bare = [&] { return take(TokenKind::kExcept); };
  return wrong_block([&](std::size_t&) { return except_header(false); }, kWhat) ||
         wrong_block([&](std::size_t&) { return bare(); }, kWhat) ||
         attempt([&] { return except_header(false) && colon_block(); }) ||
         attempt([&] { return bare() && colon_block(); }) ||
         attempt([&] { return wrong_except(); });
}

bool Diagnosis::except_star_block() noexcept {
  return wrong_block([&](std::size_t&) { return except_header(true); }, "'except*' statement") ||
         attempt([&] { return except_header(true) && colon_block(); }) ||
         attempt([&] { return wrong_except(); });
}

bool Diagnosis::wrong_except() noexcept {
  const auto star = [&] { return optional([&] { return take(TokenKind::kStar); }); };
  const auto begin = [&] { return take(TokenKind::kExcept) && star(); };
  return attempt([&] {
           if (!begin()) return false;
           const std::size_t first = mark_;
           if (!expression()) return false;
           const std::size_t end = mark_;
           return take(TokenKind::kComma) && expressions() && optional_as() &&
                  take(TokenKind::kColon) &&
                  report_from(tree(&TreeParser::expression, first, end),
                              "multiple exception types must be parenthesized");
         }) ||
         attempt([&] {
           return begin() && expression() && optional_as() && take(TokenKind::kNewline) &&
                  report_last("expected ':'");
         }) ||
         attempt([&] {
           return take(TokenKind::kExcept) && take(TokenKind::kNewline) &&
                  report_last("expected ':'");
         }) ||
         attempt([&] {
           return take(TokenKind::kExcept) && take(TokenKind::kStar) &&
                  (take(TokenKind::kNewline) || take(TokenKind::kColon)) &&
                  report_last("expected one or more exception types");
         });
}

}  // namespace ouro::syntax
