// The verify job: plans, runs every child, judges, reports; its exit code is the verdict.
#include "leakcheck/tool/verify_job.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <CLI/CLI.hpp>

namespace ouro::leakcheck {
namespace {

class VerifyJob {
 public:
  explicit VerifyJob(VerifyArguments& arguments)
      : arguments_(arguments),
        report_(begin_report(arguments.command)),
        publisher_(arguments.publishing) {
    complete_plan();
  }

  int run() {
    const auto start = std::chrono::steady_clock::now();
    logs_ = publisher_.open_directory().make_directory("logs");
    watch_interrupts();
    const std::vector<PlannedRun> runs = plan_runs(arguments_.plan);
    collect(execute_runs(runs, {.directory = logs_,
                                .jobs = arguments_.jobs,
                                .faulty = !arguments_.plan.fault.empty(),
                                .allow_failing = arguments_.allow_failing}));
    report_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return publisher_.publish(report_);
  }

 private:
  void complete_plan() {
    VerifyOptions& plan = arguments_.plan;
    plan.detectors = parse_detectors(arguments_.detectors);
    plan.heaps = parse_heaps(arguments_.heap);
    if (!plan.fault.empty()) arrange_for_fault(arrangement_of(find_fault(plan.fault)), plan);
    for (const std::string& path : arguments_.programs) {
      plan.programs.push_back(
          {program_name(path), {ProgramKind::kFile, checked_program(path), {}}});
    }
    for (const NamedProgram& program : plan.programs) report_.programs.push_back(program.name);
    for (const Detector* detector : plan.detectors) report_.detectors.emplace_back(detector->name);
  }

  void collect(std::vector<ExecutedRun> runs) {
    for (ExecutedRun& run : runs) {
      report_.truncated = report_.truncated || run.cancelled;
      if (run.cancelled) continue;
      if (run.has_canary) report_.canaries.push_back(run.canary);
      if (run.is_canary) continue;
      for (Finding& finding : run.findings) report_.findings.push_back(std::move(finding));
      report_.runs.push_back(std::move(run.report));
    }
    merge_heaps();
  }

  // The same finding of one program in both heap modes is one finding.
  void merge_heaps() {
    Findings unique;
    for (Finding& finding : report_.findings) {
      const auto same = std::ranges::find_if(unique, [&](const Finding& other) {
        return other.signature == finding.signature && other.program == finding.program &&
               other.detector == finding.detector;
      });
      if (same == unique.end()) {
        unique.push_back(std::move(finding));
      } else {
        same->occurrences += finding.occurrences;
        if (same->heap.find(finding.heap) == std::string::npos) same->heap += "+" + finding.heap;
      }
    }
    report_.findings = std::move(unique);
  }

  VerifyArguments& arguments_;
  Report report_;
  Publisher publisher_;
  std::string logs_;
};

}  // namespace

void declare_verify_options(CLI::App& app, VerifyArguments& arguments) {
  app.add_option("--detectors", arguments.detectors, "names, separated by commas; default: all");
  app.add_option("--cycles", arguments.plan.cycles,
                 "create ... finalize cycles; slow tools take fewer")
      ->check(CLI::Range(1, 100'000'000));
  app.add_option("--parallel", arguments.plan.parallel, "interpreters that live at once")
      ->check(CLI::Range(1, 1024));
  app.add_option("--heap", arguments.heap, "pool, malloc or both")
      ->check(CLI::IsMember({"pool", "malloc", "both"}));
  declare_publishing(app, arguments.publishing);
  app.add_option("--fault", arguments.plan.fault, "plant this fault; see `ouro list faults`");
  app.add_option("--seed", arguments.plan.seed, "of hashes and random numbers");
  app.add_option("--timeout", arguments.plan.seconds,
                 "seconds for one plain run; default: as many as lives, at least 120")
      ->check(CLI::PositiveNumber);
  app.add_option("--jobs", arguments.jobs, "children at once")->check(CLI::Range(1, 1024));
  app.add_flag("--allow-failing", arguments.allow_failing,
               "a program may end with another status than 0");
}

int run_verify_job(VerifyArguments& arguments) { return VerifyJob(arguments).run(); }

}  // namespace ouro::leakcheck
