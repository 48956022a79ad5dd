// F-strings: their trees are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(FStrings, Fields) {
  expect_trees({
      {"f''", "Expr(value=JoinedStr(values=[]))"},
      {"f'a{{b}}c'", "Expr(value=JoinedStr(values=[Constant(value='a{b}c')]))"},
      {"f'{a}{b!r}{c!s:>{d}}{e:x{f}y}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), "
       "conversion=-1), FormattedValue(value=Name(id='b', ctx=Load()), conversion=114), "
       "FormattedValue(value=Name(id='c', ctx=Load()), conversion=115, "
       "format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='d', "
       "ctx=Load()), conversion=-1)])), FormattedValue(value=Name(id='e', ctx=Load()), "
       "conversion=-1, format_spec=JoinedStr(values=[Constant(value='x'), "
       "FormattedValue(value=Name(id='f', ctx=Load()), conversion=-1), Constant(value='y')]))]))"},
      {"f'{a:}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=-1, "
       "format_spec=JoinedStr(values=[]))]))"},
      {"f'''{\na\n}'''",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), "
       "conversion=-1)]))"},
  });
}

TEST(FStrings, Debugging) {
  expect_trees({
      {"f'{a=}'",
       "Expr(value=JoinedStr(values=[Constant(value='a='), FormattedValue(value=Name(id='a', "
       "ctx=Load()), conversion=114)]))"},
      {"f'{ a = !s}'",
       "Expr(value=JoinedStr(values=[Constant(value=' a = '), FormattedValue(value=Name(id='a', "
       "ctx=Load()), conversion=115)]))"},
      {"f'{a + b = :>5}'",
       "Expr(value=JoinedStr(values=[Constant(value='a + b = '), "
       "FormattedValue(value=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=Name(id='b', "
       "ctx=Load())), conversion=-1, format_spec=JoinedStr(values=[Constant(value='>5')]))]))"},
      {"f'x{a=}y'",
       "Expr(value=JoinedStr(values=[Constant(value='xa='), FormattedValue(value=Name(id='a', "
       "ctx=Load()), conversion=114), Constant(value='y')]))"},
  });
}

TEST(FStrings, Expressions) {
  expect_trees({
      {"f'{a!=b}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Compare(left=Name(id='a', ctx=Load()), "
       "ops=[NotEq()], comparators=[Name(id='b', ctx=Load())]), conversion=-1)]))"},
      {"f'{a if b else c}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=IfExp(test=Name(id='b', ctx=Load()), "
       "body=Name(id='a', ctx=Load()), orelse=Name(id='c', ctx=Load())), conversion=-1)]))"},
      {"f'{(lambda x: 1)}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Lambda(args=arguments(posonlyargs=[], "
       "args=[arg(arg='x')], kwonlyargs=[], kw_defaults=[], defaults=[]), body=Constant(value=1)), "
       "conversion=-1)]))"},
      {R"(f'{a["b"]}')",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Subscript(value=Name(id='a', "
       "ctx=Load()), slice=Constant(value='b'), ctx=Load()), conversion=-1)]))"},
      {"f'{ {1: 2} }'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Dict(keys=[Constant(value=1)], "
       "values=[Constant(value=2)]), conversion=-1)]))"},
      {"f'{*a, b}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Tuple(elts=[Starred(value=Name(id='a', "
       "ctx=Load()), ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()), conversion=-1)]))"},
      {"f'{yield}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Yield(), conversion=-1)]))"},
      {R"(f'{f"{a}"}')",
       "Expr(value=JoinedStr(values=[FormattedValue(value=JoinedStr(values=[FormattedValue(value="
       "Name(id='a', ctx=Load()), conversion=-1)]), conversion=-1)]))"},
      {"f'{a:{b}}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=-1, "
       "format_spec=JoinedStr(values=[FormattedValue(value=Name(id='b', ctx=Load()), "
       "conversion=-1)]))]))"},
      {"f'{a:%H:%M}'",
       "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=-1, "
       "format_spec=JoinedStr(values=[Constant(value='%H:%M')]))]))"},
  });
}

TEST(FStrings, Literals) {
  expect_trees({
      {R"(f'\x41{a}\n')",
       R"(Expr(value=JoinedStr(values=[Constant(value='A'), FormattedValue(value=Name(id='a', ctx=Load()), conversion=-1), Constant(value='\n')])))"},
      {R"(rf'\d{a}')",
       R"(Expr(value=JoinedStr(values=[Constant(value='\\d'), FormattedValue(value=Name(id='a', ctx=Load()), conversion=-1)])))"},
      {R"(f'\{a}')",
       R"(Expr(value=JoinedStr(values=[Constant(value='\\'), FormattedValue(value=Name(id='a', ctx=Load()), conversion=-1)])))"},
      {"'a' f'{b}' f'c' u'd'",
       "Expr(value=JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', "
       "ctx=Load()), conversion=-1), Constant(value='cd')]))"},
  });
}

}  // namespace
}  // namespace ouro::syntax
