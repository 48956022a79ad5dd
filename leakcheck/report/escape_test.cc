// Escaping: broken, invisible and dangerous text.
#include "leakcheck/report/escape.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

TEST(Escape, KeepsOrdinaryText) {
  EXPECT_EQ(cleaned("plain, \u00e4\u20ac\U0001f40d\n\ttab"),
            "plain, \u00e4\u20ac\U0001f40d\n\ttab");
}

TEST(Escape, DropsControlCharacters) {
  EXPECT_EQ(cleaned(std::string_view("a\x1b[31mb\0c\x7f", 10)), "a[31mbc");
  EXPECT_EQ(cleaned("a\u202eb\u2066c\u0085"), "abc");
}

TEST(Escape, ReplacesBrokenBytes) {
  EXPECT_EQ(cleaned("a\xff"
                    "b"),
            "a\ufffdb");
  EXPECT_EQ(cleaned("\xc0\xaf"), "\ufffd\ufffd");            // overlong
  EXPECT_EQ(cleaned("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");  // a surrogate
  EXPECT_EQ(cleaned("\xe2\x82"), "\ufffd\ufffd");            // cut
  EXPECT_EQ(cleaned("\xef\xbf\xbf"), "");                    // U+FFFF is no character
}

TEST(Escape, MakesOneLine) { EXPECT_EQ(cleaned_line("a\nb\tc"), "a b c"); }

TEST(Escape, MakesMarkupHarmless) {
  EXPECT_EQ(escaped("<a href=\"x\">'&'"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
}

}  // namespace
}  // namespace ouro::leakcheck
