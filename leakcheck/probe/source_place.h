// SourcePlace: function, file and line of a place in a program or a shared object.
#pragma once

#include <cstdint>
#include <string>

namespace ouro::leakcheck {

// "lose (modules/lose.c:12)"; without debug information "lose (lose.so+0x1234)". `place` counts
// from where the file is loaded.
std::string describe_place(const std::string& file, std::uint64_t place);

}  // namespace ouro::leakcheck
