// The fault matrix: plants every fault, one child each, and asks which detector names it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/finding.h"

namespace ouro::leakcheck {

// Faults that change nothing anyone could see, each with the reason why.
struct Equivalent {
  std::string_view fault;
  std::string_view reason;
};

enum class FaultOutcome : std::uint8_t {
  kCaught,      // a finding names the component or stage
  kNoticed,     // there are findings, none names it
  kDied,        // the child did not come back with evidence
  kMissed,      // nothing at all
  kEquivalent,  // and the table says why
};

struct FaultResult {
  std::string fault;
  std::vector<std::string> caught_by;  // detectors whose findings name it
  std::vector<std::string> noticed_by;
  std::string death;   // what happened to the child, if it died
  std::string reason;  // of an equivalent
  FaultOutcome outcome = FaultOutcome::kMissed;
};

// "skip_clear:interned_strings" -> "interned_strings".
std::string fault_subject(std::string_view fault);

// Does the finding name the component or stage, written any way (InternedStrings,
// interned_strings)?
bool names_subject(const Finding& finding, std::string_view subject);

// "repeat_stage:flush_streams" matches an equivalent "repeat_stage:flush_streams" and
// "skip_clear:*" any skip_clear.
const Equivalent* find_equivalent(std::string_view fault);

void judge_fault(FaultResult& result);

struct MatrixScore {
  std::size_t faults = 0;
  std::size_t caught = 0;
  std::size_t equivalent = 0;
  std::size_t stale = 0;  // equivalents that were caught after all
};

MatrixScore score_of(const std::vector<FaultResult>& results);

std::string render_matrix(const std::vector<FaultResult>& results,
                          const std::vector<std::string>& detectors);

}  // namespace ouro::leakcheck
