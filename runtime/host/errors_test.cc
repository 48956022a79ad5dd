// The last error in full.
#include "runtime/host/host_test_support.h"

namespace ouro {
namespace {

using Errors = HostTest;

TEST_F(Errors, AreToldInFullWhereTheStructureCutsThem) {
  ASSERT_EQ(run("def deep(n):\n  if n == 0: raise ValueError('x' * 1000 + 'end')\n  deep(n - 1)\n"),
            OURO_OK);
  ASSERT_EQ(run("try: deep(3)\nexcept ValueError as e: raise KeyError('outer') from e"),
            OURO_EXCEPTION);
  EXPECT_EQ(error_text(OURO_ERROR_TYPE), "KeyError");
  EXPECT_EQ(error_text(OURO_ERROR_MESSAGE), "'outer'");
  const std::string trace = error_text(OURO_ERROR_TRACEBACK);
  EXPECT_NE(trace.find(std::string(1000, 'x') + "end"), std::string::npos);
  EXPECT_NE(trace.find("direct cause"), std::string::npos);
  EXPECT_TRUE(trace.ends_with("KeyError: 'outer'\n"));
}

TEST_F(Errors, AreCutBetweenCharactersAndSaySo) {
  ASSERT_EQ(run("raise ValueError('\xc3\xa9' * 300)"), OURO_EXCEPTION);
  const std::string_view message = error_.message;
  EXPECT_TRUE(message.ends_with("\xc3\xa9..."));
  EXPECT_LE(message.size(), 255u);
  std::size_t length = 0;
  ASSERT_EQ(ouro_error_text(it_, OURO_ERROR_MESSAGE, nullptr, 0, &length), OURO_OK);
  EXPECT_EQ(length, 600u);
}

TEST_F(Errors, NameTheModuleOfTheirType) {
  ASSERT_EQ(run("class Own(Exception): pass\nraise Own(1)"), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "Own");
  EXPECT_EQ(error_text(OURO_ERROR_TYPE), "__main__.Own");
}

TEST_F(Errors, AreObjectsToo) {
  ASSERT_EQ(run("raise OSError(2, 'no', 'file.txt')"), OURO_EXCEPTION);
  ouro_value exception = 0, name = 0;
  ASSERT_EQ(ouro_error_value(it_, &exception), OURO_OK);
  ASSERT_EQ(ouro_get_attribute(it_, exception, "filename", &name, &error_), OURO_OK);
  EXPECT_EQ(take_text(name), "file.txt");
  release(exception);
}

TEST_F(Errors, AreKeptUntilTheNextOneOrUntilCleared) {
  EXPECT_EQ(ouro_clear_error(it_), OURO_REFUSED);
  EXPECT_EQ(error_text(OURO_ERROR_TYPE), "<none>");
  ASSERT_EQ(run("1 / 0"), OURO_EXCEPTION);
  ASSERT_EQ(run("pass"), OURO_OK);
  EXPECT_EQ(error_text(OURO_ERROR_TYPE), "ZeroDivisionError");
  ASSERT_EQ(run("missing"), OURO_EXCEPTION);
  EXPECT_EQ(error_text(OURO_ERROR_TYPE), "NameError");
  EXPECT_EQ(ouro_clear_error(it_), OURO_OK);
  EXPECT_EQ(error_text(OURO_ERROR_TYPE), "<none>");
}

TEST_F(Errors, EndBeforeFinalizeBeginsWithWhatTheyHold) {
  ASSERT_EQ(run("log = []\nimport atexit\natexit.register(lambda: print(log, end=''))\n"
                "class Noisy:\n  def __del__(self): log.append('gone')\n"
                "def fail():\n  local = Noisy()\n  1 / 0\nfail()"),
            OURO_EXCEPTION);
  testing::internal::CaptureStdout();
  finalize();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "['gone']");
}

TEST_F(Errors, ArePrintedAsUncaught) {
  ASSERT_EQ(run("1 / 0"), OURO_EXCEPTION);
  testing::internal::CaptureStderr();
  ouro_print_traceback(it_);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "Traceback (most recent call last):\n  File \"<test>\", line 1, in <module>\n"
            "ZeroDivisionError: division by zero\n");
}

TEST_F(Errors, OfImportsAreErrorsLikeOthers) {
  ouro_value module = 0;
  ASSERT_EQ(ouro_import(it_, "math", &module, &error_), OURO_OK);
  release(module);
  EXPECT_EQ(ouro_import(it_, "no_such_module", &module, &error_), OURO_EXCEPTION);
  EXPECT_STREQ(error_.type, "ModuleNotFoundError");
}

}  // namespace
}  // namespace ouro
