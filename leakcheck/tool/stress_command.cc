// ouro stress: a scenario under the detectors that see collisions; the verify job does the rest.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/verify_job.h"
#include "stress/scenario.h"

namespace ouro::leakcheck {
namespace {

constexpr const char* kDefaultDetectors = "census,process_state,asan,tsan";
constexpr unsigned kDefaultRounds = 8;  // growth needs as many

std::string scenario_names() {
  std::string names;
  for (const stress::Scenario& scenario : stress::kScenarios) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", scenario.name);
  }
  return names;
}

void choose_scenario(VerifyArguments& arguments) {
  const stress::Scenario* scenario = stress::find_scenario(arguments.plan.scenario);
  if (scenario == nullptr) {
    throw UsageError(
        fmt::format("unknown scenario: {}; one of {}", arguments.plan.scenario, scenario_names()));
  }
  if (!arguments.programs.empty()) return;
  arguments.plan.programs.push_back(
      {std::string(scenario->name), {ProgramKind::kCode, std::string(scenario->program), {}}});
}

}  // namespace

int stress_command(int count, char** words) {
  VerifyArguments arguments;
  arguments.command = command_line(count, words);
  arguments.detectors = kDefaultDetectors;
  arguments.plan.parallel = 4;
  arguments.plan.rounds = kDefaultRounds;
  arguments.plan.cycles = 4;
  CLI::App app("Collides the lives of many interpreters, each on its own thread.", "ouro stress");
  app.add_option("SCENARIO", arguments.plan.scenario, scenario_names())->required();
  app.add_option("PROGRAM", arguments.programs, "programs; without one, the scenario's own");
  app.add_option("--rounds", arguments.plan.rounds, "begin ... end of the process-wide part")
      ->check(CLI::Range(1, 1'000'000));
  declare_verify_options(app, arguments);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    choose_scenario(arguments);
    return run_verify_job(arguments);
  });
}

}  // namespace ouro::leakcheck
