// ArenaText: putting texts together, and UTF-8 both ways.
#include "runtime/source/arena_text.h"

#include <gtest/gtest.h>

#include "runtime/component/memory.h"

namespace ouro::syntax {
namespace {

TEST(ArenaText, Concatenates) {
  Memory memory;
  {
    Arena arena(memory);
    EXPECT_EQ(concatenate(arena, {"a", "", "bc", NumberText(42)}), "abc42");
    EXPECT_NE(concatenate(arena, {}).data(), nullptr);
  }
  memory.give_back();
}

TEST(ArenaText, WritesNumbers) {
  EXPECT_EQ(std::string_view(NumberText(0)), "0");
  EXPECT_EQ(std::string_view(NumberText(0xA0, 16, 4)), "00A0");
  EXPECT_EQ(std::string_view(NumberText(~0ULL)), "18446744073709551615");
}

TEST(ArenaText, EncodesWhatItDecodes) {
  for (std::uint32_t character :
       {0x41U, 0xE9U, 0x7FFU, 0x800U, 0xD800U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
    char bytes[4];
    const std::size_t written = encode_character(character, bytes);
    std::size_t read = 0;
    EXPECT_EQ(decode_character({bytes, written}, read), character);
    EXPECT_EQ(read, written);
    EXPECT_EQ(count_characters({bytes, written}), 1U);
  }
}

}  // namespace
}  // namespace ouro::syntax
