// Mistakes in expressions: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(DiagnosisExpressions, Commas) {
  expect_failures({
      {"(a b)", "SyntaxError 1:2-1:5 invalid syntax. Perhaps you forgot a comma?"},
      {"[a, b c]", "SyntaxError 1:5-1:8 invalid syntax. Perhaps you forgot a comma?"},
      {"{a: b c: d}", "SyntaxError 1:5-1:8 invalid syntax. Perhaps you forgot a comma?"},
      {"f(a, b c)", "SyntaxError 1:6-1:9 invalid syntax. Perhaps you forgot a comma?"},
      {"(a\n b)", "SyntaxError 1:2-2:3 invalid syntax. Perhaps you forgot a comma?"},
      {"f(x y for x in y)", "SyntaxError 1:3-1:6 invalid syntax. Perhaps you forgot a comma?"},
  });
}

TEST(DiagnosisExpressions, OldStatements) {
  expect_failures({
      {"print a",
       "SyntaxError 1:1-1:8 Missing parentheses in call to 'print'. Did you mean print(...)?"},
      {"print 'a', b",
       "SyntaxError 1:1-1:13 Missing parentheses in call to 'print'. Did you mean print(...)?"},
      {"exec a",
       "SyntaxError 1:1-1:7 Missing parentheses in call to 'exec'. Did you mean exec(...)?"},
  });
}

TEST(DiagnosisExpressions, Assignments) {
  expect_failures({
      {"if a = 1: b",
       "SyntaxError 1:4-1:9 invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"if a.b = 1: c",
       "SyntaxError 1:4-1:7 cannot assign to attribute here. Maybe you meant '==' instead of '='?"},
      {"f(a = b := 1)", "SyntaxError 1:9-1:11 invalid syntax"},
      {"(a.b := 1)", "SyntaxError 1:2-1:5 cannot use assignment expressions with attribute"},
      {"(True := 1)", "SyntaxError 1:2-1:6 cannot use assignment expressions with True"},
      {"while (a = 1): b",
       "SyntaxError 1:8-1:13 invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
  });
}

TEST(DiagnosisExpressions, Displays) {
  expect_failures({
      {"{1: 2, 3}", "SyntaxError 1:8-1:0 ':' expected after dictionary key"},
      {"{1: *a}", "SyntaxError 1:5-1:7 cannot use a starred expression in a dictionary value"},
      {"{1: }", "SyntaxError 1:3-1:4 expression expected after dictionary key and ':'"},
      {"{1: , 2: 3}", "SyntaxError 1:3-1:4 expression expected after dictionary key and ':'"},
      {"{**a for b in c}",
       "SyntaxError 1:2-1:4 dict unpacking cannot be used in dict comprehension"},
      {"[*a for a in b]", "SyntaxError 1:2-1:4 iterable unpacking cannot be used in comprehension"},
      {"[a, b for c in d]",
       "SyntaxError 1:2-1:6 did you forget parentheses around the comprehension target?"},
      {"[a, for b in c]",
       "SyntaxError 1:2-1:4 did you forget parentheses around the comprehension target?"},
      {"(*a)", "SyntaxError 1:2-1:4 cannot use starred expression here"},
      {"(**a)", "SyntaxError 1:2-1:4 cannot use double starred expression here"},
  });
}

TEST(DiagnosisExpressions, Conditionals) {
  expect_failures({
      {"a if b", "SyntaxError 1:1-1:7 expected 'else' after 'if' expression"},
      {"(a if b)", "SyntaxError 1:2-1:8 expected 'else' after 'if' expression"},
      {"[a if b for c in d]", "SyntaxError 1:2-1:8 expected 'else' after 'if' expression"},
      {"x = 1 +", "SyntaxError 1:8-1:8 invalid syntax"},
      {"a not b", "SyntaxError 1:7-1:8 invalid syntax"},
      {"a <> b", "SyntaxError 1:3-1:5 invalid syntax"},
  });
}

}  // namespace
}  // namespace ouro::syntax
