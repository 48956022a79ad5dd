// Quiet: counting alarms, and the table on the screen.
#include "leakcheck/tool/quiet.h"

#include <set>

#include <fmt/format.h>

#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {

void add_run(QuietTally& tally, const Findings& findings,
             const std::vector<std::string>& problems) {
  std::set<std::string> found;
  for (const Finding& finding : findings) {
    if (finding.detector != tally.detector) continue;
    found.insert(fmt::format("{}: {}", finding.rule, finding.subject));
  }
  tally.alarms += found.empty() ? 0 : 1;
  tally.failures += problems.empty() ? 0 : 1;
  found.insert(problems.begin(), problems.end());
  for (const std::string& each : found) ++tally.found[each];
  ++tally.runs;
}

std::string render_tallies(const std::vector<QuietTally>& tallies) {
  std::string text =
      fmt::format("{:<14}{:>6}{:>14}{:>10}\n", "detector", "runs", "false alarms", "failures");
  for (const QuietTally& tally : tallies) {
    text += fmt::format("{:<14}{:>6}{:>14}{:>10}\n", tally.detector, tally.runs, tally.alarms,
                        tally.failures);
    for (const auto& [what, runs] : tally.found) {
      text += fmt::format("  {} x {}\n", runs, cleaned_line(what));
    }
  }
  return text;
}

}  // namespace ouro::leakcheck
