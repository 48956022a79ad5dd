// TokenStream: tokens on demand, at fixed addresses, and as far as the limit.
#include "runtime/source/token_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/component/memory.h"

namespace ouro::syntax {
namespace {

class TokenStreamTest : public testing::Test {
 protected:
  ~TokenStreamTest() override {
    arena_.tear_down();
    memory_.give_back();
  }

  Memory memory_;
  Arena arena_{memory_};
  WarningList warnings_;
};

TEST_F(TokenStreamTest, ReadsOnDemand) {
  Lexer lexer(arena_, warnings_, "a = 1\n");
  TokenStream tokens(arena_, lexer);
  EXPECT_EQ(tokens.at(1)->kind, TokenKind::kEqual);
  EXPECT_EQ(tokens.count(), 2U);
  EXPECT_EQ(tokens.at(0)->kind, TokenKind::kName);
  EXPECT_EQ(tokens.at(4)->kind, TokenKind::kEnd);
}

TEST_F(TokenStreamTest, TokensStayWhereTheyAre) {
  std::string text;
  for (int count = 0; count < 2000; ++count) text += "a ";
  text += "\n";
  Lexer lexer(arena_, warnings_, text);
  TokenStream tokens(arena_, lexer);
  const Token* first = tokens.at(0);
  EXPECT_EQ(tokens.at(1999)->kind, TokenKind::kName);
  EXPECT_EQ(tokens.at(0), first);
}

TEST_F(TokenStreamTest, EndsAtTheLimit) {
  Lexer lexer(arena_, warnings_, "a b c\n");
  TokenStream tokens(arena_, lexer);
  EXPECT_EQ(tokens.at(2)->kind, TokenKind::kName);
  tokens.set_limit(1);
  EXPECT_EQ(tokens.at(0)->kind, TokenKind::kName);
  EXPECT_EQ(tokens.at(1)->kind, TokenKind::kEnd);
  tokens.set_limit(TokenStream::kNoLimit);
  EXPECT_EQ(tokens.at(1)->kind, TokenKind::kName);
}

TEST_F(TokenStreamTest, FailsForGood) {
  Lexer lexer(arena_, warnings_, "a ) b\n");
  TokenStream tokens(arena_, lexer);
  EXPECT_EQ(tokens.at(1)->kind, TokenKind::kError);
  EXPECT_TRUE(tokens.failed());
  EXPECT_EQ(tokens.at(2)->kind, TokenKind::kError);
  EXPECT_EQ(tokens.count(), 1U);
}

}  // namespace
}  // namespace ouro::syntax
