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

unsigned cycles_of(unsigned asked, const char* detector) {
  VerifyOptions options = options_with({detector});
  options.cycles = asked;
  return plan_runs(options).back().job.cycles;
}

TEST(Plan, WhoAsksForCyclesGetsThemUpToWhatTheToolCanShow) {
  for (const auto& [detector, usual, of_three, of_thousand] :
       {std::tuple("census", 8u, 3u, 1000u), std::tuple("asan", 2u, 3u, 20u),
        std::tuple("tsan", 2u, 3u, 20u), std::tuple("memcheck", 2u, 3u, 3u)}) {
    EXPECT_EQ(cycles_of(0, detector), usual) << detector;
    EXPECT_EQ(cycles_of(3, detector), of_three) << detector;
    EXPECT_EQ(cycles_of(1000, detector), of_thousand) << detector;
  }
}

TEST(Plan, OnlySanitizersProbeLeaksAndOnlyPlainRunsTheState) {
  for (const PlannedRun& run : plan_runs(options_with({"census", "asan"}))) {
    EXPECT_EQ(run.job.probe_leaks, run.gathering == Gathering::kAddress);
    EXPECT_EQ(run.job.probe_state, run.gathering == Gathering::kPlain);
  }
}

// A share that nobody borrows shows nothing.
TEST(Plan, AFaultGetsTheLivesItNeeds) {
  VerifyOptions options = options_with({"census"});
  options.parallel = 1;
  arrange_for_fault(fault_kind("share:small_ints"), options);
  const Job job = plan_runs(options).back().job;
  EXPECT_EQ(job.lives, Lives::kLenderLast);
  EXPECT_EQ(job.parallel, 2u);
  EXPECT_EQ(job.scenario, "cycles");
}

TEST(Plan, AFaultOfTwoThreadsGetsItsScenarioAndWhoAskedForMoreKeepsIt) {
  VerifyOptions options = options_with({"census"});
  options.parallel = 4;
  arrange_for_fault(fault_kind("race:create+run"), options);
  EXPECT_EQ(options.scenario, "cross");
  EXPECT_EQ(options.parallel, 4u);
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
