// Each rule on the life that breaks it, and on its neighbours that do not.
#include "leakcheck/detect/refusals.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

RefusalEvidence undisturbed() {
  RefusalEvidence life;
  life.started = true;
  life.output = "4\n";
  return life;
}

// A life with one refusal, changed.
RefusalEvidence life_with(void (*change)(RefusalEvidence&)) {
  RefusalEvidence life = undisturbed();
  life.at = 7;
  life.refused = 1;
  change(life);
  return life;
}

struct JudgedLife {
  const char* title;
  std::string_view rule;
  void (*change)(RefusalEvidence&);
  Refused what = Refused::kMemory;
};

constexpr JudgedLife kLives[] = {
    {"survived", "", [](RefusalEvidence&) {}},
    {"uncaught", "",
     [](RefusalEvidence& life) {
       life.status = 1;
       life.output.clear();
       life.errors = "MemoryError\n";
     }},
    {"not started", "",
     [](RefusalEvidence& life) {
       life.started = false;
       life.output.clear();
       life.error = "no memory";
     }},
    {"a thread tells", "",
     [](RefusalEvidence& life) {
       life.output = "3\n";
       life.errors = "Exception in thread: MemoryError\n";
     }},
    {"a finalizer was skipped, and the report says so", "",
     [](RefusalEvidence& life) {
       life.output = "3\n";
       life.left = {"late_user_code "};
     }},
    {"died", "abort", [](RefusalEvidence& life) { life.death = "Aborted"; }},
    {"hung", "hang",
     [](RefusalEvidence& life) {
       life.hung = true;
       life.death = "Killed";
     }},
    {"lost a block", "leak", [](RefusalEvidence& life) { life.blocks = 1; }},
    {"lost a descriptor", "leak", [](RefusalEvidence& life) { life.descriptors = 1; }},
    {"a thread stayed", "leak", [](RefusalEvidence& life) { life.threads = 1; }},
    {"residue", "leak", [](RefusalEvidence& life) { life.left = {"residue box"}; }},
    {"another output", "swallowed", [](RefusalEvidence& life) { life.output = "3\n"; }},
    {"another error", "other-error",
     [](RefusalEvidence& life) {
       life.status = 1;
       life.errors = "KeyError: 'x'\n";
     }},
    {"no thread", "",
     [](RefusalEvidence& life) {
       life.status = 1;
       life.errors = "RuntimeError: can't start new thread\n";
     },
     Refused::kThreads},
    {"the word of another refusal", "other-error",
     [](RefusalEvidence& life) {
       life.status = 1;
       life.errors = "MemoryError\n";
     },
     Refused::kDescriptors},
};

TEST(Refusals, EachRuleFindsItsOwn) {
  const RefusalEvidence calm = undisturbed();
  for (const JudgedLife& row : kLives) {
    const RefusalEvidence life = life_with(row.change);
    EXPECT_EQ(judge({life, calm, row.what}).rule, row.rule) << row.title;
  }
}

TEST(Refusals, WithoutARefusalThereIsNoExcuse) {
  RefusalEvidence life = undisturbed();
  life.left = {"late_user_code "};
  EXPECT_EQ(judge({life, undisturbed(), Refused::kMemory}).rule, "leak");
  life.left.clear();
  life.started = false;
  EXPECT_EQ(judge({life, undisturbed(), Refused::kMemory}).rule, "other-error");
}

TEST(Refusals, TheEndIsNamed) {
  const RefusalEvidence calm = undisturbed();
  RefusalEvidence life = undisturbed();
  EXPECT_EQ(end_of(life, calm), RefusalEnd::kSurvived);
  life.status = 1;
  EXPECT_EQ(end_of(life, calm), RefusalEnd::kFailed);
  life.started = false;
  EXPECT_EQ(end_of(life, calm), RefusalEnd::kNotStarted);
}

}  // namespace
}  // namespace ouro::leakcheck
