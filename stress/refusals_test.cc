// The table of what runs while the system refuses.
#include "stress/refusals.h"

#include <set>

#include <gtest/gtest.h>

namespace ouro::stress {
namespace {

TEST(RefusalScenarios, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const RefusalScenario& scenario : refusal_scenarios()) {
    EXPECT_TRUE(names.insert(scenario.name).second) << scenario.name;
    EXPECT_EQ(find_refusal_scenario(scenario.name), &scenario);
  }
  EXPECT_GE(names.size(), 30u);
  EXPECT_EQ(find_refusal_scenario("nonsense"), nullptr);
}

}  // namespace
}  // namespace ouro::stress
