// The wire: what goes in comes out, and what is lost is missed.
#include "leakcheck/probe/wire.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

CycleEvidence cycle() {
  CycleEvidence evidence;
  evidence.number = 4;
  InterpreterEvidence interpreter;
  interpreter.slot = 1;
  interpreter.ended.components = {{"strings", 1, 2, 3, 4, 5}};
  interpreter.culprits = {{"surplus", "dict", "bad \xff bytes", "path", 2}};
  interpreter.stages = {{"clear", 7, 2, 1}};
  evidence.interpreters.push_back(interpreter);
  return evidence;
}

TEST(Wire, JobsSurvive) {
  Job job;
  job.program = {ProgramKind::kModule, "json.tool", {"-x", "a b"}};
  job.heap = Heap::kMalloc;
  job.cycles = 17;
  job.canary = "race";
  const Job copy = decode_job(encode_job(job));
  EXPECT_EQ(copy.program.kind, ProgramKind::kModule);
  EXPECT_EQ(copy.program.arguments, job.program.arguments);
  EXPECT_EQ(copy.heap, Heap::kMalloc);
  EXPECT_EQ(copy.cycles, 17u);
  EXPECT_EQ(copy.canary, "race");
}

TEST(Wire, BrokenJobsThrow) {
  EXPECT_THROW(decode_job("{"), std::runtime_error);
  EXPECT_THROW(decode_job("{}"), std::runtime_error);
}

TEST(Wire, EvidenceSurvives) {
  Evidence evidence;
  decode_records(
      encode_cycle(cycle()) + encode_heap({100, 200}) + encode_problem("why") + encode_end(3),
      evidence);
  EXPECT_TRUE(evidence.complete);
  EXPECT_EQ(evidence.problems, std::vector<std::string>{"why"});
  ASSERT_EQ(evidence.cycles.size(), 1u);
  EXPECT_EQ(evidence.cycles[0].number, 4u);
  EXPECT_EQ(evidence.cycles[0].heap.allocated, 100u);
  const InterpreterEvidence& interpreter = evidence.cycles[0].interpreters.at(0);
  EXPECT_EQ(interpreter.ended.components.at(0).address, 5u);
  EXPECT_EQ(interpreter.stages.at(0).runs, 2u);
  EXPECT_EQ(interpreter.culprits.at(0).type, "dict");
}

TEST(Wire, AMissingEndIsAProblem) {
  Evidence evidence;
  decode_records(encode_cycle(cycle()), evidence);
  EXPECT_FALSE(evidence.complete);
  EXPECT_EQ(evidence.problems.size(), 1u);
}

TEST(Wire, AMissingRecordIsAProblem) {
  Evidence evidence;
  decode_records(encode_cycle(cycle()) + encode_end(2), evidence);
  EXPECT_EQ(evidence.problems.size(), 1u);
}

TEST(Wire, ForeignLinesAreProblems) {
  Evidence evidence;
  decode_records("hello\n" + encode_end(0) + encode_problem("late"), evidence);
  EXPECT_GE(evidence.problems.size(), 2u);
}

}  // namespace
}  // namespace ouro::leakcheck
