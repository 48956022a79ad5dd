// Builds: where the program files of each kind of run are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ouro::leakcheck {

enum class Build : std::uint8_t { kSelf, kAddress, kThread, kFaulty };

// Where this build was looked for and found; an empty path means it is missing.
struct FoundBuild {
  std::string path;
  std::string advice;  // what to do when it is missing
};

// The file this process runs.
std::string own_program_file();

// Looked for in the variable of its own (OURO_ASAN ...), beside build/PRESET/bin, then in libexec.
FoundBuild find_build(Build build);

// An absolute path of a program found in PATH; empty when there is none.
std::string find_in_path(std::string_view name);

}  // namespace ouro::leakcheck
