// Character names: the table of names is not part of the runtime yet, so every name is unknown; the
// literal that asks for one is a SyntaxError that says so.
#include "runtime/source/character_name.h"

namespace ouro::syntax {

std::uint32_t find_named_character(std::string_view) noexcept { return kNoCharacter; }

}  // namespace ouro::syntax
