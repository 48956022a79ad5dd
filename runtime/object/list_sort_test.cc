// Sorting: stability, every shape of input, comparisons that fail or change the list.
#include <algorithm>
#include <random>

#include "runtime/interpreter/test_support.h"
#include "runtime/object/float.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"

namespace ouro {
namespace {

class ListSortTest : public RuntimeTest {
 protected:
  Ref<List> list_of(const std::vector<std::int64_t>& numbers) {
    Ref<List> list(must(make_list(interpreter())));
    for (const std::int64_t value : numbers) must(list_append(interpreter(), list, number(value)));
    return list;
  }

  static std::vector<std::int64_t> values_of(const List* list) {
    std::vector<std::int64_t> values;
    for (std::size_t index = 0; index < list->size; ++index) {
      values.push_back(static_cast<Int*>(list->items[index])->value);
    }
    return values;
  }

  void expect_sorted(std::vector<std::int64_t> numbers) {
    Ref<List> list(list_of(numbers));
    must(list_sort(thread(), list, nullptr, false));
    std::sort(numbers.begin(), numbers.end());
    EXPECT_EQ(values_of(list), numbers);
  }
};

std::vector<std::int64_t> shaped(int shape, std::size_t size, std::mt19937& random) {
  std::vector<std::int64_t> numbers(size);
  for (std::size_t index = 0; index < size; ++index) {
    const auto place = static_cast<std::int64_t>(index);
    const auto half = static_cast<std::int64_t>(size) / 2;
    const std::int64_t shapes[] = {place,
                                   -place,
                                   place % 50,
                                   place < half ? place : 2 * half - place,
                                   static_cast<std::int64_t>(random() % 10),
                                   static_cast<std::int64_t>(random())};
    numbers[index] = shapes[shape];
  }
  return numbers;
}

TEST_F(ListSortTest, SortsEveryShapeAndSize) {
  std::mt19937 random(7);
  for (int shape = 0; shape < 6; ++shape) {
    for (const std::size_t size :
         {0u, 1u, 2u, 3u, 31u, 32u, 33u, 63u, 64u, 65u, 127u, 500u, 3000u}) {
      expect_sorted(shaped(shape, size, random));
    }
  }
}

TEST_F(ListSortTest, IsStableInBothDirections) {
  run(R"(
pairs = [(number * 7919 % 13, number) for number in range(1000)]
pairs.sort(key=lambda pair: pair[0])
assert all(a[0] < b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(pairs, pairs[1:]))
pairs.sort(key=lambda pair: pair[0], reverse=True)
assert all(a[0] > b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(pairs, pairs[1:]))
)");
}

TEST_F(ListSortTest, SortsKeysOfEveryKind) {
  run(R"(
assert sorted([3.5, -1.0, 2.0, float('inf')]) == [-1.0, 2.0, 3.5, float('inf')]
assert sorted(['b', 'a', 'ab', '']) == ['', 'a', 'ab', 'b']
assert sorted([10 ** 30, 5, -10 ** 30]) == [-10 ** 30, 5, 10 ** 30]
assert sorted([2, 1.5, True]) == [True, 1.5, 2]
assert sorted([(2, 'a'), (1, 'b'), (1, 'a')]) == [(1, 'a'), (1, 'b'), (2, 'a')]
assert sorted('hello', key=str.upper, reverse=True) == ['o', 'l', 'l', 'h', 'e']
)");
}

TEST_F(ListSortTest, KeepsEveryItemWhenAComparisonFails) {
  run(R"(
class Item:
    left = 0
    def __init__(self, number):
        self.number = number
    def __lt__(self, other):
        Item.left -= 1
        if Item.left == 0:
            raise KeyError('stop')
        return self.number < other.number

for stop in range(1, 900, 7):
    items = [Item(number * 37 % 101) for number in range(150)]
    before = set(map(id, items))
    Item.left = stop
    try:
        items.sort()
    except KeyError:
        pass
    assert set(map(id, items)) == before and len(items) == 150
)");
}

TEST_F(ListSortTest, NoticesThatTheListIsModified) {
  run(R"(
class Item:
    def __lt__(self, other):
        items.append(1)
        return False

items = [Item() for _ in range(5)]
before = items[:]
try:
    items.sort()
except ValueError as error:
    assert str(error) == 'list modified during sort'
else:
    assert False
assert items == before
)");
}

}  // namespace
}  // namespace ouro
