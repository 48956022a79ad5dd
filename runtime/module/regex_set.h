// regex_set: what one character is to a regular expression - its case, its categories, the sets it
// is in.
#pragma once

#include <cstddef>

#include "runtime/module/regex_code.h"

namespace ouro::regex {

// The code of a pattern. Whatever is asked for beyond its end is kFailure.
struct Code {
  const Unit* units = nullptr;
  std::size_t size = 0;

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

}  // namespace ouro::regex
