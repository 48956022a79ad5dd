// Tool logs: of any program, mixed with its words, cut anywhere, or of nobody: never wrongly clean.
#include "leakcheck/probe/tool_log.h"

#include <gtest/gtest.h>

#include "leakcheck/probe/test_support.h"

namespace ouro::leakcheck {
namespace {

const char* const kLeaks =
    "program says hello\n"
    "=================================================================\n"
    "==41==ERROR: LeakSanitizer: detected memory leaks\n"
    "\n"
    "Direct leak of 48 byte(s) in 2 object(s) allocated from:\n"
    "    #0 0x7f in __interceptor_malloc ../src/libsanitizer/asan/asan_malloc.cpp:69\n"
    "    #1 0x55 in take /src/a.cc:3\n"
    "    #2 0x55 in main /src/a.cc:9\n"
    "\n"
    "Indirect leak of 5 byte(s) in 1 object(s) allocated from:\n"
    "    #0 0x7f in __interceptor_malloc ../src/libsanitizer/asan/asan_malloc.cpp:69\n"
    "    #1 0x55 in main /src/a.cc:7\n"
    "\n"
    "SUMMARY: AddressSanitizer: 53 byte(s) leaked in 3 allocation(s).\n";

const char* const kMemcheck =
    "==5== Memcheck, a memory error detector\n"
    "==5== Command: ./a.out\n"
    "==5== \n"
    "==5== Invalid read of size 1\n"
    "==5==    at 0x1: read_late (a.cc:3)\n"
    "==5==    by 0x2: main (a.cc:9)\n"
    "==5==  Address 0x4a is 3 bytes inside a block of size 16 free'd\n"
    "==5==    at 0x3: free (in /usr/vgpreload_memcheck.so)\n"
    "==5==    by 0x2: main (a.cc:8)\n"
    "==5== \n"
    "==5== HEAP SUMMARY:\n"
    "==5==     in use at exit: 1,288 bytes in 3 blocks\n"
    "==5== \n"
    "==5== 1,288 (1,144 direct, 144 indirect) bytes in 3 blocks are definitely lost in loss record "
    "1 of 1\n"
    "==5==    at 0x3: malloc (in /usr/vgpreload_memcheck.so)\n"
    "==5==    by 0x2: main (a.cc:5)\n"
    "==5== \n"
    "==5== LEAK SUMMARY:\n"
    "==5==    definitely lost: 1,144 bytes in 3 blocks\n"
    "==5== \n"
    "==5== ERROR SUMMARY: 3 errors from 2 contexts (suppressed: 4 from 2)\n";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

TEST(ToolLog, ReadsLeaksAmongOtherWords) {
  const Evidence evidence = read_tool_log(kLeaks);
  for (const std::string& problem : evidence.problems) ADD_FAILURE() << problem;
  ASSERT_EQ(evidence.reports.size(), 2u);
  EXPECT_EQ(evidence.reports[0].bytes, 48u);
  EXPECT_EQ(evidence.reports[0].blocks, 2u);
  EXPECT_EQ(evidence.reports[0].process, "41");
  ASSERT_EQ(evidence.reports[0].stacks.size(), 1u);
  EXPECT_EQ(evidence.reports[0].stacks[0].frames.size(), 3u);
}

TEST(ToolLog, ReadsValgrindsText) {
  const Evidence evidence = read_tool_log(kMemcheck);
  for (const std::string& problem : evidence.problems) ADD_FAILURE() << problem;
  ASSERT_EQ(evidence.reports.size(), 2u);
  EXPECT_EQ(evidence.reports[0].kind, "InvalidRead");
  EXPECT_EQ(evidence.reports[0].stacks.size(), 2u);
  EXPECT_EQ(evidence.reports[1].kind, "Leak_DefinitelyLost");
  EXPECT_EQ(evidence.reports[1].bytes, 1144u);
  EXPECT_EQ(evidence.reports[1].blocks, 3u);
  ASSERT_EQ(evidence.suppressed.size(), 1u);
  EXPECT_EQ(evidence.suppressed[0].count, 4u);
  EXPECT_FALSE(evidence.complete);  // that word is the child's
}

TEST(ToolLog, SumsThatDoNotAgreeAreAProblem) {
  EXPECT_FALSE(read_tool_log(replaced(kLeaks, ": 53 byte", ": 99 byte")).problems.empty());
  EXPECT_FALSE(
      read_tool_log(replaced(kMemcheck, "from 2 contexts", "from 9 contexts")).problems.empty());
}

TEST(ToolLog, WhatOnlyTheSummaryCountsIsAFinding) {
  std::string log = kMemcheck;
  log.erase(log.find("==5== Invalid"), log.find("==5== LEAK SUMMARY") - log.find("==5== Invalid"));
  const Evidence evidence = read_tool_log(replaced(log, "from 2 contexts", "from 0 contexts"));
  ASSERT_EQ(evidence.reports.size(), 1u);
  EXPECT_EQ(evidence.reports[0].bytes, 1144u);
  EXPECT_TRUE(evidence.problems.empty());
}

TEST(ToolLog, CutAnywhereItIsNeverClean) {
  for (const std::string& whole :
       {std::string(kLeaks), std::string(kMemcheck), test_data("memcheck_leaks.xml"),
        test_data("memcheck_clean.xml"), test_data("tsan_race.log")}) {
    for (std::size_t size = 0; size + 20 < whole.size(); size += 1 + whole.size() / 400) {
      const Evidence evidence = read_tool_log(std::string_view(whole).substr(0, size));
      EXPECT_FALSE(evidence.reports.empty() && evidence.problems.empty()) << size;
    }
  }
}

TEST(ToolLog, OnlyAToolsOwnWordIsProof) {
  EXPECT_TRUE(read_tool_log(test_data("memcheck_clean.xml")).problems.empty());
  for (const char* log :
       {"", " \n\n", "all is well\n", "SUMMARY verdict=clean programs=1\n", "0 errors\n",
        "==5== ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 from 0)\n",
        "Suppressions used:\n",
        "==1==ERROR: LeakSanitizer: detected memory leaks\nSUMMARY: broken\n",
        "==1==ERROR: LeakSanitizer: detected memory leaks\n"
        "SUMMARY: LeakSanitizer: 0 byte(s) leaked in 0 allocation(s).\n",
        "{\"verdict\": \"clean\"}", "<html></html>"}) {
    EXPECT_FALSE(read_tool_log(log).problems.empty()) << log;
  }
}

TEST(ToolLog, AForgedSummaryHidesNothing) {
  const std::string forged =
      replaced(kMemcheck, "==5== Invalid read",
               "==5== ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 from 0)\n"
               "==5== Invalid read");
  EXPECT_EQ(read_tool_log(forged).reports.size(), 2u);
}

TEST(ToolLog, AToolThatCouldNotWorkIsAProblem) {
  for (const char* log :
       {"==1==LeakSanitizer has encountered a fatal error.\n",
        "==1==HINT: LeakSanitizer does not work under ptrace (strace, gdb, etc)\n",
        "FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n",
        "Too many leaks! Only the first 5000 leaks encountered will be reported.\n",
        "==1==WARNING: external symbolizer didn't start up correctly!\n",
        "==1==AddressSanitizer CHECK failed: asan_x.cpp:12 \"((0)) != (0)\"\n",
        "AddressSanitizer:DEADLYSIGNAL\n", "==1==ERROR: AddressSanitizer: heap-use-after-free on\n",
        "valgrind: failed to start tool 'x' for platform 'amd64-linux'\n"}) {
    EXPECT_FALSE(read_tool_log(log).problems.empty()) << log;
  }
}

TEST(ToolLog, HostileXmlIsRefused) {
  const std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE v [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
      "<valgrindoutput>&b;</valgrindoutput>";
  EXPECT_FALSE(read_tool_log(bomb).problems.empty());
  std::string deep = "<valgrindoutput>";
  for (int level = 0; level < 100000; ++level) deep += "<a>";
  EXPECT_FALSE(read_tool_log(deep).problems.empty());
}

TEST(ToolLog, HostileBytesAreRefused) {
  EXPECT_FALSE(read_tool_log(std::string("ELF\0\1\2", 6)).problems.empty());
  EXPECT_FALSE(read_tool_log(std::string(1 << 20, 'x')).problems.empty());
  EXPECT_FALSE(read_tool_log(std::string(1 << 20, '<')).problems.empty());
  std::string brackets = "==1==ERROR: AddressSanitizer: x on\n    #0 0x1 in ";
  brackets += std::string(1 << 20, '(') + '\n';
  EXPECT_FALSE(read_tool_log(brackets).problems.empty());
}

TEST(ToolLog, DocumentsOneAfterTheOtherAreAllRead) {
  const std::string both = test_data("memcheck_leaks.xml") + test_data("memcheck_clean.xml");
  const Evidence evidence = read_tool_log(both);
  EXPECT_TRUE(evidence.problems.empty());
  EXPECT_EQ(evidence.reports.size(), 5u);
}

TEST(ToolLog, ColoursAndPrefixesDoNotMatter) {
  std::string log = "\x1b[1m";
  for (const char byte : std::string(kLeaks)) {
    log += byte;
    if (byte == '\n') log.insert(log.size() - 1, "\x1b[0m\r");
  }
  EXPECT_EQ(read_tool_log(log).reports.size(), 2u);
  EXPECT_TRUE(read_tool_log(log).problems.empty());
}

TEST(ToolLog, UndefinedBehaviourNeedsNoStack) {
  const Evidence evidence = read_tool_log(
      "a.cc:80:63: runtime error: shift exponent 40 is too large for 32-bit type 'int'\n"
      "0x7f01: note: pointer points here\n 00 00 \n ^\n"
      "panic: runtime error: index out of range\n"
      "a.cc:81:1: runtime error: load of null pointer of type 'int'\n");
  ASSERT_EQ(evidence.reports.size(), 2u);
  EXPECT_EQ(evidence.reports[1].kind, "null pointer");
  EXPECT_EQ(evidence.reports[1].stacks[0].frames[0].location, "a.cc:81:1");
  EXPECT_TRUE(evidence.problems.empty());
}

}  // namespace
}  // namespace ouro::leakcheck
