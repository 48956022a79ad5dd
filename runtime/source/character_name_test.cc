// Character names: what the literal that asks for one says while there are none.
#include "runtime/source/character_name.h"

#include <gtest/gtest.h>

#include "runtime/source/syntax_dump_test_support.h"

namespace ouro::syntax {
namespace {

TEST(CharacterName, UnknownOnesAreASyntaxError) {
  EXPECT_EQ(find_named_character("no such character"), kNoCharacter);
  EXPECT_EQ(parse_to_text("'\\N{no such character}'"),
            "SyntaxError 1:24-1:24 (unicode error) 'unicodeescape' codec can't decode bytes in "
            "position 0-20: unknown Unicode character name");
}

}  // namespace
}  // namespace ouro::syntax
