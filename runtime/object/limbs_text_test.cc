// Limbs: text in several radixes, against GMP and back.
#include "runtime/object/limbs_test_support.h"

namespace ouro::limbs {
namespace {

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

}  // namespace
}  // namespace ouro::limbs
