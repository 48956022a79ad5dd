// Simple statements: their trees are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Statements, Assignments) {
  expect_trees({
      {"a += b",
       "AugAssign(target=Name(id='a', ctx=Store()), op=Add(), value=Name(id='b', ctx=Load()))"},
      {"a @= yield", "AugAssign(target=Name(id='a', ctx=Store()), op=MatMult(), value=Yield())"},
      {"a //= b; c **= d",
       "AugAssign(target=Name(id='a', ctx=Store()), op=FloorDiv(), value=Name(id='b', "
       "ctx=Load())), AugAssign(target=Name(id='c', ctx=Store()), op=Pow(), value=Name(id='d', "
       "ctx=Load()))"},
      {"a = b, *c",
       "Assign(targets=[Name(id='a', ctx=Store())], value=Tuple(elts=[Name(id='b', ctx=Load()), "
       "Starred(value=Name(id='c', ctx=Load()), ctx=Load())], ctx=Load()))"},
      {"a.b >>= c",
       "AugAssign(target=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Store()), "
       "op=RShift(), value=Name(id='c', ctx=Load()))"},
  });
}

TEST(Statements, Keywords) {
  expect_trees({
      {"pass", "Pass()"},
      {"break", "Break()"},
      {"continue", "Continue()"},
      {"return", "Return()"},
      {"return a, *b",
       "Return(value=Tuple(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), "
       "ctx=Load())], ctx=Load()))"},
      {"raise", "Raise()"},
      {"raise a from b", "Raise(exc=Name(id='a', ctx=Load()), cause=Name(id='b', ctx=Load()))"},
      {"assert a, b", "Assert(test=Name(id='a', ctx=Load()), msg=Name(id='b', ctx=Load()))"},
      {"global a, b", "Global(names=['a', 'b'])"},
      {"nonlocal a", "Nonlocal(names=['a'])"},
  });
}

TEST(Statements, Imports) {
  expect_trees({
      {"import a, b.c as d", "Import(names=[alias(name='a'), alias(name='b.c', asname='d')])"},
      {"from a.b import c as d, e",
       "ImportFrom(module='a.b', names=[alias(name='c', asname='d'), alias(name='e')], level=0)"},
      {"from . import a", "ImportFrom(names=[alias(name='a')], level=1)"},
      {"from ...a import (b, c,)",
       "ImportFrom(module='a', names=[alias(name='b'), alias(name='c')], level=3)"},
      {"from .... import *", "ImportFrom(names=[alias(name='*')], level=4)"},
  });
}

TEST(Statements, Lines) {
  expect_trees({
      {"a; b;\nc",
       "Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load())), "
       "Expr(value=Name(id='c', ctx=Load()))"},
      {"a\\\n+ b",
       "Expr(value=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=Name(id='b', "
       "ctx=Load())))"},
      {"(a\n # comment\n)", "Expr(value=Name(id='a', ctx=Load()))"},
      {"\n\n# only\n", ""},
      {"a # comment", "Expr(value=Name(id='a', ctx=Load()))"},
  });
}

}  // namespace
}  // namespace ouro::syntax
