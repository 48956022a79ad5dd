// The census rules: each answers its question from the evidence alone.
#include "leakcheck/detect/census.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/detect/signature.h"

namespace ouro::leakcheck {
namespace {

Finding make_finding(std::string_view rule, const std::string& subject, std::string detail) {
  Finding finding;
  finding.detector = "census";
  finding.rule = rule;
  finding.subject = subject;
  finding.detail = std::move(detail);
  finding.signature = signature_of({"census", finding.rule, subject});
  return finding;
}

template <typename Visit>
void for_each_interpreter(const Evidence& evidence, Visit visit) {
  for (const CycleEvidence& cycle : evidence.cycles) {
    for (const InterpreterEvidence& interpreter : cycle.interpreters) visit(cycle, interpreter);
  }
}

void find_held(std::string_view rule, const CensusEvidence& census, Findings& findings) {
  for (const ComponentEvidence& row : census.components) {
    if (row.blocks == 0 && row.bytes == 0 && row.items == 0) continue;
    Finding finding = make_finding(
        rule, row.component,
        fmt::format("still holds {} blocks, {} bytes, {} items", row.blocks, row.bytes, row.items));
    finding.bytes = row.bytes;
    finding.blocks = row.blocks;
    findings.push_back(std::move(finding));
  }
}

void find_shared_between(const InterpreterEvidence& first, const InterpreterEvidence& second,
                         Findings& findings) {
  std::map<std::uint64_t, const ComponentEvidence*> places;
  for (const ComponentEvidence& row : first.running.components) {
    if (row.address != 0) places.emplace(row.address, &row);
  }
  for (const ComponentEvidence& row : second.running.components) {
    if (!places.contains(row.address)) continue;
    findings.push_back(make_finding(
        "sharing", row.component,
        fmt::format("interpreters {} and {} use the same one", first.slot, second.slot)));
  }
}

void find_shared_in(const CycleEvidence& cycle, Findings& findings) {
  const auto& interpreters = cycle.interpreters;
  for (std::size_t first = 0; first < interpreters.size(); ++first) {
    for (std::size_t second = first + 1; second < interpreters.size(); ++second) {
      find_shared_between(interpreters[first], interpreters[second], findings);
    }
  }
}

// What another survivor keeps alive is not to blame, unless nobody is.
constexpr std::string_view kVictim = "victim";

bool has_culprit(const InterpreterEvidence& interpreter) {
  return std::ranges::any_of(interpreter.culprits,
                             [](const auto& culprit) { return culprit.kind != kVictim; });
}

struct Series {
  std::string_view subject;
  std::uint64_t (*value)(const HeapUse& heap);
};

// A pool grows to as many regions as were ever out at once, which can take hundreds of cycles; what
// it keeps is no growth. One lent and not given back still is.
constexpr auto kSeries = std::to_array<Series>({
    {"C heap", [](const HeapUse& heap) { return heap.allocated; }},
    {"anonymous mappings", [](const HeapUse& heap) { return heap.mapped - heap.kept; }},
});

// Grows: the last cycles all stand above the first ones, and not because of one late step.
bool grows(const std::vector<std::uint64_t>& values) {
  const auto part = static_cast<std::ptrdiff_t>(std::max<std::size_t>(2, values.size() / 3));
  int rises = 0;
  for (std::size_t index = 1; index < values.size(); ++index) {
    rises += values[index] > values[index - 1] ? 1 : 0;
  }
  return rises > 1 && *std::min_element(values.end() - part, values.end()) >
                          *std::max_element(values.begin(), values.begin() + part);
}

void find_growing(const std::vector<HeapUse>& cycles, const Series& series, Findings& findings) {
  if (cycles.size() < kWarmUpCycles + kMeasuredCycles) return;
  std::vector<std::uint64_t> values;
  for (std::size_t index = kWarmUpCycles; index < cycles.size(); ++index) {
    values.push_back(series.value(cycles[index]));
  }
  if (!grows(values)) return;
  const std::uint64_t growth = values.back() - values.front();
  Finding finding = make_finding("growth", std::string(series.subject),
                                 fmt::format("{} bytes more after {} cycles, {} per cycle", growth,
                                             values.size() - 1, growth / (values.size() - 1)));
  finding.bytes = growth;
  findings.push_back(std::move(finding));
}

}  // namespace

Findings find_residue(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    find_held("residue", interpreter.ended, findings);
  });
  return findings;
}

Findings find_process_residue(const Evidence& evidence) {
  Findings findings;
  for (const RoundEvidence& round : evidence.rounds) {
    find_held("process_residue", round.process, findings);
  }
  return findings;
}

Findings find_references(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    for (const ComponentEvidence& row : interpreter.cleared.components) {
      if (row.references == 0) continue;
      findings.push_back(
          make_finding("references", row.component,
                       fmt::format("{} references to objects after clear", row.references)));
    }
  });
  return findings;
}

Findings find_unaccounted_memory(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    std::uint64_t blocks = 0, bytes = 0;
    for (const ComponentEvidence& row : interpreter.ended.components) {
      blocks += row.blocks, bytes += row.bytes;
    }
    const CensusEvidence& census = interpreter.ended;
    if (census.blocks == blocks && census.bytes == bytes) return;
    Finding finding =
        make_finding("unaccounted", "memory",
                     fmt::format("{} bytes in {} blocks, components admit to {} in {}",
                                 census.bytes, census.blocks, bytes, blocks));
    finding.bytes = census.bytes > bytes ? census.bytes - bytes : bytes - census.bytes;
    finding.blocks = census.blocks > blocks ? census.blocks - blocks : blocks - census.blocks;
    findings.push_back(std::move(finding));
  });
  return findings;
}

Findings find_shared_components(const Evidence& evidence) {
  Findings findings;
  for (const CycleEvidence& cycle : evidence.cycles) find_shared_in(cycle, findings);
  return findings;
}

Findings find_culprits(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    for (const CulpritEvidence& culprit : interpreter.culprits) {
      if (culprit.kind == kVictim && has_culprit(interpreter)) continue;
      Finding finding =
          make_finding("culprit", culprit.type,
                       fmt::format("{}: {} ({})", culprit.kind, culprit.repr, culprit.count));
      finding.signature = signature_of({"census", "culprit", culprit.kind, culprit.type});
      if (!culprit.path.empty()) finding.path.push_back(culprit.path);
      findings.push_back(std::move(finding));
    }
  });
  return findings;
}

Findings find_unequal_bytes(const Evidence& evidence) {
  Findings findings;
  const auto add = [&findings](const std::vector<std::string>& components, const char* owner) {
    for (const std::string& component : components) {
      findings.push_back(
          make_finding("fresh_bytes", component,
                       fmt::format("its bytes differ from those of a fresh {}", owner)));
    }
  };
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    add(interpreter.unequal, "interpreter");
  });
  for (const RoundEvidence& round : evidence.rounds) add(round.process.unequal, "process");
  return findings;
}

Findings find_foreign_pointers(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    for (const std::string& component : interpreter.foreign) {
      findings.push_back(make_finding("foreign_pointers", component,
                                      "it points into another interpreter that is alive"));
    }
  });
  return findings;
}

Findings find_refused(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    if (!interpreter.refused) return;
    findings.push_back(make_finding("refused", "finalize", "finalize declined to end it"));
  });
  return findings;
}

Findings find_wrong_stages(const Evidence& evidence) {
  Findings findings;
  for_each_interpreter(evidence, [&](const auto&, const InterpreterEvidence& interpreter) {
    for (const StageEvidence& stage : interpreter.stages) {
      if (interpreter.refused || stage.runs == stage.expected) continue;
      findings.push_back(
          make_finding("stages", stage.name,
                       fmt::format("ran {} times instead of {}", stage.runs, stage.expected)));
    }
  });
  return findings;
}

Findings find_growth(const Evidence& evidence) {
  std::map<unsigned, std::vector<HeapUse>> rounds;
  for (const CycleEvidence& cycle : evidence.cycles) rounds[cycle.round].push_back(cycle.heap);
  Findings findings;
  for (const auto& [round, cycles] : rounds) {
    for (const Series& series : kSeries) find_growing(cycles, series, findings);
  }
  return findings;
}

Findings find_in_census(const Evidence& evidence) {
  Findings all;
  for (const CensusRule& rule : kCensusRules) {
    for (Finding& finding : rule.detect(evidence)) all.push_back(std::move(finding));
  }
  return all;
}

}  // namespace ouro::leakcheck
