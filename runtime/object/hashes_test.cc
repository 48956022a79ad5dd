// Hashes: the values that Python 3.11 gives, number by number and key by key.
#include "runtime/object/hashes.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string_view>
#include <vector>

namespace ouro {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct IntRow {
  std::vector<std::uint64_t> limbs;
  bool negative;
  HashValue hash;
};

TEST(HashesTest, Ints) {
  const IntRow rows[] = {
      {{}, false, 0},
      {{0x1u}, false, 1},
      {{0x1u}, true, -2},
      {{0x2u}, true, -2},
      {{0x1fffffffffffffffu}, false, 0},
      {{0x1fffffffffffffffu}, true, 0},
      {{0x1ffffffffffffffeu}, false, 2305843009213693950},
      {{0x7fffffffffffffffu}, false, 3},
      {{0x8000000000000000u}, true, -4},
      {{0xffffffffffffffffu}, false, 7},
      {{0x0u, 0x1u}, false, 8},
      {{0x3039u, 0x0u, 0x1u}, false, 12409},
      {{0x5bfaff1eaaf8b0a1u, 0x83ecf6f6e4a7ae22u, 0xfd73d97e447606b6u, 0xc21a937a76f3432fu,
        0x1fd5863c3eb0469eu},
       true,
       -424410663027747676},
  };
  for (const IntRow& row : rows) {
    EXPECT_EQ(hash_limbs(row.limbs, row.negative), row.hash);
    if (row.limbs.size() != 1 || row.limbs[0] >> 63 != 0) continue;
    const auto value = static_cast<std::int64_t>(row.limbs[0]);
    EXPECT_EQ(hash_int64(row.negative ? -value : value), row.hash);
  }
  EXPECT_EQ(hash_int64(std::numeric_limits<std::int64_t>::min()), -4);
}

TEST(HashesTest, Doubles) {
  const std::pair<double, HashValue> rows[] = {
      {0.0, 0},
      {-0.0, 0},
      {1.0, 1},
      {-1.0, -2},
      {0.5, 1152921504606846976},
      {1e+300, 1224995262755759164},
      {-1e-300, -482449582752280463},
      {5e-324, 16777216},
      {3.141592653589793, 326490430436040707},
      {kInfinity, 314159},
      {-kInfinity, -314159},
      {2.305843009213694e+18, 1},
      {-9007199254740992.0, -9007199254740992},
      {1.7976931348623157e+308, 2234066890152476671},
  };
  for (const auto& [value, hash] : rows) EXPECT_EQ(hash_double(value), hash) << value;
}

HashValue tuple_hash(const std::vector<HashValue>& items) {
  TupleHash hash;
  for (const HashValue item : items) hash.add(item);
  return hash.finish(items.size());
}

HashValue set_hash(const std::vector<HashValue>& items) {
  SetHash hash;
  for (const HashValue item : items) hash.add(item);
  return hash.finish(items.size());
}

TEST(HashesTest, Containers) {
  std::vector<HashValue> hundred(100);
  for (std::size_t index = 0; index < 100; ++index) hundred[index] = static_cast<HashValue>(index);
  EXPECT_EQ(tuple_hash({}), 5740354900026072187);
  EXPECT_EQ(tuple_hash({0}), -8753497827991233192);
  EXPECT_EQ(tuple_hash({1, 2, 3}), 529344067295497451);
  EXPECT_EQ(tuple_hash({-2, -2}), 960947337673586213);
  EXPECT_EQ(tuple_hash(hundred), 4479737025582696436);
  EXPECT_EQ(set_hash({}), 133146708735736);
  EXPECT_EQ(set_hash({0}), -2704248722033767810);
  EXPECT_EQ(set_hash({3, 1, 2}), -272375401224217160);
  EXPECT_EQ(set_hash(hundred), 4411996150312757951);
  EXPECT_EQ(hash_complex(hash_double(1), hash_double(2)), 2000007);
  EXPECT_EQ(hash_complex(hash_double(0), hash_double(-1)), -2000006);
  EXPECT_EQ(hash_complex(hash_double(3.5), hash_double(-0.25)), -576460752303423485);
}

TEST(HashesTest, BytesUnderEachSeed) {
  struct Row {
    std::uint32_t seed;
    HashValue hashes[6];
  };
  const Row rows[] = {
      {0,
       {0, 4644417185603328019, 7904145750247929094, 4574395652268504554, -532774252720507163,
        1359644457043326220}},
      {1,
       {0, -3012895188637184397, 3226643804905820176, -202642195356325900, 7871229953815684364,
        8959034462456271562}},
      {42,
       {0, -123207753977932514, 1375323160596907757, -5457871895989710762, -5970266004662334337,
        -1345814288082900963}},
      {4294967295,
       {0, -5989683813037840249, 233998310040276482, 3424456984880118976, 6340115119033867570,
        2424569201148640282}},
  };
  const std::string long_text(100, 'x');
  const std::string_view texts[] = {"", "a", "abcdefg", "abcdefgh", "abcdefghi", long_text};
  for (const Row& row : rows) {
    const HashKey key = hash_key_from_seed(row.seed);
    for (std::size_t index = 0; index < 6; ++index) {
      EXPECT_EQ(hash_bytes(key, texts[index].data(), texts[index].size()), row.hashes[index]);
    }
  }
}

TEST(HashesTest, FastHashSeparatesPrefixesAndZeros) {
  const std::string zeros(64, '\0');
  const std::string text(64, 'q');
  std::set<std::uint64_t> seen;
  for (std::size_t size = 0; size <= 64; ++size) {
    seen.insert(hash_fast(zeros.data(), size));
    seen.insert(hash_fast(text.data(), size));
  }
  EXPECT_EQ(seen.size(), 129u);
}

}  // namespace
}  // namespace ouro
