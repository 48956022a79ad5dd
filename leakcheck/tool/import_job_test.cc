// The import job: counts and identities over several logs.
#include "leakcheck/tool/import_job.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "leakcheck/report/out_directory.h"
#include "leakcheck/tool/options.h"

namespace ouro::leakcheck {
namespace {

std::string check(int bytes, int blocks, int line) {
  return "==9==ERROR: LeakSanitizer: detected memory leaks\n\n"
         "Direct leak of " +
         std::to_string(bytes) + " byte(s) in " + std::to_string(blocks) +
         " object(s) allocated from:\n"
         "    #0 0x7f in malloc (app+0x1)\n"
         "    #1 0x55 in xmalloc /src/a.cc:3\n"
         "    #2 0x55 in open_parser /src/a.cc:" +
         std::to_string(line) +
         "\n"
         "    #3 0x55 in main /src/a.cc:90\n\n"
         "SUMMARY: LeakSanitizer: " +
         std::to_string(bytes) + " byte(s) leaked in " + std::to_string(blocks) +
         " allocation(s).\n";
}

const char* const kSameInMemcheck =
    "==5== Memcheck, a memory error detector\n"
    "==5== 33 bytes in 1 blocks are definitely lost in loss record 1 of 1\n"
    "==5==    at 0x3: malloc (in /usr/vgpreload_memcheck.so)\n"
    "==5==    by 0x2: xmalloc (a.cc:3)\n"
    "==5==    by 0x2: open_parser (a.cc:12)\n"
    "==5==    by 0x2: main (a.cc:90)\n"
    "==5== \n"
    "==5== ERROR SUMMARY: 1 errors from 1 contexts (suppressed: 0 from 0)\n";

Report import(const std::vector<std::string>& logs) {
  Report report;
  for (const std::string& log : logs) {
    import_log("log" + std::to_string(report.programs.size()), log, report);
  }
  finish_import(report);
  return report;
}

TEST(ImportJob, CumulativeChecksAreCountedOnce) {
  const Report report = import({check(33, 1, 12) + check(66, 2, 12) + check(99, 3, 12)});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].bytes, 99u);
  EXPECT_EQ(report.findings[0].blocks, 3u);
  EXPECT_EQ(report.findings[0].occurrences, 3u);
  EXPECT_EQ(report.findings[0].subject, "open_parser");
  EXPECT_EQ(verdict_of(report), Verdict::kFindings);
}

TEST(ImportJob, OneLeakThatTwoToolsSawIsOneFinding) {
  const Report report = import({check(33, 1, 12), kSameInMemcheck});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].witnesses, (std::vector<std::string>{"lsan", "memcheck"}));
  EXPECT_EQ(report.findings[0].bytes, 33u);
}

TEST(ImportJob, IdentityIsNoMatterOfCountsOrLines) {
  EXPECT_EQ(import({check(33, 1, 12)}).findings[0].signature,
            import({check(66, 2, 40)}).findings[0].signature);
}

TEST(ImportJob, TwoLeaksOfOneFunctionStayTwo) {
  std::string log = check(33, 1, 12);
  const std::string second = check(33, 1, 14);
  log.insert(log.find("SUMMARY"),
             second.substr(second.find("Direct"), second.find("SUMMARY") - second.find("Direct")));
  log.replace(log.rfind("33 byte"), 2, "66");
  log.replace(log.rfind("in 1 alloc"), 4, "in 2");
  const Report report = import({log});
  EXPECT_TRUE(report.runs[0].problems.empty());
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_NE(report.findings[0].signature, report.findings[1].signature);
}

TEST(ImportJob, SilenceOutweighsFindings) {
  const Report report = import({check(33, 1, 12), ""});
  EXPECT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(verdict_of(report), Verdict::kInfrastructure);
}

TEST(ImportJob, FindsTheFilesOfALogPath) {
  const OutDirectory directory;
  for (const char* name : {"asan.log.12", "asan.log.7", "asan.log.old"}) directory.write(name, "x");
  const std::string base = directory.path() + "/asan.log";
  EXPECT_EQ(find_logs({base}), (std::vector<std::string>{base + ".12", base + ".7"}));
  EXPECT_EQ(find_logs({directory.path(), base + ".7"}).size(), 3u);
  EXPECT_THROW(find_logs({directory.path() + "/none"}), UsageError);
}

}  // namespace
}  // namespace ouro::leakcheck
