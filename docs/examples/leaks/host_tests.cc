// Tests of a host with GoogleTest: the listener watches all, a region a part, LifecycleTest many
// lives on many threads.
#include <gtest/gtest.h>
#include <leakcheck/testing/gtest_leaks.h>
#include <ouro/ouro.hpp>

namespace {

void live_once() {
  ouro::host::Runtime runtime;
  ouro::host::Interpreter interpreter(runtime);
  interpreter.run("import re\nwords = re.findall('[a-z]+', 'one, two')\n");
  EXPECT_EQ(interpreter.global("words").size(), 2u);
  EXPECT_TRUE(interpreter.finalize().clean());
}

TEST(Host, LivesOnce) {
  EXPECT_NO_LEAKS { live_once(); }
}

TEST(Host, ForgottenWorkIsTheReportsBusiness) {
  ouro::host::Runtime runtime;
  ouro::host::Interpreter interpreter(runtime);
  interpreter.run("cycle = []\ncycle.append(cycle)");
  EXPECT_TRUE(interpreter.finalize().clean());
}

class HostLife : public leakcheck::LifecycleTest {
 protected:
  void cycle() override { live_once(); }
};

TEST_P(HostLife, LeavesNothing) { run(); }
INSTANTIATE_TEST_SUITE_P(All, HostLife, leakcheck::lifecycle_cases({1, 10, 50}, {1, 2, 4}),
                         leakcheck::lifecycle_name);

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  live_once();  // what libraries keep from their first use
  testing::UnitTest::GetInstance()->listeners().Append(new leakcheck::LeakListener);
  return RUN_ALL_TESTS();
}
