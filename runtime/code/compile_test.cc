// Compile: the errors of the compiler's passes, and that it survives refusal and depth.
#include "runtime/code/code_test_support.h"

#include <fstream>
#include <sstream>

namespace ouro {
namespace {

// Blocks of testdata/compile_errors.txt: a program, then "=> " and what Python 3.11 says to it.
TEST_F(CodeTest, ErrorsAreThoseOfPython) {
  std::ifstream file(OURO_SOURCE_DIR "/runtime/code/testdata/compile_errors.txt");
  ASSERT_TRUE(file.good());
  std::string source;
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("=> ")) {
      source += line + "\n";
      continue;
    }
    EXPECT_EQ(error_of(source), line.substr(3)) << source;
    source.clear();
    ++count;
  }
  EXPECT_GT(count, 100u);
}

TEST_F(CodeTest, AnErrorShowsItsLineUnlessTheNameIsInBrackets) {
  const auto text_of_error = [this](std::string_view filename) {
    Ref<Str> name = text(filename);
    EXPECT_FALSE(compile(thread(), "x = 1\nbreak\n", name).ok());
    Ref<Exception> error(take_pending(thread()));
    return show(static_cast<SyntaxErrorException*>(error.get())->text);
  };
  EXPECT_EQ(text_of_error("<string>"), "None");
  EXPECT_EQ(text_of_error("a.py"), "'break\\n'");
}

class RefusalTest : public CodeTest {
 protected:
  // Refuses `refused` allocations after the first, the second ... until it compiles in the end.
  bool survives(std::string_view source, std::size_t refused) {
    Ref<Str> filename = text("<test>");
    for (std::size_t allowed = 0; allowed < 5000; ++allowed) {
      memory().refuse_after(allowed, refused);
      const Result<Code*> code = compile(thread(), source, filename);
      memory().refuse_after(Memory::kNever);
      if (code.ok()) {
        release(code.value());
        return thread().pending == nullptr;
      }
      EXPECT_EQ(pending_name(), "MemoryError") << allowed;
    }
    return false;
  }
};

TEST_F(RefusalTest, RefusedMemoryIsAMemoryErrorWhereverItHappens) {
  constexpr std::string_view kSource =
      "import a.b as c\n"
      "def f(x, *y, k=1, **z) -> int:\n"
      "  'doc'\n"
      "  try:\n"
      "    with x as q: return [i + 'a' for i in y if i] + {1: 2, **z}\n"
      "  except (A, B) as e: raise e from None\n"
      "  finally: print(f'{x!r:>{k}}', (lambda: x)())\n"
      "class C(D, m=1):\n"
      "  __a: int = -(1 + 2)\n"
      "  def g(self): return super().g, self.__a\n"
      "match f:\n"
      "  case [1, *r] | {'a': r}: pass\n";
  EXPECT_TRUE(survives(kSource, Memory::kNever));
}

TEST_F(RefusalTest, OneRefusalIsEnough) {
  EXPECT_TRUE(survives("class C:\n  def f(self, __x): __x += 1; return __x, [__x]\n", 1));
}

std::string repeated(std::string_view part, int times) {
  std::string all;
  for (int time = 0; time < times; ++time) all += part;
  return all;
}

TEST_F(CodeTest, DepthIsARecursionErrorAtWorst) {
  for (const auto& source : {"x = " + repeated("-", 100000) + "1", "x = a" + repeated("()", 100000),
                             "x = a" + repeated("+a", 100000), "x = a" + repeated(".b", 100000)}) {
    const std::string result = error_of(source);
    EXPECT_TRUE(result == "ok" || result == "RecursionError" || result == "MemoryError") << result;
  }
}

TEST_F(CodeTest, LongProgramsAreNoProblem) {
  EXPECT_EQ(error_of(repeated("x = 1\n", 50000)), "ok");
  EXPECT_EQ(error_of("if a: pass\n" + repeated("elif b: pass\n", 3000)), "ok");
  EXPECT_EQ(error_of("x = [" + repeated("a,", 50000) + "]"), "ok");
  EXPECT_EQ(error_of("x = f'" + repeated("{a}b", 3000) + "'"), "ok");
}

TEST_F(CodeTest, ModesAreThoseOfCompile) {
  const CompileOptions eval{.mode = CompileMode::kEval};
  const CompileOptions single{.mode = CompileMode::kSingle};
  EXPECT_EQ(listing(compile_text("a + 1", eval)),
            "1    0    LoadName            %0, a\n"
            "     3    BinaryAdd           %0, %0, 1\n"
            "     5    Return              %0\n");
  EXPECT_EQ(listing(compile_text("a\n", single)),
            "1    0    LoadName            %0, a\n"
            "     3    PrintExpression     %0\n"
            "     4    Return              None\n");
}

TEST_F(CodeTest, OptimisationDropsAssertionsAndDocstrings) {
  const CompileOptions one{.optimize = 1};
  EXPECT_EQ(listing(compile_text("assert x\n", one)), "     0    Return              None\n");
  const CompileOptions two{.optimize = 2};
  Ref<Code> code = compile_text("def f():\n  'doc'\n", two);
  EXPECT_EQ(shown_attribute(inner(code), "co_consts"), "(None,)");
}

TEST_F(CodeTest, WarningsOfTheCompilerCanBeErrors) {
  run("import warnings\nwarnings.simplefilter('error')\n");
  EXPECT_EQ(error_of("x = 1 is 2\n"),
            "SyntaxError: \"is\" with a literal. Did you mean \"==\"? (1:5-1:11)");
  EXPECT_EQ(error_of("assert (x, 'y')\n"),
            "SyntaxError: assertion is always true, perhaps remove parentheses? (1:1-1:16)");
  EXPECT_EQ(error_of("x = [(1, 2) (3, 4)]\n"),
            "SyntaxError: 'tuple' object is not callable; perhaps you missed a comma? (1:6-1:19)");
}

}  // namespace
}  // namespace ouro
