// Gathering: the kinds of child run; each detector needs one of them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ouro::leakcheck {

enum class Gathering : std::uint8_t {
  kPlain,
  kAddress,
  kThread,
  kMemcheck,
  kHelgrind,
  kDrd,
  kProgramFile
};

inline constexpr auto kGatheringNames = std::to_array<std::string_view>(
    {"plain", "asan", "tsan", "memcheck", "helgrind", "drd", "file"});

constexpr std::string_view name_of(Gathering gathering) {
  return kGatheringNames[static_cast<std::size_t>(gathering)];
}

}  // namespace ouro::leakcheck
