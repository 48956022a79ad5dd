// Unicode: every code point against checksums of the reference, and the rules for whole texts.
#include "runtime/object/unicode.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

#include "runtime/object/unicode_tables.h"

namespace ouro::unicode {
namespace {

std::uint64_t expected(const std::string& name) {
  for (const auto& checksum : unicode_tables::kChecksums) {
    if (name == checksum.name) return checksum.value;
  }
  ADD_FAILURE() << "no checksum for " << name;
  return 0;
}

class Checksum {
 public:
  void add(std::uint64_t value) { value_ = (value_ ^ value) * 0x100000001b3u; }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325u;
};

TEST(UnicodeTest, ClassesOfEveryCharacter) {
  const std::map<std::string, bool (*)(char32_t) noexcept> classes = {
      {"alpha", is_alpha},
      {"decimal", is_decimal},
      {"digit", is_digit},
      {"numeric", is_numeric},
      {"space", is_space},
      {"printable", is_printable},
      {"identifier_start", is_identifier_start},
      {"identifier_continue", is_identifier_continue},
      {"lower", is_lower},
      {"upper", is_upper},
      {"title", is_title},
      {"cased", is_cased},
      {"case_ignorable", is_case_ignorable},
  };
  for (const auto& [name, question] : classes) {
    Checksum checksum;
    for (char32_t c = 0; c <= kLast; ++c) checksum.add(question(c) ? 1 : 0);
    EXPECT_EQ(checksum.value(), expected(name)) << name;
  }
}

TEST(UnicodeTest, ValuesAndMappingsOfEveryCharacter) {
  const std::map<std::string, int (*)(char32_t) noexcept> values = {
      {"decimal_value", decimal_value}, {"digit_value", digit_value}};
  for (const auto& [name, value] : values) {
    Checksum checksum;
    for (char32_t c = 0; c <= kLast; ++c) checksum.add(static_cast<std::uint64_t>(value(c)));
    EXPECT_EQ(checksum.value(), expected(name)) << name;
  }
  const std::map<std::string, Mapped (*)(char32_t) noexcept> mappings = {
      {"to_upper", to_upper},
      {"to_lower", to_lower},
      {"to_title", to_title},
      {"to_casefold", to_casefold}};
  for (const auto& [name, mapping] : mappings) {
    Checksum checksum;
    for (char32_t c = 0; c <= kLast; ++c) {
      const auto put = [&checksum](char32_t mapped) { checksum.add(mapped); };
      put_mapped(mapping(c), put);
    }
    EXPECT_EQ(checksum.value(), expected(name)) << name;
  }
}

class NormalFormTest : public testing::Test {
 protected:
  void SetUp() override { memory_.configure(HeapMode::kMalloc, nullptr); }
  void TearDown() override {
    EXPECT_TRUE(memory_.live().empty());
    memory_.give_back();
  }
  std::u32string normalized(const std::u32string& text, NormalForm form) {
    Normalized result(memory_);
    EXPECT_TRUE(result.normalize({text.data(), text.size(), 4}, form));
    return {result.characters().begin(), result.characters().end()};
  }

  Memory memory_;
};

TEST_F(NormalFormTest, OfEveryCharacter) {
  const std::pair<const char*, NormalForm> forms[] = {{"nfc", NormalForm::kC},
                                                      {"nfd", NormalForm::kD},
                                                      {"nfkc", NormalForm::kKc},
                                                      {"nfkd", NormalForm::kKd}};
  for (const auto& [name, form] : forms) {
    Checksum checksum;
    for (char32_t c = 0; c <= kLast; ++c) {
      Normalized result(memory_);
      ASSERT_TRUE(result.normalize({&c, 1, 4}, form));
      for (const char32_t mapped : result.characters()) checksum.add(mapped);
    }
    EXPECT_EQ(checksum.value(), expected(name)) << name;
  }
}

TEST_F(NormalFormTest, OrdersAndJoins) {
  EXPECT_EQ(normalized(U"e\u0301", NormalForm::kC), U"\u00e9");
  EXPECT_EQ(normalized(U"e\u0323\u0301", NormalForm::kC), U"\u1eb9\u0301");
  EXPECT_EQ(normalized(U"e\u0301\u0323", NormalForm::kD), U"e\u0323\u0301");
  EXPECT_EQ(normalized(U"\u1112\u1161\u11ab", NormalForm::kC), U"\ud55c");
  EXPECT_EQ(normalized(U"\ufb01", NormalForm::kKc), U"fi");
  EXPECT_EQ(normalized(U"", NormalForm::kC), U"");
}

TEST_F(NormalFormTest, OrdersLongRuns) {
  std::u32string text = U"a";
  std::u32string sorted = U"a";
  for (int index = 0; index < 500; ++index) text += U"\u0301\u0323";
  sorted += std::u32string(500, U'\u0323') + std::u32string(500, U'\u0301');
  EXPECT_EQ(normalized(text, NormalForm::kD), sorted);
}

TEST_F(NormalFormTest, ReportsRefusedMemory) {
  const char32_t character = U'\u00e9';
  Normalized result(memory_);
  memory_.refuse_after(0);
  EXPECT_FALSE(result.normalize({&character, 1, 4}, NormalForm::kD));
  memory_.refuse_after(Memory::kNever);
}

std::u32string lowered(const std::u32string& text) {
  std::u32string result;
  lower({text.data(), text.size(), 4}, [&result](char32_t c) { result += c; });
  return result;
}

TEST(UnicodeTest, LowersFinalSigma) {
  EXPECT_EQ(lowered(U"\u03a3"), U"\u03c3");
  EXPECT_EQ(lowered(U"A\u03a3"), U"a\u03c2");
  EXPECT_EQ(lowered(U"A\u03a3B"), U"a\u03c3b");
  EXPECT_EQ(lowered(U"A.\u03a3."), U"a.\u03c2.");
  EXPECT_EQ(lowered(U"\u0130"), U"i\u0307");
}

TEST(UnicodeTest, ChangesWholeTexts) {
  const std::u32string text = U"\u01c6e\u00df \u0149";
  const TextView view(text.data(), text.size(), 4);
  std::u32string result;
  const auto put = [&result](char32_t c) { result += c; };
  title(view, put);
  EXPECT_EQ(result, U"\u01c5e\u00df \u02bcN");
  result.clear();
  upper(view, put);
  EXPECT_EQ(result, U"\u01c4ESS \u02bcN");
  result.clear();
  casefold(view, put);
  EXPECT_EQ(result, U"\u01c6ess \u02bcn");
  result.clear();
  swap_case(TextView(std::string_view("aBc")), put);
  EXPECT_EQ(result, U"AbC");
  result.clear();
  capitalize(TextView(std::string_view("aBC")), put);
  EXPECT_EQ(result, U"Abc");
}

TEST(UnicodeTest, AsksWholeTexts) {
  const auto view = [](std::string_view text) { return TextView(text); };
  EXPECT_TRUE(is_upper_text(view("A1")));
  EXPECT_FALSE(is_upper_text(view("1")));
  EXPECT_TRUE(is_lower_text(view("a\xe9 1")));
  EXPECT_TRUE(is_title_text(view("Abc Def1")));
  EXPECT_FALSE(is_title_text(view("ABc")));
  EXPECT_TRUE(is_identifier_text(view("_a1")));
  EXPECT_FALSE(is_identifier_text(view("1a")));
  EXPECT_FALSE(is_identifier_text(view("")));
}

}  // namespace
}  // namespace ouro::unicode
