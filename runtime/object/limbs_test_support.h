// LimbsTest: GMP's own numbers to compare with, and a trap on GMP's allocator.
#pragma once

#include <gmp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "runtime/object/limbs.h"

namespace ouro::limbs {

using Vector = std::vector<Limb>;

inline bool armed = false;
inline int trapped = 0;

inline void* trap_allocate(std::size_t bytes) {
  if (armed) ++trapped;
  return std::malloc(bytes);
}
inline void* trap_reallocate(void* block, std::size_t, std::size_t bytes) {
  if (armed) ++trapped;
  return std::realloc(block, bytes);
}
inline void trap_free(void* block, std::size_t) { std::free(block); }

class LimbsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    mp_set_memory_functions(trap_allocate, trap_reallocate, trap_free);
  }
  void SetUp() override {
    memory_.configure(HeapMode::kMalloc, nullptr);
    armed = true;
    trapped = 0;
  }
  void TearDown() override {
    armed = false;
    EXPECT_EQ(trapped, 0) << "GMP took memory of its own";
    EXPECT_TRUE(memory_.live().empty());
    memory_.give_back();
  }

  Vector random_number(std::size_t size) {
    Vector number(size);
    // Long runs of equal bits find carries that plain noise never meets.
    Limb run = 0;
    for (Limb& limb : number) {
      if (random_() % 4 == 0) run = ~run;
      limb = random_() % 3 == 0 ? run : random_();
    }
    if (size > 0) number.back() |= Limb{1} << (random_() % 64);
    return number;
  }

  Memory memory_;
  std::mt19937_64 random_{20230614};
};

// GMP's own number for comparison; the trap is off while it lives in an expression.
class Mpz {
 public:
  Mpz() {
    Off off;
    mpz_init(value);
  }
  explicit Mpz(const Vector& limbs) : Mpz() {
    Off off;
    mpz_import(value, limbs.size(), -1, sizeof(Limb), 0, 0, limbs.data());
  }
  ~Mpz() {
    Off off;
    mpz_clear(value);
  }
  Vector limbs() const {
    Off off;
    Vector result(mpz_size(value));
    std::copy_n(mpz_limbs_read(value), result.size(), result.begin());
    return result;
  }
  struct Off {
    Off() { armed = false; }
    ~Off() { armed = true; }
  };
  mpz_t value;
};

inline Vector cut(Vector number, std::size_t size) {
  number.resize(size);
  return number;
}
inline Vector trim(Vector number) { return cut(number, trimmed(number.data(), number.size())); }

}  // namespace ouro::limbs
