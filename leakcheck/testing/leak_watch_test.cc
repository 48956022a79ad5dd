// LeakWatch: quiet tests stay quiet, a test that leaves something behind is told what.
#include "leakcheck/testing/leak_watch.h"

#include <fcntl.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "leakcheck/testing/gtest_leaks.h"

namespace ouro::leakcheck {
namespace {

TEST(LeakWatch, IsQuietWhenNothingIsLeft) {
  LeakWatch watch;
  watch.begin();
  close(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(watch.end(), std::vector<std::string>{});
}

TEST(LeakWatch, NamesAnOpenDescriptor) {
  LeakWatch watch;
  watch.begin();
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const std::vector<std::string> lines = watch.end();
  close(file);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("/dev/null"), std::string::npos);
}

TEST(LeakWatch, TheListenerFailsATestThatLeaks) {
  GTestLeaks listener;
  const testing::TestInfo& info = *testing::UnitTest::GetInstance()->current_test_info();
  listener.OnTestStart(info);
  listener.OnTestEnd(info);
}

}  // namespace
}  // namespace ouro::leakcheck
