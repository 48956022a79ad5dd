// The census detector's rules, one question each; the detector itself is a row of kDetectors.
#pragma once

#include <array>
#include <string_view>

#include "leakcheck/evidence.h"
#include "leakcheck/finding.h"

namespace ouro::leakcheck {

struct CensusRule {
  std::string_view name;
  std::string_view question;
  Findings (*detect)(const Evidence&);
  // It believes what the tables of components and stages say, as the planter of faults does.
  bool reads_tables = false;
};

Findings find_residue(const Evidence&);
Findings find_references(const Evidence&);
Findings find_unaccounted_memory(const Evidence&);
Findings find_shared_components(const Evidence&);
Findings find_process_residue(const Evidence&);
Findings find_culprits(const Evidence&);
Findings find_unequal_bytes(const Evidence&);
Findings find_foreign_pointers(const Evidence&);
Findings find_refused(const Evidence&);
Findings find_wrong_stages(const Evidence&);
Findings find_growth(const Evidence&);

inline constexpr auto kCensusRules = std::to_array<CensusRule>({
    {"residue", "which component still holds something after tear-down?", find_residue, true},
    {"references", "which component still refers to objects after clear?", find_references, true},
    {"unaccounted", "are there bytes no component admits to?", find_unaccounted_memory, true},
    {"sharing", "do two live interpreters use the same component?", find_shared_components, true},
    {"process_residue", "what outlives the last interpreter?", find_process_residue, true},
    {"culprit", "which object survived, and who keeps it?", find_culprits, true},
    {"fresh_bytes", "which component is not as in a fresh interpreter?", find_unequal_bytes},
    {"foreign_pointers", "which component points into another interpreter?", find_foreign_pointers},
    {"refused", "did finalize decline to run?", find_refused},
    {"stages", "did every stage of finalize run as often as it should?", find_wrong_stages, true},
    {"growth", "does the C heap or do mappings grow from cycle to cycle?", find_growth},
});

// Caches fill in the first cycles; growth is measured over at least as many after them.
inline constexpr unsigned kWarmUpCycles = 3;
inline constexpr unsigned kMeasuredCycles = 4;

}  // namespace ouro::leakcheck
