// Canaries: one for every detector, each with a place to plant it.
#include "leakcheck/probe/canary/canary.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/process_state.h"

namespace ouro::leakcheck {
namespace {

TEST(Canaries, EveryDetectorHasOne) {
  for (const Detector& detector : kDetectors) {
    EXPECT_TRUE(std::ranges::any_of(kCanaries, [&](const Canary& canary) {
      return canary.detector == detector.name;
    })) << detector.name;
  }
}

TEST(Canaries, BelongToDetectorsAndCanBePlanted) {
  for (const Canary& canary : kCanaries) {
    EXPECT_NE(find_detector(canary.detector), nullptr);
    EXPECT_EQ(canary.plant != nullptr, canary.place == CanaryPlace::kProcess);
    EXPECT_EQ(find_canary(canary.name), &canary);
  }
}

TEST(Canaries, TheDescriptorIsThere) {
  RoundEvidence round;
  round.before = probe_process_state();
  canary::leave_descriptor_open();
  round.after = probe_process_state();
  round.warm = round.last = round.after;
  Evidence evidence;
  evidence.rounds.push_back(round);
  const Findings findings = find_in_process_state(evidence);
  EXPECT_TRUE(std::ranges::any_of(findings, is_canary));
}

TEST(Canaries, OrdinaryFindingsAreNone) {
  Finding finding;
  finding.subject = "interned_strings";
  EXPECT_FALSE(is_canary(finding));
}

}  // namespace
}  // namespace ouro::leakcheck
