// Limbs: powers, roots and divisors, against GMP.
#include "runtime/object/limbs_test_support.h"

namespace ouro::limbs {
namespace {

TEST_F(LimbsTest, FindsDivisorsAndRoots) {
  for (const std::size_t size : {1, 2, 5, 60, 511, 513, 600, 1100}) {
    const Vector common = random_number(size / 3 + 1);
    Mpz a(random_number(size)), b(random_number(size / 2 + 1)), c(common), expected;
    {
      Mpz::Off off;
      mpz_mul(a.value, a.value, c.value);
      mpz_mul(b.value, b.value, c.value);
      mpz_gcd(expected.value, a.value, b.value);
    }
    const Vector left = a.limbs(), right = b.limbs();
    Vector result(std::max(left.size(), right.size()));
    std::size_t used = 0;
    ASSERT_TRUE(greatest_common_divisor(memory_, result.data(), &used, left, right));
    EXPECT_EQ(cut(result, used), expected.limbs()) << size;
    ASSERT_TRUE(square_root(memory_, result.data(), &used, left));
    {
      Mpz::Off off;
      mpz_sqrt(expected.value, a.value);
    }
    EXPECT_EQ(cut(result, used), expected.limbs()) << size;
    // One below a square is the case that needs the correction.
    {
      Mpz::Off off;
      mpz_mul(c.value, expected.value, expected.value);
      mpz_sub_ui(c.value, c.value, 1);
      mpz_sub_ui(expected.value, expected.value, 1);
    }
    const Vector below = c.limbs();
    ASSERT_TRUE(square_root(memory_, result.data(), &used, below));
    EXPECT_EQ(cut(result, used), expected.limbs()) << size;
  }
}

TEST_F(LimbsTest, RaisesToPowersModulo) {
  for (const std::size_t size : {1, 2, 7, 30}) {
    const Vector base = random_number(size + 1), exponent = random_number(2);
    const Vector modulus = random_number(size);
    Mpz a(base), b(exponent), m(modulus), expected;
    {
      Mpz::Off off;
      mpz_powm(expected.value, a.value, b.value, m.value);
    }
    Vector result(size + 1);
    std::size_t used = 0;
    ASSERT_TRUE(power_modulo(memory_, result.data(), &used, base, exponent, modulus));
    EXPECT_EQ(cut(result, used), expected.limbs());
    bool exists = false;
    bool expected_exists = false;
    {
      Mpz::Off off;
      expected_exists = mpz_invert(expected.value, a.value, m.value) != 0;
    }
    ASSERT_TRUE(inverse(memory_, result.data(), &used, &exists, base, modulus));
    EXPECT_EQ(exists, expected_exists);
    if (!exists) continue;
    EXPECT_EQ(cut(result, used), expected.limbs());
  }
}

TEST_F(LimbsTest, RaisesToPowersModuloWords) {
  for (const std::uint64_t word : {1ul, 2ul, 97ul, 0xffff'ffful, 1ul << 32, ~0ul}) {
    const Vector base = random_number(3), exponent = random_number(2), modulus = {word};
    Mpz a(base), b(exponent), m(modulus), expected;
    {
      Mpz::Off off;
      mpz_powm(expected.value, a.value, b.value, m.value);
    }
    Vector result(2);
    std::size_t used = 0;
    ASSERT_TRUE(power_modulo(memory_, result.data(), &used, base, exponent, modulus));
    EXPECT_EQ(cut(result, used), expected.limbs()) << word;
  }
}

TEST_F(LimbsTest, RaisesToPowers) {
  for (const std::uint64_t exponent : {0, 1, 2, 3, 10, 77, 300}) {
    const Vector base = random_number(3);
    Mpz a(base), expected;
    {
      Mpz::Off off;
      mpz_pow_ui(expected.value, a.value, exponent);
    }
    Vector result(power_room(base, exponent));
    std::size_t used = 0;
    ASSERT_TRUE(power(memory_, result.data(), &used, base, exponent));
    EXPECT_EQ(cut(result, used), expected.limbs());
  }
}

}  // namespace
}  // namespace ouro::limbs
