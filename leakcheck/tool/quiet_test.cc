// Quiet: one count per run and detector, and nothing is lost on the way to the screen.
#include "leakcheck/tool/quiet.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

Finding found_by(const char* detector) {
  Finding finding;
  finding.detector = detector;
  finding.rule = "rule";
  finding.subject = "subject";
  return finding;
}

TEST(Quiet, ARunIsOneAlarmHoweverMuchItFound) {
  QuietTally tally{.detector = "census"};
  add_run(tally, {}, {}, 1);
  add_run(tally, {found_by("census"), found_by("census"), found_by("asan")}, {}, 1);
  EXPECT_EQ(tally.runs, 2u);
  EXPECT_EQ(tally.alarms, 1u);
  EXPECT_EQ(tally.failures, 0u);
}

TEST(Quiet, OnlyTheDetectorsOwnFindingsCount) {
  QuietTally tally{.detector = "tsan"};
  add_run(tally, {found_by("census")}, {}, 1);
  EXPECT_EQ(tally.alarms, 0u);
}

TEST(Quiet, AFailureIsNoSilence) {
  QuietTally tally{.detector = "tsan"};
  add_run(tally, {}, {"the child died"}, 1);
  EXPECT_EQ(tally.failures, 1u);
  const std::string text = render_tallies({tally});
  EXPECT_NE(text.find("1 x the child died"), std::string::npos) << text;
}

TEST(Quiet, TheShortestRunIsShown) {
  QuietTally tally{.detector = "census"};
  for (const double seconds : {3.0, 1.25, 2.0}) add_run(tally, {}, {}, seconds);
  EXPECT_EQ(tally.shortest, 1.25);
  EXPECT_NE(render_tallies({tally}).find("1.25 s"), std::string::npos);
}

TEST(Quiet, CyclesGrowUntilARunLastsLongEnough) {
  EXPECT_EQ(more_cycles(7, 1.0, 1.0), 7u);
  EXPECT_EQ(more_cycles(10, 0.1, 1.0), 120u);
  EXPECT_EQ(more_cycles(10, 0.9, 1.0), 20u);   // never a little more
  EXPECT_EQ(more_cycles(1, 0.0, 1.0), 1000u);  // too short to measure
}

}  // namespace
}  // namespace ouro::leakcheck
