// Faults that change nothing, each with the reason why. An entry that is caught all the same is stale.
#pragma once

#include <string_view>

namespace ouro::contract {

struct Equivalent {
  std::string_view kind, subject;
  const char* reason;
};

inline constexpr Equivalent kEquivalents[] = {
    {"", "", "none yet"},
};

inline const char* equivalent_reason(std::string_view kind, std::string_view subject) {
  for (const Equivalent& row : kEquivalents) {
    if (row.kind == kind && row.subject == subject) return row.reason;
  }
  return nullptr;
}

}  // namespace ouro::contract
