// Mistakes in arguments and targets: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(DiagnosisBindings, Arguments) {
  expect_failures({
      {"f(a=1, b)", "SyntaxError 1:9-1:10 positional argument follows keyword argument"},
      {"f(**a, b)", "SyntaxError 1:9-1:10 positional argument follows keyword argument unpacking"},
      {"f(**a, *b)",
       "SyntaxError 1:3-1:6 iterable argument unpacking follows keyword argument unpacking"},
      {"f(a.b=1)",
       R"(SyntaxError 1:3-1:7 expression cannot contain assignment, perhaps you meant "=="?)"},
      {"f(True=1)", "SyntaxError 1:3-1:8 cannot assign to True"},
      {"f(a=b for b in c)",
       "SyntaxError 1:3-1:5 invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
      {"f(a, b for b in c)", "SyntaxError 1:6-1:18 Generator expression must be parenthesized"},
      {"f(a for a in b, c)", "SyntaxError 1:3-1:15 Generator expression must be parenthesized"},
      {"f(a, , b)", "SyntaxError 1:6-1:7 invalid syntax"},
      {"f(*)", "SyntaxError 1:4-1:5 invalid syntax"},
      {"f(a=1, a=2)", "SyntaxError 1:8-1:11 keyword argument repeated: a"},
  });
}

TEST(DiagnosisBindings, Comprehensions) {
  expect_failures({
      {"[a for f() in b]", "SyntaxError 1:8-1:11 cannot assign to function call"},
      {"[a for b c]", "SyntaxError 1:8-1:11 invalid syntax. Perhaps you forgot a comma?"},
      {"(a for 1 in b)", "SyntaxError 1:8-1:9 cannot assign to literal"},
  });
}

}  // namespace
}  // namespace ouro::syntax
