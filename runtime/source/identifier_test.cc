// Identifier: the NFKC form.
#include "runtime/source/identifier.h"

#include <gtest/gtest.h>

#include "runtime/component/memory.h"

namespace ouro::syntax {
namespace {

TEST(Identifier, KeepsAsciiInPlace) {
  Memory memory;
  {
    Arena arena(memory);
    const std::string_view name = "name_1";
    EXPECT_EQ(normalize_identifier(arena, name).data(), name.data());
  }
  memory.give_back();
}

TEST(Identifier, NormalizesOthers) {
  Memory memory;
  {
    Arena arena(memory);
    EXPECT_EQ(normalize_identifier(arena, "e\u0301"), "\u00e9");
    EXPECT_EQ(normalize_identifier(arena, "\ufb01x"), "fix");
    EXPECT_EQ(normalize_identifier(arena, "\u2115"), "N");
    EXPECT_EQ(normalize_identifier(arena, "\u540d"), "\u540d");
  }
  memory.give_back();
}

}  // namespace
}  // namespace ouro::syntax
