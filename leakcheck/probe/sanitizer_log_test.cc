// The sanitizer log parser on recorded logs, and on lines nobody has seen before.
#include "leakcheck/probe/sanitizer_log.h"

#include <gtest/gtest.h>

#include "leakcheck/probe/test_support.h"

namespace ouro::leakcheck {
namespace {

Evidence parse(const std::string& log) {
  Evidence evidence;
  parse_sanitizer_log(log, evidence);
  return evidence;
}

struct Recorded {
  const char* file;
  const char* tool;
  const char* kind;
  std::size_t reports;
  std::size_t stacks;  // of the first report
};

class RecordedLogs : public testing::TestWithParam<Recorded> {};

TEST_P(RecordedLogs, AreUnderstoodToTheLastLine) {
  const Evidence evidence = parse(test_data(GetParam().file));
  for (const std::string& problem : evidence.problems) ADD_FAILURE() << problem;
  ASSERT_EQ(evidence.reports.size(), GetParam().reports);
  EXPECT_EQ(evidence.reports[0].tool, GetParam().tool);
  EXPECT_EQ(evidence.reports[0].kind, GetParam().kind);
  std::size_t stacks = 0;
  for (const Stack& stack : evidence.reports[0].stacks) stacks += stack.frames.empty() ? 0 : 1;
  EXPECT_EQ(stacks, GetParam().stacks);
}

const Recorded kRecorded[] = {
    {"lsan_two_checks.log", "lsan", "direct leak", 6, 1},
    {"asan_use_after_free.log", "asan", "heap-use-after-free", 1, 3},
    {"asan_double_free.log", "asan", "attempting double-free", 1, 3},
    {"asan_overflow.log", "asan", "heap-buffer-overflow", 1, 2},
    {"asan_null_write.log", "asan", "SEGV", 1, 1},
    {"ubsan_shift.log", "ubsan", "shift exponent", 1, 1},
    {"tsan_race.log", "tsan", "data race", 1, 4},
    {"tsan_heap_race.log", "tsan", "data race", 1, 4},
    {"tsan_lock_order.log", "tsan", "lock-order-inversion", 1, 2},
    {"tsan_thread_leak.log", "tsan", "thread leak", 1, 1},
};

INSTANTIATE_TEST_SUITE_P(SanitizerLog, RecordedLogs, testing::ValuesIn(kRecorded));

TEST(SanitizerLog, ReadsFrames) {
  const Evidence evidence = parse(test_data("asan_use_after_free.log"));
  const Frame& frame = evidence.reports[0].stacks[0].frames[0];
  EXPECT_EQ(frame.function, "(anonymous namespace)::use_after_free()");
  EXPECT_EQ(frame.module, "/src/wrong.asan");
  EXPECT_EQ(frame.location, "/src/wrong.cc:34:10");
}

TEST(SanitizerLog, ReadsLeakSizes) {
  const Evidence evidence = parse(test_data("lsan_two_checks.log"));
  EXPECT_EQ(evidence.reports[2].kind, "indirect leak");
  EXPECT_EQ(evidence.reports[2].bytes, 100u);
  EXPECT_EQ(evidence.reports[2].blocks, 1u);
}

TEST(SanitizerLog, AnUnknownLineIsAProblem) {
  EXPECT_EQ(parse("==7==LeakSanitizer has encountered a fatal error.\n").problems.size(), 1u);
  EXPECT_EQ(parse("==7==HINT: LeakSanitizer does not work under ptrace\n").problems.size(), 1u);
  EXPECT_EQ(parse("Too many leaks! Only the first 5000 leaks encountered\n").problems.size(), 1u);
  EXPECT_EQ(parse("something new\n").problems.size(), 1u);
}

TEST(SanitizerLog, AReportWithoutItsEndIsAProblem) {
  std::string log = test_data("tsan_race.log");
  log.resize(log.find("SUMMARY"));
  EXPECT_EQ(parse(log).problems.size(), 1u);
}

TEST(SanitizerLog, FramesWithoutAReportAreAProblem) {
  EXPECT_EQ(parse("@F|0|/bin/x|0x10|<null>|main\n").problems.size(), 1u);
}

TEST(SanitizerLog, StderrIsWatched) {
  Evidence evidence;
  check_sanitizer_stderr("hello\nAddressSanitizer:DEADLYSIGNAL\n", evidence);
  EXPECT_TRUE(evidence.problems.empty());
  check_sanitizer_stderr("AddressSanitizer: CHECK failed: x.cpp:1\n", evidence);
  EXPECT_EQ(evidence.problems.size(), 1u);
}

}  // namespace
}  // namespace ouro::leakcheck
