// Expressions: their trees are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Expressions, OperatorsGroupByPrecedence) {
  expect_trees({
      {"a or b and not c < d | e ^ f & g << h + i * -j ** k",
       "Expr(value=BoolOp(op=Or(), values=[Name(id='a', ctx=Load()), BoolOp(op=And(), "
       "values=[Name(id='b', ctx=Load()), UnaryOp(op=Not(), operand=Compare(left=Name(id='c', "
       "ctx=Load()), ops=[Lt()], comparators=[BinOp(left=Name(id='d', ctx=Load()), op=BitOr(), "
       "right=BinOp(left=Name(id='e', ctx=Load()), op=BitXor(), right=BinOp(left=Name(id='f', "
       "ctx=Load()), op=BitAnd(), right=BinOp(left=Name(id='g', ctx=Load()), op=LShift(), "
       "right=BinOp(left=Name(id='h', ctx=Load()), op=Add(), right=BinOp(left=Name(id='i', "
       "ctx=Load()), op=Mult(), right=UnaryOp(op=USub(), operand=BinOp(left=Name(id='j', "
       "ctx=Load()), op=Pow(), right=Name(id='k', ctx=Load())))))))))]))])]))"},
      {"a - b - c",
       "Expr(value=BinOp(left=BinOp(left=Name(id='a', ctx=Load()), op=Sub(), right=Name(id='b', "
       "ctx=Load())), op=Sub(), right=Name(id='c', ctx=Load())))"},
      {"a ** b ** c",
       "Expr(value=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), right=BinOp(left=Name(id='b', "
       "ctx=Load()), op=Pow(), right=Name(id='c', ctx=Load()))))"},
      {"-a ** -b",
       "Expr(value=UnaryOp(op=USub(), operand=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), "
       "right=UnaryOp(op=USub(), operand=Name(id='b', ctx=Load())))))"},
      {"not a == b",
       "Expr(value=UnaryOp(op=Not(), operand=Compare(left=Name(id='a', ctx=Load()), ops=[Eq()], "
       "comparators=[Name(id='b', ctx=Load())])))"},
      {"a < b in c is not d not in e is f",
       "Expr(value=Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), In(), IsNot(), NotIn(), "
       "Is()], comparators=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load()), Name(id='d', "
       "ctx=Load()), Name(id='e', ctx=Load()), Name(id='f', ctx=Load())]))"},
      {"await a ** b",
       "Expr(value=BinOp(left=Await(value=Name(id='a', ctx=Load())), op=Pow(), right=Name(id='b', "
       "ctx=Load())))"},
      {"~+-a",
       "Expr(value=UnaryOp(op=Invert(), operand=UnaryOp(op=UAdd(), operand=UnaryOp(op=USub(), "
       "operand=Name(id='a', ctx=Load())))))"},
  });
}

TEST(Expressions, ConditionalsAndLambdas) {
  expect_trees({
      {"a if b else c if d else e",
       "Expr(value=IfExp(test=Name(id='b', ctx=Load()), body=Name(id='a', ctx=Load()), "
       "orelse=IfExp(test=Name(id='d', ctx=Load()), body=Name(id='c', ctx=Load()), "
       "orelse=Name(id='e', ctx=Load()))))"},
      {"lambda: 0",
       "Expr(value=Lambda(args=arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], "
       "defaults=[]), body=Constant(value=0)))"},
      {"lambda x, /, y=1, *z, k, **kw: (x, y)",
       "Expr(value=Lambda(args=arguments(posonlyargs=[arg(arg='x')], args=[arg(arg='y')], "
       "vararg=arg(arg='z'), kwonlyargs=[arg(arg='k')], kw_defaults=[None], kwarg=arg(arg='kw'), "
       "defaults=[Constant(value=1)]), body=Tuple(elts=[Name(id='x', ctx=Load()), Name(id='y', "
       "ctx=Load())], ctx=Load())))"},
      {"lambda *, k=1: k",
       "Expr(value=Lambda(args=arguments(posonlyargs=[], args=[], kwonlyargs=[arg(arg='k')], "
       "kw_defaults=[Constant(value=1)], defaults=[]), body=Name(id='k', ctx=Load())))"},
  });
}

TEST(Expressions, Displays) {
  expect_trees({
      {"()", "Expr(value=Tuple(elts=[], ctx=Load()))"},
      {"(a,)", "Expr(value=Tuple(elts=[Name(id='a', ctx=Load())], ctx=Load()))"},
      {"(a, *b)",
       "Expr(value=Tuple(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), "
       "ctx=Load())], ctx=Load()))"},
      {"[a, *b,]",
       "Expr(value=List(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), "
       "ctx=Load())], ctx=Load()))"},
      {"{}", "Expr(value=Dict(keys=[], values=[]))"},
      {"{a: b, **c}",
       "Expr(value=Dict(keys=[Name(id='a', ctx=Load()), None], values=[Name(id='b', ctx=Load()), "
       "Name(id='c', ctx=Load())]))"},
      {"{a, *b}",
       "Expr(value=Set(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), "
       "ctx=Load())]))"},
      {"[*a]",
       "Expr(value=List(elts=[Starred(value=Name(id='a', ctx=Load()), ctx=Load())], ctx=Load()))"},
  });
}

TEST(Expressions, Comprehensions) {
  expect_trees({
      {"[a for b in c if d if e for f, *g in h]",
       "Expr(value=ListComp(elt=Name(id='a', ctx=Load()), "
       "generators=[comprehension(target=Name(id='b', ctx=Store()), iter=Name(id='c', ctx=Load()), "
       "ifs=[Name(id='d', ctx=Load()), Name(id='e', ctx=Load())], is_async=0), "
       "comprehension(target=Tuple(elts=[Name(id='f', ctx=Store()), Starred(value=Name(id='g', "
       "ctx=Store()), ctx=Store())], ctx=Store()), iter=Name(id='h', ctx=Load()), ifs=[], "
       "is_async=0)]))"},
      {"{a for b in c}",
       "Expr(value=SetComp(elt=Name(id='a', ctx=Load()), "
       "generators=[comprehension(target=Name(id='b', ctx=Store()), iter=Name(id='c', ctx=Load()), "
       "ifs=[], is_async=0)]))"},
      {"{a: b for c in d}",
       "Expr(value=DictComp(key=Name(id='a', ctx=Load()), value=Name(id='b', ctx=Load()), "
       "generators=[comprehension(target=Name(id='c', ctx=Store()), iter=Name(id='d', ctx=Load()), "
       "ifs=[], is_async=0)]))"},
      {"(a async for b in c)",
       "Expr(value=GeneratorExp(elt=Name(id='a', ctx=Load()), "
       "generators=[comprehension(target=Name(id='b', ctx=Store()), iter=Name(id='c', ctx=Load()), "
       "ifs=[], is_async=1)]))"},
      {"[a := b for c in d]",
       "Expr(value=ListComp(elt=NamedExpr(target=Name(id='a', ctx=Store()), value=Name(id='b', "
       "ctx=Load())), generators=[comprehension(target=Name(id='c', ctx=Store()), "
       "iter=Name(id='d', ctx=Load()), ifs=[], is_async=0)]))"},
  });
}

TEST(Expressions, Primaries) {
  expect_trees({
      {"a.b(c)[d]",
       "Expr(value=Subscript(value=Call(func=Attribute(value=Name(id='a', ctx=Load()), attr='b', "
       "ctx=Load()), args=[Name(id='c', ctx=Load())], keywords=[]), slice=Name(id='d', "
       "ctx=Load()), ctx=Load()))"},
      {"a[b:c, ::d, *e]",
       "Expr(value=Subscript(value=Name(id='a', ctx=Load()), "
       "slice=Tuple(elts=[Slice(lower=Name(id='b', ctx=Load()), upper=Name(id='c', ctx=Load())), "
       "Slice(step=Name(id='d', ctx=Load())), Starred(value=Name(id='e', ctx=Load()), "
       "ctx=Load())], ctx=Load()), ctx=Load()))"},
      {"a[b:=c]",
       "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=NamedExpr(target=Name(id='b', "
       "ctx=Store()), value=Name(id='c', ctx=Load())), ctx=Load()))"},
      {"a[:]", "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=Slice(), ctx=Load()))"},
      {"a(b, *c, d=e, **f)",
       "Expr(value=Call(func=Name(id='a', ctx=Load()), args=[Name(id='b', ctx=Load()), "
       "Starred(value=Name(id='c', ctx=Load()), ctx=Load())], keywords=[keyword(arg='d', "
       "value=Name(id='e', ctx=Load())), keyword(value=Name(id='f', ctx=Load()))]))"},
      {"a(b for c in d)",
       "Expr(value=Call(func=Name(id='a', ctx=Load()), args=[GeneratorExp(elt=Name(id='b', "
       "ctx=Load()), generators=[comprehension(target=Name(id='c', ctx=Store()), iter=Name(id='d', "
       "ctx=Load()), ifs=[], is_async=0)])], keywords=[]))"},
      {"a(b := c, *d, *e)",
       "Expr(value=Call(func=Name(id='a', ctx=Load()), args=[NamedExpr(target=Name(id='b', "
       "ctx=Store()), value=Name(id='c', ctx=Load())), Starred(value=Name(id='d', ctx=Load()), "
       "ctx=Load()), Starred(value=Name(id='e', ctx=Load()), ctx=Load())], keywords=[]))"},
      {"... , None, True",
       "Expr(value=Tuple(elts=[Constant(value=Ellipsis), Constant(value=None), "
       "Constant(value=True)], ctx=Load()))"},
  });
}

TEST(Expressions, YieldAndWalrus) {
  expect_trees({
      {"x = yield", "Assign(targets=[Name(id='x', ctx=Store())], value=Yield())"},
      {"yield a, b",
       "Expr(value=Yield(value=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], "
       "ctx=Load())))"},
      {"yield from a", "Expr(value=YieldFrom(value=Name(id='a', ctx=Load())))"},
      {"(a := b)",
       "Expr(value=NamedExpr(target=Name(id='a', ctx=Store()), value=Name(id='b', ctx=Load())))"},
  });
}

}  // namespace
}  // namespace ouro::syntax
