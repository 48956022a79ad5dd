// Limbs: every kernel against GMP's own numbers, with a trap on GMP's allocator.
#include "runtime/object/limbs.h"

#include <gmp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace ouro::limbs {
namespace {

using Vector = std::vector<Limb>;

bool armed = false;
int trapped = 0;

void* trap_allocate(std::size_t bytes) {
  if (armed) ++trapped;
  return std::malloc(bytes);
}
void* trap_reallocate(void* block, std::size_t, std::size_t bytes) {
  if (armed) ++trapped;
  return std::realloc(block, bytes);
}
void trap_free(void* block, std::size_t) { std::free(block); }

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

Vector cut(Vector number, std::size_t size) {
  number.resize(size);
  return number;
}
Vector trim(Vector number) { return cut(number, trimmed(number.data(), number.size())); }

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

TEST_F(LimbsTest, WritesAndReadsText) {
  for (const unsigned radix : {2u, 3u, 7u, 8u, 10u, 16u, 32u, 36u}) {
    for (const std::size_t size : {0, 1, 2, 23, 24, 25, 26, 49, 50, 100, 300, 1000}) {
      const Vector number = random_number(size);
      std::string text(text_room(number, radix), '?');
      std::size_t length = 0;
      ASSERT_TRUE(to_text(memory_, text.data(), &length, number, radix));
      text.resize(length);
      Mpz a(number);
      std::string expected(mpz_sizeinbase(a.value, static_cast<int>(radix)) + 2, 0);
      {
        Mpz::Off off;
        mpz_get_str(expected.data(), static_cast<int>(radix), a.value);
      }
      ASSERT_EQ(text, expected.c_str());
      std::vector<std::uint8_t> digits;
      for (const char digit : text) {
        digits.push_back(static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10));
      }
      Vector back(from_text_room(digits.size(), radix));
      std::size_t back_size = 0;
      ASSERT_TRUE(from_text(memory_, back.data(), &back_size, digits, radix));
      ASSERT_EQ(cut(back, back_size), number) << radix << " " << size;
    }
  }
}

TEST_F(LimbsTest, WritesZerosInside) {
  for (const unsigned exponent : {19u, 456u, 457u, 1000u, 20000u}) {
    const Limb ten = 10;
    Vector number(power_room({&ten, 1}, exponent));
    std::size_t size = 0;
    ASSERT_TRUE(power(memory_, number.data(), &size, {&ten, 1}, exponent));
    number.resize(size);
    std::string text(text_room(number, 10), '?');
    ASSERT_TRUE(to_text(memory_, text.data(), &size, number, 10));
    text.resize(size);
    EXPECT_EQ(text, "1" + std::string(exponent, '0'));
  }
}

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
