// Deep recursion: programs that go down each way through the runtime until something gives.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ouro::stress {

// A program ends well when every way down ends in success, RecursionError or MemoryError.
struct DeepProgram {
  std::string_view name;
  std::string_view body;  // after the prelude
};

std::span<const DeepProgram> deep_programs();

// What is run: the prelude and the body.
std::string source_of(const DeepProgram& program);

}  // namespace ouro::stress
