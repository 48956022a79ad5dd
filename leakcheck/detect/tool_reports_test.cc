// The asan, tsan and memcheck detectors on recorded logs.
#include <gtest/gtest.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/sanitizer_log.h"
#include "leakcheck/probe/test_support.h"
#include "leakcheck/probe/valgrind_xml.h"

namespace ouro::leakcheck {
namespace {

Evidence sanitizer_evidence(const std::string& name) {
  Evidence evidence;
  parse_sanitizer_log(test_data(name), evidence);
  return evidence;
}

Evidence memcheck_evidence(const std::string& name) {
  Evidence evidence;
  parse_valgrind_xml(test_data(name), evidence);
  return evidence;
}

TEST(ToolReports, AreSilentWithoutReports) {
  EXPECT_TRUE(find_in_address_reports({}).empty());
  EXPECT_TRUE(find_in_thread_reports({}).empty());
  EXPECT_TRUE(find_in_memcheck_reports(memcheck_evidence("memcheck_clean.xml")).empty());
}

TEST(ToolReports, NameTheLeaksAndMergeRepeatedChecks) {
  const Findings all = find_in_address_reports(sanitizer_evidence("lsan_two_checks.log"));
  EXPECT_EQ(all.size(), 6u);
  const Findings findings = merged(all);
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].subject, "open_socket");
  EXPECT_EQ(findings[0].occurrences, 2u);
  EXPECT_EQ(findings[0].bytes, 48u);
  EXPECT_EQ(findings[1].subject, "leak");
}

TEST(ToolReports, LeaksOfTheSameSizeInOtherPlacesDiffer) {
  const Findings findings =
      merged(find_in_address_reports(sanitizer_evidence("lsan_two_checks.log")));
  EXPECT_NE(findings[0].signature, findings[1].signature);
}

TEST(ToolReports, SignaturesIgnoreSizesAddressesAndLines) {
  std::string log = test_data("lsan_two_checks.log");
  for (std::size_t at = 0; (at = log.find("48 byte", at)) != std::string::npos; ++at) log[at] = '6';
  for (std::size_t at = 0; (at = log.find(".cc:", at)) != std::string::npos; ++at)
    log[at + 4] = '9';
  Evidence changed;
  parse_sanitizer_log(log, changed);
  const Findings before = find_in_address_reports(sanitizer_evidence("lsan_two_checks.log"));
  const Findings after = find_in_address_reports(changed);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t index = 0; index < before.size(); ++index) {
    EXPECT_EQ(before[index].signature, after[index].signature);
  }
  EXPECT_EQ(after[0].bytes, 68u);
}

TEST(ToolReports, ARaceIsTheSameFromBothSides) {
  Evidence one = sanitizer_evidence("tsan_heap_race.log"), two = one;
  std::swap(two.reports[0].stacks[0], two.reports[0].stacks[1]);
  const Findings findings = find_in_thread_reports(one);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "data_race");
  EXPECT_EQ(findings[0].subject, "heap_race");
  EXPECT_EQ(findings[0].signature, find_in_thread_reports(two)[0].signature);
}

TEST(ToolReports, MemcheckNamesLeaksOfEveryKind) {
  const Findings findings =
      merged(find_in_memcheck_reports(memcheck_evidence("memcheck_leaks.xml")));
  ASSERT_EQ(findings.size(), 5u);
  EXPECT_EQ(findings[0].rule, "InvalidRead");
  EXPECT_EQ(findings[0].subject, "use_after_free");
  bool reachable = false;
  for (const Finding& finding : findings) {
    reachable = reachable || finding.rule == "Leak_StillReachable";
    EXPECT_NE(finding.subject, "malloc");
  }
  EXPECT_TRUE(reachable);
}

}  // namespace
}  // namespace ouro::leakcheck
