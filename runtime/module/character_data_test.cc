// Character data: the tables against the reference's checksums.
#include "runtime/module/character_data.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "runtime/module/character_data_tables.h"

namespace ouro {
namespace {

class Checksum {
 public:
  void add(std::string_view text) {
    for (char letter : text)
      value_ = (value_ ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
  }
  void add(const CharacterProperties& properties) {
    add(properties.category);
    add(properties.bidirectional);
    add(properties.east_asian_width);
    add(std::to_string(properties.combining));
    add(properties.mirrored ? "1" : "0");
  }
  void add(const CharacterDecomposition& decomposition) {
    std::string text(decomposition.tag);
    char number[16];
    for (const std::uint32_t character : decomposition.characters) {
      std::snprintf(number, sizeof number, text.empty() ? "%04X" : " %04X", character);
      text += number;
    }
    add(text);
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325u;
};

TEST(CharacterData, IsTheReferencesForEveryCharacter) {
  Checksum current, old;
  for (char32_t character = 0; character < 0x110000; ++character) {
    current.add(character_properties(character, UnicodeVersion::kCurrent));
    current.add(character_decomposition(character, UnicodeVersion::kCurrent));
    old.add(character_properties(character, UnicodeVersion::kOld));
  }
  EXPECT_EQ(current.value(), character_tables::kChecksum);
  EXPECT_EQ(old.value(), character_tables::kOldChecksum);
}

TEST(CharacterData, Numbers) {
  EXPECT_EQ(character_number(U'\u00bd', UnicodeVersion::kCurrent), 0.5);
  EXPECT_EQ(character_number(U'a', UnicodeVersion::kCurrent), std::nullopt);
  EXPECT_EQ(character_decimal(U'\u00b2', UnicodeVersion::kCurrent), -1);
  EXPECT_EQ(character_decimal(U'\u00b2', UnicodeVersion::kOld), 2);
  EXPECT_EQ(character_old_form(U'\U0002f868'), U'\U0002136a');
}

}  // namespace
}  // namespace ouro
