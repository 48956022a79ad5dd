// Code objects: what programs see of them, positions, handlers.
#include "runtime/code/code_test_support.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

TEST_F(CodeTest, AttributesAreThoseOfPython) {
  Ref<Code> module = compile_text(
      "def outer(a):\n"
      "  def f(x, /, y, *args, z=1, **kw):\n"
      "    'doc'\n"
      "    n = x + a\n"
      "    return lambda: n + y\n"
      "  return f\n");
  Code* outer = inner(module);
  Code* f = inner(outer);
  EXPECT_EQ(shown_attribute(f, "co_name"), "'f'");
  EXPECT_EQ(shown_attribute(f, "co_qualname"), "'outer.<locals>.f'");
  EXPECT_EQ(shown_attribute(f, "co_argcount"), "2");
  EXPECT_EQ(shown_attribute(f, "co_posonlyargcount"), "1");
  EXPECT_EQ(shown_attribute(f, "co_kwonlyargcount"), "1");
  EXPECT_EQ(shown_attribute(f, "co_varnames"), "('x', 'y', 'z', 'args', 'kw')");
  EXPECT_EQ(shown_attribute(f, "co_cellvars"), "('y', 'n')");
  EXPECT_EQ(shown_attribute(f, "co_freevars"), "('a',)");
  EXPECT_EQ(shown_attribute(f, "co_nlocals"), "5");
  EXPECT_EQ(shown_attribute(f, "co_flags"), "31");
  EXPECT_EQ(shown_attribute(f, "co_firstlineno"), "2");
  EXPECT_EQ(shown_attribute(f, "co_filename"), "'<test>'");
  EXPECT_EQ(shown_attribute(outer, "co_cellvars"), "('a',)");
  EXPECT_EQ(shown_attribute(outer, "co_varnames"), "('a', 'f')");
}

TEST_F(CodeTest, FlagsNameTheKindOfFunction) {
  const auto flags = [this](std::string_view source) {
    Ref<Code> code = compile_text(source);
    return inner(code)->flags;
  };
  EXPECT_EQ(flags("def f(): yield\n"), 0x23u);
  EXPECT_EQ(flags("async def f(): pass\n"), 0x83u);
  EXPECT_EQ(flags("async def f(): yield\n"), 0x203u);
  EXPECT_EQ(flags("(x for x in y)\n"), 0x23u);
  EXPECT_EQ(flags("class C: pass\n"), 0u);
  EXPECT_EQ(flags("from __future__ import annotations\nclass C: pass\n"),
            code_flag::kFutureAnnotations);
}

TEST_F(CodeTest, PositionsComeBackAsTheyWere) {
  Ref<Code> code = compile_text("a = (b +\n     c)\n\n\n\nd.e(f)\n");
  PositionCursor cursor(code);
  ASSERT_TRUE(cursor.next());
  EXPECT_EQ(cursor.position(), (CodePosition{1, 1, 5, 6}));
  ASSERT_TRUE(cursor.next());
  EXPECT_EQ(cursor.position(), (CodePosition{2, 2, 5, 6}));
  ASSERT_TRUE(cursor.next());
  EXPECT_EQ(cursor.position(), (CodePosition{1, 2, 5, 6}));
  EXPECT_EQ(position_at(code, cursor.start() + 1), cursor.position());
  CodePosition last;
  while (cursor.next()) {
    if (cursor.position().line > 0) last = cursor.position();
  }
  EXPECT_EQ(last, (CodePosition{6, 6, 0, 6}));
  EXPECT_EQ(cursor.end(), code->word_count);
}

TEST_F(CodeTest, LongRunsOfOnePositionAreCounted) {
  std::string source = "x = [";
  for (int count = 0; count < 1000; ++count) source += "a,";
  Ref<Code> code = compile_text(source + "]\n");
  PositionCursor cursor(code);
  std::size_t instructions = 0;
  while (cursor.next()) {
    EXPECT_LE(cursor.position().line, 1);
    ++instructions;
  }
  EXPECT_GT(instructions, 1900u);
}

TEST_F(CodeTest, HandlersAreFoundByPlace) {
  Ref<Code> code = compile_text("a()\ntry: b()\nfinally: c()\n");
  ASSERT_GT(code->handler_count, 0u);
  const HandlerRange& first = code->handlers[0];
  EXPECT_EQ(find_handler(code, first.start), &first);
  EXPECT_EQ(find_handler(code, first.end - 1), &first);
  EXPECT_EQ(find_handler(code, 0), nullptr);
  EXPECT_EQ(find_handler(code, code->word_count - 1), nullptr);
}

TEST_F(CodeTest, EqualCodeIsEqual) {
  Ref<Code> one = compile_text("def f(a): return a + 1\n");
  Ref<Code> same = compile_text("def f(a): return a + 1\n");
  Ref<Code> other = compile_text("def f(a): return a + 1.0\n");
  EXPECT_TRUE(must(equal(thread(), one, same)));
  EXPECT_FALSE(must(equal(thread(), one, other)));
  EXPECT_EQ(must(hash(thread(), one)), must(hash(thread(), same)));
}

TEST_F(CodeTest, ReplaceMakesAChangedCopy) {
  run("def f(): return 1\n"
      "c = f.__code__.replace(co_name='g', co_firstlineno=10)\n"
      "assert (c.co_name, c.co_firstlineno) == ('g', 10)\n"
      "assert [l for _, _, l in c.co_lines()] == [10]\n"
      "assert f.__code__.co_name == 'f' and f.__code__ == f.__code__.replace()\n"
      "assert eval(f.__code__.replace(co_consts=(None, 2))) == 2\n"
      "try: f.__code__.replace(co_argcount=3)\n"
      "except ValueError: pass\n"
      "else: assert False\n");
}

TEST_F(CodeTest, LinesAndPositionsAreIterable) {
  run("c = compile('x = 1\\ny = 2\\n', 'f', 'exec')\n"
      "assert [line for _, _, line in c.co_lines()][:2] == [1, 2]\n"
      "starts = [start for start, _, _ in c.co_lines()]\n"
      "assert list(c.co_positions())[starts[1] // 2] == (2, 2, 0, 1)\n");
}

}  // namespace
}  // namespace ouro
