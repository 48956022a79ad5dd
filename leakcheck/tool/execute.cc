// Execution: a queue of planned runs; what a run brings home becomes a report row and findings.
#include "leakcheck/tool/execute.h"

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "leakcheck/probe/replay.h"
#include "leakcheck/tool/oom.h"
#include "leakcheck/tool/progress.h"

namespace ouro::leakcheck {
namespace {

std::atomic<bool> interrupted{false};

void handle_interrupt(int) { interrupted.store(true); }

std::string describe(const PlannedRun& run) {
  return fmt::format("{}{} {} {}", run.canary != nullptr ? "canary " : "", run.name,
                     name_of(run.gathering), heap_name(run.job.heap));
}

std::string outcome_of(const ExecutedRun& run) {
  if (run.cancelled) return "interrupted";
  if (run.is_canary) return run.canary.seen ? "seen" : "NOT SEEN";
  if (!run.report.problems.empty()) return "infrastructure error";
  return run.findings.empty() ? "clean" : fmt::format("{} findings", run.findings.size());
}

bool is_good(const ExecutedRun& run) {
  if (run.is_canary) return run.canary.seen;
  return !run.cancelled && run.report.problems.empty() && run.findings.empty();
}

// A program that did not run to its end proves little about finalize.
void judge_status(const Gathered& gathered, ExecutedRun& run) {
  if (run.report.status == 0) return;
  std::string words = gathered.errors;
  while (words.ends_with('\n')) words.pop_back();
  run.report.problems.push_back(fmt::format("the program ended with status {}{}{}",
                                            run.report.status, words.empty() ? "" : ": ",
                                            words.substr(words.rfind('\n') + 1)));
}

void judge_canary(const PlannedRun& plan, const Findings& findings, ExecutedRun& run) {
  run.has_canary = true;
  run.canary = {std::string(plan.canary->name),
                std::string(plan.canary->detector),
                std::string(plan.canary->mistake),
                std::ranges::any_of(findings, is_canary),
                {}};
  if (run.canary.seen) return;
  run.canary.message =
      run.report.problems.empty()
          ? "the detector did not see it: its silence about programs proves nothing"
          : run.report.problems.front();
}

// The program file's canary is judged with the file itself.
void judge_file_canary(ExecutedRun& run, const Findings& findings) {
  for (const Canary& canary : kCanaries) {
    if (canary.place != CanaryPlace::kProgramFile) continue;
    PlannedRun plan;
    plan.canary = &canary;
    judge_canary(plan, findings, run);
  }
}

class Executor {
 public:
  Executor(const std::vector<PlannedRun>& plans, const ExecuteOptions& options)
      : plans_(plans), options_(options), results_(plans.size()), progress_(plans.size()) {}

  std::vector<ExecutedRun> run() {
    const std::size_t count = std::min<std::size_t>(std::max(options_.jobs, 1u), plans_.size());
    std::vector<std::thread> workers;
    for (std::size_t index = 0; index < count; ++index) {
      workers.emplace_back([this] { work(); });
    }
    for (std::thread& worker : workers) worker.join();
    return std::move(results_);
  }

 private:
  void work() {
    for (;;) {
      const std::size_t index = next_.fetch_add(1);
      if (index >= plans_.size()) return;
      if (was_interrupted()) {
        results_[index].cancelled = true;
      } else {
        execute(index);
      }
    }
  }

  void execute(std::size_t index) {
    const PlannedRun& plan = plans_[index];
    const std::string what = describe(plan);
    progress_.begin(what);
    const GatherRequest request{.gathering = plan.gathering,
                                .job = plan.job,
                                .directory = options_.directory,
                                .name = fmt::format("{:04}", index),
                                .seconds = plan.seconds,
                                .faulty = options_.faulty,
                                .cancelled = was_interrupted};
    Gathered gathered = gather(request);
    if (forgot_handles(gathered.evidence)) replay_forgotten(request, gathered.evidence);
    results_[index] = judge(plan, gathered);
    const ExecutedRun& run = results_[index];
    progress_.end(what, outcome_of(run), is_good(run), run.report.seconds);
  }

  ExecutedRun judge(const PlannedRun& plan, const Gathered& gathered) const {
    ExecutedRun run;
    describe_run(plan, gathered, run.report);
    run.cancelled = gathered.cancelled;
    run.output = gathered.output;
    Findings findings;
    for (const Detector* detector : plan.detectors) {
      for (Finding& finding : detector->detect(gathered.evidence)) {
        finding.program = plan.name;
        finding.heap = heap_name(plan.job.heap);
        findings.push_back(std::move(finding));
      }
    }
    for (Finding& finding : find_in_refusals(plan.job, gathered.evidence.refusals))
      findings.push_back(std::move(finding));
    if (plan.canary != nullptr) {
      run.is_canary = true;
      judge_canary(plan, findings, run);
      return run;
    }
    if (plan.gathering == Gathering::kProgramFile) judge_file_canary(run, findings);
    if (!options_.allow_failing) judge_status(gathered, run);
    std::erase_if(findings, is_canary);
    run.findings = merged(std::move(findings));
    run.report.findings = run.findings.size();
    return run;
  }

  static void describe_run(const PlannedRun& plan, const Gathered& gathered, RunReport& report) {
    report.program = plan.name;
    report.gathering = name_of(plan.gathering);
    report.heap = heap_name(plan.job.heap);
    for (const Detector* detector : plan.detectors) report.detectors.emplace_back(detector->name);
    report.command = gathered.command;
    report.digest = gathered.digest;
    report.seconds = gathered.seconds;
    report.parallel = plan.job.parallel;
    summarize_evidence(gathered.evidence, report);
  }

  const std::vector<PlannedRun>& plans_;
  const ExecuteOptions& options_;
  std::vector<ExecutedRun> results_;
  Progress progress_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace

std::vector<ExecutedRun> execute_runs(const std::vector<PlannedRun>& runs,
                                      const ExecuteOptions& options) {
  return Executor(runs, options).run();
}

void watch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = handle_interrupt;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

bool was_interrupted() { return interrupted.load(); }

unsigned processor_count() { return std::max(1u, std::thread::hardware_concurrency()); }

}  // namespace ouro::leakcheck
