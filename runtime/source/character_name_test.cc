// Character names: both ways for every character, against the reference's checksum.
#include "runtime/source/character_name.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/source/character_name_tables.h"
#include "runtime/source/syntax_dump_test_support.h"

namespace ouro::syntax {
namespace {

std::string name_of(std::uint32_t character) {
  char buffer[kCharacterNameMax];
  return std::string(character_name(character, buffer));
}

TEST(CharacterName, UnknownOnesAreASyntaxError) {
  EXPECT_EQ(find_named_character("no such character"), kNoCharacter);
  EXPECT_EQ(parse_to_text("'\\N{no such character}'"),
            "SyntaxError 1:24-1:24 (unicode error) 'unicodeescape' codec can't decode bytes in "
            "position 0-20: unknown Unicode character name");
}

TEST(CharacterName, EveryNameIsTheReferencesAndLeadsBack) {
  std::uint64_t checksum = 0xcbf29ce484222325u;
  for (std::uint32_t character = 0; character < 0x110000; ++character) {
    const std::string name = name_of(character);
    for (char letter : name) {
      checksum = (checksum ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
    }
    if (!name.empty()) {
      ASSERT_EQ(find_named_character(name), character) << name;
    }
  }
  EXPECT_EQ(checksum, name_tables::kChecksum);
}

TEST(CharacterName, CaseDoesNotMatterButForWhatIsComputed) {
  EXPECT_EQ(find_named_character("latin Small letter A"), 'a');
  EXPECT_EQ(find_named_character("cjk compatibility ideograph-f900"), 0xf900u);
  EXPECT_EQ(find_named_character("CJK UNIFIED IDEOGRAPH-4E00"), 0x4e00u);
  EXPECT_EQ(find_named_character("cjk unified ideograph-4e00"), kNoCharacter);
  EXPECT_EQ(find_named_character("HANGUL SYLLABLE GAGG"), 0xac02u);
  EXPECT_EQ(find_named_character("hangul syllable gagg"), kNoCharacter);
}

TEST(CharacterName, AliasesAndSequences) {
  EXPECT_EQ(find_named_character("LINE FEED"), 0xau);
  EXPECT_EQ(name_of(0xa), "");
  EXPECT_EQ(find_named_character("KEYCAP DIGIT ONE"), kNoCharacter);
  const auto keycap = find_named_sequence("keycap digit one");
  EXPECT_EQ(std::u16string(keycap.begin(), keycap.end()), u"1\ufe0f\u20e3");
  EXPECT_TRUE(find_named_sequence("LATIN SMALL LETTER A").empty());
}

TEST(CharacterName, NearMisses) {
  for (std::string_view name :
       {"", " ", "-", "HANGUL SYLLABLE ", "HANGUL SYLLABLE GX", "CJK UNIFIED IDEOGRAPH-",
        "CJK UNIFIED IDEOGRAPH-FFFFFFFFFF", "CJK UNIFIED IDEOGRAPH-0041", "LATIN SMALL LETTER",
        "LATIN SMALL LETTER A "}) {
    EXPECT_EQ(find_named_character(name), kNoCharacter) << name;
  }
}

}  // namespace
}  // namespace ouro::syntax
