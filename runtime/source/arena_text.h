// ArenaText: short texts put together in an Arena: messages, dotted names.
#pragma once

#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "runtime/component/arena.h"

namespace ouro::syntax {

// The parts one after the other, NUL-terminated; data() is null when memory is refused.
std::string_view concatenate(Arena& arena, std::initializer_list<std::string_view> parts) noexcept;

// A number as text, for concatenate().
class NumberText {
 public:
  explicit NumberText(std::uint64_t number, int base = 10, std::size_t least_digits = 1) noexcept;
  operator std::string_view() const noexcept { return {digits_, size_}; }

 private:
  char digits_[24];
  std::size_t size_ = 0;
};

// The code points of well-formed UTF-8.
std::size_t count_characters(std::string_view text) noexcept;
// The code point at the start of a well-formed text; `size`: its bytes.
std::uint32_t decode_character(std::string_view text, std::size_t& size) noexcept;
// Writes a code point (surrogates too) and returns its bytes, at most 4.
std::size_t encode_character(std::uint32_t character, char* place) noexcept;

}  // namespace ouro::syntax
