// The driver, with a target that is only a few numbers.
#include "leakcheck/probe/run_job.h"

#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/test_support.h"
#include "leakcheck/probe/wire.h"

namespace ouro::leakcheck {
namespace {

Evidence run(const Job& job) {
  return evidence_of(
      [&](Target& target, RecordWriter& writer) { run_cycles(target, job, writer); });
}

Job job_of(const char* program) {
  Job job;
  job.program.text = program;
  job.rounds = 2;
  job.cycles = 3;
  job.parallel = 2;
  return job;
}

TEST(RunJob, ACleanProgramLeavesCleanEvidence) {
  const Evidence evidence = run(job_of("clean"));
  EXPECT_TRUE(evidence.complete);
  EXPECT_TRUE(evidence.problems.empty());
  EXPECT_EQ(evidence.cycles.size(), 6u);
  EXPECT_EQ(evidence.rounds.size(), 2u);
  EXPECT_EQ(evidence.cycles[0].interpreters.size(), 2u);
  EXPECT_GT(evidence.cycles[0].heap.allocated, 0u);
  EXPECT_TRUE(find_in_census(evidence).empty());
  EXPECT_TRUE(find_in_process_state(evidence).empty());
}

TEST(RunJob, ResidueArrives) {
  const Findings findings = merged(find_in_census(run(job_of("leak"))));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].subject, "box");
  EXPECT_EQ(findings[0].occurrences, 12u);
}

TEST(RunJob, AProgramsStatusArrives) {
  EXPECT_EQ(run(job_of("fail")).cycles[1].interpreters[1].status, 1);
}

TEST(RunJob, ATargetThatDeclinesIsAProblem) {
  Job job = job_of("clean");
  job.fault = "refuse";
  EXPECT_FALSE(run(job).problems.empty());
}

TEST(RunJob, LendersAndBorrowersMeetAtEveryBarrier) {
  for (const Lives lives : {Lives::kLenderLast, Lives::kLenderFirst}) {
    Job job = job_of("clean");
    job.lives = lives;
    job.parallel = 3;
    const Evidence evidence = run(job);
    EXPECT_EQ(evidence.cycles.size(), 6u);
    EXPECT_TRUE(evidence.problems.empty());
    EXPECT_TRUE(find_in_census(evidence).empty());
  }
}

TEST(RunJob, OnlyBorrowersCarryTheFault) {
  Job job = job_of("clean");
  job.fault = "refuse";
  job.lives = Lives::kLenderLast;
  job.rounds = job.cycles = 1;
  const Evidence evidence = run(job);
  ASSERT_EQ(evidence.cycles.size(), 1u);
  EXPECT_TRUE(evidence.cycles[0].interpreters[0].error.empty());
  EXPECT_FALSE(evidence.cycles[0].interpreters[1].error.empty());
}

TEST(RunJob, TheCensusCanaryIsSeen) {
  Job job = job_of("clean");
  job.canary = "lost_reference";
  const Findings findings = merged(find_in_census(run(job)));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_NE(findings[0].detail.find(kLostText), std::string::npos);
}

}  // namespace
}  // namespace ouro::leakcheck
