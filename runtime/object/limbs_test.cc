// Limbs: shifts, bits of negative numbers, and the way to doubles.
#include "runtime/object/limbs_test_support.h"

#include <cmath>

namespace ouro::limbs {
namespace {

TEST_F(LimbsTest, ShiftsAndSigns) {
  for (const std::size_t size : {1, 2, 5}) {
    for (const std::size_t bits : {0, 1, 63, 64, 65, 128, 200}) {
      const Vector number = random_number(size);
      Vector left(shift_left_room(number, bits));
      left.resize(shift_left(left.data(), number, bits));
      Vector back(left.size());
      back.resize(shift_right(back.data(), left, bits));
      EXPECT_EQ(back, number);
      EXPECT_EQ(bit_length(left), bit_length(number) + bits);
      EXPECT_EQ(trailing_zeros(left), trailing_zeros(number) + bits);
      EXPECT_FALSE(any_low_bit(left, bits));
    }
  }
}

TEST_F(LimbsTest, CombinesBitsOfNegativeNumbers) {
  using Operation = SignedSize (*)(Limb*, Signed, Signed) noexcept;
  using Reference = void (*)(mpz_t, const mpz_t, const mpz_t);
  const std::pair<Operation, Reference> operations[] = {
      {bit_and, mpz_and}, {bit_or, mpz_ior}, {bit_xor, mpz_xor}};
  for (int round = 0; round < 600; ++round) {
    const Vector left = random_number(random_() % 4);
    const Vector right = random_number(random_() % 4);
    const bool left_negative = !left.empty() && random_() % 2 == 0;
    const bool right_negative = !right.empty() && random_() % 2 == 0;
    Mpz a(left), b(right), expected;
    if (left_negative) mpz_neg(a.value, a.value);
    if (right_negative) mpz_neg(b.value, b.value);
    const auto& [operation, reference] = operations[round % 3];
    {
      Mpz::Off off;
      reference(expected.value, a.value, b.value);
    }
    Vector result(std::max(left.size(), right.size()) + 1);
    const SignedSize size =
        operation(result.data(), {left, left_negative}, {right, right_negative});
    EXPECT_EQ(cut(result, size.size), expected.limbs());
    EXPECT_EQ(size.negative, mpz_sgn(expected.value) < 0);
  }
}

double as_double(std::initializer_list<Limb> limbs) {
  double result = 0;
  const Vector number(limbs);
  EXPECT_TRUE(to_double(number, &result));
  return result;
}

TEST_F(LimbsTest, RoundsToDouble) {
  EXPECT_EQ(as_double({(1ull << 53) + 1}), 9007199254740992.0);
  EXPECT_EQ(as_double({(1ull << 53) + 3}), 9007199254740996.0);
  EXPECT_EQ(as_double({1, 1ull << 52 | 1}), std::ldexp(4503599627370497.0, 64));
  EXPECT_EQ(as_double({1ull << 63, 1ull << 52}), std::ldexp(4503599627370496.0, 64));
  EXPECT_EQ(as_double({1ull << 63 | 1, 1ull << 52}), std::ldexp(4503599627370497.0, 64));
  EXPECT_EQ(as_double({~0ull}), 18446744073709551616.0);
  double result = 0;
  Vector large(16, ~Limb{0});
  EXPECT_FALSE(to_double(large, &result));
  Limb out[kDoubleLimbs];
  EXPECT_EQ(from_double(out, 0.99), 0u);
  EXPECT_EQ(from_double(out, -3.7), 1u);
  EXPECT_EQ(out[0], 3u);
  EXPECT_EQ(from_double(out, 1.7976931348623157e308), 16u);
  EXPECT_EQ(out[15], 0xfffffffffffff800ull);
}

TEST_F(LimbsTest, DividesToDouble) {
  for (int round = 0; round < 2000; ++round) {
    const Limb left = random_() >> (random_() % 50 + 11);
    const Limb right = (random_() >> (random_() % 50 + 11)) | 1;
    double result = 0;
    const Limbs left_limbs(&left, left == 0 ? 0 : 1);
    ASSERT_EQ(divide_to_double(memory_, &result, left_limbs, {&right, 1}), Quotient::kFine);
    ASSERT_EQ(result, static_cast<double>(left) / static_cast<double>(right));
  }
  double result = 0;
  const Vector huge = random_number(40);
  const Limb one = 1;
  EXPECT_EQ(divide_to_double(memory_, &result, huge, {&one, 1}), Quotient::kTooLarge);
  EXPECT_EQ(divide_to_double(memory_, &result, huge, huge), Quotient::kFine);
  EXPECT_EQ(result, 1.0);
  Vector small(17, 0);
  small[16] = 1ull << 50;  // 2**1074
  EXPECT_EQ(divide_to_double(memory_, &result, {&one, 1}, small), Quotient::kFine);
  EXPECT_EQ(result, 5e-324);
  small[16] = 1ull << 51;
  EXPECT_EQ(divide_to_double(memory_, &result, {&one, 1}, small), Quotient::kFine);
  EXPECT_EQ(result, 0.0);
  const Limb three = 3;
  EXPECT_EQ(divide_to_double(memory_, &result, {&three, 1}, small), Quotient::kFine);
  EXPECT_EQ(result, 1e-323);
}

}  // namespace
}  // namespace ouro::limbs
