// The fault matrix: what counts as caught, and the score.
#include "leakcheck/tool/matrix.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "leakcheck/target/bundled_target.h"

namespace ouro::leakcheck {
namespace {

Finding finding(const char* detector, const char* rule, const char* subject) {
  Finding result;
  result.detector = detector;
  result.rule = rule;
  result.subject = subject;
  return result;
}

FaultResult judged(const char* fault, const Findings& findings, const char* death = "") {
  FaultResult result{.fault = fault, .death = death};
  for (unsigned run = 0; run < fault_kind(fault).needed; ++run) add_evidence(result, findings);
  judge_fault(result);
  return result;
}

const Finding kFresh = finding("census", "fresh_bytes", "box");
const Finding kResidue = finding("census", "residue", "box");
const Finding kElsewhere = finding("asan", "direct_leak", "ouro::Other::set_up");

TEST(Matrix, EveryFaultHasAKind) {
  for (const Described& fault : make_bundled_target()->faults()) {
    EXPECT_NO_THROW(fault_kind(fault.name)) << fault.name;
  }
  EXPECT_THROW(fault_kind("nonsense:box"), std::out_of_range);
}

TEST(Matrix, AFaultOfItsOwnSaysHowItIsRun) {
  const auto arranged = [](FaultScene scene) {
    return arrangement_of({{"bug:tail", ""}, scene, "print(1)", "channel"});
  };
  EXPECT_EQ(arranged(FaultScene::kAlone).text(), "print(1)");
  EXPECT_EQ(arranged(FaultScene::kAlone).trace, "channel");
  EXPECT_EQ(arranged(FaultScene::kTogether).parallel, 2u);
  EXPECT_EQ(arranged(FaultScene::kRefusedMemory).scenario, "refusals");
  EXPECT_EQ(arranged(FaultScene::kRefusedThreads).refused, Refused::kThreads);
  EXPECT_EQ(arrangement_of({{"bug:tail", ""}}).text(), kUseProgram);
  EXPECT_TRUE(is_worth_running(arranged(FaultScene::kAlone), Gathering::kAddress));
  EXPECT_FALSE(is_worth_running(arranged(FaultScene::kStuck), Gathering::kAddress));
  EXPECT_TRUE(is_worth_running(arranged(FaultScene::kStuck), Gathering::kPlain));
  EXPECT_TRUE(is_worth_running(arranged(FaultScene::kTogether), Gathering::kThread));
  EXPECT_FALSE(is_worth_running(arranged(FaultScene::kTogether), Gathering::kPlain));
}

TEST(Matrix, AFaultBetweenTwoIsNamedByTheFirst) {
  EXPECT_EQ(fault_subject("swap_set_up:threads/interpreter_lock"), "threads");
}

TEST(Matrix, TheLastWordsOfTheRuntimeAreAFinding) {
  EXPECT_TRUE(find_failed_checks({"the child died: Killed"}).empty());
  const Findings found = find_failed_checks(
      {"the child died: Trap; its last words: ouro: CHECK failed: held_ (runtime/lock.cc:9)"});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(names_subject(found[0], "lock"));
  EXPECT_EQ(judged("skip_clear:lock", found).outcome, FaultOutcome::kCaught);
  EXPECT_FALSE(score_of({judged("skip_clear:lock", found)}).tools);
}

TEST(Matrix, OneThatDoesNotEndHangsAndOneThatDiesDoesNot) {
  RunReport run;
  EXPECT_FALSE(hangs(run));
  run.problems = {"the child died: Killed"};
  EXPECT_FALSE(hangs(run));
  run.problems.push_back("the child did not end within its time and was killed after 5 s");
  EXPECT_TRUE(hangs(run));
}

TEST(Matrix, NamesAreRecognisedHoweverTheyAreWritten) {
  EXPECT_EQ(fault_subject("skip_clear:interned_strings"), "interned_strings");
  const auto names = [](const char* text, const char* subject) {
    return names_subject(finding("asan", "direct_leak", text), subject);
  };
  EXPECT_TRUE(names("ouro::InternedStrings::set_up", "interned_strings"));
  EXPECT_TRUE(names("interned_strings", "interned_strings"));
  EXPECT_FALSE(names("module_registry", "interned_strings"));
  EXPECT_FALSE(names("collector_lists", "collector"));
  EXPECT_FALSE(names("ouro::CollectorLists::clear", "collector"));
}

TEST(Matrix, OutcomesAreToldApart) {
  EXPECT_EQ(judged("skip_clear:box", {kResidue, kFresh}).outcome, FaultOutcome::kCaught);
  EXPECT_EQ(judged("skip_clear:box", {kResidue, kElsewhere}).outcome, FaultOutcome::kCaught);
  EXPECT_EQ(judged("skip_clear:box", {kResidue}).outcome, FaultOutcome::kByTable);
  EXPECT_EQ(judged("skip_clear:box", {kElsewhere}).outcome, FaultOutcome::kNoticed);
  EXPECT_EQ(judged("skip_clear:box", {}, "died").outcome, FaultOutcome::kDied);
  EXPECT_EQ(judged("skip_clear:box", {}).outcome, FaultOutcome::kMissed);
  EXPECT_EQ(judged("repeat_stage:refuse_host_entries", {}).outcome, FaultOutcome::kEquivalent);
}

TEST(Matrix, ARaceMustShowInNearlyEveryRun) {
  const Finding race = finding("tsan", "data_race", "ouro::FaultPlan::count_without_lock");
  FaultResult often = judged("race:create+run", {race});
  EXPECT_EQ(often.outcome, FaultOutcome::kCaught);
  FaultResult seldom{.fault = "race:create+run"};
  for (int run = 0; run < 8; ++run) add_evidence(seldom, {race});
  judge_fault(seldom);
  EXPECT_EQ(seldom.outcome, FaultOutcome::kNoticed);
}

TEST(Matrix, TheScoreTellsWhoNeedsNoTable) {
  const MatrixScore score =
      score_of({judged("skip_clear:box", {kFresh}), judged("skip_tear_down:box", {kResidue}),
                judged("skip_clear:one", {kElsewhere}), judged("skip_clear:other", {}),
                judged("repeat_stage:refuse_host_entries", {})});
  EXPECT_EQ(score.faults, 5u);
  EXPECT_EQ(score.detected, 2u);
  EXPECT_EQ(score.caught, 1u);
  EXPECT_EQ(score.tools, 1u);
  EXPECT_EQ(score.equivalent, 1u);
  EXPECT_FALSE(score.is_complete());
}

TEST(Matrix, AListedFaultThatIsCaughtIsStale) {
  const Finding named = finding("asan", "heap_use_after_free", "ouro::refuse_host_entries");
  EXPECT_TRUE(score_of({judged("repeat_stage:refuse_host_entries", {})}).is_complete());
  const MatrixScore score = score_of({judged("repeat_stage:refuse_host_entries", {named})});
  EXPECT_EQ(score.stale, 1u);
  EXPECT_FALSE(score.is_complete());
}

TEST(Matrix, WordsThatAreMissingOrTooManyAreFound) {
  EXPECT_TRUE(find_other_words("one\ntwo\n", "one\ntwo\n").empty());
  EXPECT_EQ(find_other_words("one\ntwo\nthree\n", "one\nthree\n")[0].subject, "two");
  EXPECT_EQ(find_other_words("one\ntwo\n", "one\n")[0].subject, "two");
  EXPECT_EQ(find_other_words("one\n", "one\none\n")[0].rule, "surplus");
}

TEST(Matrix, TheTableShowsWhoNamedAndWhoNoticed) {
  const std::string table = render_matrix({judged("skip_clear:box", {kFresh, kResidue, kElsewhere}),
                                           judged("repeat_stage:refuse_host_entries", {})});
  EXPECT_NE(table.find("caught      fresh_bytes (residue) + asan"), std::string::npos) << table;
  EXPECT_NE(table.find("[listed: "), std::string::npos) << table;
}

TEST(Matrix, OnlyARaceIsForTheRaceDetectorAlone) {
  for (const char* fault : {"skip_stage:flush_streams", "skip_clear:threads", "share:small_ints"})
    EXPECT_TRUE(is_worth_running(fault_kind(fault), Gathering::kPlain)) << fault;
  EXPECT_FALSE(is_worth_running(fault_kind("race:run+run"), Gathering::kPlain));
  EXPECT_TRUE(is_worth_running(fault_kind("race:run+run"), Gathering::kThread));
  EXPECT_FALSE(is_worth_running(fault_kind("skip_clear:threads"), Gathering::kThread));
}

}  // namespace
}  // namespace ouro::leakcheck
