// The parser of Valgrind's XML on recorded files, and on XML that was cut.
#include "leakcheck/probe/valgrind_xml.h"

#include <gtest/gtest.h>

#include "leakcheck/probe/test_support.h"

namespace ouro::leakcheck {
namespace {

Evidence parse(const std::string& xml) {
  Evidence evidence;
  parse_valgrind_xml(xml, evidence);
  return evidence;
}

TEST(ValgrindXml, ReadsEveryError) {
  const Evidence evidence = parse(test_data("memcheck_leaks.xml"));
  EXPECT_TRUE(evidence.problems.empty());
  ASSERT_EQ(evidence.reports.size(), 5u);
  EXPECT_EQ(evidence.reports[0].kind, "InvalidRead");
  EXPECT_EQ(evidence.reports[0].stacks.size(), 3u);
  EXPECT_EQ(evidence.reports[0].stacks[2].title, "Block was alloc'd at");
  EXPECT_EQ(evidence.reports[0].stacks[0].frames[0].location, "/src/wrong.cc:34");
}

TEST(ValgrindXml, ReadsLeakSizes) {
  const Evidence evidence = parse(test_data("memcheck_leaks.xml"));
  EXPECT_EQ(evidence.reports[1].kind, "Leak_StillReachable");
  EXPECT_EQ(evidence.reports[1].bytes, 32u);
  EXPECT_EQ(evidence.reports[1].blocks, 1u);
}

TEST(ValgrindXml, ReadsADeath) {
  const Evidence evidence = parse(test_data("memcheck_crash.xml"));
  ASSERT_FALSE(evidence.reports.empty());
  EXPECT_EQ(evidence.reports.back().kind, "SIGSEGV");
}

TEST(ValgrindXml, CleanMeansNoReports) {
  const Evidence evidence = parse(test_data("memcheck_clean.xml"));
  EXPECT_TRUE(evidence.reports.empty());
  EXPECT_TRUE(evidence.problems.empty());
}

TEST(ValgrindXml, WhatIsCutOrForeignIsAProblem) {
  const std::string xml = test_data("memcheck_leaks.xml");
  EXPECT_EQ(parse(xml.substr(0, xml.size() / 2)).problems.size(), 1u);
  EXPECT_EQ(parse("").problems.size(), 1u);
  EXPECT_EQ(parse("<valgrindoutput/>").problems.size(), 1u);
  EXPECT_EQ(parse(xml + xml).problems.size(), 1u);
}

}  // namespace
}  // namespace ouro::leakcheck
