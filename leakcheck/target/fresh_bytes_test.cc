// Fresh bytes: what differs is found, what only points into its own block is not.
#include "leakcheck/target/fresh_bytes.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

struct Block {
  std::uintptr_t numbers[4] = {};
  void* self = &numbers[1];
};

TEST(FreshBytes, EqualBlocksAreEqual) {
  const Block one, other;
  EXPECT_EQ(first_difference(&one, &other, 0, sizeof(Block)), sizeof(Block));
}

TEST(FreshBytes, TheFirstDifferenceIsFound) {
  Block one;
  const Block other;
  one.numbers[2] = 1;
  EXPECT_EQ(first_difference(&one, &other, 0, sizeof(Block)), 2 * sizeof(std::uintptr_t));
  EXPECT_EQ(first_difference(&one, &other, 3 * sizeof(std::uintptr_t), sizeof(Block)),
            sizeof(Block));
}

TEST(FreshBytes, APointerElsewhereIsADifference) {
  Block one;
  const Block other;
  one.self = &one.numbers[3];
  EXPECT_EQ(first_difference(&one, &other, 0, sizeof(Block)), offsetof(Block, self));
}

TEST(FreshBytes, APointerIntoTheOtherBlockIsFound) {
  Block one;
  const Block other;
  EXPECT_FALSE(points_into(&one, 0, sizeof(Block), &other, sizeof(Block)));
  one.self = const_cast<std::uintptr_t*>(&other.numbers[3]);
  EXPECT_TRUE(points_into(&one, 0, sizeof(Block), &other, sizeof(Block)));
  EXPECT_FALSE(points_into(&one, 0, offsetof(Block, self), &other, sizeof(Block)));
}

}  // namespace
}  // namespace ouro::leakcheck
