// Signatures: stable where they must be, different where they must be.
#include "leakcheck/detect/signature.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

Stack stack_of(const std::vector<std::string>& functions) {
  Stack stack;
  for (const std::string& function : functions) stack.frames.push_back({function, "/bin/x", "f:1"});
  return stack;
}

TEST(Signature, NormalizesWhatCompilersSpellDifferently) {
  EXPECT_EQ(normalized_function("(anonymous namespace)::open(unsigned long)"), "open");
  EXPECT_EQ(normalized_function("void ouro::each<int, (Kind)2>(int) const"), "ouro::each");
  EXPECT_EQ(normalized_function("parse(char const*) [clone .constprop.0]"), "parse");
  EXPECT_EQ(normalized_function("work.part.0"), "work");
  EXPECT_EQ(normalized_function("main"), "main");
}

TEST(Signature, KeepsOperators) {
  EXPECT_EQ(normalized_function("operator new(unsigned long)"), "operator new");
  EXPECT_EQ(normalized_function("Name::operator()(int) const"), "Name::operator()");
  EXPECT_EQ(normalized_function("Name::operator<(Name const&)"), "Name::operator<");
  EXPECT_EQ(normalized_function("Table::operator[](int)"), "Table::operator[]");
}

TEST(Signature, SkipsAllocatorsAndTheTool) {
  const Stack stack = stack_of({"malloc", "ouro::Memory::allocate(unsigned long)", "open_parser",
                                "run", "run", "ouro::leakcheck::run_cycles(int)", "main"});
  EXPECT_EQ(normalized_stack(stack), (std::vector<std::string>{"open_parser@f", "run@f"}));
  EXPECT_EQ(subject_of(stack), "open_parser");
}

TEST(Signature, KeepsTheToolsFramesWhenThereIsNothingElse) {
  const Stack stack = stack_of({"malloc", "ouro::leakcheck::canary::leak_block()", "main"});
  EXPECT_EQ(subject_of(stack), "ouro::leakcheck::canary::leak_block");
  EXPECT_FALSE(normalized_stack(stack).empty());
}

TEST(Signature, PartsDoNotRunTogether) {
  EXPECT_NE(signature_of({"ab", "c"}), signature_of({"a", "bc"}));
  EXPECT_EQ(signature_of({"ab", "c"}), signature_of({"ab", "c"}));
  EXPECT_EQ(signature_of({"x"}).size(), 16u);
}

}  // namespace
}  // namespace ouro::leakcheck
