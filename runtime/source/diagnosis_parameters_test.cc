// Mistakes in parameters: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(DiagnosisParameters, Functions) {
  expect_failures({
      {"def f(a=1, b): pass",
       "SyntaxError 1:12-1:13 non-default argument follows default argument"},
      {"def f((a, b)): pass", "SyntaxError 1:7-1:13 Function parameters cannot be parenthesized"},
      {"def f(/): pass", "SyntaxError 1:7-1:8 invalid syntax"},
      {"def f(/, a): pass", "SyntaxError 1:7-1:8 at least one argument must precede /"},
      {"def f(a, /, b, /): pass", "SyntaxError 1:16-1:17 / may appear only once"},
      {"def f(*, a, /): pass", "SyntaxError 1:13-1:14 / must be ahead of *"},
      {"def f(a, /*b): pass", "SyntaxError 1:11-1:12 expected comma between / and *"},
      {"def f(*): pass", "SyntaxError 1:7-1:8 named arguments must follow bare *"},
      {"def f(*, **a): pass", "SyntaxError 1:7-1:8 named arguments must follow bare *"},
      {"def f(*a, *b): pass", "SyntaxError 1:11-1:12 * argument may appear only once"},
      {"def f(*a=1): pass",
       "SyntaxError 1:9-1:10 var-positional argument cannot have default value"},
      {"def f(**a=1): pass",
       "SyntaxError 1:10-1:11 var-keyword argument cannot have default value"},
      {"def f(**a, b): pass", "SyntaxError 1:12-1:13 arguments cannot follow var-keyword argument"},
      {"def f(**a, *b): pass",
       "SyntaxError 1:12-1:13 arguments cannot follow var-keyword argument"},
      {"def f(a=): pass", "SyntaxError 1:8-1:9 expected default value expression"},
  });
}

TEST(DiagnosisParameters, Lambdas) {
  expect_failures({
      {"lambda a=1, b: 0", "SyntaxError 1:13-1:14 non-default argument follows default argument"},
      {"lambda (a, b): 0",
       "SyntaxError 1:8-1:14 Lambda expression parameters cannot be parenthesized"},
      {"lambda (a): 0",
       "SyntaxError 1:8-1:11 Lambda expression parameters cannot be parenthesized"},
      {"lambda *: 0", "SyntaxError 1:9-1:10 named arguments must follow bare *"},
      {"lambda *, **a: 0", "SyntaxError 1:11-1:13 named arguments must follow bare *"},
      {"lambda *a, *b: 0", "SyntaxError 1:12-1:13 * argument may appear only once"},
      {"lambda **a, b: 0", "SyntaxError 1:13-1:14 arguments cannot follow var-keyword argument"},
      {"lambda *a=1: 0", "SyntaxError 1:10-1:11 var-positional argument cannot have default value"},
      {"lambda a, /, b, /: 0", "SyntaxError 1:17-1:18 / may appear only once"},
  });
}

}  // namespace
}  // namespace ouro::syntax
