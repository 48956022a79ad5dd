// Strings and numbers as the parser joins and types them.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Strings, Numbers) {
  expect_trees({
      {"0, 00, 1_000, 0xFf, 0o17, 0b1_0",
       "Expr(value=Tuple(elts=[Constant(value=0), Constant(value=0), Constant(value=1000), "
       "Constant(value=255), Constant(value=15), Constant(value=2)], ctx=Load()))"},
      {"1., .5e-3, 1e1_0, 1_0.0_1",
       "Expr(value=Tuple(elts=[Constant(value=1.0), Constant(value=0.0005), "
       "Constant(value=10000000000.0), Constant(value=10.01)], ctx=Load()))"},
      {"1j, .5J, 0e0j",
       "Expr(value=Tuple(elts=[Constant(value=1j), Constant(value=0.5j), Constant(value=0j)], "
       "ctx=Load()))"},
  });
}

TEST(Strings, Joining) {
  expect_trees({
      {R"('a' 'b' "c")", "Expr(value=Constant(value='abc'))"},
      {"u'a' 'b'", "Expr(value=Constant(value='ab', kind='u'))"},
      {R"(b'a' rb'\x')", R"(Expr(value=Constant(value=b'a\\x')))"},
      {"'a' f'{b}' 'c'",
       "Expr(value=JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', "
       "ctx=Load()), conversion=-1), Constant(value='c')]))"},
      {"'''a\n'b' ''' r'\\n'", R"(Expr(value=Constant(value="a\n'b' \\n")))"},
  });
}

TEST(Strings, Escapes) {
  expect_trees({
      {R"('\a\b\f\n\r\t\v\\\'\"\0\101\x41\u00e9\U0001F600')",
       R"(Expr(value=Constant(value='\x07\x08\x0c\n\r\t\x0b\\\'"\x00AAé😀')))"},
      {R"(b'\x00\xff\101\n\q')", R"(Expr(value=Constant(value=b'\x00\xffA\n\\q')))"},
      {R"('\q\8' 'é')", R"(Expr(value=Constant(value='\\q\\8é')))"},
      {"'a\\\nb'", "Expr(value=Constant(value='ab'))"},
  });
}

}  // namespace
}  // namespace ouro::syntax
