// Token: the kinds of tokens and one token; what the lexer makes and the parser reads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/source/syntax.h"

// X(enumerator, spelling); assignment operators stand together, and in the order of Operator.
#define OURO_KEYWORDS(X)   \
  X(kAnd, "and")           \
  X(kAs, "as")             \
  X(kAssert, "assert")     \
  X(kAsync, "async")       \
  X(kAwait, "await")       \
  X(kBreak, "break")       \
  X(kClass, "class")       \
  X(kContinue, "continue") \
  X(kDef, "def")           \
  X(kDel, "del")           \
  X(kElif, "elif")         \
  X(kElse, "else")         \
  X(kExcept, "except")     \
  X(kFalse, "False")       \
  X(kFinally, "finally")   \
  X(kFor, "for")           \
  X(kFrom, "from")         \
  X(kGlobal, "global")     \
  X(kIf, "if")             \
  X(kImport, "import")     \
  X(kIn, "in")             \
  X(kIs, "is")             \
  X(kLambda, "lambda")     \
  X(kNone, "None")         \
  X(kNonlocal, "nonlocal") \
  X(kNot, "not")           \
  X(kOr, "or")             \
  X(kPass, "pass")         \
  X(kRaise, "raise")       \
  X(kReturn, "return")     \
  X(kTrue, "True")         \
  X(kTry, "try")           \
  X(kWhile, "while")       \
  X(kWith, "with")         \
  X(kYield, "yield")

#define OURO_PUNCTUATION(X)   \
  X(kPlusEqual, "+=")         \
  X(kMinusEqual, "-=")        \
  X(kStarEqual, "*=")         \
  X(kAtEqual, "@=")           \
  X(kSlashEqual, "/=")        \
  X(kPercentEqual, "%=")      \
  X(kDoubleStarEqual, "**=")  \
  X(kLeftShiftEqual, "<<=")   \
  X(kRightShiftEqual, ">>=")  \
  X(kBarEqual, "|=")          \
  X(kCaretEqual, "^=")        \
  X(kAmpersandEqual, "&=")    \
  X(kDoubleSlashEqual, "//=") \
  X(kPlus, "+")               \
  X(kMinus, "-")              \
  X(kStar, "*")               \
  X(kAt, "@")                 \
  X(kSlash, "/")              \
  X(kPercent, "%")            \
  X(kDoubleStar, "**")        \
  X(kLeftShift, "<<")         \
  X(kRightShift, ">>")        \
  X(kBar, "|")                \
  X(kCaret, "^")              \
  X(kAmpersand, "&")          \
  X(kDoubleSlash, "//")       \
  X(kTilde, "~")              \
  X(kLeftParen, "(")          \
  X(kRightParen, ")")         \
  X(kLeftBracket, "[")        \
  X(kRightBracket, "]")       \
  X(kLeftBrace, "{")          \
  X(kRightBrace, "}")         \
  X(kComma, ",")              \
  X(kColon, ":")              \
  X(kColonEqual, ":=")        \
  X(kSemicolon, ";")          \
  X(kDot, ".")                \
  X(kEllipsis, "...")         \
  X(kArrow, "->")             \
  X(kEqual, "=")              \
  X(kDoubleEqual, "==")       \
  X(kNotEqual, "!=")          \
  X(kLess, "<")               \
  X(kLessEqual, "<=")         \
  X(kGreater, ">")            \
  X(kGreaterEqual, ">=")

namespace ouro::syntax {

enum class TokenKind : std::uint8_t {
  kEnd,  // the end of the source
  kNewline,
  kIndent,
  kDedent,
  kName,
  kNumber,
  kString,
  kUnknown,  // a character no token begins with
  kError,    // the lexer has failed
#define OURO_TOKEN_ENUMERATOR(name, spelling) name,
  OURO_KEYWORDS(OURO_TOKEN_ENUMERATOR) OURO_PUNCTUATION(OURO_TOKEN_ENUMERATOR)
#undef OURO_TOKEN_ENUMERATOR
};
inline constexpr std::size_t kTokenKinds = static_cast<std::size_t>(TokenKind::kGreaterEqual) + 1;

// The column of a token that stands nowhere in its line: an indent, a dedent or the end.
inline constexpr std::uint32_t kNoColumn = static_cast<std::uint32_t>(-1);

struct Token {
  TokenKind kind = TokenKind::kError;
  bool in_brackets = false;  // after it, some bracket is open
  std::uint32_t begin = 0;   // byte offsets into the lexer's text
  std::uint32_t end = 0;
  Position position{};
};

// Layout tokens never end a node.
constexpr bool is_layout(TokenKind kind) { return kind <= TokenKind::kDedent; }

// May an element of a list of expressions, starred ones included, begin with it?
inline constexpr auto kStartsExpression = [] {
  constexpr TokenKind kStarts[] = {
      TokenKind::kName,  TokenKind::kNumber, TokenKind::kString,      TokenKind::kNone,
      TokenKind::kTrue,  TokenKind::kFalse,  TokenKind::kEllipsis,    TokenKind::kLeftParen,
      TokenKind::kPlus,  TokenKind::kMinus,  TokenKind::kLeftBracket, TokenKind::kLeftBrace,
      TokenKind::kTilde, TokenKind::kNot,    TokenKind::kLambda,      TokenKind::kAwait,
      TokenKind::kStar};
  std::array<bool, kTokenKinds> table{};
  for (TokenKind kind : kStarts) table[static_cast<std::size_t>(kind)] = true;
  return table;
}();

constexpr bool starts_expression(TokenKind kind) {
  return kStartsExpression[static_cast<std::size_t>(kind)];
}

constexpr bool starts_compound_statement(TokenKind kind) {
  switch (kind) {
    case TokenKind::kAsync:
    case TokenKind::kAt:
    case TokenKind::kClass:
    case TokenKind::kDef:
    case TokenKind::kFor:
    case TokenKind::kIf:
    case TokenKind::kTry:
    case TokenKind::kWhile:
    case TokenKind::kWith: return true;
    default: return false;
  }
}

}  // namespace ouro::syntax
