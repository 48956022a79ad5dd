// ouro quiet: the same clean scenario again and again; the count of false alarms per detector.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/report/out_directory.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/execute.h"
#include "leakcheck/tool/options.h"
#include "leakcheck/tool/plan.h"
#include "leakcheck/tool/quiet.h"
#include "stress/scenario.h"

namespace ouro::leakcheck {
namespace {

struct Arguments {
  std::string detectors;
  std::string scenario = "meet";
  std::string heap = "pool";
  unsigned runs = 50;
  unsigned jobs = processor_count();
  double seconds = 60;  // at most
  double duration = 1;  // at least
};

class Quiet {
 public:
  explicit Quiet(const Arguments& arguments)
      : arguments_(arguments), detectors_(parse_detectors(arguments.detectors)) {
    const stress::Scenario* scenario = stress::find_scenario(arguments.scenario);
    if (scenario == nullptr) throw UsageError("unknown scenario: " + arguments.scenario);
    program_ = scenario->program;
  }

  int run() {
    watch_interrupts();
    const OutDirectory directory;
    const ExecuteOptions options{.directory = directory.path(), .jobs = arguments_.jobs};
    std::vector<PlannedRun> plans = plan_once();
    lengthen(plans, options);
    const std::size_t different = plans.size();
    while (plans.size() < different * arguments_.runs)
      plans.push_back(plans[plans.size() % different]);
    const std::vector<ExecutedRun> runs = execute_runs(plans, options);
    if (was_interrupted()) return finish("truncated", {}, kInfrastructureError);
    return publish(plans, runs);
  }

 private:
  std::vector<PlannedRun> plan_once() const {
    VerifyOptions options;
    options.detectors = detectors_;
    options.heaps = parse_heaps(arguments_.heap);
    options.scenario = arguments_.scenario;
    options.programs = {{arguments_.scenario, {ProgramKind::kCode, std::string(program_), {}}}};
    options.rounds = 1;
    options.cycles = 1;
    options.seconds = arguments_.seconds;
    std::vector<PlannedRun> plans = plan_runs(options);
    std::erase_if(plans, [](const PlannedRun& run) { return run.canary != nullptr; });
    return plans;
  }

  // More and more cycles, until a run takes as long as it should. A run that fails, or that has no
  // cycles, stays as it is: it is counted afterwards.
  void lengthen(std::vector<PlannedRun>& plans, const ExecuteOptions& options) const {
    for (bool again = true; again && !was_interrupted();) {
      const std::vector<ExecutedRun> trials = execute_runs(plans, options);
      again = false;
      for (std::size_t index = 0; index < plans.size(); ++index) {
        if (plans[index].gathering == Gathering::kProgramFile) continue;
        if (!trials[index].report.problems.empty()) continue;
        const unsigned cycles =
            more_cycles(plans[index].job.cycles, trials[index].report.seconds, arguments_.duration);
        again = again || cycles != plans[index].job.cycles;
        plans[index].job.cycles = cycles;
      }
    }
  }

  int publish(const std::vector<PlannedRun>& plans, const std::vector<ExecutedRun>& runs) const {
    std::vector<QuietTally> tallies;
    for (const Detector* detector : detectors_) {
      QuietTally tally{.detector = std::string(detector->name)};
      for (std::size_t index = 0; index < runs.size(); ++index) {
        if (plans[index].gathering != detector->gathering) continue;
        add_run(tally, runs[index].findings, runs[index].report.problems,
                runs[index].report.seconds);
      }
      tallies.push_back(std::move(tally));
    }
    std::fputs(render_tallies(tallies).c_str(), stdout);
    const auto any = [&](unsigned QuietTally::* count) {
      return std::ranges::any_of(tallies,
                                 [&](const QuietTally& tally) { return tally.*count != 0; });
    };
    if (any(&QuietTally::failures)) return finish("infrastructure", tallies, kInfrastructureError);
    return any(&QuietTally::alarms) ? finish("findings", tallies, 1) : finish("clean", tallies, 0);
  }

  int finish(std::string_view verdict, const std::vector<QuietTally>& tallies, int code) const {
    unsigned alarms = 0, failures = 0;
    for (const QuietTally& tally : tallies) alarms += tally.alarms, failures += tally.failures;
    std::printf("%s\n", fmt::format("SUMMARY verdict={} runs={} detectors={} false_alarms={} "
                                    "infrastructure={}",
                                    verdict, arguments_.runs, detectors_.size(), alarms, failures)
                            .c_str());
    return std::fflush(stdout) == 0 ? code : kInfrastructureError;
  }

  const Arguments& arguments_;
  std::vector<const Detector*> detectors_;
  std::string_view program_;
};

}  // namespace

int quiet_command(int count, char** words) {
  Arguments arguments;
  CLI::App app("Runs what is clean many times, and counts false alarms.", "ouro quiet");
  app.add_option("--runs", arguments.runs, "how often, under each detector")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--detectors", arguments.detectors, "names, separated by commas; without: all");
  app.add_option("--scenario", arguments.scenario, "what to run; see `ouro list scenarios`")
      ->capture_default_str();
  app.add_option("--heap", arguments.heap, "pool, malloc or both")
      ->check(CLI::IsMember({"pool", "malloc", "both"}))
      ->capture_default_str();
  app.add_option("--jobs", arguments.jobs, "children at once")->check(CLI::Range(1, 1024));
  app.add_option("--duration", arguments.duration, "seconds that a run lasts at least")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  app.add_option("--timeout", arguments.seconds, "seconds for one plain run")
      ->check(CLI::PositiveNumber);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    return Quiet(arguments).run();
  });
}

}  // namespace ouro::leakcheck
