// Unit tests of HashTable, Vector and Arena: what components are built from.
#include "runtime/component/hash_table.h"

#include <gtest/gtest.h>

#include <cstring>
#include <unordered_map>

#include "runtime/component/arena.h"
#include "runtime/component/vector.h"

namespace ouro {
namespace {

struct Entry {
  int key = 0;
  int value = 0;
  friend bool operator==(const Entry&, const Entry&) = default;
};

auto with_key(int key) {
  return [key](const Entry& entry) { return entry.key == key; };
}

TEST(HashTable, AgreesWithAModelThroughGrowthAndRemoval) {
  Memory memory;
  HashTable<Entry> table;
  std::unordered_map<int, int> model;
  unsigned random = 1;
  for (int step = 0; step < 20'000; ++step) {
    random = random * 1103515245 + 12345;
    const int key = static_cast<int>(random >> 16) % 500 + 1;
    const std::size_t hash = static_cast<std::size_t>(key % 37);  // many collisions
    Entry* found = table.find(hash, with_key(key));
    ASSERT_EQ(found != nullptr, model.contains(key));
    if (found == nullptr) {
      ASSERT_TRUE(table.add(memory, hash, {key, step}).ok());
      model[key] = step;
    } else {
      ASSERT_EQ(found->value, model[key]);
      ASSERT_TRUE(table.remove(hash, with_key(key)));
      model.erase(key);
    }
    ASSERT_EQ(table.size(), model.size());
  }
  EXPECT_EQ(table.residue(), memory.live());
  table.tear_down(memory);
  EXPECT_EQ(memory.live(), Residue{});
  memory.give_back();
}

TEST(HashTable, RefusedMemoryLeavesItAsItWas) {
  Memory memory;
  HashTable<Entry> table;
  ASSERT_TRUE(table.add(memory, 1, {1, 10}).ok());
  memory.refuse_after(0);
  int added = 1;
  while (table.add(memory, static_cast<std::size_t>(added + 1), {added + 1, 0}).ok()) ++added;
  EXPECT_EQ(table.size(), static_cast<std::size_t>(added));
  EXPECT_EQ(table.find(1, with_key(1))->value, 10);
  memory.refuse_after(Memory::kNever);
  table.tear_down(memory);
  memory.give_back();
}

TEST(Vector, GrowsAndGivesBack) {
  Memory memory;
  Vector<int> numbers;
  for (int number = 0; number < 1000; ++number) ASSERT_TRUE(numbers.add(memory, number).ok());
  EXPECT_EQ(numbers.size(), 1000u);
  EXPECT_EQ(numbers.take_last(), 999);
  EXPECT_EQ(numbers[500], 500);
  numbers.tear_down(memory);
  EXPECT_EQ(memory.live(), Residue{});
  memory.give_back();
}

TEST(Arena, GivesAlignedPlacesAndEndsAtOnce) {
  Memory memory;
  {
    Arena arena(memory);
    for (std::size_t size = 1; size < 20'000; size = size * 2 + 1) {
      void* place = arena.allocate(size);
      ASSERT_NE(place, nullptr);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place) % 16, 0u);
      std::memset(place, 1, size);
    }
    EXPECT_GT(memory.live().blocks, 0u);
  }
  EXPECT_EQ(memory.live(), Residue{});
  memory.give_back();
}

}  // namespace
}  // namespace ouro
