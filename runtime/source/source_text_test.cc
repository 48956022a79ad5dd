// SourceText: newlines, byte order marks, encoding declarations, and bytes that are not text.
#include "runtime/source/source_text.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/component/memory.h"

namespace ouro::syntax {
namespace {

std::string read(std::string_view source, bool ignore_cookie = false) {
  Memory memory;
  std::string result;
  {
    Arena arena(memory);
    ParseOptions options;
    options.ignore_cookie = ignore_cookie;
    const SourceText text = read_source(arena, source, options);
    result = text.text.data() == nullptr ? "! " + std::string(text.failure.message)
                                         : std::string(text.text);
  }
  memory.give_back();
  return result;
}

TEST(SourceText, EndsLinesWithNewlines) {
  EXPECT_EQ(read("a\r\nb\rc"), "a\nb\nc\n");
  EXPECT_EQ(read("a\n"), "a\n");
  EXPECT_EQ(read(""), "");
}

TEST(SourceText, FollowsTheDeclaration) {
  EXPECT_EQ(read("# coding: latin-1\n'\xE9'\n"), "# coding: latin-1\n'\u00e9'\n");
  EXPECT_EQ(read("#!x\n# -*- coding: iso-8859-1 -*-\n\xE9"),
            "#!x\n# -*- coding: iso-8859-1 -*-\n\u00e9\n");
  EXPECT_EQ(read("a\n# coding: latin-1\n"), "a\n# coding: latin-1\n");
  EXPECT_EQ(read("# coding: none\n", true), "# coding: none\n");
  EXPECT_EQ(read("# coding: none\n"), "! unknown encoding: none");
}

TEST(SourceText, DropsTheMark) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a"),
            "a\n");
  EXPECT_EQ(read("\xEF\xBB\xBF# coding: utf-8\n"), "# coding: utf-8\n");
  EXPECT_EQ(read("\xEF\xBB\xBF# coding: latin-1\n"), "! encoding problem: iso-8859-1 with BOM");
  EXPECT_EQ(read("\xEF\xBB\xBF# coding: utf8\n"), "! encoding problem: utf8 with BOM");
}

TEST(SourceText, RefusesWhatIsNotText) {
  EXPECT_EQ(read(std::string("a\0b", 3)), "! source code string cannot contain null bytes");
  EXPECT_EQ(read("a\n'\xFF'"),
            "! (unicode error) 'utf-8' codec can't decode byte 0xff in position 1: "
            "invalid start byte");
  EXPECT_EQ(read("'\xE9'"),
            "! (unicode error) 'utf-8' codec can't decode byte 0xe9 in position 1: "
            "invalid continuation byte");
}

}  // namespace
}  // namespace ouro::syntax
