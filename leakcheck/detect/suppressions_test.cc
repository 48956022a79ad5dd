// Suppressions: they hide what they name, and say when they name nothing.
#include "leakcheck/detect/suppressions.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

Finding finding(const char* rule, const char* subject, const char* signature) {
  Finding result;
  result.detector = "asan";
  result.rule = rule;
  result.subject = subject;
  result.signature = signature;
  return result;
}

TEST(Suppressions, ParsesPatternsReasonsAndComments) {
  const auto entries =
      parse_suppressions("# known\n\n0123456789abcdef  issue 7, until 2.0\nasan/*:open_* why\n");
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].reason, "issue 7, until 2.0");
  EXPECT_EQ(entries[1].pattern, "asan/*:open_*");
  EXPECT_THROW(parse_suppressions("asan/leak:x\n"), std::runtime_error);
}

TEST(Suppressions, HideOnlyWhatMatches) {
  const Suppressed result =
      suppress({finding("direct_leak", "open_file", "1"), finding("direct_leak", "close", "2"),
                finding("double_free", "x", "3")},
               {{"asan/direct_leak:open_*", "why"}, {"3", "why"}});
  ASSERT_EQ(result.left.size(), 1u);
  EXPECT_EQ(result.left[0].subject, "close");
  EXPECT_EQ(result.count, 2u);
  EXPECT_TRUE(result.stale.empty());
}

TEST(Suppressions, AreStaleWhenTheyMatchNothing) {
  const Suppressed result = suppress({}, {{"asan/*:gone", "why"}});
  EXPECT_EQ(result.stale, std::vector<std::string>{"asan/*:gone"});
}

}  // namespace
}  // namespace ouro::leakcheck
