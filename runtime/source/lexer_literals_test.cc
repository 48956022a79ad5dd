// Wrong literals: the messages are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(LexerLiterals, Numbers) {
  expect_failures({
      {"0777",
       "SyntaxError 1:1-1:2 leading zeros in decimal integer literals are not permitted; use an 0o "
       "prefix for octal integers"},
      {"1_", "SyntaxError 1:2-1:2 invalid decimal literal"},
      {"1__0", "SyntaxError 1:2-1:2 invalid decimal literal"},
      {"0x", "SyntaxError 1:2-1:2 invalid hexadecimal literal"},
      {"0xg", "SyntaxError 1:2-1:2 invalid hexadecimal literal"},
      {"0x_", "SyntaxError 1:3-1:3 invalid hexadecimal literal"},
      {"0b12", "SyntaxError 1:4-1:4 invalid digit '2' in binary literal"},
      {"0b1_2", "SyntaxError 1:5-1:5 invalid digit '2' in binary literal"},
      {"0o8", "SyntaxError 1:3-1:3 invalid digit '8' in octal literal"},
      {"0o1_9", "SyntaxError 1:5-1:5 invalid digit '9' in octal literal"},
      {"1e+", "SyntaxError 1:3-1:3 invalid decimal literal"},
      {"1.5abc", "SyntaxError 1:3-1:3 invalid decimal literal"},
      {"1_a", "SyntaxError 1:2-1:2 invalid decimal literal"},
      {"0_7",
       "SyntaxError 1:1-1:3 leading zeros in decimal integer literals are not permitted; use an 0o "
       "prefix for octal integers"},
      {"1jx", "SyntaxError 1:2-1:2 invalid imaginary literal"},
  });
}

TEST(LexerLiterals, Strings) {
  expect_failures({
      {"'abc", "SyntaxError 1:1-1:1 unterminated string literal (detected at line 1)"},
      {R"('abc\)", "SyntaxError 1:1-1:1 unterminated string literal (detected at line 1)"},
      {"\"a\\\nb", "SyntaxError 1:1-1:1 unterminated string literal (detected at line 2)"},
      {"'''abc\n\n",
       "SyntaxError 1:1-1:1 unterminated triple-quoted string literal (detected at line 2)"},
      {"f'''{a\n",
       "SyntaxError 1:1-1:1 unterminated triple-quoted string literal (detected at line 1)"},
      {"x = 'a' + 'b", "SyntaxError 1:11-1:11 unterminated string literal (detected at line 1)"},
  });
}

TEST(LexerLiterals, Escapes) {
  expect_failures({
      {R"('\x1')",
       R"(SyntaxError 1:6-1:6 (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape)"},
      {R"('é\x1')",
       R"(SyntaxError 1:7-1:7 (unicode error) 'unicodeescape' codec can't decode bytes in position 10-12: truncated \xXX escape)"},
      {R"(b'\x1')", R"(SyntaxError 1:7-1:7 (value error) invalid \x escape at position 0)"},
      {R"('\u12')",
       R"(SyntaxError 1:7-1:7 (unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: truncated \uXXXX escape)"},
      {R"('\U00110000')",
       "SyntaxError 1:13-1:13 (unicode error) 'unicodeescape' codec can't decode bytes in position "
       "0-9: illegal Unicode character"},
      {R"('\N')",
       R"(SyntaxError 1:5-1:5 (unicode error) 'unicodeescape' codec can't decode bytes in position 0-1: malformed \N character escape)"},
      {R"('\N{')",
       R"(SyntaxError 1:6-1:6 (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: malformed \N character escape)"},
      {"b'é'", "SyntaxError 1:5-1:5 bytes can only contain ASCII literal characters"},
      {"'a' b'b'", "SyntaxError 1:9-1:9 cannot mix bytes and nonbytes literals"},
  });
}

TEST(LexerLiterals, FStrings) {
  expect_failures({
      {"f'{'", "SyntaxError 1:5-1:5 f-string: expecting '}'"},
      {"f'}'", "SyntaxError 1:5-1:5 f-string: single '}' is not allowed"},
      {"f'{}'", "SyntaxError 1:6-1:6 f-string: empty expression not allowed"},
      {"f'{!r}'", "SyntaxError 1:8-1:8 f-string: expression required before '!'"},
      {"f'{a!x}'",
       "SyntaxError 1:9-1:9 f-string: invalid conversion character: expected 's', 'r', or 'a'"},
      {"f'{a!'", "SyntaxError 1:7-1:7 f-string: expecting '}'"},
      {"f'{a:{b:{c}}}'", "SyntaxError 1:15-1:15 f-string: expressions nested too deeply"},
      {R"(f'{"}')", "SyntaxError 1:7-1:7 f-string: unterminated string"},
      {R"(f'{a\n}')", "SyntaxError 1:9-1:9 f-string expression part cannot include a backslash"},
      {"f'{#}'", "SyntaxError 1:7-1:7 f-string expression part cannot include '#'"},
      {"f'{a)}'", "SyntaxError 1:8-1:8 f-string: unmatched ')'"},
      {"f'{(a}'",
       "SyntaxError 1:8-1:8 f-string: closing parenthesis '}' does not match opening parenthesis "
       "'('"},
      {"f'{(a]}'",
       "SyntaxError 1:9-1:9 f-string: closing parenthesis ']' does not match opening parenthesis "
       "'('"},
      {"f'{a b}'", "SyntaxError 1:2-1:5 f-string: invalid syntax. Perhaps you forgot a comma?"},
      {"f'''\n{a b}'''",
       "SyntaxError 2:2-2:5 f-string: invalid syntax. Perhaps you forgot a comma?"},
      {"f'{lambda x:1}'", "SyntaxError 1:10-1:11 f-string: invalid syntax"},
      {"f'{*a}'", "SyntaxError 1:2-1:4 f-string: cannot use starred expression here"},
      {"f'{a $ b}'", "SyntaxError 1:4-1:5 f-string: invalid syntax"},
      {"f'{a['", "SyntaxError 1:7-1:7 f-string: unmatched '['"},
  });
}

}  // namespace
}  // namespace ouro::syntax
