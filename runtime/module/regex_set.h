// regex_set: what one character is to a regular expression - its case, its categories, the sets it
// is in.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/module/regex_code.h"

namespace ouro::regex {

// What instructions that take one character have answered for the first 256 characters: each
// is asked once. Zeroed memory is an empty one.
class AnswerCache {
 public:
  static constexpr std::size_t kCharacters = 256;

  struct Row {
    std::size_t owner;  // the instruction's place + 1
    std::uint64_t known[kCharacters / 64];
    std::uint64_t holds[kCharacters / 64];
  };

  // Another instruction's answers may have to go.
  Row& row(std::size_t place) noexcept {
    Row& row = rows_[place % kRows];
    if (row.owner != place + 1) row = {place + 1, {}, {}};
    return row;
  }

 private:
  static constexpr std::size_t kRows = 13;  // no divisor of the distances between instructions
  Row rows_[kRows];
};

// The code of a pattern. Whatever is asked for beyond its end is kFailure.
struct Code {
  const Unit* units = nullptr;
  std::size_t size = 0;
  AnswerCache* answers = nullptr;  // never null in a pattern

  Unit operator[](std::size_t place) const { return place < size ? units[place] : 0; }
  Op op(std::size_t place) const { return static_cast<Op>((*this)[place]); }
};

char32_t ascii_lower(char32_t) noexcept;
char32_t unicode_lower(char32_t) noexcept;  // the first of the characters, where there are more
bool is_ascii_cased(char32_t) noexcept;
bool is_unicode_cased(char32_t) noexcept;
bool is_ascii_word(char32_t) noexcept;
bool is_unicode_word(char32_t) noexcept;

// Is the character in the set whose code begins at `place`?
bool in_set(const Code&, std::size_t place, char32_t) noexcept;
// Does the instruction at `place`, which takes one character, take this one?
bool takes(const Code&, std::size_t place, char32_t) noexcept;

// The same question for the same instruction again and again. `Ask`: takes or in_set.
template <auto Ask>
class Asked {
 public:
  Asked(const Code& code, std::size_t place) noexcept
      : code_(code), place_(place), row_(code.answers->row(place)) {}

  bool operator()(char32_t character) const noexcept {
    if (character >= AnswerCache::kCharacters) return Ask(code_, place_, character);
    const std::uint64_t bit = std::uint64_t{1} << (character % 64);
    const std::size_t word = character / 64;
    if ((row_.known[word] & bit) == 0) [[unlikely]]
      learn(character);
    return (row_.holds[word] & bit) != 0;
  }

 private:
  [[gnu::noinline]] void learn(char32_t character) const noexcept {
    const std::uint64_t bit = std::uint64_t{1} << (character % 64);
    row_.known[character / 64] |= bit;
    if (Ask(code_, place_, character)) row_.holds[character / 64] |= bit;
  }

  const Code& code_;
  std::size_t place_;
  AnswerCache::Row& row_;
};

}  // namespace ouro::regex
