// The fault matrix: what counts as caught, the table of equivalents, and the table on the screen.
#include "leakcheck/tool/matrix.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

constexpr auto kEquivalents = std::to_array<Equivalent>({
    {"repeat_stage:refuse_host_entries", "what is refused already stays refused"},
    {"repeat_stage:take_census", "looking twice changes nothing"},
});

constexpr auto kOutcomeNames =
    std::to_array<std::string_view>({"caught", "noticed", "died", "MISSED", "equivalent"});

std::string plain(std::string_view text) {
  std::string letters;
  for (const unsigned char byte : text) {
    if (std::isalnum(byte) != 0) letters += static_cast<char>(std::tolower(byte));
  }
  return letters;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::string mark(const FaultResult& result, const std::string& detector) {
  if (contains(result.caught_by, detector)) return "names it";
  return contains(result.noticed_by, detector) ? "notices" : "-";
}

}  // namespace

std::string fault_subject(std::string_view fault) {
  return std::string(fault.substr(fault.find(':') + 1));
}

bool names_subject(const Finding& finding, std::string_view subject) {
  const std::string wanted = plain(subject);
  const auto names_it = [&](std::string_view text) {
    return plain(text).find(wanted) != std::string::npos;
  };
  return names_it(finding.subject) || std::ranges::any_of(finding.path, names_it);
}

const Equivalent* find_equivalent(std::string_view fault) {
  const auto found = std::ranges::find(kEquivalents, fault, &Equivalent::fault);
  return found == kEquivalents.end() ? nullptr : &*found;
}

void judge_fault(FaultResult& result) {
  const Equivalent* equivalent = find_equivalent(result.fault);
  if (equivalent != nullptr) result.reason = equivalent->reason;
  if (!result.caught_by.empty()) {
    result.outcome = FaultOutcome::kCaught;
  } else if (equivalent != nullptr) {
    result.outcome = FaultOutcome::kEquivalent;
  } else if (!result.noticed_by.empty()) {
    result.outcome = FaultOutcome::kNoticed;
  } else {
    result.outcome = result.death.empty() ? FaultOutcome::kMissed : FaultOutcome::kDied;
  }
}

MatrixScore score_of(const std::vector<FaultResult>& results) {
  MatrixScore score{.faults = results.size()};
  for (const FaultResult& result : results) {
    score.caught += result.outcome == FaultOutcome::kCaught ? 1 : 0;
    score.equivalent += result.outcome == FaultOutcome::kEquivalent ? 1 : 0;
    score.stale += result.outcome == FaultOutcome::kCaught && !result.reason.empty() ? 1 : 0;
  }
  return score;
}

std::string render_matrix(const std::vector<FaultResult>& results,
                          const std::vector<std::string>& detectors) {
  std::size_t width = 5;
  for (const FaultResult& result : results) width = std::max(width, result.fault.size());
  std::string text = fmt::format("{:<{}}", "fault", width);
  for (const std::string& detector : detectors) text += fmt::format("  {:<13}", detector);
  text += "  outcome\n";
  for (const FaultResult& result : results) {
    text += fmt::format("{:<{}}", result.fault, width);
    for (const std::string& detector : detectors) {
      text += fmt::format("  {:<13}", mark(result, detector));
    }
    text += fmt::format("  {}", kOutcomeNames[static_cast<std::size_t>(result.outcome)]);
    if (!result.reason.empty()) text += ": " + result.reason;
    if (!result.death.empty()) text += " (" + result.death + ")";
    text += '\n';
  }
  return text;
}

}  // namespace ouro::leakcheck
