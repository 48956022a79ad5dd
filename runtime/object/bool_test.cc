// Bool: two ints with operators of their own.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using BoolTest = NumberTest;

TEST_F(BoolTest, IsAnInt) {
  const Shown rows[] = {
      {R"(True + True, True * 3.5, -True, ~True, True == 1, hash(False))",
       R"((2, 3.5, -1, -2, True, 0))"},
      {R"(True & False, True | False, True ^ True, True & 3, 2 | True)",
       R"((False, True, False, 1, 3))"},
      {R"(repr(True), str(False), bool.__mro__)",
       R"(('True', 'False', (<class 'bool'>, <class 'int'>, <class 'object'>)))"},
      {R"(bool([]), bool(-0.0), bool('a'), bool())", R"((False, False, True, False))"},
      {R"(bool(1, 2))", R"(TypeError: bool expected at most 1 argument, got 2)"},
      {R"(bool(x=1))", R"(TypeError: bool() takes no keyword arguments)"},
  };
  expect("", rows);
}

}  // namespace
}  // namespace ouro
