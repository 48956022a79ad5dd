// IndexSet: against a plain set, at the borders of its words.
#include "runtime/component/index_set.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace ouro {
namespace {

template <std::size_t kCount>
void expect_holds(const IndexSet<kCount>& indices, const std::set<std::size_t>& expected) {
  std::vector<std::size_t> seen;
  indices.for_each([&](std::size_t index) { seen.push_back(index); });
  EXPECT_EQ(seen, std::vector(expected.begin(), expected.end()));
  EXPECT_EQ(indices.size(), expected.size());
  for (std::size_t index = 0; index < kCount; ++index) {
    EXPECT_EQ(indices.has(index), expected.contains(index)) << index;
  }
}

TEST(IndexSetTest, HoldsWhatWasAddedAndNotRemoved) {
  IndexSet<130> indices;
  expect_holds(indices, {});
  for (const std::size_t index : {0, 63, 64, 127, 128, 129, 64}) indices.add(index);
  expect_holds(indices, {0, 63, 64, 127, 128, 129});
  indices.remove(63);
  indices.remove(5);
  expect_holds(indices, {0, 64, 127, 128, 129});
}

TEST(IndexSetTest, MayBeEmptiedWhileItIsWalked) {
  IndexSet<65> indices;
  for (std::size_t index = 0; index < 65; ++index) indices.add(index);
  indices.for_each([&](std::size_t index) { indices.remove(index); });
  expect_holds(indices, {});
}

}  // namespace
}  // namespace ouro
