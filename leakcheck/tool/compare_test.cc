// What a comparison makes of evidence, and how it shows what is missing.
#include "leakcheck/tool/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace ouro::leakcheck {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Evidence cycles_that_grow(std::uint64_t bytes) {
  Evidence evidence;
  evidence.complete = true;
  for (unsigned number = 0; number < 40; ++number) {
    CycleEvidence cycle;
    cycle.nanoseconds = number == 7 ? 9'000'000 : 2000 + number % 3 * 1000;
    // A first one costs more, and a pool that fills is no growth.
    cycle.heap.allocated = 5000 + (number == 0 ? 9000 : 0) + number * bytes;
    cycle.heap.mapped = cycle.heap.kept = number * 4096;
    evidence.cycles.push_back(cycle);
  }
  evidence.rounds.emplace_back();
  evidence.rounds[0].heap_before.allocated = 1024;
  evidence.rounds[0].heap_after.allocated = 4096;
  return evidence;
}

TEST(Compare, TimesAreMediansAndGrowthIsASlope) {
  ComparedTarget clean, leaking;
  add_cycles(cycles_that_grow(0), clean);
  add_cycles(cycles_that_grow(96), leaking);
  EXPECT_EQ(clean.cycle_microseconds, 3);
  EXPECT_EQ(clean.growth_bytes, 0);
  EXPECT_EQ(leaking.growth_bytes, 96);
  EXPECT_EQ(clean.residue_kilobytes, 3);
  EXPECT_EQ(clean.changed_facts, 0u);
  EXPECT_TRUE(clean.problems.empty());
}

TEST(Compare, WhatTheProcessKeepsIsNamed) {
  Evidence evidence = cycles_that_grow(0);
  evidence.rounds[0].after.facts = {{"signal", "13", "ignored"}};
  ComparedTarget target;
  add_cycles(evidence, target);
  EXPECT_EQ(target.changed_facts, 1u);
  EXPECT_THAT(target.changes, ElementsAre("new: signal 13 = ignored"));
}

TEST(Compare, OneMoreInterpreterCostsTheDifference) {
  Evidence one, many;
  one.cycles.resize(1);
  many.cycles.resize(1);
  one.cycles[0].resident_alive = 100 * 1024;
  many.cycles[0].resident_alive = 400 * 1024;
  ComparedTarget target;
  add_living(one, many, 3, target);
  EXPECT_EQ(target.living_kilobytes, 100);
  ComparedTarget unknown;
  add_living(one, {}, 3, unknown);
  EXPECT_FALSE(unknown.living_kilobytes.has_value());
}

TEST(Compare, ASecondBeginThatDiesIsSaid) {
  ComparedTarget target;
  target.name = "tcl";
  Evidence evidence;
  evidence.problems = {"the child died: Aborted\x1b[31m"};
  add_second_begin(evidence, target);
  const std::string text = render_text({target});
  EXPECT_THAT(text, HasSubstr("tcl: a second begin: the child died: Aborted"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  evidence = {};
  evidence.complete = true;
  add_second_begin(evidence, target);
  EXPECT_EQ(target.second_begin, "yes");
}

TEST(Compare, WhatWasNotMeasuredIsADashAndNull) {
  ComparedTarget target;
  target.name = "mruby";
  EXPECT_THAT(render_markdown({target}), HasSubstr("| mruby | - | - |"));
  const auto rows = nlohmann::json::parse(render_json({target}));
  EXPECT_TRUE(rows[0]["cycle_microseconds"].is_null());
}

}  // namespace
}  // namespace ouro::leakcheck
