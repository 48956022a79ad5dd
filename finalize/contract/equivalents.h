// Faults that change nothing, each with the reason why. An entry that is caught all the same is
// stale.
#pragma once

#include <string_view>

namespace ouro::contract {

struct Equivalent {
  std::string_view kind, subject;
  const char* reason;
};

inline constexpr const char* kNoStorage =
    "it has no storage of its own: once its references are cleared, tear-down has nothing to give "
    "back";
inline constexpr const char* kHoldsNothing =
    "it holds no reference when the components are cleared in this life, so there is nothing to "
    "drop";

inline constexpr Equivalent kEquivalents[] = {
    {"skip_tear_down", "type_attribute_cache", kNoStorage},
    {"skip_tear_down", "single_characters", kNoStorage},
    {"skip_tear_down", "single_bytes", kNoStorage},
    {"skip_tear_down", "empty_tuple", kNoStorage},
    {"skip_tear_down", "empty_frozen_set", kNoStorage},
    {"skip_tear_down", "identifiers", kNoStorage},
    {"skip_tear_down", "codec_registry", kNoStorage},
    {"skip_tear_down", "warnings_state", kNoStorage},
    {"skip_tear_down", "audit_hooks", kNoStorage},
    {"skip_tear_down", "exit_callbacks", kNoStorage},
    {"skip_tear_down", "collector_lists", kNoStorage},
    {"skip_tear_down", "import_state", kNoStorage},
    {"skip_tear_down", "children", kNoStorage},
    {"skip_tear_down", "host_handles", kNoStorage},
    {"skip_tear_down", "module_registry", kNoStorage},
    {"skip_clear", "threads", kHoldsNothing},
    {"skip_clear", "empty_frozen_set", kHoldsNothing},
    {"skip_clear", "memory_errors", kHoldsNothing},
    {"skip_clear", "codec_registry", kHoldsNothing},
    {"skip_clear", "warnings_state", kHoldsNothing},
    {"skip_clear", "audit_hooks", kHoldsNothing},
    {"skip_clear", "exit_callbacks", kHoldsNothing},
    {"skip_clear", "host_handles", kHoldsNothing},
    {"skip_clear", "module_registry", kHoldsNothing},
};

inline const char* equivalent_reason(std::string_view kind, std::string_view subject) {
  for (const Equivalent& row : kEquivalents) {
    if (row.kind == kind && row.subject == subject) return row.reason;
  }
  return nullptr;
}

}  // namespace ouro::contract
