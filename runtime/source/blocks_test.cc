// Compound statements: their trees are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Blocks, Conditions) {
  expect_trees({
      {"if a: b\nelif c: d\nelse: e",
       "If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))], "
       "orelse=[If(test=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', ctx=Load()))], "
       "orelse=[Expr(value=Name(id='e', ctx=Load()))])])"},
      {"while a := b:\n  c\nelse:\n  d",
       "While(test=NamedExpr(target=Name(id='a', ctx=Store()), value=Name(id='b', ctx=Load())), "
       "body=[Expr(value=Name(id='c', ctx=Load()))], orelse=[Expr(value=Name(id='d', "
       "ctx=Load()))])"},
  });
}

TEST(Blocks, Loops) {
  expect_trees({
      {"for a in b, *c: d\nelse: e",
       "For(target=Name(id='a', ctx=Store()), iter=Tuple(elts=[Name(id='b', ctx=Load()), "
       "Starred(value=Name(id='c', ctx=Load()), ctx=Load())], ctx=Load()), "
       "body=[Expr(value=Name(id='d', ctx=Load()))], orelse=[Expr(value=Name(id='e', "
       "ctx=Load()))])"},
      {"async def f():\n  async for a in b: c\n  async with d as e, f: g",
       "AsyncFunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], "
       "kw_defaults=[], defaults=[]), body=[AsyncFor(target=Name(id='a', ctx=Store()), "
       "iter=Name(id='b', ctx=Load()), body=[Expr(value=Name(id='c', ctx=Load()))], orelse=[]), "
       "AsyncWith(items=[withitem(context_expr=Name(id='d', ctx=Load()), "
       "optional_vars=Name(id='e', ctx=Store())), withitem(context_expr=Name(id='f', "
       "ctx=Load()))], body=[Expr(value=Name(id='g', ctx=Load()))])], decorator_list=[])"},
  });
}

TEST(Blocks, With) {
  expect_trees({
      {"with a, b as c: d",
       "With(items=[withitem(context_expr=Name(id='a', ctx=Load())), "
       "withitem(context_expr=Name(id='b', ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], "
       "body=[Expr(value=Name(id='d', ctx=Load()))])"},
      {"with (a, b as c,): d",
       "With(items=[withitem(context_expr=Name(id='a', ctx=Load())), "
       "withitem(context_expr=Name(id='b', ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], "
       "body=[Expr(value=Name(id='d', ctx=Load()))])"},
      {"with (a): b",
       "With(items=[withitem(context_expr=Name(id='a', ctx=Load()))], "
       "body=[Expr(value=Name(id='b', ctx=Load()))])"},
      {"with (a, b): c",
       "With(items=[withitem(context_expr=Name(id='a', ctx=Load())), "
       "withitem(context_expr=Name(id='b', ctx=Load()))], body=[Expr(value=Name(id='c', "
       "ctx=Load()))])"},
      {"with (a) as b, c: d",
       "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', "
       "ctx=Store())), withitem(context_expr=Name(id='c', ctx=Load()))], "
       "body=[Expr(value=Name(id='d', ctx=Load()))])"},
      {"with (a, b) as c: d",
       "With(items=[withitem(context_expr=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', "
       "ctx=Load())], ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], "
       "body=[Expr(value=Name(id='d', ctx=Load()))])"},
      {"with (yield): a",
       "With(items=[withitem(context_expr=Yield())], body=[Expr(value=Name(id='a', ctx=Load()))])"},
  });
}

TEST(Blocks, Try) {
  expect_trees({
      {"try: a\nexcept: b",
       "Try(body=[Expr(value=Name(id='a', ctx=Load()))], "
       "handlers=[ExceptHandler(body=[Expr(value=Name(id='b', ctx=Load()))])], orelse=[], "
       "finalbody=[])"},
      {"try: a\nexcept b as c: d\nexcept (e, f): g\nelse: h\nfinally: i",
       "Try(body=[Expr(value=Name(id='a', ctx=Load()))], handlers=[ExceptHandler(type=Name(id='b', "
       "ctx=Load()), name='c', body=[Expr(value=Name(id='d', ctx=Load()))]), "
       "ExceptHandler(type=Tuple(elts=[Name(id='e', ctx=Load()), Name(id='f', ctx=Load())], "
       "ctx=Load()), body=[Expr(value=Name(id='g', ctx=Load()))])], "
       "orelse=[Expr(value=Name(id='h', ctx=Load()))], finalbody=[Expr(value=Name(id='i', "
       "ctx=Load()))])"},
      {"try: a\nexcept* b as c: d",
       "TryStar(body=[Expr(value=Name(id='a', ctx=Load()))], "
       "handlers=[ExceptHandler(type=Name(id='b', ctx=Load()), name='c', "
       "body=[Expr(value=Name(id='d', ctx=Load()))])], orelse=[], finalbody=[])"},
      {"try: a\nfinally: b",
       "Try(body=[Expr(value=Name(id='a', ctx=Load()))], handlers=[], orelse=[], "
       "finalbody=[Expr(value=Name(id='b', ctx=Load()))])"},
  });
}

TEST(Blocks, Definitions) {
  expect_trees({
      {"@a.b(c)\n@d\nclass E(f, *g, h=i): j",
       "ClassDef(name='E', bases=[Name(id='f', ctx=Load()), Starred(value=Name(id='g', "
       "ctx=Load()), ctx=Load())], keywords=[keyword(arg='h', value=Name(id='i', ctx=Load()))], "
       "body=[Expr(value=Name(id='j', ctx=Load()))], "
       "decorator_list=[Call(func=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Load()), "
       "args=[Name(id='c', ctx=Load())], keywords=[]), Name(id='d', ctx=Load())])"},
      {"@a\nasync def f(): await b",
       "AsyncFunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], "
       "kw_defaults=[], defaults=[]), body=[Expr(value=Await(value=Name(id='b', ctx=Load())))], "
       "decorator_list=[Name(id='a', ctx=Load())])"},
      {"class A: pass",
       "ClassDef(name='A', bases=[], keywords=[], body=[Pass()], decorator_list=[])"},
      {"@(a := b)\ndef f(): pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], "
       "kw_defaults=[], defaults=[]), body=[Pass()], decorator_list=[NamedExpr(target=Name(id='a', "
       "ctx=Store()), value=Name(id='b', ctx=Load()))])"},
  });
}

}  // namespace
}  // namespace ouro::syntax
