// The sweep, with a target that asks for three blocks and nothing else.
#include "leakcheck/probe/refusal_sweep.h"

#include <gtest/gtest.h>

#include "leakcheck/detect/refusals.h"
#include "leakcheck/probe/test_support.h"
#include "leakcheck/probe/wire.h"

namespace ouro::leakcheck {
namespace {

constexpr double kAnew = 1e9;
constexpr double kBranching = 0;

class RefusalSweepTest : public testing::TestWithParam<double> {
 protected:
  // The one that others branch off is lived to its end, too.
  static std::vector<RefusalEvidence> without_trunk(std::vector<RefusalEvidence> lives) {
    if (GetParam() == kBranching) {
      EXPECT_EQ(lives.back().at, kNoRefusal);
      EXPECT_EQ(lives.back().asked, lives.front().asked);
      lives.pop_back();
    }
    return lives;
  }
  static std::vector<RefusalEvidence> sweep(const char* manner, RefusalMode mode,
                                            const char* canary = "");
};

std::vector<RefusalEvidence> RefusalSweepTest::sweep(const char* manner, RefusalMode mode,
                                                     const char* canary) {
  Job job;
  job.program.text = manner;
  job.canary = canary;
  job.refusals.mode = mode;
  job.refusals.seconds = 0.5;
  job.refusals.branch_seconds = GetParam();
  const Evidence evidence = evidence_of(
      [&](Target& target, RecordWriter& writer) { run_refusal_sweep(target, job, writer); });
  EXPECT_TRUE(evidence.complete);
  EXPECT_TRUE(evidence.problems.empty());
  return without_trunk(evidence.refusals);
}

// The broken rule at each point.
std::vector<std::string_view> rules(const std::vector<RefusalEvidence>& lives) {
  std::vector<std::string_view> rules;
  for (const RefusalEvidence& life : lives)
    rules.push_back(judge({life, lives.front(), Refused::kMemory}).rule);
  return rules;
}

using Rules = std::vector<std::string_view>;

TEST_P(RefusalSweepTest, TriesEveryRequestOnce) {
  const auto lives = sweep("careful", RefusalMode::kOnce);
  ASSERT_EQ(lives.size(), 4u);
  EXPECT_EQ(lives[0].at, kNoRefusal);
  EXPECT_EQ(lives[0].asked, 3u);
  for (std::uint64_t at = 0; at < 3; ++at) {
    EXPECT_EQ(lives[at + 1].at, at);
    EXPECT_EQ(lives[at + 1].refused, 1u);
    EXPECT_EQ(lives[at + 1].errors, "MemoryError\n");
  }
  EXPECT_EQ(rules(lives), (Rules{"", "", "", ""}));
}

TEST_P(RefusalSweepTest, SeesWhatIsForgotten) {
  EXPECT_EQ(rules(sweep("forget", RefusalMode::kOnce)), (Rules{"", "", "leak", "leak"}));
}

TEST_P(RefusalSweepTest, GoesOnAfterADeath) {
  EXPECT_EQ(rules(sweep("abort", RefusalMode::kPersistent)),
            (Rules{"", "abort", "abort", "abort"}));
}

TEST_P(RefusalSweepTest, HearsSilence) {
  EXPECT_EQ(rules(sweep("silent", RefusalMode::kWindow)),
            (Rules{"", "other-error", "other-error", "other-error"}));
}

TEST_P(RefusalSweepTest, EveryCanaryIsSeen) {
  for (const RefusalCanary& canary : kRefusalCanaries) {
    const auto lives = sweep("careful", RefusalMode::kOnce, std::string(canary.name).c_str());
    ASSERT_EQ(lives.size(), 4u) << canary.name;
    EXPECT_EQ(rules(lives)[3], canary.rule);
  }
}

INSTANTIATE_TEST_SUITE_P(Lives, RefusalSweepTest, testing::Values(kAnew, kBranching),
                         [](const auto& instance) {
                           return instance.param == kAnew ? "Anew" : "Branching";
                         });

}  // namespace
}  // namespace ouro::leakcheck
