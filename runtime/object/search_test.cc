// Search: against the obvious algorithm, and on texts that break it.
#include "runtime/object/search.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

namespace ouro {
namespace {

TextView view(const std::u16string& text) { return {text.data(), text.size(), 2}; }
TextView view(const std::u32string& text) { return {text.data(), text.size(), 4}; }
TextView view(const std::string& text) { return std::string_view(text); }

template <typename To>
To widen(const std::string& text) {
  return To(text.begin(), text.end());
}

template <typename Text, typename Needle>
void compare_all(const std::string& text, const std::string& needle) {
  const Text wide = widen<Text>(text);
  const Needle narrow = widen<Needle>(needle);
  EXPECT_EQ(find_text(view(wide), view(narrow)), text.find(needle)) << text << " " << needle;
  EXPECT_EQ(find_last_text(view(wide), view(narrow)), text.rfind(needle)) << text << " " << needle;
}

std::string random_text(std::mt19937& random, std::size_t length, unsigned letters) {
  std::string text(length, 'a');
  for (char& letter : text) letter = static_cast<char>('a' + random() % letters);
  return text;
}

TEST(SearchTest, AgreesWithTheObvious) {
  std::mt19937 random(4);
  for (int round = 0; round < 4000; ++round) {
    const unsigned letters = 1 + random() % 3;
    const std::string text = random_text(random, random() % 1500, letters);
    std::string needle = random_text(random, random() % 12, letters);
    if (round % 3 == 0 && text.size() > 40)
      needle = text.substr(random() % 20, random() % text.size());
    if (round % 5 == 0) needle += 'b';
    compare_all<std::string, std::string>(text, needle);
    if (round % 4 != 0) continue;
    compare_all<std::u16string, std::string>(text, needle);
    compare_all<std::u32string, std::u16string>(text, needle);
    compare_all<std::string, std::u32string>(text, needle);
  }
}

TEST(SearchTest, StaysLinear) {
  const std::string text(2'000'000, 'a');
  const std::string needle = std::string(100'000, 'a') + "b" + std::string(100'000, 'a');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(find_text(view(text), view(needle)), kNotFound);
  EXPECT_EQ(find_last_text(view(text), view(needle)), kNotFound);
  EXPECT_EQ(count_text(view(text), view(needle)), 0u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(SearchTest, FindsCharacters) {
  const std::u32string text = U"a\u00e9\u20ac\U0001f600\u20ac";
  EXPECT_EQ(find_character(view(text), 0x20ac), 2u);
  EXPECT_EQ(find_last_character(view(text), 0x20ac), 4u);
  EXPECT_EQ(find_character(view(text), 'x'), kNotFound);
  EXPECT_EQ(find_character(std::string_view("\xe9"), 0xe9), 0u);
  EXPECT_EQ(find_character(std::string_view("\xe9"), 0x1e9), kNotFound);
}

TEST(SearchTest, CountsAndPlans) {
  EXPECT_EQ(count_text(std::string_view("aaaa"), std::string_view("aa")), 2u);
  EXPECT_EQ(count_text(std::string_view("abc"), std::string_view("")), 4u);
  const ReplacePlan plan =
      plan_replace(std::string_view("a-b-c"), std::string_view("-"), 3, kNotFound, 100);
  EXPECT_EQ(plan.matches, 2u);
  EXPECT_EQ(plan.length, 9u);
  EXPECT_TRUE(plan.fits);
  EXPECT_FALSE(
      plan_replace(std::string_view("aaaa"), std::string_view("a"), kNotFound, kNotFound, 100)
          .fits);
  EXPECT_TRUE(starts_with(std::string_view("abc"), std::string_view("ab")));
  EXPECT_TRUE(ends_with(view(std::u16string(u"abc")), std::string_view("bc")));
  EXPECT_FALSE(ends_with(std::string_view("bc"), std::string_view("abc")));
}

}  // namespace
}  // namespace ouro
