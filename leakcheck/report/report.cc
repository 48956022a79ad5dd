// Report: the verdict, its exit code and the last line.
#include "leakcheck/report/report.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ouro::leakcheck {
namespace {

struct VerdictRow {
  std::string_view name;
  int exit_code;
};

// In the order of Verdict.
constexpr auto kVerdicts = std::to_array<VerdictRow>(
    {{"clean", 0}, {"findings", 1}, {"infrastructure", 3}, {"truncated", 3}, {"stale", 4}});

void add_stage(const StageEvidence& stage, std::vector<StageTotal>& totals) {
  auto found = std::ranges::find(totals, stage.name, &StageTotal::name);
  if (found == totals.end()) found = totals.insert(found, {stage.name, 0, 0});
  found->nanoseconds += stage.nanoseconds;
  ++found->count;
}

}  // namespace

// Evidence that cannot be trusted outweighs what was found in it.
Verdict verdict_of(const Report& report) {
  if (report.truncated) return Verdict::kTruncated;
  if (count_problems(report) != 0) return Verdict::kInfrastructure;
  if (!report.findings.empty()) return Verdict::kFindings;
  return report.stale_suppressions.empty() ? Verdict::kClean : Verdict::kStale;
}

std::string_view name_of(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)].name;
}

int exit_code_of(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)].exit_code; }

std::size_t count_seen_canaries(const Report& report) {
  return static_cast<std::size_t>(std::ranges::count(report.canaries, true, &CanaryReport::seen));
}

std::size_t count_problems(const Report& report) {
  std::size_t problems =
      report.problems.size() + report.canaries.size() - count_seen_canaries(report);
  for (const RunReport& run : report.runs) problems += run.problems.size();
  return problems;
}

std::string summary_line(const Report& report) {
  return fmt::format(
      "SUMMARY verdict={} programs={} detectors={} findings={} infrastructure={} canaries={}/{}",
      name_of(verdict_of(report)), report.programs.size(), report.detectors.size(),
      report.findings.size(), count_problems(report), count_seen_canaries(report),
      report.canaries.size());
}

void summarize_evidence(const Evidence& evidence, RunReport& run) {
  run.cycles = static_cast<unsigned>(evidence.cycles.size());
  run.problems = evidence.problems;
  for (const CycleEvidence& cycle : evidence.cycles) {
    if (cycle.round == 0) run.heap_bytes.push_back(cycle.heap.allocated);
    for (const InterpreterEvidence& interpreter : cycle.interpreters) {
      if (interpreter.status != 0) run.status = interpreter.status;
      for (const StageEvidence& stage : interpreter.stages) add_stage(stage, run.stages);
    }
  }
}

}  // namespace ouro::leakcheck
