// Match statements: their trees are those of python3.11.
#include <gtest/gtest.h>

#include "runtime/source/syntax_cases_test_support.h"

namespace ouro::syntax {
namespace {

TEST(Patterns, Values) {
  expect_trees({
      {"match a:\n case 1 | -2.5 | 3 + 4j | -5 - 6j: b",
       "Match(subject=Name(id='a', ctx=Load()), "
       "cases=[match_case(pattern=MatchOr(patterns=[MatchValue(value=Constant(value=1)), "
       "MatchValue(value=UnaryOp(op=USub(), operand=Constant(value=2.5))), "
       "MatchValue(value=BinOp(left=Constant(value=3), op=Add(), right=Constant(value=4j))), "
       "MatchValue(value=BinOp(left=UnaryOp(op=USub(), operand=Constant(value=5)), op=Sub(), "
       "right=Constant(value=6j)))]), body=[Expr(value=Name(id='b', ctx=Load()))])])"},
      {"match a:\n case 'b' 'c' | None | True: d\n case e.f: g",
       "Match(subject=Name(id='a', ctx=Load()), "
       "cases=[match_case(pattern=MatchOr(patterns=[MatchValue(value=Constant(value='bc')), "
       "MatchSingleton(value=None), MatchSingleton(value=True)]), body=[Expr(value=Name(id='d', "
       "ctx=Load()))]), match_case(pattern=MatchValue(value=Attribute(value=Name(id='e', "
       "ctx=Load()), attr='f', ctx=Load())), body=[Expr(value=Name(id='g', ctx=Load()))])])"},
  });
}

TEST(Patterns, Captures) {
  expect_trees({
      {"match a:\n case b if c: d\n case _: e",
       "Match(subject=Name(id='a', ctx=Load()), cases=[match_case(pattern=MatchAs(name='b'), "
       "guard=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', ctx=Load()))]), "
       "match_case(pattern=MatchAs(), body=[Expr(value=Name(id='e', ctx=Load()))])])"},
      {"match a:\n case (b | c) as d: e",
       "Match(subject=Name(id='a', ctx=Load()), "
       "cases=[match_case(pattern=MatchAs(pattern=MatchOr(patterns=[MatchAs(name='b'), "
       "MatchAs(name='c')]), name='d'), body=[Expr(value=Name(id='e', ctx=Load()))])])"},
  });
}

TEST(Patterns, Sequences) {
  expect_trees({
      {"match a, *b:\n case c, *_: d\n case [*e, f]: g\n case (): h\n case (i,): j\n case (k): l",
       "Match(subject=Tuple(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', "
       "ctx=Load()), ctx=Load())], ctx=Load()), "
       "cases=[match_case(pattern=MatchSequence(patterns=[MatchAs(name='c'), MatchStar()]), "
       "body=[Expr(value=Name(id='d', ctx=Load()))]), "
       "match_case(pattern=MatchSequence(patterns=[MatchStar(name='e'), MatchAs(name='f')]), "
       "body=[Expr(value=Name(id='g', ctx=Load()))]), "
       "match_case(pattern=MatchSequence(patterns=[]), body=[Expr(value=Name(id='h', "
       "ctx=Load()))]), match_case(pattern=MatchSequence(patterns=[MatchAs(name='i')]), "
       "body=[Expr(value=Name(id='j', ctx=Load()))]), match_case(pattern=MatchAs(name='k'), "
       "body=[Expr(value=Name(id='l', ctx=Load()))])])"},
  });
}

TEST(Patterns, MappingsAndClasses) {
  expect_trees({
      {"match a:\n case {'b': c, d.e: f, **g}: h\n case {}: i",
       "Match(subject=Name(id='a', ctx=Load()), "
       "cases=[match_case(pattern=MatchMapping(keys=[Constant(value='b'), "
       "Attribute(value=Name(id='d', ctx=Load()), attr='e', ctx=Load())], "
       "patterns=[MatchAs(name='c'), MatchAs(name='f')], rest='g'), body=[Expr(value=Name(id='h', "
       "ctx=Load()))]), match_case(pattern=MatchMapping(keys=[], patterns=[]), "
       "body=[Expr(value=Name(id='i', ctx=Load()))])])"},
      {"match a:\n case B(): c\n case B.C(d, e=f,): g",
       "Match(subject=Name(id='a', ctx=Load()), "
       "cases=[match_case(pattern=MatchClass(cls=Name(id='B', ctx=Load()), patterns=[], "
       "kwd_attrs=[], kwd_patterns=[]), body=[Expr(value=Name(id='c', ctx=Load()))]), "
       "match_case(pattern=MatchClass(cls=Attribute(value=Name(id='B', ctx=Load()), attr='C', "
       "ctx=Load()), patterns=[MatchAs(name='d')], kwd_attrs=['e'], "
       "kwd_patterns=[MatchAs(name='f')]), body=[Expr(value=Name(id='g', ctx=Load()))])])"},
  });
}

TEST(Patterns, SoftKeywordsAreNames) {
  expect_trees({
      {"match = case = _ = 1",
       "Assign(targets=[Name(id='match', ctx=Store()), Name(id='case', ctx=Store()), Name(id='_', "
       "ctx=Store())], value=Constant(value=1))"},
      {"match(a)\nmatch[b]\nmatch.c\nmatch * d\nmatch -e",
       "Expr(value=Call(func=Name(id='match', ctx=Load()), args=[Name(id='a', ctx=Load())], "
       "keywords=[])), Expr(value=Subscript(value=Name(id='match', ctx=Load()), slice=Name(id='b', "
       "ctx=Load()), ctx=Load())), Expr(value=Attribute(value=Name(id='match', ctx=Load()), "
       "attr='c', ctx=Load())), Expr(value=BinOp(left=Name(id='match', ctx=Load()), op=Mult(), "
       "right=Name(id='d', ctx=Load()))), Expr(value=BinOp(left=Name(id='match', ctx=Load()), "
       "op=Sub(), right=Name(id='e', ctx=Load())))"},
      {"match (a, b):\n case c: d",
       "Match(subject=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], "
       "ctx=Load()), cases=[match_case(pattern=MatchAs(name='c'), body=[Expr(value=Name(id='d', "
       "ctx=Load()))])])"},
      {"match: int = 1",
       "AnnAssign(target=Name(id='match', ctx=Store()), annotation=Name(id='int', ctx=Load()), "
       "value=Constant(value=1), simple=1)"},
      {"print(match, case)",
       "Expr(value=Call(func=Name(id='print', ctx=Load()), args=[Name(id='match', ctx=Load()), "
       "Name(id='case', ctx=Load())], keywords=[]))"},
      {"match not in a",
       "Expr(value=Compare(left=Name(id='match', ctx=Load()), ops=[NotIn()], "
       "comparators=[Name(id='a', ctx=Load())]))"},
  });
}

}  // namespace
}  // namespace ouro::syntax
