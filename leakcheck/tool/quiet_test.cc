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
  add_run(tally, {}, {});
  add_run(tally, {found_by("census"), found_by("census"), found_by("asan")}, {});
  EXPECT_EQ(tally.runs, 2u);
  EXPECT_EQ(tally.alarms, 1u);
  EXPECT_EQ(tally.failures, 0u);
}

TEST(Quiet, OnlyTheDetectorsOwnFindingsCount) {
  QuietTally tally{.detector = "tsan"};
  add_run(tally, {found_by("census")}, {});
  EXPECT_EQ(tally.alarms, 0u);
}

TEST(Quiet, AFailureIsNoSilence) {
  QuietTally tally{.detector = "tsan"};
  add_run(tally, {}, {"the child died"});
  EXPECT_EQ(tally.failures, 1u);
  const std::string text = render_tallies({tally});
  EXPECT_NE(text.find("1 x the child died"), std::string::npos) << text;
}

}  // namespace
}  // namespace ouro::leakcheck
