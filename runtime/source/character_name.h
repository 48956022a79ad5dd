// Character names: what \N{...} asks for, and what unicodedata.name() answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ouro::syntax {

inline constexpr std::uint32_t kNoCharacter = static_cast<std::uint32_t>(-1);

// The character (or named alias) of this Unicode name, in any case; kNoCharacter: unknown.
std::uint32_t find_named_character(std::string_view name) noexcept;
// The same for the names of sequences; empty: unknown.
std::span<const char16_t> find_named_sequence(std::string_view name) noexcept;

// Room for the longest name.
inline constexpr std::size_t kCharacterNameMax = 128;
// The name of a character in `buffer`; empty: it has none.
std::string_view character_name(std::uint32_t character,
                                std::span<char, kCharacterNameMax> buffer) noexcept;

}  // namespace ouro::syntax
