// The census rules: silent on clean evidence, name what was planted, and nobody else.
#include "leakcheck/detect/census.h"

#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"

namespace ouro::leakcheck {
namespace {

InterpreterEvidence clean_interpreter(unsigned slot) {
  InterpreterEvidence evidence;
  evidence.slot = slot;
  const std::uint64_t base = 0x1000 * (slot + 1);
  evidence.running.components = {{"strings", 3, 96, 0, 0, base},
                                 {"modules", 1, 32, 2, 5, base + 64}};
  evidence.cleared.components = {{"strings", 3, 96, 0, 0, base},
                                 {"modules", 1, 32, 0, 0, base + 64}};
  evidence.ended.components = {{"strings", 0, 0, 0, 0, base}, {"modules", 0, 0, 0, 0, base + 64}};
  evidence.stages = {{"clear_modules", 100, 1, 1}, {"join_threads", 50, 2, 2}};
  return evidence;
}

Evidence clean_evidence() {
  Evidence evidence;
  evidence.complete = true;
  for (unsigned number = 0; number < 8; ++number) {
    CycleEvidence cycle;
    cycle.number = number;
    cycle.heap = {5000 + (number < 3 ? number * 100 : 300u), 4096};
    cycle.interpreters = {clean_interpreter(0), clean_interpreter(1)};
    evidence.cycles.push_back(cycle);
  }
  evidence.rounds.emplace_back();
  evidence.rounds[0].process.components = {{"ids", 0, 0, 0, 0, 0x10}};
  return evidence;
}

InterpreterEvidence& any_interpreter(Evidence& evidence) {
  return evidence.cycles[5].interpreters[1];
}

struct Planted {
  const char* rule;
  const char* subject;
  void (*plant)(Evidence&);
};

class CensusRules : public testing::TestWithParam<Planted> {};

TEST(Census, IsSilentOnCleanEvidence) { EXPECT_TRUE(find_in_census(clean_evidence()).empty()); }

TEST_P(CensusRules, NamesThePlantedAndNobodyElse) {
  Evidence evidence = clean_evidence();
  GetParam().plant(evidence);
  const Findings findings = merged(find_in_census(evidence));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, GetParam().rule);
  EXPECT_EQ(findings[0].subject, GetParam().subject);
}

const Planted kPlanted[] = {
    {"residue", "modules",
     [](Evidence& evidence) { any_interpreter(evidence).ended.components[1].items = 1; }},
    {"references", "modules",
     [](Evidence& evidence) { any_interpreter(evidence).cleared.components[1].references = 1; }},
    {"unaccounted", "memory",
     [](Evidence& evidence) {
       any_interpreter(evidence).ended.blocks = 1;
       any_interpreter(evidence).ended.bytes = 48;
     }},
    {"sharing", "strings",
     [](Evidence& evidence) { any_interpreter(evidence).running.components[0].address = 0x1000; }},
    {"process_residue", "ids",
     [](Evidence& evidence) { evidence.rounds[0].process.components[0].items = 1; }},
    {"culprit", "dict",
     [](Evidence& evidence) {
       any_interpreter(evidence).culprits.push_back({"surplus", "dict", "{'a': 1}", "roots", 1});
     }},
    {"fresh_bytes", "strings",
     [](Evidence& evidence) { any_interpreter(evidence).unequal.push_back("strings"); }},
    {"fresh_bytes", "ids",
     [](Evidence& evidence) { evidence.rounds[0].process.unequal.push_back("ids"); }},
    {"foreign_pointers", "modules",
     [](Evidence& evidence) { any_interpreter(evidence).foreign.push_back("modules"); }},
    {"refused", "finalize", [](Evidence& evidence) { any_interpreter(evidence).refused = true; }},
    {"stages", "clear_modules",
     [](Evidence& evidence) { any_interpreter(evidence).stages[0].runs = 0; }},
    {"growth", "C heap",
     [](Evidence& evidence) {
       for (CycleEvidence& cycle : evidence.cycles) cycle.heap.allocated += cycle.number * 16;
     }},
    {"growth", "anonymous mappings",
     [](Evidence& evidence) {
       for (CycleEvidence& cycle : evidence.cycles) cycle.heap.mapped += cycle.number * 4096;
     }},
};

INSTANTIATE_TEST_SUITE_P(Census, CensusRules, testing::ValuesIn(kPlanted));

TEST(CensusGrowth, SeesALeakInEverySecondCycle) {
  Evidence evidence = clean_evidence();
  for (CycleEvidence& cycle : evidence.cycles) cycle.heap.allocated += cycle.number / 2 * 16;
  EXPECT_EQ(find_growth(evidence).size(), 1u);
}

TEST(CensusGrowth, OneLateStepAndNoiseAreNoGrowth) {
  Evidence step = clean_evidence();
  for (CycleEvidence& cycle : step.cycles) cycle.heap.allocated += cycle.number >= 5 ? 64 : 0;
  EXPECT_TRUE(find_growth(step).empty());
  Evidence noise = clean_evidence();
  for (CycleEvidence& cycle : noise.cycles) cycle.heap.allocated += cycle.number % 2 * 64;
  EXPECT_TRUE(find_growth(noise).empty());
}

TEST(CensusGrowth, WhatAPoolKeepsIsNoneButWhatItLostIs) {
  Evidence pool = clean_evidence();
  for (CycleEvidence& cycle : pool.cycles) {
    cycle.heap.mapped += cycle.number * 4096;
    cycle.heap.kept = cycle.number * 4096;
  }
  EXPECT_TRUE(find_growth(pool).empty());
  for (CycleEvidence& cycle : pool.cycles) cycle.heap.kept -= cycle.number / 2 * 4096;
  EXPECT_EQ(find_growth(pool).size(), 1u);
}

TEST(CensusGrowth, TooFewCyclesSayNothing) {
  Evidence evidence = clean_evidence();
  for (CycleEvidence& cycle : evidence.cycles) cycle.heap.allocated += cycle.number * 1000;
  evidence.cycles.resize(kWarmUpCycles + kMeasuredCycles - 1);
  EXPECT_TRUE(find_growth(evidence).empty());
}

TEST(CensusSignature, DoesNotDependOnNumbers) {
  Evidence one = clean_evidence(), two = clean_evidence();
  one.cycles[0].interpreters[0].ended.components[0].bytes = 16;
  two.cycles[3].interpreters[1].ended.components[0].bytes = 4096;
  EXPECT_EQ(find_residue(one)[0].signature, find_residue(two)[0].signature);
}

}  // namespace
}  // namespace ouro::leakcheck
