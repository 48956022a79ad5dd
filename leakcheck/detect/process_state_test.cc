// The process-state detector: silent on clean evidence, names what was planted, and nothing else.
#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"

namespace ouro::leakcheck {
namespace {

ProcessState state() {
  return {{{"descriptor", "0", "/dev/null"},
           {"locale", "LC_CTYPE", "C"},
           {"signal", "2", "default"},
           {"umask", "files", "0022"}}};
}

Evidence clean_evidence() {
  Evidence evidence;
  for (unsigned number = 0; number < 2; ++number) {
    RoundEvidence round;
    round.round = number;
    round.before = round.warm = round.last = round.after = state();
    evidence.rounds.push_back(round);
  }
  return evidence;
}

TEST(ProcessStateDetector, IsSilentOnCleanEvidence) {
  EXPECT_TRUE(find_in_process_state(clean_evidence()).empty());
}

TEST(ProcessStateDetector, NamesANewDescriptorAndNothingElse) {
  Evidence evidence = clean_evidence();
  evidence.rounds[0].after.facts.push_back({"descriptor", "7", "/tmp/x"});
  const Findings findings = find_in_process_state(evidence);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].rule, "not_restored");
  EXPECT_EQ(findings[0].detail, "new: descriptor 7 = /tmp/x");
  for (const Finding& finding : findings) EXPECT_EQ(finding.subject, "descriptor");
}

TEST(ProcessStateDetector, NamesWhatChangedAndWhatIsGone) {
  Evidence evidence = clean_evidence();
  for (RoundEvidence& round : evidence.rounds) {
    round.after.facts[1].value = "de_DE";
    round.after.facts.erase(round.after.facts.begin() + 3);
  }
  const Findings findings = merged(find_in_process_state(evidence));
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].detail, "changed: locale LC_CTYPE from C to de_DE");
  EXPECT_EQ(findings[1].detail, "gone: umask files = 0022");
}

TEST(ProcessStateDetector, SeesGrowthWithinARound) {
  Evidence evidence = clean_evidence();
  evidence.rounds[1].last.facts.push_back({"thread", "4711", "worker"});
  const Findings findings = find_in_process_state(evidence);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "grows");
  EXPECT_EQ(findings[0].subject, "thread");
}

TEST(ProcessStateDetector, SignatureHoldsNoNumbers) {
  Evidence one = clean_evidence(), two = clean_evidence();
  one.rounds[0].after.facts.push_back({"descriptor", "7", "pipe"});
  two.rounds[0].after.facts.push_back({"descriptor", "9", "pipe"});
  EXPECT_EQ(find_in_process_state(one)[0].signature, find_in_process_state(two)[0].signature);
}

}  // namespace
}  // namespace ouro::leakcheck
