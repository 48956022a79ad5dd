// The fault matrix: what counts as caught, and the score.
#include "leakcheck/tool/matrix.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

Finding naming(const char* subject) {
  Finding finding;
  finding.subject = subject;
  return finding;
}

FaultResult judged(const char* fault, std::vector<std::string> caught,
                   std::vector<std::string> noticed, const char* death) {
  FaultResult result{fault, std::move(caught), std::move(noticed), death, {}, {}};
  judge_fault(result);
  return result;
}

TEST(Matrix, NamesAreRecognisedHoweverTheyAreWritten) {
  EXPECT_EQ(fault_subject("skip_clear:interned_strings"), "interned_strings");
  EXPECT_TRUE(names_subject(naming("ouro::InternedStrings::set_up"), "interned_strings"));
  EXPECT_TRUE(names_subject(naming("interned_strings"), "interned_strings"));
  EXPECT_FALSE(names_subject(naming("module_registry"), "interned_strings"));
}

TEST(Matrix, OutcomesAreToldApart) {
  EXPECT_EQ(judged("skip_clear:x", {"census"}, {}, "").outcome, FaultOutcome::kCaught);
  EXPECT_EQ(judged("skip_clear:x", {}, {"asan"}, "").outcome, FaultOutcome::kNoticed);
  EXPECT_EQ(judged("skip_clear:x", {}, {}, "died").outcome, FaultOutcome::kDied);
  EXPECT_EQ(judged("skip_clear:x", {}, {}, "").outcome, FaultOutcome::kMissed);
  EXPECT_EQ(judged("repeat_stage:take_census", {}, {}, "").outcome, FaultOutcome::kEquivalent);
}

TEST(Matrix, TheScoreCountsWhatIsCaughtAndStaleEquivalents) {
  const MatrixScore score =
      score_of({judged("skip_clear:x", {"census"}, {}, ""), judged("skip_clear:y", {}, {}, ""),
                judged("repeat_stage:take_census", {"census"}, {}, "")});
  EXPECT_EQ(score.faults, 3u);
  EXPECT_EQ(score.caught, 2u);
  EXPECT_EQ(score.stale, 1u);
}

TEST(Matrix, TheTableShowsWhoCaughtWhat) {
  const std::string table =
      render_matrix({judged("skip_clear:x", {"census"}, {"asan"}, "")}, {"census", "asan"});
  EXPECT_NE(table.find("names it"), std::string::npos);
  EXPECT_NE(table.find("notices"), std::string::npos);
  EXPECT_NE(table.find("caught"), std::string::npos);
}

}  // namespace
}  // namespace ouro::leakcheck
