// Set: algebra, the visible order, and user code that changes sets while they are searched.
#include "runtime/object/set.h"

#include <algorithm>
#include <random>
#include <set>

#include "runtime/interpreter/test_support.h"
#include "runtime/object/int.h"
#include "runtime/object/set_operations.h"

namespace ouro {
namespace {

class SetTest : public RuntimeTest {
 protected:
  static std::set<std::int64_t> values_of(const Set* set) {
    std::set<std::int64_t> values;
    std::size_t place = 0;
    Object* key = nullptr;
    std::intptr_t hash = 0;
    while (set_next(set, place, key, hash)) values.insert(static_cast<Int*>(key)->value);
    EXPECT_EQ(values.size(), set->size);
    return values;
  }

  Ref<Set> set_of(const std::set<std::int64_t>& numbers) {
    Ref<Set> set(must(make_set(thread(), nullptr)));
    for (const std::int64_t value : numbers) must(set_add(thread(), set, number(value)));
    return set;
  }
};

std::set<std::int64_t> some_numbers(std::mt19937& random) {
  std::set<std::int64_t> numbers;
  for (std::size_t count = random() % 80; count > 0; --count) {
    numbers.insert(static_cast<std::int64_t>(random() % 60) * 8);
  }
  return numbers;
}

using Algorithm = std::insert_iterator<std::set<std::int64_t>> (*)(
    std::set<std::int64_t>::iterator, std::set<std::int64_t>::iterator,
    std::set<std::int64_t>::iterator, std::set<std::int64_t>::iterator,
    std::insert_iterator<std::set<std::int64_t>>);

TEST_F(SetTest, AlgebraAgreesWithSortedSets) {
  struct Row {
    Result<Set*> (*ours)(Thread&, Set*, Object*);
    Algorithm theirs;
  };
  const Row rows[] = {{set_intersection, std::set_intersection},
                      {set_difference, std::set_difference},
                      {set_symmetric_difference, std::set_symmetric_difference}};
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    auto left = some_numbers(random);
    auto right = some_numbers(random);
    Ref<Set> first(set_of(left));
    Ref<Set> second(set_of(right));
    for (const Row& row : rows) {
      std::set<std::int64_t> expected;
      row.theirs(left.begin(), left.end(), right.begin(), right.end(),
                 std::inserter(expected, expected.begin()));
      Ref<Set> result(must(row.ours(thread(), first, second)));
      EXPECT_EQ(values_of(result), expected);
    }
    EXPECT_EQ(must(set_is_subset(thread(), first, second)),
              std::includes(right.begin(), right.end(), left.begin(), left.end()));
  }
}

TEST_F(SetTest, OrderIsThatOfTheTable) {
  run(R"(
numbers = {72}
numbers.pop()
numbers.add(216)
numbers.add(40)
assert repr(numbers) == '{216, 40}', numbers
one = 1
assert repr({33, one, 17, 8, 0}) == '{0, 33, 1, 8, 17}', {33, one, 17, 8, 0}
numbers = {3, 8}
assert repr(numbers | numbers) == repr(numbers)
)");
}

TEST_F(SetTest, FindsSetsByTheirItems) {
  run(R"(
outer = {frozenset({1, 2})}
assert {1, 2} in outer
outer.discard({1, 2})
assert not outer
try:
    outer.remove({3})
except KeyError as error:
    assert error.args == ({3},)
assert hash(frozenset({1, 2, 3})) == hash(frozenset({3, 2, 1}))
)");
}

TEST_F(SetTest, SurvivesKeysThatChangeItWhileTheyAreCompared) {
  run(R"(
class Key:
    effect = None
    def __init__(self, number):
        self.number = number
    def __hash__(self):
        return 1
    def __eq__(self, other):
        effect, Key.effect = Key.effect, None
        if effect:
            effect()
        return self.number == other.number

effects = (lambda: keys.clear(), lambda: keys.update(map(Key, range(100, 200))), lambda: keys.pop(),
           lambda: others.clear())
actions = (lambda: keys.add(Key(3)), lambda: keys & others, lambda: keys ^ others, lambda: keys - others,
           lambda: keys.update(others), lambda: keys <= others, lambda: keys.isdisjoint(others))
for effect in effects:
    for action in actions:
        keys, others = set(map(Key, range(5))), set(map(Key, range(3, 9)))
        Key.effect = effect
        action()
        assert len(keys) == len(list(keys))
)");
}

TEST_F(SetTest, ComplainsWhenItChangesDuringIteration) {
  run(R"(
numbers = {1}
try:
    for number in numbers:
        numbers.add(number + 1)
except RuntimeError as error:
    assert str(error) == 'Set changed size during iteration'
else:
    assert False
)");
}

}  // namespace
}  // namespace ouro
