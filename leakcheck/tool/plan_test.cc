// The plan: what runs follow from which options.
#include "leakcheck/tool/plan.h"

#include <algorithm>
#include <tuple>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

VerifyOptions options_with(const std::vector<const char*>& detectors) {
  VerifyOptions options;
  options.programs = {{"a.py", {ProgramKind::kFile, "/x/a.py", {}}}};
  for (const char* name : detectors) options.detectors.push_back(find_detector(name));
  return options;
}

TEST(Plan, CanariesComeFirst) {
  const auto runs = plan_runs(options_with({"census", "tsan"}));
  ASSERT_GE(runs.size(), 4u);
  EXPECT_NE(runs[0].canary, nullptr);
  EXPECT_NE(runs[1].canary, nullptr);
  EXPECT_EQ(runs[2].canary, nullptr);
}

TEST(Plan, DetectorsThatNeedTheSameRunShareIt) {
  const auto runs = plan_runs(options_with({"census", "process_state"}));
  const auto shared = std::ranges::find(runs, nullptr, &PlannedRun::canary);
  ASSERT_NE(shared, runs.end());
  EXPECT_EQ(shared->detectors.size(), 2u);
  EXPECT_EQ(std::ranges::count(runs, nullptr, &PlannedRun::canary), 2);  // both heaps
}

TEST(Plan, RacesNeedTwoInterpretersAndMemcheckOne) {
  VerifyOptions options = options_with({"tsan", "memcheck"});
  options.parallel = 1;
  for (const PlannedRun& run : plan_runs(options)) {
    EXPECT_EQ(run.job.parallel, run.gathering == Gathering::kThread ? 2u : 1u);
  }
}

TEST(Plan, OnlyPlainRunsTakeAllCycles) {
  VerifyOptions options = options_with({"census", "asan"});
  options.cycles = 1000;
  for (const PlannedRun& run : plan_runs(options)) {
    if (run.canary != nullptr) continue;
    EXPECT_EQ(run.job.cycles, run.gathering == Gathering::kPlain ? 1000u : 2u);
    EXPECT_EQ(run.job.probe_leaks, run.gathering == Gathering::kAddress);
  }
}

TEST(Plan, TheTimeLimitGrowsWithTheLivesUnlessItIsGiven) {
  VerifyOptions options = options_with({"census"});
  options.parallel = 4;
  for (const auto& [cycles, given, expected] :
       {std::tuple(1u, 0.0, 120.0), std::tuple(1100u, 0.0, 8800.0), std::tuple(1100u, 7.0, 7.0)}) {
    options.cycles = cycles;
    options.seconds = given;
    EXPECT_EQ(plan_runs(options).back().seconds, expected);
  }
}

TEST(Plan, CanariesNeverCarryAFault) {
  VerifyOptions options = options_with({"census"});
  options.fault = "skip_clear:x";
  for (const PlannedRun& run : plan_runs(options)) {
    EXPECT_EQ(run.job.fault.empty(), run.canary != nullptr);
  }
}

TEST(Plan, TheAuditIsOneRunWithoutAChild) {
  const auto runs = plan_runs(options_with({"audit"}));
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].gathering, Gathering::kProgramFile);
}

TEST(Plan, ProgramNames) { EXPECT_EQ(program_name("a/b/c.py"), "c.py"); }

}  // namespace
}  // namespace ouro::leakcheck
