// Dict: order, growth, deletion, versions, and user code that changes the dict while it is
// searched.
#include "runtime/object/dict.h"

#include <algorithm>
#include <random>

#include "runtime/interpreter/test_support.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/int.h"

namespace ouro {
namespace {

using Model = std::vector<std::pair<std::int64_t, std::int64_t>>;

class DictTest : public RuntimeTest {
 protected:
  void set(Dict* dict, std::int64_t key, std::int64_t value) {
    must(dict_set(thread(), dict, number(key), number(value)));
  }

  void expect_holds(const Dict* dict, const Model& model) {
    ASSERT_EQ(dict->size, model.size());
    std::size_t index = 0;
    for (DictCursor at; dict_next(dict, at); ++index) {
      EXPECT_EQ(static_cast<Int*>(at.key)->value, model[index].first);
      EXPECT_EQ(static_cast<Int*>(at.value)->value, model[index].second);
    }
  }

  // The same steps on a dict and on a plain list of pairs.
  void step(Dict* dict, Model& model, std::mt19937& random, std::int64_t stride) {
    const std::int64_t key = static_cast<std::int64_t>(random() % 90) * stride;
    const auto found = std::find_if(model.begin(), model.end(),
                                    [&](const auto& pair) { return pair.first == key; });
    switch (random() % 4) {
      case 0:
      case 1: {
        const std::int64_t value = random() % 1000;
        set(dict, key, value);
        if (found == model.end()) {
          model.emplace_back(key, value);
        } else {
          found->second = value;
        }
        break;
      }
      case 2:
        EXPECT_EQ(must(dict_delete(thread(), dict, number(key))), found != model.end());
        if (found != model.end()) model.erase(found);
        break;
      default: pop_last(dict, model);
    }
  }

  void pop_last(Dict* dict, Model& model) {
    DictEntry taken{};
    ASSERT_EQ(dict_pop_last(dict, taken), !model.empty());
    if (model.empty()) return;
    EXPECT_EQ(static_cast<Int*>(taken.key)->value, model.back().first);
    model.pop_back();
    release(taken.key);
    release(taken.value);
  }
};

TEST_F(DictTest, KeepsTheOrderOfInsertionThroughAnyHistory) {
  for (const std::int64_t stride : {1, 8, 64, 1024}) {
    std::mt19937 random(static_cast<unsigned>(stride));
    Ref<Dict> dict(must(make_dict(interpreter())));
    Model model;
    for (int count = 0; count < 3000; ++count) step(dict, model, random, stride);
    expect_holds(dict, model);
    Ref<Dict> copy(must(dict_copy(interpreter(), dict)));
    expect_holds(copy, model);
  }
}

TEST_F(DictTest, GrowsThroughEveryWidthOfTheIndex) {
  Ref<Dict> dict(must(make_dict(interpreter())));
  for (std::int64_t key = 0; key < 70000; ++key) set(dict, key, key);
  EXPECT_EQ(dict->log2_indices, 17);
  for (std::int64_t key = 0; key < 70000; key += 997) {
    Object* found = must(find_in_dict(thread(), dict, number(key))).value;
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(static_cast<Int*>(found)->value, key);
  }
}

TEST_F(DictTest, KnowsWhetherAllKeysAreText) {
  Ref<Dict> dict(must(make_dict(interpreter())));
  must(dict_set(thread(), dict, text("one"), number(1)));
  EXPECT_TRUE(dict->only_str_keys);
  EXPECT_EQ(find_str_place(interpreter(), dict, text("one")), 0);
  EXPECT_EQ(find_str_place(interpreter(), dict, text("two")), -1);
  set(dict, 5, 5);
  EXPECT_FALSE(dict->only_str_keys);
  EXPECT_EQ(find_str_place(interpreter(), dict, text("one")), -1);
  EXPECT_NE(find_str_in_dict(thread(), dict, text("one")), nullptr);
}

TEST_F(DictTest, KeysVersionEndsWithTheSetOfKeys) {
  Ref<Dict> dict(must(make_dict(interpreter())));
  set(dict, 1, 1);
  const std::uint32_t version = dict_keys_version(interpreter(), dict);
  set(dict, 1, 2);
  EXPECT_EQ(dict_keys_version(interpreter(), dict), version);
  set(dict, 2, 2);
  EXPECT_NE(dict_keys_version(interpreter(), dict), version);
  const std::uint32_t second = dict_keys_version(interpreter(), dict);
  EXPECT_TRUE(must(dict_delete(thread(), dict, number(2))));
  EXPECT_NE(dict_keys_version(interpreter(), dict), second);
}

TEST_F(DictTest, RefusedMemoryLeavesItWhole) {
  for (std::size_t allowed = 0; allowed < 40; ++allowed) {
    Ref<Dict> dict(must(make_dict(interpreter())));
    std::vector<Ref<>> keys;
    for (std::int64_t key = 0; key < 60; ++key) keys.push_back(number(key + 1000));
    memory().refuse_after(allowed);
    std::size_t entered = 0;
    while (entered < keys.size() && dict_set(thread(), dict, keys[entered], keys[entered]).ok())
      ++entered;
    memory().refuse_after(Memory::kNever, 0);
    if (entered < keys.size()) {
      EXPECT_EQ(pending_name(), "MemoryError");
    }
    EXPECT_EQ(dict->size, entered);
    for (std::size_t index = 0; index < entered; ++index) {
      EXPECT_EQ(must(find_in_dict(thread(), dict, keys[index])).value, keys[index].get());
    }
  }
}

TEST_F(DictTest, SurvivesKeysThatChangeItWhileTheyAreCompared) {
  run(R"(
class Key:
    def __init__(self, number, effect=None):
        self.number, self.effect = number, effect
    def __hash__(self):
        return 1
    def __eq__(self, other):
        effect, self.effect = self.effect, None
        if effect:
            effect()
        return self.number == getattr(other, 'number', other)

def grow():
    for number in range(100):
        table[Key(number + 100)] = number

for effect in (lambda: table.clear(), grow, lambda: table.popitem(), lambda: table.update(a=1)):
    table = {}
    for number in range(5):
        table[Key(number)] = number
    first = next(iter(table))
    first.effect = effect
    table[Key(3)] = 'new'
    assert table[Key(3)] == 'new', table
    assert len(table) == len(list(table)) == len(list(table.items()))
)");
}

TEST_F(DictTest, ComplainsWhenItChangesDuringIteration) {
  run(R"(
def message(action):
    try:
        action()
    except RuntimeError as error:
        return str(error)

def grow():
    table = {1: 1}
    for key in table:
        table[key + 1] = 1

def replace():
    table = {0: 0}
    for key in table:
        del table[key]
        table[key + 1] = 0

assert message(grow) == 'dictionary changed size during iteration'
assert message(replace) == 'dictionary keys changed during iteration'
)");
}

}  // namespace
}  // namespace ouro
