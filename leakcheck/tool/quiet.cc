// Quiet: counting alarms, and the table on the screen.
#include "leakcheck/tool/quiet.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {

void add_run(QuietTally& tally, const Findings& findings, const std::vector<std::string>& problems,
             double seconds) {
  std::set<std::string> found;
  for (const Finding& finding : findings) {
    if (finding.detector != tally.detector) continue;
    found.insert(fmt::format("{}: {}", finding.rule, finding.subject));
  }
  tally.alarms += found.empty() ? 0 : 1;
  tally.failures += problems.empty() ? 0 : 1;
  found.insert(problems.begin(), problems.end());
  for (const std::string& each : found) ++tally.found[each];
  tally.shortest = tally.runs == 0 ? seconds : std::min(tally.shortest, seconds);
  ++tally.runs;
}

// At least twice as many, so that a tool's start-up does not make a long row of trials; a fifth
// more than needed, as times vary.
unsigned more_cycles(unsigned cycles, double seconds, double wanted) {
  if (seconds >= wanted) return cycles;
  constexpr double kMargin = 1.2, kMost = 1000;
  return static_cast<unsigned>(
      std::lround(cycles * std::clamp(kMargin * wanted / seconds, 2.0, kMost)));
}

std::string render_tallies(const std::vector<QuietTally>& tallies) {
  std::string text = fmt::format("{:<14}{:>6}{:>14}{:>10}{:>14}\n", "detector", "runs",
                                 "false alarms", "failures", "shortest run");
  for (const QuietTally& tally : tallies) {
    text += fmt::format("{:<14}{:>6}{:>14}{:>10}{:>12.2f} s\n", tally.detector, tally.runs,
                        tally.alarms, tally.failures, tally.shortest);
    for (const auto& [what, runs] : tally.found) {
      text += fmt::format("  {} x {}\n", runs, cleaned_line(what));
    }
  }
  return text;
}

}  // namespace ouro::leakcheck
