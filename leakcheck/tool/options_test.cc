// Options: names, paths, and errors.
#include "leakcheck/tool/options.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "leakcheck/tool/commands.h"

namespace ouro::leakcheck {
namespace {

TEST(Options, ListsAreSplit) {
  EXPECT_EQ(split_names("a,b,,c"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(split_names("").empty());
}

TEST(Options, DetectorsAreChosenOnce) {
  EXPECT_EQ(parse_detectors("census,census,tsan").size(), 2u);
  EXPECT_EQ(parse_detectors("").size(),
            static_cast<std::size_t>(std::ranges::count(kDetectors, true, &Detector::by_default)));
  EXPECT_THROW(parse_detectors("nonsense"), UsageError);
}

TEST(Options, ProgramsMustBeFiles) {
  EXPECT_THROW(checked_program("/no/such/file.py"), UsageError);
  EXPECT_THROW(checked_program("/etc"), UsageError);
  EXPECT_EQ(checked_program("/etc/../etc/passwd"), "/etc/passwd");
}

TEST(Options, ErrorsBecomeExitCodes) {
  EXPECT_EQ(guarded([] { return 7; }), 7);
  EXPECT_EQ(guarded([]() -> int { throw UsageError("usage"); }), kUsageError);
  EXPECT_EQ(guarded([]() -> int { throw std::runtime_error("broken"); }), kInfrastructureError);
}

}  // namespace
}  // namespace ouro::leakcheck
