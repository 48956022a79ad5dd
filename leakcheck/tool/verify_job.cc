// The verify job: plans, runs every child, judges, reports; its exit code is the verdict.
#include "leakcheck/tool/verify_job.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/detect/suppressions.h"
#include "leakcheck/report/out_directory.h"
#include "leakcheck/report/renderers.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/progress.h"

namespace ouro::leakcheck {
namespace {

std::string iso_time() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::string read_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw UsageError("cannot read " + path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<const Renderer*> chosen_formats(const VerifyArguments& arguments) {
  std::vector<const Renderer*> chosen;
  for (const std::string& name : split_names(arguments.formats)) {
    const Renderer* renderer = find_renderer(name);
    if (renderer == nullptr) throw UsageError("unknown format: " + name);
    chosen.push_back(renderer);
  }
  if (chosen.empty() && !arguments.out.empty()) {
    for (const Renderer& renderer : kRenderers) chosen.push_back(&renderer);
  }
  return chosen;
}

class VerifyJob {
 public:
  explicit VerifyJob(VerifyArguments& arguments) : arguments_(arguments) {
    report_.command = arguments.command;
    report_.version = kVersion;
    report_.started = iso_time();
    formats_ = chosen_formats(arguments);
    if (!formats_.empty() && arguments.out.empty()) arguments.out = "ouro-report";
    if (!arguments.suppressions.empty()) {
      suppressions_ = parse_suppressions(read_text(arguments.suppressions));
    }
    complete_plan();
  }

  int run() {
    const auto start = std::chrono::steady_clock::now();
    open_directory();
    watch_interrupts();
    const std::vector<PlannedRun> runs = plan_runs(arguments_.plan);
    collect(execute_runs(runs, {.directory = logs_,
                                .jobs = arguments_.jobs,
                                .faulty = !arguments_.plan.fault.empty(),
                                .allow_failing = arguments_.allow_failing}));
    report_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    judge_suppressions();
    return publish();
  }

 private:
  void complete_plan() {
    VerifyOptions& plan = arguments_.plan;
    plan.detectors = parse_detectors(arguments_.detectors);
    plan.heaps = parse_heaps(arguments_.heap);
    check_fault(plan.fault);
    if (!plan.fault.empty()) arrange_for_fault(fault_kind(plan.fault), plan);
    for (const std::string& path : arguments_.programs) {
      plan.programs.push_back(
          {program_name(path), {ProgramKind::kFile, checked_program(path), {}}});
    }
    for (const NamedProgram& program : plan.programs) report_.programs.push_back(program.name);
    for (const Detector* detector : plan.detectors) report_.detectors.emplace_back(detector->name);
  }

  void open_directory() {
    directory_ = arguments_.out.empty() ? std::make_unique<OutDirectory>()
                                        : std::make_unique<OutDirectory>(arguments_.out);
    logs_ = directory_->make_directory("logs");
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

  void judge_suppressions() {
    Suppressed result = suppress(std::move(report_.findings), suppressions_);
    report_.findings = std::move(result.left);
    report_.suppressed = result.count;
    // A job that was cut short, or could not look, says nothing about what no longer happens.
    if (!report_.truncated && count_problems(report_) == 0) {
      report_.stale_suppressions = std::move(result.stale);
    }
  }

  int publish() {
    for (const Renderer* renderer : formats_) {
      directory_->write(std::string(renderer->file), renderer->render(report_));
    }
    if (!formats_.empty()) std::fprintf(stderr, "reports in %s\n", directory_->path().c_str());
    const std::string text = render_text(report_, {wants_color(STDOUT_FILENO), false});
    std::fputs(text.c_str(), stdout);
    if (std::fflush(stdout) != 0) return kInfrastructureError;
    return exit_code_of(verdict_of(report_));
  }

  VerifyArguments& arguments_;
  Report report_;
  std::vector<const Renderer*> formats_;
  std::vector<Suppression> suppressions_;
  std::unique_ptr<OutDirectory> directory_;
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
  app.add_option("--out", arguments.out, "directory for reports and logs");
  app.add_option("--format", arguments.formats, "of the reports in --out; default: all");
  app.add_option("--fault", arguments.plan.fault, "plant this fault; see `ouro list faults`");
  app.add_option("--seed", arguments.plan.seed, "of hashes and random numbers");
  app.add_option("--timeout", arguments.plan.seconds,
                 "seconds for one plain run; default: as many as lives, at least 120")
      ->check(CLI::PositiveNumber);
  app.add_option("--jobs", arguments.jobs, "children at once")->check(CLI::Range(1, 1024));
  app.add_option("--suppressions", arguments.suppressions, "file: pattern and reason per line");
  app.add_flag("--allow-failing", arguments.allow_failing,
               "a program may end with another status than 0");
}

int run_verify_job(VerifyArguments& arguments) { return VerifyJob(arguments).run(); }

}  // namespace ouro::leakcheck
