// ouro list: what there is, straight from the tables.
#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/detect/census.h"
#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/canary/canary.h"
#include "leakcheck/report/renderers.h"
#include "leakcheck/target/bundled_target.h"
#include "leakcheck/target/targets.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/options.h"
#include "stress/refusals.h"
#include "stress/scenario.h"

namespace ouro::leakcheck {
namespace {

using Rows = std::vector<Described>;

template <typename Table>
Rows rows_of(const Table& table, auto name, auto description) {
  Rows rows;
  for (const auto& row : table) {
    rows.push_back({std::string(row.*name), std::string(row.*description)});
  }
  return rows;
}

Rows list_detectors() { return rows_of(kDetectors, &Detector::name, &Detector::question); }
Rows list_rules() { return rows_of(kCensusRules, &CensusRule::name, &CensusRule::question); }
Rows list_formats() { return rows_of(kRenderers, &Renderer::name, &Renderer::purpose); }
Rows list_canaries() { return rows_of(kCanaries, &Canary::name, &Canary::mistake); }
Rows list_scenarios() {
  return rows_of(stress::kScenarios, &stress::Scenario::name, &stress::Scenario::purpose);
}
Rows list_refusals() {
  return rows_of(stress::refusal_scenarios(), &stress::RefusalScenario::name,
                 &stress::RefusalScenario::purpose);
}
Rows list_targets() { return rows_of(target_kinds(), &TargetKind::name, &TargetKind::purpose); }
Rows list_components() { return make_bundled_target()->components(); }
Rows list_stages() { return make_bundled_target()->stages(); }
Rows list_faults() {
  const std::vector<PlantableFault> faults = make_bundled_target()->faults();
  return {faults.begin(), faults.end()};
}
Rows list_bugs() { return make_bundled_target()->bugs(); }

struct Kind {
  const char* name;
  Rows (*list)();
};

constexpr auto kKinds = std::to_array<Kind>({{"components", list_components},
                                             {"stages", list_stages},
                                             {"detectors", list_detectors},
                                             {"census-rules", list_rules},
                                             {"faults", list_faults},
                                             {"bugs", list_bugs},
                                             {"formats", list_formats},
                                             {"canaries", list_canaries},
                                             {"scenarios", list_scenarios},
                                             {"refusals", list_refusals},
                                             {"targets", list_targets}});

void print(const Rows& rows) {
  std::size_t width = 0;
  for (const Described& row : rows) width = std::max(width, row.name.size());
  for (const Described& row : rows) {
    std::string line = fmt::format("{:<{}}  {}", row.name, width, row.description);
    while (line.ends_with(' ')) line.pop_back();
    std::puts(line.c_str());
  }
}

}  // namespace

int list_command(int count, char** words) {
  std::string wanted, names;
  for (const Kind& kind : kKinds)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", kind.name);
  CLI::App app("Lists what the tables hold.", "ouro list");
  app.add_option("WHAT", wanted, names)->required();
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    for (const Kind& kind : kKinds) {
      if (wanted != kind.name) continue;
      print(kind.list());
      return std::fflush(stdout) == 0 ? 0 : kInfrastructureError;
    }
    throw UsageError(fmt::format("cannot list {}: one of {}", wanted, names));
  });
}

}  // namespace ouro::leakcheck
