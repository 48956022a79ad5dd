// Layout, brackets and characters: the messages are those of python3.11.
#include <gtest/gtest.h>

#include <string>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Lexer, Indentation) {
  expect_failures({
      {"  a", "IndentationError 1:2-1:-1 unexpected indent"},
      {"a\n  b", "IndentationError 2:2-2:-1 unexpected indent"},
      {"if a:\n  b\n c",
       "IndentationError 3:3-3:-1 unindent does not match any outer indentation level"},
      {"if a:\n  b\n    c", "IndentationError 3:4-3:-1 unexpected indent"},
      {"if a:\n\tb\n        c",
       "TabError 3:1-3:0 inconsistent use of tabs and spaces in indentation"},
      {"if a:\n        b\n\tc",
       "TabError 3:1-3:0 inconsistent use of tabs and spaces in indentation"},
  });
}

TEST(Lexer, Brackets) {
  expect_failures({
      {"(", "SyntaxError 1:1-1:0 '(' was never closed"},
      {"a = [1,\n2", "SyntaxError 1:5-1:0 '[' was never closed"},
      {"(]", "SyntaxError 1:2-1:2 closing parenthesis ']' does not match opening parenthesis '('"},
      {"(\n]",
       "SyntaxError 2:1-2:1 closing parenthesis ']' does not match opening parenthesis '(' on line "
       "1"},
      {"a)", "SyntaxError 1:2-1:2 unmatched ')'"},
      {"{(})",
       "SyntaxError 1:3-1:3 closing parenthesis '}' does not match opening parenthesis '('"},
      {"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
       "(((((((((((((((((((",
       "SyntaxError 1:201-1:201 too many nested parentheses"},
      {"a = (\nb c", "SyntaxError 1:5-1:0 '(' was never closed"},
      {"f(\n a b\n)]", "SyntaxError 3:2-3:2 unmatched ']'"},
      {"def f(", "SyntaxError 1:6-1:0 '(' was never closed"},
  });
}

TEST(Lexer, Characters) {
  expect_failures({
      {R"(a\b)", "SyntaxError 1:3-1:0 unexpected character after line continuation character"},
      {R"(\)", "SyntaxError 1:2-1:-1 unexpected EOF while parsing"},
      {"a\\ \nb", "SyntaxError 1:3-1:0 unexpected character after line continuation character"},
      {"a =  ", "SyntaxError 1:5-1:5 invalid non-printable character U+00A0"},
      {"a€b", "SyntaxError 1:2-1:2 invalid character '€' (U+20AC)"},
      {"a​", "SyntaxError 1:2-1:2 invalid non-printable character U+200B"},
      {"x = \001", "SyntaxError 1:5-1:5 invalid non-printable character U+0001"},
      {"ⸯ = 1", "SyntaxError 1:1-1:1 invalid character 'ⸯ' (U+2E2F)"},
  });
}

TEST(Lexer, LaterTokensFirst) {
  expect_failures({
      {"a b\n'c", "SyntaxError 2:1-2:1 unterminated string literal (detected at line 2)"},
      {"a b\n)", "SyntaxError 2:1-2:1 unmatched ')'"},
      {"a b\n0777",
       "SyntaxError 2:1-2:2 leading zeros in decimal integer literals are not permitted; use an 0o "
       "prefix for octal integers"},
  });
}

TEST(Lexer, TooDeepIndentation) {
  std::string source;
  for (std::size_t depth = 0; depth < 101; ++depth) source += std::string(depth, ' ') + "if 1:\n";
  EXPECT_EQ(parse_to_text(source), "IndentationError 101:1-101:0 too many levels of indentation");
}

}  // namespace
}  // namespace ouro::syntax
