// The drivers, with a target that is only a few numbers.
#include <stdexcept>

#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/test_support.h"
#include "leakcheck/probe/wire.h"
#include "stress/scenario.h"

namespace ouro::stress {
namespace {

leakcheck::Evidence run(const leakcheck::Job& job) {
  return leakcheck::evidence_of([&](leakcheck::Target& target, leakcheck::RecordWriter& writer) {
    run_scenario(target, job, writer);
  });
}

leakcheck::Job job_of(std::string_view scenario, const char* program) {
  leakcheck::Job job;
  job.scenario = scenario;
  job.program.text = program;
  job.rounds = 2;
  job.cycles = 3;
  job.parallel = 4;
  return job;
}

TEST(Drivers, EveryScenarioLeavesCleanEvidenceOfACleanTarget) {
  for (const Scenario& scenario : kScenarios) {
    const leakcheck::Evidence evidence = run(job_of(scenario.name, "clean"));
    EXPECT_TRUE(evidence.complete) << scenario.name;
    EXPECT_TRUE(evidence.problems.empty()) << scenario.name;
    EXPECT_TRUE(leakcheck::find_in_census(evidence).empty()) << scenario.name;
  }
}

TEST(Drivers, AStormTellsOfEveryLife) {
  const leakcheck::Evidence evidence = run(job_of("churn", "leak"));
  ASSERT_EQ(evidence.cycles.size(), 2u);
  EXPECT_EQ(evidence.cycles[0].interpreters.size(), 12u);
  const auto findings = leakcheck::merged(leakcheck::find_in_census(evidence));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].occurrences, 24u);
}

TEST(Drivers, ACrossingTriesEveryPairOfPhases) {
  const leakcheck::Evidence evidence = run(job_of("cross", "clean"));
  ASSERT_EQ(evidence.cycles.size(), 2u);
  EXPECT_EQ(evidence.cycles[0].interpreters.size(), 4u * 3 * 6);
}

TEST(Drivers, ARaceChoosesItsPair) {
  leakcheck::Job job = job_of("cross", "clean");
  job.fault = "race:create+finalize";
  EXPECT_EQ(run(job).cycles[0].interpreters.size(), 4u * 3);
}

TEST(Drivers, UnknownScenariosThrow) {
  EXPECT_EQ(find_scenario("nonsense"), nullptr);
  const auto target = leakcheck::make_fake_target();
  leakcheck::RecordWriter nowhere(-1);
  EXPECT_THROW(run_scenario(*target, job_of("nonsense", "clean"), nowhere), std::runtime_error);
}

}  // namespace
}  // namespace ouro::stress
