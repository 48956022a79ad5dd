// What the compiler emits for small programs: few instructions, in this order.
#include "runtime/code/code_test_support.h"

namespace ouro {
namespace {

TEST_F(CodeTest, LocalsAreOperands) {
  EXPECT_EQ(block_listing("def f(a, b):\n  c = a + b * 2\n  return c\n"),
            "2    0    BinaryMultiply      %0, b, 2\n"
            "     2    BinaryAdd           c, a, %0\n"
            "3    4    Return              c\n");
}

TEST_F(CodeTest, ALoopTestsAtItsBottom) {
  EXPECT_EQ(block_listing("def f(n):\n  while n > 0:\n    n -= 1\n"),
            "2    0    Jump                -> 3\n"
            "3    1    InplaceSubtract     n, n, 1\n"
            "2    3    CompareJump         260, n, 0, -> 1\n"
            "     5    Return              None\n");
}

TEST_F(CodeTest, AForLoopIsOneInstructionARound) {
  EXPECT_EQ(block_listing("def f(x):\n  for i in x:\n    g(i)\n"),
            "2    0    GetIterator         %0, x\n"
            "     1    Jump                -> 10\n"
            "3    2    LoadGlobal          %1, g\n"
            "     5    Move                %3, i\n"
            "     6    Call                %1, %1, 1\n"
            "     9    Drop                %1\n"
            "2    10   ForIter             i, %0, -> 2\n"
            "     12   Return              None\n");
}

TEST_F(CodeTest, ConditionsJumpWithoutMakingABool) {
  EXPECT_EQ(block_listing("def f(a, b):\n  if a < 1 and not b: return 2\n"),
            "2    0    CompareJump         0, a, 1, -> 4\n"
            "     2    JumpIfTrue          b, -> 4\n"
            "     3    Return              2\n"
            "     4    Return              None\n");
}

TEST_F(CodeTest, AMethodCallBindsNothing) {
  EXPECT_EQ(block_listing("def f(self, x):\n  self.items.append(x)\n"),
            "2    0    GetAttribute        %0, self, items\n"
            "     3    LoadMethod          %0, %0, append\n"
            "     6    Move                %2, x\n"
            "     7    Call                %0, %0, 1\n"
            "     10   Drop                %0\n"
            "     11   Return              None\n");
}

TEST_F(CodeTest, ArgumentsThatCannotFailMoveInPairs) {
  EXPECT_EQ(block_listing("def f(a, b):\n  return g(a, b, 1)\n"),
            "2    0    LoadGlobal          %0, g\n"
            "     3    MovePair            %2, a, b\n"
            "     4    Move                %4, 1\n"
            "     5    Call                %0, %0, 3\n"
            "     8    Return              %0\n");
}

TEST_F(CodeTest, ASwapNeedsNoTuple) {
  EXPECT_EQ(block_listing("def f(a, b):\n  a, b = b, a + b\n"),
            "2    0    Move                %0, b\n"
            "     1    BinaryAdd           b, a, b\n"
            "     3    Move                a, %0\n"
            "     4    Return              None\n");
}

TEST_F(CodeTest, UnpackingGoesStraightToLocals) {
  EXPECT_EQ(block_listing("def f(x):\n  for k, v in x: pass\n"),
            "2    0    GetIterator         %0, x\n"
            "     1    Jump                -> 4\n"
            "     2    UnpackSequence      k, %1, 2\n"
            "     4    ForIter             %1, %0, -> 2\n"
            "     6    Return              None\n");
}

TEST_F(CodeTest, ALocalThatMayChangeIsCopiedFirst) {
  EXPECT_EQ(block_listing("def f(x):\n  return x + (x := 2)\n"),
            "2    0    Move                %0, x\n"
            "     1    Move                x, 2\n"
            "     2    BinaryAdd           %0, %0, x\n"
            "     4    Return              %0\n");
}

TEST_F(CodeTest, ALocalThatMayBeUnboundFailsInOrder) {
  EXPECT_EQ(block_listing("def f():\n  x + g()\n  x = 1\n"),
            "2    0    Move                %0, x\n"
            "     1    LoadGlobal          %1, g\n"
            "     4    Call                %1, %1, 0\n"
            "     7    BinaryAdd           %0, %0, %1\n"
            "     9    Drop                %0\n"
            "3    10   Move                x, 1\n"
            "     11   Return              None\n");
}

TEST_F(CodeTest, AHandlerKnowsWhatWasHandledBefore) {
  EXPECT_EQ(block_listing("def f():\n  try:\n    g()\n  except E as e:\n    h(e)\n"),
            "3    0    LoadGlobal          %0, g\n"
            "     3    Call                %0, %0, 0\n"
            "     6    Drop                %0\n"
            "     7    Jump                -> 34\n"
            "     8    PushHandled         %1, %0\n"
            "4    9    LoadGlobal          %2, E\n"
            "     12   MatchException      %0, %2, -> 31\n"
            "     14   Copy                e, %0\n"
            "5    15   LoadGlobal          %2, h\n"
            "     18   Move                %4, e\n"
            "     19   Call                %2, %2, 1\n"
            "     22   Drop                %2\n"
            "     23   PopHandled          %1\n"
            "     24   Drop                %0\n"
            "     25   Move                e, None\n"
            "     26   DeleteLocal         e\n"
            "     27   Jump                -> 34\n"
            "     28   Move                e, None\n"
            "     29   DeleteLocal         e\n"
            "     30   Reraise             %2\n"
            "     31   Reraise             %0\n"
            "     32   PopHandled          %1\n"
            "     33   Reraise             %2\n"
            "     34   Return              None\n"
            "handler 0..7 -> 8 %0\n"
            "handler 9..15 -> 32 %2\n"
            "handler 15..23 -> 28 %2\n"
            "handler 28..32 -> 32 %2\n");
}

TEST_F(CodeTest, DeadCodeIsNotEmitted) {
  EXPECT_EQ(block_listing("def f():\n  if 0:\n    g()\n  return 1\n  h()\n"),
            "4    0    Return              1\n");
}

TEST_F(CodeTest, ClassBodiesUseTheirNamespace) {
  EXPECT_EQ(block_listing("class C:\n  x = 1\n  y = x\n"),
            "1    0    LoadName            %0, __name__\n"
            "     3    StoreName           %0, __module__\n"
            "     5    StoreName           'C', __qualname__\n"
            "2    7    StoreName           1, x\n"
            "3    9    LoadName            %0, x\n"
            "     12   StoreName           %0, y\n"
            "     14   Return              None\n");
}

}  // namespace
}  // namespace ouro
