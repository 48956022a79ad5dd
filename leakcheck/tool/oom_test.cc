// Counting and showing what came of a sweep.
#include "leakcheck/tool/oom.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

SweepPlan plan_of(RefusalMode mode) {
  SweepPlan plan;
  plan.scenario = "hello";
  plan.job.heap = Heap::kMalloc;
  plan.job.refusals.mode = mode;
  return plan;
}

RefusalEvidence life_at(std::uint64_t at) {
  RefusalEvidence life;
  life.at = at;
  life.started = true;
  life.refused = at == kNoRefusal ? 0 : 1;
  life.nanoseconds = 1'000'000;
  return life;
}

TEST(Oom, CountsHowLivesEnd) {
  std::vector<RefusalEvidence> lives = {life_at(kNoRefusal), life_at(0), life_at(1), life_at(2)};
  lives[1].started = false;
  lives[2].status = 1;
  lives[2].errors = "MemoryError";
  const SweepTally counted = tally(plan_of(RefusalMode::kOnce), lives);
  EXPECT_EQ(counted.points, 3u);
  EXPECT_EQ(counted.not_started, 1u);
  EXPECT_EQ(counted.failed, 1u);
  EXPECT_EQ(counted.survived, 1u);
  EXPECT_TRUE(counted.findings.empty());
  EXPECT_NEAR(counted.seconds, 0.003, 1e-9);
}

TEST(Oom, MergesWhatDiffersInNumbersOnly) {
  std::vector<RefusalEvidence> lives = {life_at(kNoRefusal), life_at(4), life_at(5), life_at(6)};
  lives[1].blocks = 3;
  lives[2].blocks = 12;
  lives[3].death = "Aborted";
  const SweepTally counted = tally(plan_of(RefusalMode::kOnce), lives);
  ASSERT_EQ(counted.findings.size(), 2u);
  EXPECT_EQ(counted.findings[0].rule, "leak");
  EXPECT_EQ(counted.findings[0].first, 4u);
  EXPECT_EQ(counted.findings[0].points, 2u);
  EXPECT_EQ(counted.findings[1].rule, "abort");
}

TEST(Oom, WithoutAnUndisturbedLifeNothingIsJudged) {
  EXPECT_EQ(tally(plan_of(RefusalMode::kOnce), {life_at(1)}).points, 0u);
}

TEST(Oom, NumbersAreLeftOut) {
  EXPECT_EQ(without_numbers("3 blocks at 120, a1"), "# blocks at #, a#");
}

TEST(Oom, AReplaySaysAllThatIsNotUsual) {
  EXPECT_EQ(replay(plan_of(RefusalMode::kOnce), 9), "ouro oom hello --at 9");
  SweepPlan plan = plan_of(RefusalMode::kWindow);
  plan.job.refusals.what = Refused::kThreads;
  plan.job.heap = Heap::kPool;
  plan.under_asan = true;
  EXPECT_EQ(replay(plan, 2),
            "ouro oom hello --at 2 --refuse threads --mode window --heap pool --under asan");
}

TEST(Oom, ShowsFindingsWithTheirReplay) {
  std::vector<RefusalEvidence> lives = {life_at(kNoRefusal), life_at(4)};
  lives[1].left = {"residue box"};
  const SweepPlan plan = plan_of(RefusalMode::kPersistent);
  const std::string text = render(plan, tally(plan, lives));
  EXPECT_NE(text.find("leak at 1 points: residue box"), std::string::npos);
  EXPECT_NE(text.find("ouro oom hello --at 4 --mode persistent"), std::string::npos);
  EXPECT_NE(render(lives[1]).find("residue box"), std::string::npos);
}

TEST(Oom, WhatASweepSeesAreFindings) {
  std::vector<RefusalEvidence> lives = {life_at(kNoRefusal), life_at(4), life_at(5)};
  EXPECT_TRUE(find_in_refusals(plan_of(RefusalMode::kOnce).job, lives).empty());
  lives[1].left = lives[2].left = {"residue box"};
  const Findings found = find_in_refusals(plan_of(RefusalMode::kOnce).job, lives);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].subject, "residue box");
  EXPECT_EQ(found[0].occurrences, 2u);
}

}  // namespace
}  // namespace ouro::leakcheck
