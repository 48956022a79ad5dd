// The report: verdicts, exit codes and the last line.
#include "leakcheck/report/report.h"

#include <gtest/gtest.h>

#include "leakcheck/report/report_test_support.h"

namespace ouro::leakcheck {
namespace {

TEST(Report, CleanIsZero) {
  EXPECT_EQ(verdict_of(clean_report()), Verdict::kClean);
  EXPECT_EQ(exit_code_of(Verdict::kClean), 0);
}

TEST(Report, FindingsAreOne) {
  Report report = clean_report();
  report.findings.emplace_back();
  EXPECT_EQ(exit_code_of(verdict_of(report)), 1);
}

TEST(Report, AnUnseenCanaryIsAnInfrastructureError) {
  Report report = clean_report();
  report.canaries[1].seen = false;
  EXPECT_EQ(verdict_of(report), Verdict::kInfrastructure);
  EXPECT_EQ(exit_code_of(verdict_of(report)), 3);
}

TEST(Report, ProblemsOutweighFindings) {
  EXPECT_EQ(verdict_of(example_report()), Verdict::kInfrastructure);
}

TEST(Report, WhatIsCutShortIsNotClean) {
  Report report = clean_report();
  report.truncated = true;
  EXPECT_EQ(exit_code_of(verdict_of(report)), 3);
}

TEST(Report, StaleSuppressionsAreFour) {
  Report report = clean_report();
  report.stale_suppressions = {"x"};
  EXPECT_EQ(exit_code_of(verdict_of(report)), 4);
}

TEST(Report, TheLastLineHasItsForm) {
  EXPECT_EQ(
      summary_line(clean_report()),
      "SUMMARY verdict=clean programs=1 detectors=2 findings=0 infrastructure=0 canaries=2/2");
  EXPECT_EQ(summary_line(example_report()),
            "SUMMARY verdict=infrastructure programs=1 detectors=2 findings=1 infrastructure=2 "
            "canaries=1/2");
}

TEST(Report, EvidenceBecomesARow) {
  Evidence evidence;
  evidence.problems = {"why"};
  for (unsigned number = 0; number < 2; ++number) {
    CycleEvidence cycle;
    cycle.heap.allocated = 10 + number;
    cycle.interpreters.resize(1);
    cycle.interpreters[0].stages = {{"clear", 5}};
    cycle.interpreters[0].status = number == 1 ? 3 : 0;
    evidence.cycles.push_back(cycle);
  }
  RunReport run;
  summarize_evidence(evidence, run);
  EXPECT_EQ(run.cycles, 2u);
  EXPECT_EQ(run.status, 3);
  EXPECT_EQ(run.heap_bytes, (std::vector<std::uint64_t>{10, 11}));
  ASSERT_EQ(run.stages.size(), 1u);
  EXPECT_EQ(run.stages[0].nanoseconds, 10u);
  EXPECT_EQ(run.stages[0].count, 2u);
}

}  // namespace
}  // namespace ouro::leakcheck
