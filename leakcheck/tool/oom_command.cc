// ouro oom: every request for memory, threads, mappings and descriptors is refused once.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/gather.h"
#include "leakcheck/probe/refusal_sweep.h"
#include "leakcheck/report/escape.h"
#include "leakcheck/report/out_directory.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/execute.h"
#include "leakcheck/tool/oom.h"
#include "leakcheck/tool/options.h"
#include "stress/refusals.h"

namespace ouro::leakcheck {
namespace {

constexpr auto kAllKinds = std::to_array<Refused>(
    {Refused::kMemory, Refused::kThreads, Refused::kMappings, Refused::kDescriptors});
constexpr auto kAllModes = std::to_array<RefusalMode>(
    {RefusalMode::kOnce, RefusalMode::kPersistent, RefusalMode::kWindow});
constexpr std::string_view kCanaryScenario = "hello";
constexpr std::uint64_t kCanaryPoints = 4;
constexpr std::uint64_t kCanaryFirst = 100;  // some way into set-up
constexpr double kCanarySeconds = 0.5;

struct Arguments {
  std::vector<std::string> scenarios;
  std::string refuse, mode, under;
  std::string heap = "malloc";
  std::string fault;
  std::uint64_t at = kNoRefusal;
  std::uint64_t every = 1;
  unsigned jobs = processor_count();
  double seconds = 10;
};

// Names, separated by commas; empty: all.
template <typename Value, std::size_t kCount>
std::vector<Value> chosen(std::string_view list, const std::array<Value, kCount>& all) {
  if (list.empty()) return {all.begin(), all.end()};
  std::vector<Value> values;
  for (const std::string& name : split_names(list)) {
    const auto found =
        std::ranges::find(all, name, [](Value value) { return std::string(name_of(value)); });
    if (found == all.end()) throw UsageError("cannot refuse so: " + name);
    values.push_back(*found);
  }
  return values;
}

std::vector<const stress::RefusalScenario*> chosen_scenarios(
    const std::vector<std::string>& names) {
  std::vector<const stress::RefusalScenario*> chosen;
  for (const std::string& name : names) {
    chosen.push_back(stress::find_refusal_scenario(name));
    if (chosen.back() == nullptr)
      throw UsageError(fmt::format("unknown scenario: {}; see `ouro list refusals`", name));
  }
  if (!names.empty()) return chosen;
  for (const stress::RefusalScenario& scenario : stress::refusal_scenarios())
    chosen.push_back(&scenario);
  return chosen;
}

class Sweeps {
 public:
  explicit Sweeps(const Arguments& arguments) : arguments_(arguments) {
    if (!arguments.fault.empty()) static_cast<void>(find_fault(arguments.fault));
    const bool one_point = arguments.at != kNoRefusal;
    const auto kinds = one_point && arguments.refuse.empty() ? std::vector{Refused::kMemory}
                                                             : chosen(arguments.refuse, kAllKinds);
    const auto modes = one_point && arguments.mode.empty() ? std::vector{RefusalMode::kOnce}
                                                           : chosen(arguments.mode, kAllModes);
    add_canaries();
    for (const stress::RefusalScenario* scenario : chosen_scenarios(arguments.scenarios)) {
      for (const Refused what : kinds) {
        for (const RefusalMode mode : modes) add(*scenario, what, mode);
      }
    }
  }

  int run() {
    watch_interrupts();
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> workers;
    for (unsigned index = 0; index < std::max(arguments_.jobs, 1u); ++index)
      workers.emplace_back([this] { work(); });
    for (std::thread& worker : workers) worker.join();
    return finish(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }

 private:
  void add(const stress::RefusalScenario& scenario, Refused what, RefusalMode mode) {
    SweepPlan plan;
    plan.scenario = scenario.name;
    plan.under_asan = !arguments_.under.empty();
    plan.job.scenario = "refusals";
    plan.job.program.text = scenario.program;
    plan.job.heap = parse_heaps(arguments_.heap)[0];
    plan.job.fault = arguments_.fault;
    plan.job.probe_leaks = plan.under_asan;
    plan.job.refusals.what = what;
    plan.job.refusals.mode = mode;
    plan.job.refusals.every = arguments_.every;
    plan.job.refusals.seconds = arguments_.seconds;
    if (arguments_.at != kNoRefusal) {
      plan.job.refusals.first = arguments_.at;
      plan.job.refusals.points_max = 1;
    }
    plans_.push_back(std::move(plan));
  }

  void add_canaries() {
    for (const RefusalCanary& canary : kRefusalCanaries) {
      add(*stress::find_refusal_scenario(kCanaryScenario), Refused::kMemory, RefusalMode::kOnce);
      Job& job = plans_.back().job;
      job.canary = canary.name;
      job.probe_leaks = false;
      job.refusals.first = kCanaryFirst;
      job.refusals.points_max = kCanaryPoints;
      job.refusals.seconds = std::min(arguments_.seconds, kCanarySeconds);
    }
  }

  void work() {
    for (std::size_t index = 0; !was_interrupted() && (index = next_++) < plans_.size();)
      execute(plans_[index], index);
  }

  void execute(const SweepPlan& plan, std::size_t index) {
    const Gathered gathered =
        gather({.gathering = plan.under_asan ? Gathering::kAddress : Gathering::kPlain,
                .job = plan.job,
                .directory = directory_.path(),
                .name = fmt::format("{:04}", index),
                .seconds = kSweepSeconds,
                .faulty = !arguments_.fault.empty(),
                .cancelled = was_interrupted});
    const SweepTally counted = tally(plan, gathered.evidence.refusals);
    const std::lock_guard guard(mutex_);
    if (!plan.job.canary.empty()) return judge_canary(plan, counted);
    publish(plan, gathered, counted);
  }

  void judge_canary(const SweepPlan& plan, const SweepTally& counted) {
    const auto canary = std::ranges::find(kRefusalCanaries, plan.job.canary, &RefusalCanary::name);
    const bool seen = std::ranges::find(counted.findings, canary->rule, &SweepFinding::rule) !=
                      counted.findings.end();
    canaries_seen_ += seen;
    if (!seen) say(fmt::format("the canary {} was not seen\n", plan.job.canary));
  }

  void publish(const SweepPlan& plan, const Gathered& gathered, const SweepTally& counted) {
    points_ += counted.points;
    findings_ += counted.findings.size();
    lives_seconds_ += counted.seconds;
    if (counted.points > 0 || !counted.findings.empty()) say(render(plan, counted));
    for (const std::string& problem : gathered.evidence.problems) {
      ++problems_;
      say(fmt::format("{} {} {}: {}\n", plan.scenario, name_of(plan.job.refusals.what),
                      name_of(plan.job.refusals.mode), cleaned_line(problem)));
    }
    for (const Finding& finding : merged(find_in_address_reports(gathered.evidence))) {
      ++findings_;
      say(fmt::format("{} {}: {}: {}\n", plan.scenario, finding.rule, cleaned_line(finding.subject),
                      cleaned_line(finding.detail)));
      for (const std::string& line : finding.path) say("    " + cleaned_line(line) + "\n");
    }
    if (arguments_.at == kNoRefusal) return;
    for (const RefusalEvidence& life : gathered.evidence.refusals) say(render(life));
  }

  static void say(const std::string& text) { std::fputs(text.c_str(), stdout); }

  int finish(double seconds) const {
    const bool blind = canaries_seen_ < kRefusalCanaries.size();
    const bool unsure = was_interrupted() || problems_ > 0 || blind;
    const char* verdict = was_interrupted() ? "truncated"
                          : unsure          ? "infrastructure"
                          : findings_ > 0   ? "findings"
                                            : "clean";
    std::printf("%s\n",
                fmt::format("SUMMARY verdict={} sweeps={} points={} points_per_second={:.0f} "
                            "findings={} infrastructure={} canaries={}/{}",
                            verdict, plans_.size() - kRefusalCanaries.size(), points_,
                            static_cast<double>(points_) / seconds, findings_, problems_,
                            canaries_seen_, kRefusalCanaries.size())
                    .c_str());
    if (std::fflush(stdout) != 0 || unsure) return kInfrastructureError;
    return findings_ > 0 ? 1 : 0;
  }

  static constexpr double kSweepSeconds = 24 * 3600;

  const Arguments& arguments_;
  const OutDirectory directory_;
  std::vector<SweepPlan> plans_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;  // the rest
  std::uint64_t points_ = 0;
  std::uint64_t findings_ = 0;
  std::uint64_t problems_ = 0;
  std::size_t canaries_seen_ = 0;
  double lives_seconds_ = 0;
};

}  // namespace

int oom_command(int count, char** words) {
  Arguments arguments;
  CLI::App app("Refuses one request of a program after the other, each in a life of its own.",
               "ouro oom");
  app.add_option("SCENARIO", arguments.scenarios, "see `ouro list refusals`; without: all");
  app.add_option("--refuse", arguments.refuse,
                 "memory, threads, mappings, descriptors; without: all");
  app.add_option("--mode", arguments.mode,
                 "once, persistent (from then on), window (three in a row); without: all");
  app.add_option("--every", arguments.every, "every so many requests only")
      ->check(CLI::Range(1, 1'000'000'000));
  app.add_option("--at", arguments.at, "this request only; shows what came of it");
  app.add_option("--under", arguments.under, "asan: in the build with AddressSanitizer")
      ->check(CLI::IsMember({"asan"}));
  app.add_option("--heap", arguments.heap,
                 "malloc: every allocation is a request; pool: only pages and large blocks are")
      ->check(CLI::IsMember({"malloc", "pool"}))
      ->capture_default_str();
  app.add_option("--fault", arguments.fault, "plant a fault; see `ouro list faults`");
  app.add_option("--jobs", arguments.jobs, "sweeps at once")->check(CLI::Range(1, 1024));
  app.add_option("--timeout", arguments.seconds, "seconds that one life may last")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    return Sweeps(arguments).run();
  });
}

}  // namespace ouro::leakcheck
