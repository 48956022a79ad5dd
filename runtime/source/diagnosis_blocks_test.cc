// Mistakes in compound statements: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(DiagnosisBlocks, MissingColons) {
  expect_failures({
      {"if a\n  b", "SyntaxError 1:5-1:5 expected ':'"},
      {"while a\n", "SyntaxError 1:8-1:8 expected ':'"},
      {"for a in b\n", "SyntaxError 1:11-1:11 expected ':'"},
      {"class A\n", "SyntaxError 1:8-1:8 expected ':'"},
      {"def f()\n", "SyntaxError 1:8-1:8 expected ':'"},
      {"with a\n", "SyntaxError 1:7-1:7 expected ':'"},
      {"with (a, b)\n", "SyntaxError 1:12-1:12 expected ':'"},
      {"try\n", "SyntaxError 1:4-1:4 expected ':'"},
      {"else: a", "SyntaxError 1:1-1:5 invalid syntax"},
      {"if a: b\nelse c", "SyntaxError 2:6-2:7 expected ':'"},
      {"try: a\nexcept b\n  c", "SyntaxError 2:9-2:9 expected ':'"},
      {"match a\n", "SyntaxError 1:8-1:8 expected ':'"},
      {"match a:\n case b\n", "SyntaxError 2:8-2:8 expected ':'"},
  });
}

TEST(DiagnosisBlocks, MissingBlocks) {
  expect_failures({
      {"if a:\nb",
       "IndentationError 2:1-2:2 expected an indented block after 'if' statement on line 1"},
      {"if a:\n  b\nelif c:\nd",
       "IndentationError 4:1-4:2 expected an indented block after 'elif' statement on line 3"},
      {"if a:\n  b\nelse:\nc",
       "IndentationError 4:1-4:2 expected an indented block after 'else' statement on line 3"},
      {"while a:\nb",
       "IndentationError 2:1-2:2 expected an indented block after 'while' statement on line 1"},
      {"for a in b:\nc",
       "IndentationError 2:1-2:2 expected an indented block after 'for' statement on line 1"},
      {"async def f():\n  async for a in b:\n  c",
       "IndentationError 3:3-3:4 expected an indented block after 'for' statement on line 2"},
      {"with a:\nb",
       "IndentationError 2:1-2:2 expected an indented block after 'with' statement on line 1"},
      {"with (a, b):\nc",
       "IndentationError 2:1-2:2 expected an indented block after 'with' statement on line 1"},
      {"def f():\na",
       "IndentationError 2:1-2:2 expected an indented block after function definition on line 1"},
      {"class A:\na",
       "IndentationError 2:1-2:2 expected an indented block after class definition on line 1"},
      {"try:\na",
       "IndentationError 2:1-2:2 expected an indented block after 'try' statement on line 1"},
      {"try:\n  a\nexcept:\nb",
       "IndentationError 4:1-4:2 expected an indented block after 'except' statement on line 3"},
      {"try:\n  a\nexcept* b:\nc",
       "IndentationError 4:1-4:2 expected an indented block after 'except*' statement on line 3"},
      {"try:\n  a\nfinally:\nb",
       "IndentationError 4:1-4:2 expected an indented block after 'finally' statement on line 3"},
      {"match a:\nb",
       "IndentationError 2:1-2:2 expected an indented block after 'match' statement on line 1"},
      {"match a:\n case b:\n c",
       "IndentationError 3:2-3:3 expected an indented block after 'case' statement on line 2"},
  });
}

TEST(DiagnosisBlocks, Clauses) {
  expect_failures({
      {"try:\n a\nb", "SyntaxError 3:1-3:2 expected 'except' or 'finally' block"},
      {"try:\n a\nexcept b, c:\n d",
       "SyntaxError 3:8-3:12 multiple exception types must be parenthesized"},
      {"try:\n a\nexcept*:\n b", "SyntaxError 3:8-3:9 expected one or more exception types"},
      {"try:\n a\nexcept b: c\nexcept* d: e",
       "SyntaxError 4:1-4:8 cannot have both 'except' and 'except*' on the same 'try'"},
      {"try:\n a\nexcept* b: c\nexcept d: e",
       "SyntaxError 4:1-4:7 cannot have both 'except' and 'except*' on the same 'try'"},
  });
}

TEST(DiagnosisBlocks, Targets) {
  expect_failures({
      {"for f() in a: b", "SyntaxError 1:5-1:8 cannot assign to function call"},
      {"for a, 1 in b: c", "SyntaxError 1:8-1:9 cannot assign to literal"},
      {"with a as f(): b", "SyntaxError 1:11-1:14 cannot assign to function call"},
      {"with a as (b, 1): c", "SyntaxError 1:15-1:16 cannot assign to literal"},
      {"def f a", "SyntaxError 1:7-1:8 expected '('"},
      {"async a", "SyntaxError 1:7-1:8 invalid syntax"},
  });
}

}  // namespace
}  // namespace ouro::syntax
