// Limbs: products and quotients of all sizes, against GMP.
#include "runtime/object/limbs_test_support.h"

namespace ouro::limbs {
namespace {

const std::size_t kSizes[] = {1,   2,   3,   10,  40,  255,  256,  257,
                              511, 512, 513, 514, 700, 1025, 1300, 2051};

TEST_F(LimbsTest, MultipliesAndSquares) {
  for (const std::size_t left_size : kSizes) {
    for (const std::size_t right_size : kSizes) {
      const Vector left = random_number(left_size);
      const Vector right = random_number(right_size);
      Vector product(left_size + right_size);
      ASSERT_TRUE(multiply(memory_, product.data(), left, right));
      Mpz a(left), b(right), expected;
      {
        Mpz::Off off;
        mpz_mul(expected.value, a.value, b.value);
      }
      ASSERT_EQ(trim(product), expected.limbs()) << left_size << " * " << right_size;
    }
    const Vector number = random_number(left_size);
    Vector product(2 * left_size);
    ASSERT_TRUE(square(memory_, product.data(), number));
    Mpz a(number), expected;
    {
      Mpz::Off off;
      mpz_mul(expected.value, a.value, a.value);
    }
    ASSERT_EQ(trim(product), expected.limbs());
  }
}

TEST_F(LimbsTest, Divides) {
  for (const std::size_t left_size : kSizes) {
    for (const std::size_t right_size : kSizes) {
      const Vector left = random_number(left_size);
      const Vector right = random_number(right_size);
      Vector quotient(quotient_room(left, right));
      Vector remainder(right_size);
      ASSERT_TRUE(divide(memory_, quotient.data(), remainder.data(), left, right));
      Mpz a(left), b(right), q, r;
      {
        Mpz::Off off;
        mpz_tdiv_qr(q.value, r.value, a.value, b.value);
      }
      ASSERT_EQ(trim(quotient), q.limbs()) << left_size << " / " << right_size;
      ASSERT_EQ(trim(remainder), r.limbs());
    }
  }
}

// The highest limbs of the divisor say little here, so that what follows them decides.
TEST_F(LimbsTest, DividesWhereAShortEstimateIsTooLarge) {
  for (const std::size_t quotient_size : {1, 2, 90, 300}) {
    Vector divisor(700, ~Limb{0});
    divisor.back() = 1;
    Vector dividend(divisor.size() + quotient_size - 1, ~Limb{0});
    for (const Limb highest : {Limb{1}, ~Limb{0}}) {
      dividend.back() = highest;
      Vector quotient(quotient_room(dividend, divisor));
      Vector remainder(divisor.size());
      ASSERT_TRUE(divide(memory_, quotient.data(), remainder.data(), dividend, divisor));
      Mpz a(dividend), b(divisor), q, r;
      {
        Mpz::Off off;
        mpz_tdiv_qr(q.value, r.value, a.value, b.value);
      }
      ASSERT_EQ(trim(quotient), q.limbs()) << quotient_size;
      ASSERT_EQ(trim(remainder), r.limbs());
    }
  }
}

TEST_F(LimbsTest, DividesWhereTheEstimateIsTooLarge) {
  for (const std::size_t size : {300, 512, 700}) {
    Vector divisor(size, 0);
    divisor.back() = Limb{1} << 63;
    divisor.front() = ~Limb{0};
    Vector dividend(2 * size, ~Limb{0});
    std::copy(divisor.begin() + 1, divisor.end(), dividend.begin() + static_cast<long>(size) + 1);
    dividend[size] = 0;
    Vector quotient(size + 1);
    Vector remainder(size);
    ASSERT_TRUE(divide(memory_, quotient.data(), remainder.data(), dividend, divisor));
    Mpz a(dividend), b(divisor), q, r;
    {
      Mpz::Off off;
      mpz_tdiv_qr(q.value, r.value, a.value, b.value);
    }
    ASSERT_EQ(trim(quotient), q.limbs());
    ASSERT_EQ(trim(remainder), r.limbs());
  }
}

TEST_F(LimbsTest, ReportsRefusedMemory) {
  const Vector number = random_number(3000);
  Vector product(6000);
  for (std::size_t allowed = 0; allowed < 3; ++allowed) {
    memory_.refuse_after(0);
    EXPECT_FALSE(multiply(memory_, product.data(), number, number));
    EXPECT_FALSE(square(memory_, product.data(), number));
    std::size_t size = 0;
    std::string text(text_room(number, 10), '?');
    memory_.refuse_after(allowed);
    EXPECT_FALSE(to_text(memory_, text.data(), &size, number, 10));
    memory_.refuse_after(Memory::kNever);
  }
}

}  // namespace
}  // namespace ouro::limbs
