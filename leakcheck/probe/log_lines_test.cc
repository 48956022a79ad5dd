// Log lines: what terminals and CI systems add goes, what the tool wrote stays.
#include "leakcheck/probe/log_lines.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

TEST(LogLines, ControlsGo) {
  EXPECT_EQ(without_controls("\x1b[1m\x1b[31m==1==ERROR\x1b[0m: x\r\n"), "==1==ERROR: x\n");
  EXPECT_EQ(without_controls("\x1b]0;title\ahello\x1b"), "hello");
  EXPECT_EQ(without_controls("a\x1b["), "a");
}

TEST(LogLines, APrefixGoesFromEveryLine) {
  EXPECT_EQ(without_prefixes("12: Direct leak of 8 byte(s) in 1 object(s) allocated from:\n"
                             "12:     #0 0x1 in f a.cc:1\n"
                             "12:\n"
                             "other words\n"),
            "Direct leak of 8 byte(s) in 1 object(s) allocated from:\n"
            "    #0 0x1 in f a.cc:1\n"
            "\n"
            "other words\n");
}

TEST(LogLines, ATimeStampKeepsItsShape) {
  EXPECT_EQ(without_prefixes("2026-01-02T03:04:05.1234567Z ==77== HEAP SUMMARY:\n"
                             "2026-01-02T03:04:06.7654321Z ==77==   in use\n"),
            "==77== HEAP SUMMARY:\n==77==   in use\n");
}

TEST(LogLines, WithoutAPrefixNothingChanges) {
  const std::string log = "==7==ERROR: LeakSanitizer: detected memory leaks\n  <line>x</line>\n";
  EXPECT_EQ(without_prefixes(log), log);
  const std::string xml = "  <line>Memcheck, a memory error detector</line>\n  <line>y</line>\n";
  EXPECT_EQ(without_prefixes(xml), xml);
}

}  // namespace
}  // namespace ouro::leakcheck
