// Character: what the lexer knows about a single byte.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ouro::syntax {

enum class CharacterClass : std::uint8_t { kOther, kLetter, kDigit };

constexpr bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// Any byte of a wide character counts as a letter; the lexer looks closer afterwards.
inline constexpr auto kCharacterClasses = [] {
  std::array<CharacterClass, 256> classes{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const bool letter =
        (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 128;
    classes[byte] = letter                              ? CharacterClass::kLetter
                    : is_digit(static_cast<char>(byte)) ? CharacterClass::kDigit
                                                        : CharacterClass::kOther;
  }
  return classes;
}();

constexpr CharacterClass class_of(char byte) {
  return kCharacterClasses[static_cast<unsigned char>(byte)];
}

constexpr bool is_word_character(char byte) { return class_of(byte) != CharacterClass::kOther; }

constexpr char to_lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

// The value of a hexadecimal digit; 16 when it is none.
constexpr std::uint32_t digit_value(char byte) {
  if (is_digit(byte)) return static_cast<std::uint32_t>(byte - '0');
  const char lower = to_lower(byte);
  return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a' + 10) : 16;
}

// b, r, u, f, br, rb, fr and rf in any case.
constexpr bool is_string_prefix(std::string_view word) {
  if (word.size() == 1) {
    const char letter = to_lower(word[0]);
    return letter == 'b' || letter == 'r' || letter == 'u' || letter == 'f';
  }
  if (word.size() != 2) return false;
  const char first = to_lower(word[0]);
  const char second = to_lower(word[1]);
  const char other = first == 'r' ? second : first;
  return (first == 'r' || second == 'r') && (other == 'b' || other == 'f');
}

}  // namespace ouro::syntax
