// CharacterData: the properties of a character in Unicode 14, and in the 3.2 that some protocols
// still ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ouro {

enum class UnicodeVersion : std::uint8_t { kCurrent, kOld };

struct CharacterProperties {
  std::string_view category;
  std::string_view bidirectional;
  std::string_view east_asian_width;
  int combining;
  bool mirrored;

  bool assigned() const { return category != "Cn"; }
};
CharacterProperties character_properties(char32_t, UnicodeVersion) noexcept;

// Empty characters: it stands for itself. Hangul syllables are left out: theirs are computed.
struct CharacterDecomposition {
  std::string_view tag;  // "<compat>"; empty: canonical
  std::span<const std::uint32_t> characters;
};
CharacterDecomposition character_decomposition(char32_t, UnicodeVersion) noexcept;

std::optional<double> character_number(char32_t, UnicodeVersion) noexcept;
// -1: none.
int character_decimal(char32_t, UnicodeVersion) noexcept;
// What 3.2 normalizes otherwise; the character itself if it does not.
char32_t character_old_form(char32_t) noexcept;

}  // namespace ouro
