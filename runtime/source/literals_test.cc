// Literals: prefixes, escapes, and the buffer they go to.
#include "runtime/source/literals.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/component/memory.h"

namespace ouro::syntax {
namespace {

class LiteralsTest : public testing::Test {
 protected:
  ~LiteralsTest() override {
    arena_.tear_down();
    memory_.give_back();
  }

  std::string text(std::string_view body) {
    TextBuffer buffer(arena_);
    EscapeDecoder decoder(arena_, buffer);
    if (!decoder.decode_text(body)) return std::string(decoder.message());
    unknown_ = decoder.unknown_escape();
    return std::string(buffer.take());
  }

  Memory memory_;
  Arena arena_{memory_};
  std::string unknown_;
};

TEST_F(LiteralsTest, TakesTokensApart) {
  const StringToken raw = take_apart("rB'''a'b'''");
  EXPECT_TRUE(raw.is_raw && raw.is_bytes && !raw.is_format && !raw.is_u);
  EXPECT_EQ(raw.body, "a'b");
  const StringToken empty = take_apart("u\"\"");
  EXPECT_TRUE(empty.is_u && !empty.is_raw);
  EXPECT_EQ(empty.body, "");
  EXPECT_FALSE(take_apart("U''").is_u);
}

TEST_F(LiteralsTest, DecodesEscapes) {
  EXPECT_EQ(text(R"(a\n\x41\101\u00e9\U0001F600\'\\)"), "a\nAA\u00e9\U0001F600'\\");
  EXPECT_EQ(text("a\\\nb"), "ab");
  EXPECT_EQ(text("\\ud800"), "\xED\xA0\x80");
}

TEST_F(LiteralsTest, KeepsUnknownEscapes) {
  EXPECT_EQ(text(R"(\d\q)"), R"(\d\q)");
  EXPECT_EQ(unknown_, "d");
  EXPECT_EQ(text("\\\u00e9\\"), "\\\u00e9\\");
  EXPECT_EQ(unknown_, "");
}

TEST_F(LiteralsTest, CountsPlacesLikePython) {
  EXPECT_EQ(text("\u00e9\\x1"),
            "(unicode error) 'unicodeescape' codec can't decode bytes in position 10-12: "
            "truncated \\xXX escape");
}

TEST_F(LiteralsTest, BufferStartsOverWithoutMovingWhatWasTaken) {
  TextBuffer buffer(arena_);
  ASSERT_TRUE(buffer.append("first"));
  const std::string_view first = buffer.take();
  ASSERT_TRUE(buffer.append("second"));
  EXPECT_EQ(first, "first");
  EXPECT_EQ(buffer.take(), "second");
  EXPECT_EQ(buffer.take(), "");
}

}  // namespace
}  // namespace ouro::syntax
