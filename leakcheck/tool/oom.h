// Sweeps of refusals: what was planned, what came of it, and how to try one point again. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/detect/refusals.h"
#include "leakcheck/evidence.h"
#include "leakcheck/finding.h"
#include "leakcheck/job.h"

namespace ouro::leakcheck {

// One program under one kind of refusal.
struct SweepPlan {
  std::string scenario;
  Job job;
  bool under_asan = false;
};

// All points at which a sweep broke the same rule in the same way.
struct SweepFinding {
  std::string rule;
  std::string detail;       // at the first point
  std::uint64_t first = 0;  // point
  std::uint64_t points = 0;
};

struct SweepTally {
  std::uint64_t points = 0;
  std::uint64_t survived = 0;  // same output, same end
  std::uint64_t failed = 0;    // as refusals fail
  std::uint64_t not_started = 0;
  double seconds = 0;  // of all lives
  std::vector<SweepFinding> findings;
};

SweepTally tally(const SweepPlan& plan, const std::vector<RefusalEvidence>& lives);

// The same as findings; none without a sweep.
Findings find_in_refusals(const Job& job, const std::vector<RefusalEvidence>& lives);

// Equal details are one finding: without numbers, which differ from point to point.
std::string without_numbers(std::string_view text);

std::string_view name_of(Refused what);
std::string_view name_of(RefusalMode mode);

// What to type to try the point again.
std::string replay(const SweepPlan& plan, std::uint64_t at);

std::string render(const SweepPlan& plan, const SweepTally& tally);
// All about one life.
std::string render(const RefusalEvidence& life);

}  // namespace ouro::leakcheck
