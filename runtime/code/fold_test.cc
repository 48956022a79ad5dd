// Folding: what is computed at compile time, and what is left for run time.
#include "runtime/code/fold.h"

#include "runtime/code/code_test_support.h"

namespace ouro {
namespace {

class FoldTest : public CodeTest {
 protected:
  // The repr of what an expression folds to; "" when something is left to do.
  std::string folded(std::string_view source) {
    Ref<Code> code = compile_text(source, {.mode = CompileMode::kEval});
    if (!code) return pending_name();
    const Instruction& first = code->words[0].instruction;
    if (first.operation() != Operation::kReturn || !is_constant(first.a)) return "";
    return show((*code->constants)[constant_of(first.a)]);
  }
};

TEST_F(FoldTest, Arithmetic) {
  EXPECT_EQ(folded("1 + 2 * 3"), "7");
  EXPECT_EQ(folded("-1"), "-1");
  EXPECT_EQ(folded("~5 ^ 3"), "-7");
  EXPECT_EQ(folded("2 ** 10 // 3 % 7"), "5");
  EXPECT_EQ(folded("1 - 2j"), "(1-2j)");
  EXPECT_EQ(folded("'a' + 'b' * 3"), "'abbb'");
  EXPECT_EQ(folded("not 1"), "False");
  EXPECT_EQ(folded("(1, (2, 'x'))[1][1]"), "'x'");
  EXPECT_EQ(folded("(1, 2) + (3,)"), "(1, 2, 3)");
}

TEST_F(FoldTest, NothingThatFailsOrGrows) {
  EXPECT_EQ(folded("1 / 0"), "");
  EXPECT_EQ(folded("1 << 1000"), "");
  EXPECT_EQ(folded("2 ** 1000"), "");
  EXPECT_EQ(folded("'x' * 5000"), "");
  EXPECT_EQ(folded("(0,) * 300"), "");
  EXPECT_EQ(folded("((0,) * 100,) * 100"), "");
  EXPECT_EQ(folded("'%s' % 1"), "");
  EXPECT_EQ(folded("(1, 2)[5]"), "");
  EXPECT_EQ(folded("1 + 'a'"), "");
}

TEST_F(FoldTest, EqualNumbersOfDifferentKindsStayApart) {
  Ref<Code> code = compile_text("(1, 1.0, True, 0.0, -0.0, 'a', b'a', (1,), (1.0,))[x]\n");
  EXPECT_EQ(show(code->constants), "((1, 1.0, True, 0.0, -0.0, 'a', b'a', (1,), (1.0,)), None)");
  Ref<Code> separate = compile_text("f(0.0, -0.0, 1, 1.0, True)\n");
  EXPECT_EQ(show(separate->constants), "(0.0, -0.0, 1, 1.0, True, None)");
}

TEST_F(FoldTest, MembershipTestsUseConstants) {
  EXPECT_EQ(module_listing("x in [1, 2]\n"),
            "1    0    LoadName            %0, x\n"
            "     3    In                  %0, %0, (1, 2)\n"
            "     5    Drop                %0\n"
            "     6    Return              None\n");
  EXPECT_EQ(module_listing("x not in {1}\n"),
            "1    0    LoadName            %0, x\n"
            "     3    NotIn               %0, %0, frozenset({1})\n"
            "     5    Drop                %0\n"
            "     6    Return              None\n");
}

}  // namespace
}  // namespace ouro
