#include "runtime/object/signature.h"

#include <string>

#include <gtest/gtest.h>

namespace ouro {
namespace {

Signature read(const char* text) { return Signature(Signature::AtRunTime{}, text); }

TEST(Signature, ReadsTheSameAtRunTimeAsAtCompileTime) {
  constexpr const char* kText = "f(self, a, /, b=(1, ')'), *rest, c, d='x', **others)";
  constexpr Signature compiled(kText);
  const Signature made = read(kText);
  ASSERT_TRUE(made.valid());
  EXPECT_EQ(made.name(), "f");
  EXPECT_EQ(made.slots(), compiled.slots());
  EXPECT_EQ(made.positional_only(), 1u);
  EXPECT_EQ(made.positional(), 2u);
  EXPECT_EQ(made.required_positional(), 1u);
  EXPECT_TRUE(made.has_self() && made.variadic() && made.keyword_variadic());
  EXPECT_TRUE(made.required(2) && !made.required(3));
  EXPECT_EQ(made.parameter(3), "d");
}

TEST(Signature, RefusesWhatItCannotRead) {
  for (const char* text : {"", "f", "(a)", "f(", "f(a", "f(a,", "f(a=", "f(a='", "f(a=(1)", "f(=1)",
                           "f(a, =)", "f(-)", "f(*", "f(**", "f(a='x\")"}) {
    EXPECT_FALSE(read(text).valid()) << text;
  }
}

TEST(Signature, HasRoomForSixteenParametersAndShortTexts) {
  std::string text = "f(self";
  for (int number = 0; number < 16; ++number) text += ", p" + std::to_string(number);
  EXPECT_TRUE(read((text + ")").c_str()).valid());
  EXPECT_FALSE(read((text + ", more)").c_str()).valid());
  EXPECT_FALSE(read(("f(a='" + std::string(300, 'x') + "')").c_str()).valid());
}

}  // namespace
}  // namespace ouro
