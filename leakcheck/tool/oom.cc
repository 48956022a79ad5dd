// Sweeps of refusals: counting and rendering.
#include "leakcheck/tool/oom.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leakcheck/detect/signature.h"
#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {
namespace {

void add(SweepTally& tally, const RefusalVerdict& verdict, std::uint64_t at) {
  const std::string shape = without_numbers(verdict.detail);
  const auto same = [&](const SweepFinding& finding) {
    return finding.rule == verdict.rule && without_numbers(finding.detail) == shape;
  };
  const auto found = std::ranges::find_if(tally.findings, same);
  if (found != tally.findings.end()) {
    ++found->points;
  } else {
    tally.findings.push_back({std::string(verdict.rule), verdict.detail, at, 1});
  }
}

void count(SweepTally& tally, RefusalEnd end) {
  switch (end) {
    case RefusalEnd::kSurvived: ++tally.survived; break;
    case RefusalEnd::kFailed: ++tally.failed; break;
    case RefusalEnd::kNotStarted: ++tally.not_started; break;
  }
}

}  // namespace

std::string_view name_of(Refused what) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"memory", "threads", "mappings", "descriptors"});
  return kNames[static_cast<std::size_t>(what)];
}

std::string_view name_of(RefusalMode mode) {
  constexpr auto kNames = std::to_array<std::string_view>({"once", "persistent", "window"});
  return kNames[static_cast<std::size_t>(mode)];
}

Findings find_in_refusals(const Job& job, const std::vector<RefusalEvidence>& lives) {
  Findings findings;
  for (const SweepFinding& found : tally({.scenario = {}, .job = job}, lives).findings) {
    Finding finding;
    finding.detector = "refusals";
    finding.rule = found.rule;
    finding.subject = found.detail;
    finding.signature = signature_of({"refusals", found.rule, without_numbers(found.detail)});
    finding.occurrences = found.points;
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::string without_numbers(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const bool digit = letter >= '0' && letter <= '9';
    if (!digit) result += letter;
    if (digit && !result.ends_with('#')) result += '#';
  }
  return result;
}

SweepTally tally(const SweepPlan& plan, const std::vector<RefusalEvidence>& lives) {
  SweepTally tally;
  const auto undisturbed = std::ranges::find(lives, kNoRefusal, &RefusalEvidence::at);
  if (undisturbed == lives.end()) return tally;
  for (const RefusalEvidence& life : lives) {
    const RefusalVerdict verdict = judge({life, *undisturbed, plan.job.refusals.what});
    if (!verdict.rule.empty()) add(tally, verdict, life.at);
    if (life.at == kNoRefusal) continue;
    ++tally.points;
    tally.seconds += static_cast<double>(life.nanoseconds) / 1e9;
    if (verdict.rule.empty()) count(tally, end_of(life, *undisturbed));
  }
  return tally;
}

std::string replay(const SweepPlan& plan, std::uint64_t at) {
  const RefusalSweep& sweep = plan.job.refusals;
  std::string command = fmt::format("ouro oom {}", plan.scenario);
  if (at != kNoRefusal) command += fmt::format(" --at {}", at);
  if (sweep.what != Refused::kMemory) command += fmt::format(" --refuse {}", name_of(sweep.what));
  if (sweep.mode != RefusalMode::kOnce) command += fmt::format(" --mode {}", name_of(sweep.mode));
  if (plan.job.heap != Heap::kMalloc)
    command += fmt::format(" --heap {}", heap_name(plan.job.heap));
  if (plan.under_asan) command += " --under asan";
  return command;
}

std::string render(const SweepPlan& plan, const SweepTally& tally) {
  const RefusalSweep& sweep = plan.job.refusals;
  std::string text = fmt::format(
      "{:<16}{:<12}{:<11}{:>7} points{:>7} survived{:>7} failed{:>6} not started{:>8.0f}/s\n",
      plan.scenario, name_of(sweep.what), name_of(sweep.mode), tally.points, tally.survived,
      tally.failed, tally.not_started,
      tally.seconds > 0 ? static_cast<double>(tally.points) / tally.seconds : 0);
  for (const SweepFinding& finding : tally.findings) {
    text += fmt::format("  {} at {} points: {}\n    {}\n", finding.rule, finding.points,
                        cleaned_line(finding.detail), replay(plan, finding.first));
  }
  return text;
}

std::string render(const RefusalEvidence& life) {
  std::string text = fmt::format("asked {}, refused {}, started {}, status {}\n", life.asked,
                                 life.refused, life.started ? "yes" : "no", life.status);
  const auto add = [&text](const char* title, std::string_view words) {
    if (!words.empty()) text += fmt::format("--- {}\n{}\n", title, cleaned(words));
  };
  add("no life", life.error);
  add("death", life.death);
  for (const std::string& left : life.left) add("left", left);
  for (const std::string& culprit : life.culprits) add("culprit", culprit);
  add("output", life.output);
  add("errors", life.errors);
  return text;
}

}  // namespace ouro::leakcheck
