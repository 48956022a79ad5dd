// ouro matrix: every component and stage, every fault; the score says how much the detectors see.
#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "leakcheck/report/out_directory.h"
#include "leakcheck/target/bundled_target.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/execute.h"
#include "leakcheck/tool/matrix.h"
#include "leakcheck/tool/options.h"
#include "leakcheck/tool/plan.h"

namespace ouro::leakcheck {
namespace {

constexpr const char* kDefaultDetectors = "census,process-state,asan,tsan";

struct Arguments {
  std::vector<std::string> only;
  std::string detectors = kDefaultDetectors;
  std::string heap = "malloc";
  unsigned jobs = processor_count();
  double seconds = 5;
};

// Two that wait for one lock wait for ever, and it need not be long; a twin is given more.
constexpr double kTwinPatience = 8;

struct FaultRun {
  std::string fault;  // empty: the clean twin
  FaultKind kind;
  PlannedRun plan;
  std::size_t twin;  // its place among the runs
};

// One run serves all detectors that need the same.
std::vector<std::vector<const Detector*>> by_gathering(const std::vector<const Detector*>& all) {
  std::vector<std::vector<const Detector*>> groups;
  for (const Detector* detector : all) {
    const auto group = std::ranges::find_if(
        groups, [&](const auto& each) { return each.front()->gathering == detector->gathering; });
    if (group == groups.end()) {
      groups.push_back({detector});
    } else {
      group->push_back(detector);
    }
  }
  return groups;
}

Findings joined(Findings all, const Findings& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

class Matrix {
 public:
  explicit Matrix(const Arguments& arguments)
      : arguments_(arguments), detectors_(parse_detectors(arguments.detectors)) {
    for (PlantableFault& fault : make_bundled_target()->faults()) {
      if (is_wanted(fault.name)) faults_.push_back(std::move(fault));
    }
    if (faults_.empty()) throw UsageError("no fault matches --only; see `ouro list faults`");
  }

  int run() {
    plan();
    std::vector<PlannedRun> plans;
    for (const FaultRun& run : runs_) plans.push_back(run.plan);
    watch_interrupts();
    const OutDirectory directory;
    executed_ = execute_runs(plans, {.directory = directory.path(),
                                     .jobs = arguments_.jobs,
                                     .faulty = true,
                                     .allow_failing = true});
    if (was_interrupted()) return finish("truncated", kInfrastructureError);
    return judge();
  }

 private:
  bool is_wanted(const std::string& fault) const {
    if (arguments_.only.empty()) return true;
    return std::ranges::any_of(arguments_.only, [&](const std::string& wanted) {
      return fault == wanted || fault_subject(fault) == wanted ||
             fault.substr(0, fault.find(':')) == wanted;
    });
  }

  // A twin runs just as the faults it stands for; kinds that run alike share one.
  void plan() {
    for (const auto& detectors : by_gathering(detectors_)) {
      const std::size_t first_twin = runs_.size();
      for (const PlantableFault& fault : faults_) {
        const FaultKind kind = arrangement_of(fault);
        if (!is_worth_running(kind, detectors.front()->gathering)) continue;
        std::size_t twin = first_twin;
        while (twin < runs_.size() && !is_twin(runs_[twin], kind)) ++twin;
        if (twin == runs_.size()) add_run({}, kind, detectors, twin);
        for (unsigned run = 0; run < kind.repeats; ++run)
          add_run(fault.name, kind, detectors, twin);
      }
    }
  }

  static bool is_twin(const FaultRun& run, const FaultKind& kind) {
    return run.fault.empty() && run.kind.text() == kind.text() && run.kind.lives == kind.lives &&
           run.kind.parallel == kind.parallel && run.kind.scenario == kind.scenario &&
           run.kind.refused == kind.refused;
  }

  void add_run(const std::string& fault, const FaultKind& kind,
               const std::vector<const Detector*>& detectors, std::size_t twin) {
    VerifyOptions options;
    options.detectors = detectors;
    options.heaps = {parse_heaps(arguments_.heap)[0]};
    options.programs = {
        {fault.empty() ? "clean twin" : fault, {ProgramKind::kCode, std::string(kind.text()), {}}}};
    options.cycles = 1;
    options.rounds = 1;
    options.parallel = 1;
    options.fault = fault;
    arrange_for_fault(kind, options);
    options.seconds = arguments_.seconds * (fault.empty() ? kTwinPatience : 1);
    for (PlannedRun& run : plan_runs(options)) {
      if (run.canary != nullptr) continue;
      run.job.memory_megabytes = 0;  // the build that plants faults may be a sanitizer's
      runs_.push_back({fault, kind, std::move(run), twin});
    }
  }

  int judge() {
    std::vector<FaultResult> results;
    for (const PlantableFault& fault : faults_)
      results.push_back({.fault = fault.name, .kind = arrangement_of(fault)});
    for (std::size_t index = 0; index < runs_.size(); ++index) {
      if (runs_[index].fault.empty()) {
        judge_twin(index);
      } else {
        add_run_evidence(index,
                         *std::ranges::find(results, runs_[index].fault, &FaultResult::fault));
      }
    }
    for (FaultResult& result : results) judge_fault(result);
    return publish(results);
  }

  // Without a fault the same run must be silent, or its findings prove nothing.
  void judge_twin(std::size_t index) {
    const ExecutedRun& run = executed_[index];
    for (const std::string& problem : run.report.problems) complain(index, problem);
    if (run.report.status != 0) complain(index, "its program failed");
    for (const Finding& finding : run.findings) {
      complain(index, finding.detector + "/" + finding.rule + " " + finding.subject);
    }
  }

  void complain(std::size_t index, const std::string& what) {
    complaints_.push_back(fmt::format("the clean twin of {} {} is not silent: {}",
                                      name_of(runs_[index].plan.gathering), runs_[index].kind.name,
                                      what));
  }

  void add_run_evidence(std::size_t index, FaultResult& result) const {
    const ExecutedRun& run = executed_[index];
    Findings findings = joined(run.findings, find_failed_checks(run.report.problems));
    // What two programs print at once comes in any order.
    if (runs_[index].kind.parallel == 1 && (run.report.problems.empty() || hangs(run.report))) {
      findings =
          joined(findings, find_other_words(executed_[runs_[index].twin].output, run.output));
    }
    add_evidence(result, findings);
    if (run.report.problems.empty() || !result.death.empty()) return;
    result.death = fmt::format("{}: {}", name_of(runs_[index].plan.gathering),
                               run.report.problems.front().substr(0, 120));
  }

  int publish(const std::vector<FaultResult>& results) const {
    std::fputs(render_matrix(results).c_str(), stdout);
    for (const std::string& complaint : complaints_) std::printf("%s\n", complaint.c_str());
    const MatrixScore score = score_of(results);
    std::printf("%s\n", render_score(score).c_str());
    if (!complaints_.empty()) return finish("infrastructure", kInfrastructureError);
    if (score.stale != 0) return finish("stale", 4);
    return score.is_complete() ? finish("clean", 0) : finish("findings", 1);
  }

  int finish(std::string_view verdict, int code) const {
    std::printf("%s\n", fmt::format("SUMMARY verdict={} faults={} detectors={}", verdict,
                                    faults_.size(), detectors_.size())
                            .c_str());
    return std::fflush(stdout) == 0 ? code : kInfrastructureError;
  }

  const Arguments& arguments_;
  std::vector<const Detector*> detectors_;
  std::vector<PlantableFault> faults_;
  std::vector<FaultRun> runs_;
  std::vector<ExecutedRun> executed_;
  std::vector<std::string> complaints_;
};

}  // namespace

int matrix_command(int count, char** words) {
  Arguments arguments;
  CLI::App app("Plants every fault and says which detector names it.", "ouro matrix");
  app.add_option("--only", arguments.only, "faults, kinds of fault, components or stages")
      ->delimiter(',');
  app.add_option("--detectors", arguments.detectors, "names, separated by commas")
      ->capture_default_str();
  app.add_option("--heap", arguments.heap, "pool or malloc")
      ->check(CLI::IsMember({"pool", "malloc"}))
      ->capture_default_str();
  app.add_option("--jobs", arguments.jobs, "children at once")->check(CLI::Range(1, 1024));
  app.add_option("--timeout", arguments.seconds,
                 "seconds for one plain run; slow tools get a multiple")
      ->check(CLI::PositiveNumber);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    return Matrix(arguments).run();
  });
}

}  // namespace ouro::leakcheck
