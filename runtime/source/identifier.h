// Identifier: which characters an identifier may have, and its NFKC form.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/arena.h"

namespace ouro::syntax {

bool may_start_identifier(std::uint32_t character) noexcept;
bool may_continue_identifier(std::uint32_t character) noexcept;
// As str.isprintable() sees it.
bool is_printable(std::uint32_t character) noexcept;

// The identifier as Python stores it: the same view when it is ASCII, else its NFKC form in the
// arena; data() is null when memory is refused.
std::string_view normalize_identifier(Arena& arena, std::string_view text) noexcept;

}  // namespace ouro::syntax
