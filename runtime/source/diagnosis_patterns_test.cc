// Mistakes in match statements: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(DiagnosisPatterns, Patterns) {
  expect_failures({
      {"match a:\n case b as _: c", "SyntaxError 2:12-2:13 cannot use '_' as a target"},
      {"match a:\n case b as c.d: e", "SyntaxError 2:13-2:14 invalid syntax"},
      {"match a:\n case A(b=c, d): e",
       "SyntaxError 2:14-2:15 positional patterns follow keyword patterns"},
      {"match a:\n case 1 + 2: b",
       "SyntaxError 2:11-2:12 imaginary number required in complex literal"},
      {"match a:\n case 1j + 2j: b", "SyntaxError 2:7-2:9 real number required in complex literal"},
      {"match a:\n case {**b, 'c': d}: e", "SyntaxError 2:13-2:16 invalid syntax"},
      {"match a:\n case b c: d", "SyntaxError 2:9-2:10 invalid syntax"},
      {"match a b:\n case c: d", "SyntaxError 1:9-1:10 invalid syntax"},
      {"match a:\n case *b: c", "SyntaxError 2:9-2:10 invalid syntax"},
  });
}

}  // namespace
}  // namespace ouro::syntax
