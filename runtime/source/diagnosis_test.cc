// Failures without a rule of their own, and which of several wins.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Diagnosis, Generic) {
  expect_failures({
      {"a b", "SyntaxError 1:3-1:4 invalid syntax"},
      {"@a", "SyntaxError 1:0-1:0 invalid syntax"},
      {"@a\nb = 1", "SyntaxError 2:1-2:2 invalid syntax"},
      {"a +", "SyntaxError 1:4-1:4 invalid syntax"},
      {"else: b", "SyntaxError 1:1-1:5 invalid syntax"},
      {"\tif a: b", "IndentationError 1:1-1:-1 unexpected indent"},
      {"if a:\n b\n  c", "IndentationError 3:2-3:-1 unexpected indent"},
      {"f(a\nb = 1", "SyntaxError 1:2-1:0 '(' was never closed"},
  });
}

TEST(Diagnosis, TheFirstMistakeWins) {
  expect_failures({
      {"f(a b, c d)", "SyntaxError 1:3-1:6 invalid syntax. Perhaps you forgot a comma?"},
      {"print a; b c",
       "SyntaxError 1:1-1:8 Missing parentheses in call to 'print'. Did you mean print(...)?"},
      {"def f(a=1, b): c d", "SyntaxError 1:12-1:13 non-default argument follows default argument"},
  });
}

}  // namespace
}  // namespace ouro::syntax
