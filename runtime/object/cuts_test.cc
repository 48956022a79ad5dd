// Cuts: the pieces of splits, lines and strips.
#include "runtime/object/cuts.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace ouro {
namespace {

bool is_blank(char32_t character) { return character == ' '; }
bool is_break(char32_t character) { return character == '\n' || character == '\r'; }

// Runs a cut and joins its pieces with bars.
template <typename Cut>
std::string pieces_of(std::string_view text, Cut cut) {
  std::string pieces;
  const auto emit = [&](std::size_t start, std::size_t end) -> Status {
    pieces += '|';
    pieces += text.substr(start, end - start);
    return done;
  };
  EXPECT_TRUE(cut(TextView(text), emit).ok());
  return pieces;
}

std::string split(std::string_view text, std::string_view separator,
                  std::size_t limit = kNotFound) {
  return pieces_of(text, [&](const TextView& view, auto emit) {
    return cuts::split(view, TextView(separator), limit, emit);
  });
}

std::string split_last(std::string_view text, std::string_view separator, std::size_t limit) {
  return pieces_of(text, [&](const TextView& view, auto emit) {
    return cuts::split_last(view, TextView(separator), limit, emit);
  });
}

std::string words(std::string_view text, std::size_t limit = kNotFound) {
  return pieces_of(text, [&](const TextView& view, auto emit) {
    return cuts::split_words(view, is_blank, limit, emit);
  });
}

std::string last_words(std::string_view text, std::size_t limit) {
  return pieces_of(text, [&](const TextView& view, auto emit) {
    return cuts::split_words_last(view, is_blank, limit, emit);
  });
}

std::string lines(std::string_view text, bool keep_breaks) {
  return pieces_of(text, [&](const TextView& view, auto emit) {
    return cuts::split_lines(view, is_break, keep_breaks, emit);
  });
}

TEST(Cuts, SplitsAtASeparator) {
  EXPECT_EQ(split("a,b,,c", ","), "|a|b||c");
  EXPECT_EQ(split("a,b,,c", ",", 1), "|a|b,,c");
  EXPECT_EQ(split("", ","), "|");
  EXPECT_EQ(split("a--b-", "--"), "|a|b-");
  EXPECT_EQ(split_last("a,b,c", ",", 1), "|c|a,b");
}

TEST(Cuts, SplitsAtSpaces) {
  EXPECT_EQ(words("  a  b "), "|a|b");
  EXPECT_EQ(words("   "), "");
  EXPECT_EQ(words(" a  b  c ", 1), "|a|b  c ");
  EXPECT_EQ(last_words(" a  b  c ", 1), "|c| a  b");
}

TEST(Cuts, SplitsLines) {
  EXPECT_EQ(lines("a\nb\r\nc\r", false), "|a|b|c");
  EXPECT_EQ(lines("a\r\n\n", true), "|a\r\n|\n");
  EXPECT_EQ(lines("", true), "");
}

TEST(Cuts, Strips) {
  const TextView text(std::string_view("  a b "));
  const cuts::Range both = cuts::strip(text, cuts::Side::kBoth, is_blank);
  EXPECT_EQ(both.start, 2u);
  EXPECT_EQ(both.end, 5u);
  EXPECT_EQ(cuts::strip(text, cuts::Side::kLeft, is_blank).end, 6u);
  EXPECT_EQ(cuts::strip(text, cuts::Side::kRight, is_blank).start, 0u);
}

// A piece that cannot be kept ends the cut.
TEST(Cuts, StopsAtAFailure) {
  int calls = 0;
  const auto emit = [&](std::size_t, std::size_t) -> Status {
    ++calls;
    return failure;
  };
  EXPECT_FALSE(cuts::split(TextView(std::string_view("a,b")), TextView(std::string_view(",")),
                           kNotFound, emit)
                   .ok());
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace ouro
