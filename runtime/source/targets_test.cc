// Targets and parameters: what can be bound.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Targets, StoresReachEveryPart) {
  expect_trees({
      {"a, (b.c, [d[e], *f]) = g",
       "Assign(targets=[Tuple(elts=[Name(id='a', ctx=Store()), "
       "Tuple(elts=[Attribute(value=Name(id='b', ctx=Load()), attr='c', ctx=Store()), "
       "List(elts=[Subscript(value=Name(id='d', ctx=Load()), slice=Name(id='e', ctx=Load()), "
       "ctx=Store()), Starred(value=Name(id='f', ctx=Store()), ctx=Store())], ctx=Store())], "
       "ctx=Store())], ctx=Store())], value=Name(id='g', ctx=Load()))"},
      {"*a, = b",
       "Assign(targets=[Tuple(elts=[Starred(value=Name(id='a', ctx=Store()), ctx=Store())], "
       "ctx=Store())], value=Name(id='b', ctx=Load()))"},
      {"a = b = c",
       "Assign(targets=[Name(id='a', ctx=Store()), Name(id='b', ctx=Store())], value=Name(id='c', "
       "ctx=Load()))"},
      {"for a, *b in c: pass",
       "For(target=Tuple(elts=[Name(id='a', ctx=Store()), Starred(value=Name(id='b', ctx=Store()), "
       "ctx=Store())], ctx=Store()), iter=Name(id='c', ctx=Load()), body=[Pass()], orelse=[])"},
      {"with a as (b, c): pass",
       "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), "
       "optional_vars=Tuple(elts=[Name(id='b', ctx=Store()), Name(id='c', ctx=Store())], "
       "ctx=Store()))], body=[Pass()])"},
      {"for a.b in c: pass",
       "For(target=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Store()), "
       "iter=Name(id='c', ctx=Load()), body=[Pass()], orelse=[])"},
  });
}

TEST(Targets, Deletes) {
  expect_trees({
      {"del a, (b.c, [d[e]]), f",
       "Delete(targets=[Name(id='a', ctx=Del()), Tuple(elts=[Attribute(value=Name(id='b', "
       "ctx=Load()), attr='c', ctx=Del()), List(elts=[Subscript(value=Name(id='d', ctx=Load()), "
       "slice=Name(id='e', ctx=Load()), ctx=Del())], ctx=Del())], ctx=Del()), Name(id='f', "
       "ctx=Del())])"},
      {"del (a)", "Delete(targets=[Name(id='a', ctx=Del())])"},
  });
}

TEST(Targets, Annotations) {
  expect_trees({
      {"a: b",
       "AnnAssign(target=Name(id='a', ctx=Store()), annotation=Name(id='b', ctx=Load()), "
       "simple=1)"},
      {"(a): b = c",
       "AnnAssign(target=Name(id='a', ctx=Store()), annotation=Name(id='b', ctx=Load()), "
       "value=Name(id='c', ctx=Load()), simple=0)"},
      {"a.b: c = yield",
       "AnnAssign(target=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Store()), "
       "annotation=Name(id='c', ctx=Load()), value=Yield(), simple=0)"},
      {"a[b]: c",
       "AnnAssign(target=Subscript(value=Name(id='a', ctx=Load()), slice=Name(id='b', ctx=Load()), "
       "ctx=Store()), annotation=Name(id='c', ctx=Load()), simple=0)"},
  });
}

TEST(Targets, Parameters) {
  expect_trees({
      {"def f(): pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], "
       "kw_defaults=[], defaults=[]), body=[Pass()], decorator_list=[])"},
      {"def f(a, b=1, /, c: d = 2, *e: g, h, i=3, **j: k) -> l: pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[arg(arg='a'), arg(arg='b')], "
       "args=[arg(arg='c', annotation=Name(id='d', ctx=Load()))], vararg=arg(arg='e', "
       "annotation=Name(id='g', ctx=Load())), kwonlyargs=[arg(arg='h'), arg(arg='i')], "
       "kw_defaults=[None, Constant(value=3)], kwarg=arg(arg='j', annotation=Name(id='k', "
       "ctx=Load())), defaults=[Constant(value=1), Constant(value=2)]), body=[Pass()], "
       "decorator_list=[], returns=Name(id='l', ctx=Load()))"},
      {"def f(*, a): pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[arg(arg='a')], "
       "kw_defaults=[None], defaults=[]), body=[Pass()], decorator_list=[])"},
      {"def f(*a: *b): pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[], args=[], vararg=arg(arg='a', "
       "annotation=Starred(value=Name(id='b', ctx=Load()), ctx=Load())), kwonlyargs=[], "
       "kw_defaults=[], defaults=[]), body=[Pass()], decorator_list=[])"},
      {"def f(a, /): pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[arg(arg='a')], args=[], kwonlyargs=[], "
       "kw_defaults=[], defaults=[]), body=[Pass()], decorator_list=[])"},
      {"def f(**a,): pass",
       "FunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], "
       "kw_defaults=[], kwarg=arg(arg='a'), defaults=[]), body=[Pass()], decorator_list=[])"},
  });
}

}  // namespace
}  // namespace ouro::syntax
