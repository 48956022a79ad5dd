// Unit tests of Memory.
#include "runtime/component/memory.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <vector>

#include "runtime/component/chunk_pool.h"

namespace ouro {
namespace {

class MemoryInBothModes : public testing::TestWithParam<HeapMode> {
 protected:
  void SetUp() override { memory_.configure(GetParam(), nullptr); }
  void TearDown() override { memory_.give_back(); }
  Memory memory_;
};

struct Unborn {
  std::intptr_t count;
  char rest[40];
};

TEST_P(MemoryInBothModes, CountsEveryBlockOfEverySizeAndNoMore) {
  std::vector<std::pair<void*, std::size_t>> blocks;
  Residue expected;
  for (std::size_t size = 1; size < 3000; size += 7) {
    void* block = memory_.allocate(size);
    ASSERT_NE(block, nullptr);
    std::memset(block, 0xab, size);
    blocks.emplace_back(block, size);
    expected.add_block(size);
  }
  EXPECT_EQ(memory_.live(), expected);
  for (const auto& [block, size] : blocks) memory_.release(block, size);
  EXPECT_EQ(memory_.live(), Residue{});
}

TEST_P(MemoryInBothModes, EnumeratesExactlyTheBornObjectsOfAKind) {
  std::set<void*> born;
  for (int index = 0; index < 500; ++index) {
    auto* object = static_cast<Unborn*>(memory_.allocate(sizeof(Unborn), BlockKind::kCollectable));
    EXPECT_EQ(object->count, 0);
    if (index % 3 == 0) continue;  // stays unborn
    object->count = 1;
    born.insert(object);
  }
  std::set<void*> seen;
  memory_.for_each(BlockKind::kCollectable, [&](void* block, std::size_t) { seen.insert(block); });
  EXPECT_EQ(seen, born);
  memory_.for_each(BlockKind::kObject, [&](void*, std::size_t) { FAIL(); });
}

TEST_P(MemoryInBothModes, NumbersAreDenseAndDistinct) {
  std::vector<void*> objects;
  for (std::size_t size : {32, 48, 700, 32, 5000, 64}) {
    objects.push_back(memory_.allocate(size, BlockKind::kCollectable));
  }
  const std::size_t bound = memory_.number_collectable();
  std::set<std::size_t> numbers;
  for (void* object : objects) {
    EXPECT_LT(memory_.number_of(object), bound);
    numbers.insert(memory_.number_of(object));
    EXPECT_TRUE(memory_.owns(object));
  }
  EXPECT_EQ(numbers.size(), objects.size());
}

TEST_P(MemoryInBothModes, RefusesExactlyThePlannedAllocations) {
  memory_.refuse_after(2, 1);
  void* first = memory_.allocate(16);
  void* second = memory_.allocate(1000);
  EXPECT_EQ(memory_.allocate(16), nullptr);
  void* third = memory_.allocate(16);
  EXPECT_NE(third, nullptr);
  EXPECT_EQ(memory_.allocations_asked(), 4u);
  memory_.refuse_after(Memory::kNever);
  memory_.release(first, 16);
  memory_.release(second, 1000);
  memory_.release(third, 16);
}

TEST_P(MemoryInBothModes, KeepsToItsLimit) {
  memory_.set_limit(64 * 1024);
  std::vector<void*> blocks;
  while (void* block = memory_.allocate(1000)) blocks.push_back(block);
  EXPECT_GE(blocks.size(), 50u);
  EXPECT_LE(blocks.size(), 66u);
  for (void* block : blocks) memory_.release(block, 1000);
}

TEST_P(MemoryInBothModes, ReallocationKeepsTheContent) {
  auto* text = static_cast<char*>(memory_.allocate(8));
  std::memcpy(text, "ouro", 5);
  std::size_t size = 8;
  for (std::size_t larger : {100, 600, 5000, 100'000, 700, 20}) {
    text = static_cast<char*>(memory_.reallocate(text, size, larger));
    size = larger;
    EXPECT_STREQ(text, "ouro");
  }
  memory_.release(text, size);
  EXPECT_EQ(memory_.live(), Residue{});
}

INSTANTIATE_TEST_SUITE_P(, MemoryInBothModes, testing::Values(HeapMode::kPool, HeapMode::kMalloc),
                         [](const auto& info) {
                           return info.param == HeapMode::kPool ? "pool" : "malloc";
                         });

TEST(Memory, ReusesPagesThatBecameEmpty) {
  Memory memory;
  memory.configure(HeapMode::kPool, nullptr);
  for (int round = 0; round < 50; ++round) {
    std::vector<void*> blocks;
    for (int index = 0; index < 1000; ++index)
      blocks.push_back(memory.allocate(static_cast<std::size_t>(16 + round)));
    for (void* block : blocks) memory.release(block, static_cast<std::size_t>(16 + round));
  }
  EXPECT_LT(memory.bytes_peak(), 200u * 1024);
  memory.give_back();
  EXPECT_TRUE(memory.gave_back());
}

TEST(ChunkPool, GivesBlankChunksAgainAndTrimsToZero) {
  Memory memory;
  ChunkPool pool;
  ASSERT_TRUE(pool.set_up(memory).ok());
  auto* chunk = static_cast<char*>(pool.take());
  std::memset(chunk, 1, 5000);
  EXPECT_EQ(pool.residue().items, 1u);
  pool.give_back(chunk, 5000);
  EXPECT_EQ(pool.residue().items, 0u);
  auto* again = static_cast<char*>(pool.take());
  for (int index = 0; index < 6000; ++index) ASSERT_EQ(again[index], 0);
  pool.give_back(again, 0);
  pool.tear_down(memory);
  EXPECT_TRUE(pool.residue().empty());
}

}  // namespace
}  // namespace ouro
