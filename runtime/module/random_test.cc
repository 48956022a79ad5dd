// _random: the same numbers as Python draws.
#include "runtime/object/number_test_support.h"

namespace ouro {
namespace {

using RandomTest = NumberTest;

TEST_F(RandomTest, Draws) {
  const Shown rows[] = {
      {R"([Random(5).random() for i in range(2)], Random(5).getrandbits(100), Random(5).getrandbits(0), Random(-5).getrandbits(33))",
       R"(([0.6229016948897019, 0.6229016948897019], 454911232961676339139289971781, 0, 2675342405))"},
      {R"(Random(2**100).random(), Random(1.5).random())",
       R"((0.7586581712996778, 0.551763726942059))"},
      {R"(len(Random(5).getstate()), Random(5).getstate()[:3])",
       R"((625, (2147483648, 2796186638, 190942503)))"},
      {R"(copied(Random(7)))", R"(True)"},
  };
  expect(R"(from _random import Random
def copied(random):
    state = random.getstate()
    first = [random.random() for i in range(700)]
    random.setstate(state)
    return first == [random.random() for i in range(700)]
)",
         rows);
}

TEST_F(RandomTest, Raises) {
  const Shown rows[] = {
      {R"(Random(1, 2))", R"(TypeError: Random() requires 0 or 1 argument)"},
      {R"(Random([]))", R"(TypeError: unhashable type: 'list')"},
      {R"(Random(5).getrandbits(-1))", R"(ValueError: number of bits must be non-negative)"},
      {R"(Random(5).setstate(1))", R"(TypeError: state vector must be a tuple)"},
      {R"(Random(5).setstate((1,)))", R"(ValueError: state vector is the wrong size)"},
      {R"(Random(5).setstate((1,) * 624 + (700,)))", R"(ValueError: invalid state)"},
      {R"(Random(5).setstate((-1,) * 625))",
       R"(OverflowError: can't convert negative value to unsigned int)"},
  };
  expect(R"(from _random import Random
def copied(random):
    state = random.getstate()
    first = [random.random() for i in range(700)]
    random.setstate(state)
    return first == [random.random() for i in range(700)]
)",
         rows);
}

}  // namespace
}  // namespace ouro
