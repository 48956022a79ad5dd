// Character names: what \N{...} asks for.
#pragma once

#include <cstdint>
#include <string_view>

namespace ouro::syntax {

inline constexpr std::uint32_t kNoCharacter = static_cast<std::uint32_t>(-1);

// The character (or named alias) of this Unicode name, in any case; kNoCharacter: unknown.
std::uint32_t find_named_character(std::string_view name) noexcept;

}  // namespace ouro::syntax
