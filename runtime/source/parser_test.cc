// Parser: modes, options, warnings, and what happens when memory or the stack ends.
#include "runtime/source/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/component/memory.h"
#include "runtime/source/syntax_dump_test_support.h"

namespace ouro::syntax {
namespace {

class ParserTest : public testing::Test {
 protected:
  ~ParserTest() override {
    arena_.tear_down();
    memory_.give_back();
  }

  Memory memory_;
  Arena arena_{memory_};
  ParseOptions options_;
};

TEST_F(ParserTest, Modes) {
  EXPECT_EQ(parse_to_text("1, 2\n", ParseMode::kEval),
            "Expression(body=Tuple(elts=[Constant(value=1), Constant(value=2)], ctx=Load()))");
  EXPECT_EQ(parse_to_text("a; b", ParseMode::kSingle),
            "Interactive(body=[Expr(value=Name(id='a', ctx=Load())), "
            "Expr(value=Name(id='b', ctx=Load()))])");
  EXPECT_EQ(parse_to_text("a\nb", ParseMode::kSingle),
            "SyntaxError 1:2-1:2 multiple statements found while compiling a single statement");
  EXPECT_EQ(parse_to_text("if a:\n  b", ParseMode::kSingle),
            "Interactive(body=[If(test=Name(id='a', ctx=Load()), "
            "body=[Expr(value=Name(id='b', ctx=Load()))], orelse=[])])");
  EXPECT_EQ(parse_to_text("a = 1", ParseMode::kEval), "SyntaxError 1:3-1:4 invalid syntax");
  EXPECT_EQ(parse_to_text("", ParseMode::kEval), "SyntaxError 0:0-0:0 invalid syntax");
}

TEST_F(ParserTest, Positions) {
  const ParseResult result = parse(arena_, "a = (\u00e9 +\n  f'{b}')\n", options_);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(dump(result.tree, true),
            "Module(body=[Assign(targets=[Name(id='a', ctx=Store(), lineno=1, col_offset=0, "
            "end_lineno=1, end_col_offset=1)], value=BinOp(left=Name(id='\u00e9', ctx=Load(), "
            "lineno=1, col_offset=5, end_lineno=1, end_col_offset=7), op=Add(), "
            "right=JoinedStr(values=[FormattedValue(value=Name(id='b', ctx=Load(), lineno=2, "
            "col_offset=5, end_lineno=2, end_col_offset=6), conversion=-1, lineno=2, col_offset=2, "
            "end_lineno=2, end_col_offset=8)], lineno=2, col_offset=2, end_lineno=2, "
            "end_col_offset=8), lineno=1, col_offset=5, end_lineno=2, end_col_offset=8), lineno=1, "
            "col_offset=0, end_lineno=2, end_col_offset=9)], type_ignores=[])");
}

TEST_F(ParserTest, WarnsOnceInOrder) {
  const ParseResult result = parse(arena_, "with ('\\d'): 1if 2 else 3\n", options_);
  ASSERT_TRUE(result.ok());
  ASSERT_NE(result.warnings, nullptr);
  EXPECT_EQ(result.warnings->message, "invalid escape sequence '\\d'");
  EXPECT_EQ(result.warnings->kind, WarningKind::kDeprecationWarning);
  ASSERT_NE(result.warnings->next, nullptr);
  EXPECT_EQ(result.warnings->next->message, "invalid decimal literal");
  EXPECT_EQ(result.warnings->next->kind, WarningKind::kSyntaxWarning);
  EXPECT_EQ(result.warnings->next->next, nullptr);
}

TEST_F(ParserTest, OnlyTreeLeavesRepeatedKeywords) {
  EXPECT_FALSE(parse(arena_, "f(a=1, a=2)", options_).ok());
  options_.only_tree = true;
  EXPECT_TRUE(parse(arena_, "f(a=1, a=2)", options_).ok());
}

TEST_F(ParserTest, IncompleteInput) {
  options_.mode = ParseMode::kSingle;
  options_.allow_incomplete_input = true;
  options_.dont_imply_dedent = true;
  for (const char* source : {"if a:", "if a:\n  b", "f(", "'''a", "a +\\\n"}) {
    EXPECT_EQ(parse(arena_, source, options_).failure.message, "incomplete input") << source;
  }
  EXPECT_EQ(parse(arena_, "a b\n", options_).failure.message, "invalid syntax");
}

TEST_F(ParserTest, DeepNestingIsAFailure) {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  options_.stack_limit = here - 100 * 1024;
  for (const char* unit : {"-", "not ", "lambda: ", "1 if 2 else ", "2 ** "}) {
    std::string source;
    for (int count = 0; count < 5000; ++count) source += unit;
    const ParseResult result = parse(arena_, source + "1", options_);
    EXPECT_EQ(result.failure.kind, FailureKind::kRecursionError) << unit;
  }
}

// Long, but not deep: the text of a mistake must not take the time of its square.
TEST_F(ParserTest, LongSourcesWithAMistakeAreQuick) {
  std::string source;
  for (int count = 0; count < 20000; ++count) source += "a = [b, (c, d), {e: f}]\n";
  EXPECT_EQ(parse(arena_, source + "a b\n", options_).failure.line, 20001);
  const std::string nested = std::string(199, '(') + "a b" + std::string(199, ')');
  EXPECT_EQ(parse(arena_, nested, options_).failure.message,
            "invalid syntax. Perhaps you forgot a comma?");
}

// Every allocation of a parse fails once, and then all from there on; nothing else may happen.
void expect_memory_failures(const char* source, std::size_t refused) {
  for (std::size_t allowed = 0;; ++allowed) {
    Memory memory;
    memory.configure(HeapMode::kMalloc, nullptr);
    bool failed = false;
    {
      Arena arena(memory);
      memory.refuse_after(allowed, refused);
      const ParseResult result = parse(arena, source, {});
      failed = !result.ok() && result.failure.kind == FailureKind::kOutOfMemory;
      memory.refuse_after(Memory::kNever);
    }
    EXPECT_TRUE(memory.live().empty());
    memory.give_back();
    if (!failed) return;
  }
}

TEST_F(ParserTest, MemoryMayBeRefusedAnywhere) {
  std::string large;
  for (int count = 0; count < 300; ++count) {
    large +=
        "def f(a, b=1, *c, d, **e): return [x for x in f'{a!r:>{b}}' '\\x41' if {1: 2, **e}]\n";
  }
  const std::string wrong = large + "f(a b)\n";
  for (const std::size_t refused : {std::size_t{1}, Memory::kNever}) {
    expect_memory_failures("a = 1\n", refused);
    expect_memory_failures(large.c_str(), refused);
    expect_memory_failures(wrong.c_str(), refused);
  }
}

}  // namespace
}  // namespace ouro::syntax
