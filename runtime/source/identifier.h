// Identifier: the form in which Python keeps the names of a source.
#pragma once

#include <string_view>

#include "runtime/component/arena.h"

namespace ouro::syntax {

// The identifier as Python stores it: the same view when it is ASCII, else its NFKC form in the
// arena; data() is null when memory is refused.
std::string_view normalize_identifier(Arena& arena, std::string_view text) noexcept;

}  // namespace ouro::syntax
