// Mistakes in simple statements: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(DiagnosisStatements, WrongTargets) {
  expect_failures({
      {"f() = 1",
       "SyntaxError 1:1-1:4 cannot assign to function call here. Maybe you meant '==' instead of "
       "'='?"},
      {"a + 1 = 2",
       "SyntaxError 1:1-1:6 cannot assign to expression here. Maybe you meant '==' instead of "
       "'='?"},
      {"a = 1 = b", "SyntaxError 1:5-1:6 cannot assign to literal"},
      {"'a' = b",
       "SyntaxError 1:1-1:4 cannot assign to literal here. Maybe you meant '==' instead of '='?"},
      {"None = 1", "SyntaxError 1:1-1:5 cannot assign to None"},
      {"(a, b) += 1",
       "SyntaxError 1:1-1:7 'tuple' is an illegal expression for augmented assignment"},
      {"f() += 1",
       "SyntaxError 1:1-1:4 'function call' is an illegal expression for augmented assignment"},
      {"del f()", "SyntaxError 1:5-1:8 cannot delete function call"},
      {"del *a, b", "SyntaxError 1:5-1:7 cannot delete starred"},
      {"a, 1 = b",
       "SyntaxError 1:4-1:5 cannot assign to literal here. Maybe you meant '==' instead of '='?"},
      {"x = yield = 1", "SyntaxError 1:5-1:10 assignment to yield expression not possible"},
      {"*f() = 2", "SyntaxError 1:2-1:5 cannot assign to function call"},
  });
}

TEST(DiagnosisStatements, WrongAnnotations) {
  expect_failures({
      {"a, b: int", "SyntaxError 1:1-1:2 only single target (not tuple) can be annotated"},
      {"[a]: int", "SyntaxError 1:1-1:4 only single target (not list) can be annotated"},
      {"(a, b): int", "SyntaxError 1:1-1:7 only single target (not tuple) can be annotated"},
      {"((a, b)): int", "SyntaxError 1:2-1:8 only single target (not tuple) can be annotated"},
      {"f(): int", "SyntaxError 1:1-1:4 illegal target for annotation"},
      {"1: int", "SyntaxError 1:1-1:2 illegal target for annotation"},
  });
}

TEST(DiagnosisStatements, Imports) {
  expect_failures({
      {"from a import b,\n",
       "SyntaxError 1:17-1:17 trailing comma not allowed without surrounding parentheses"},
      {"import a.", "SyntaxError 1:10-1:10 invalid syntax"},
      {"from a import", "SyntaxError 1:14-1:14 invalid syntax"},
      {"from . import *, a", "SyntaxError 1:16-1:17 invalid syntax"},
      {"import a as b.c", "SyntaxError 1:14-1:15 invalid syntax"},
  });
}

TEST(DiagnosisStatements, Generic) {
  expect_failures({
      {"a b", "SyntaxError 1:3-1:4 invalid syntax"},
      {"pass x", "SyntaxError 1:6-1:7 invalid syntax"},
      {"x = = 1", "SyntaxError 1:5-1:6 invalid syntax"},
      {"assert a b", "SyntaxError 1:10-1:11 invalid syntax"},
      {"global a,", "SyntaxError 1:10-1:10 invalid syntax"},
      {"return = 1", "SyntaxError 1:8-1:9 invalid syntax"},
      {"a ? b", "SyntaxError 1:3-1:4 invalid syntax"},
      {"$", "SyntaxError 1:1-1:2 invalid syntax"},
  });
}

}  // namespace
}  // namespace ouro::syntax
