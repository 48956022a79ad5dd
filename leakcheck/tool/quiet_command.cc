// ouro quiet: the same clean scenario again and again; the count of false alarms per detector.
#include <algorithm>
#include <array>
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

// About a second of work under each tool, its own start-up included.
struct Second {
  Gathering gathering;
  unsigned cycles;
};

constexpr auto kSeconds = std::to_array<Second>({{Gathering::kPlain, 40},
                                                 {Gathering::kAddress, 4},
                                                 {Gathering::kThread, 2},
                                                 {Gathering::kMemcheck, 1},
                                                 {Gathering::kProgramFile, 1}});

struct Arguments {
  std::string detectors;
  std::string scenario = "meet";
  std::string heap = "pool";
  unsigned runs = 50;
  unsigned jobs = processor_count();
  double seconds = 60;
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
    std::vector<PlannedRun> plans;
    for (unsigned number = 0; number < arguments_.runs; ++number) add_runs(plans);
    watch_interrupts();
    const OutDirectory directory;
    const std::vector<ExecutedRun> runs =
        execute_runs(plans, {.directory = directory.path(), .jobs = arguments_.jobs});
    if (was_interrupted()) return finish("truncated", {}, kInfrastructureError);
    return publish(plans, runs);
  }

 private:
  void add_runs(std::vector<PlannedRun>& plans) const {
    VerifyOptions options;
    options.detectors = detectors_;
    options.heaps = parse_heaps(arguments_.heap);
    options.scenario = arguments_.scenario;
    options.programs = {{arguments_.scenario, {ProgramKind::kCode, std::string(program_), {}}}};
    options.rounds = 1;
    options.seconds = arguments_.seconds;
    for (PlannedRun& run : plan_runs(options)) {
      if (run.canary != nullptr) continue;
      run.job.cycles = std::ranges::find(kSeconds, run.gathering, &Second::gathering)->cycles;
      plans.push_back(std::move(run));
    }
  }

  int publish(const std::vector<PlannedRun>& plans, const std::vector<ExecutedRun>& runs) const {
    std::vector<QuietTally> tallies;
    for (const Detector* detector : detectors_) {
      QuietTally tally{.detector = std::string(detector->name)};
      for (std::size_t index = 0; index < runs.size(); ++index) {
        if (plans[index].gathering != detector->gathering) continue;
        add_run(tally, runs[index].findings, runs[index].report.problems);
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
  app.add_option("--timeout", arguments.seconds, "seconds for one plain run")
      ->check(CLI::PositiveNumber);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    return Quiet(arguments).run();
  });
}

}  // namespace ouro::leakcheck
