// The table of detectors: names, look-up, merging.
#include "leakcheck/detect/detectors.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

TEST(Detectors, AreFoundByName) {
  EXPECT_EQ(find_detector("process-state"), find_detector("process_state"));
  ASSERT_NE(find_detector("census"), nullptr);
  EXPECT_EQ(find_detector("nonsense"), nullptr);
}

TEST(Detectors, MergeCountsAndKeepsOrder) {
  Finding first, second;
  first.signature = "a";
  first.bytes = 8;
  second.signature = "b";
  Finding again = first;
  again.bytes = 32;
  const Findings findings = merged({first, second, again});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].signature, "a");
  EXPECT_EQ(findings[0].occurrences, 2u);
  EXPECT_EQ(findings[0].bytes, 32u);
}

}  // namespace
}  // namespace ouro::leakcheck
