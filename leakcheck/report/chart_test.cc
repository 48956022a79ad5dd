// Charts: numbers people can read, and shapes that say what the numbers say.
#include "leakcheck/report/chart.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

TEST(Chart, ReadableNumbers) {
  EXPECT_EQ(readable_bytes(0), "0 B");
  EXPECT_EQ(readable_bytes(1234), "1.2 kB");
  EXPECT_EQ(readable_bytes(123'456'789), "123 MB");
  EXPECT_EQ(readable_time(870), "870 ns");
  EXPECT_EQ(readable_time(3'400'000), "3.4 ms");
}

TEST(Chart, GrowthIsRed) {
  EXPECT_NE(growth_chart({1, 2, 3, 4, 5}, 3).find("rising"), std::string::npos);
  EXPECT_EQ(growth_chart({1, 2, 3, 3, 3}, 3).find("rising"), std::string::npos);
}

TEST(Chart, EdgeCases) {
  EXPECT_EQ(growth_chart({}, 3), "");
  EXPECT_NE(growth_chart({7}, 3), "");
  EXPECT_EQ(stage_bar({}), "");
  EXPECT_EQ(stage_bar({{"x", 0, 1}}), "");
  EXPECT_NE(stage_bar({{"x", 10, 1}, {"y", 30, 1}}).find("y: 30 ns (75.0 %)"), std::string::npos);
}

}  // namespace
}  // namespace ouro::leakcheck
