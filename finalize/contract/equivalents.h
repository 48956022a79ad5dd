// Faults that change nothing anyone can see, each with the reason why. An entry that is caught all
// the same is stale, and one that names no fault of the matrix is, too.
#pragma once

#include <array>
#include <string_view>

namespace ouro::contract {

struct Equivalent {
  std::string_view kind, subject;
  const char* reason;
};

// None: the ledger of lives shows even a step left out where nothing was held.
inline constexpr std::array<Equivalent, 0> kEquivalents{};

inline const char* equivalent_reason(std::string_view kind, std::string_view subject) {
  for (const Equivalent& row : kEquivalents) {
    if (row.kind == kind && row.subject == subject) return row.reason;
  }
  return nullptr;
}

}  // namespace ouro::contract
