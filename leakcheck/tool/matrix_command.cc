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

constexpr const char* kDefaultDetectors = "census,asan";

// Leaves something in as many components as a short program can.
constexpr std::string_view kUse = R"(
import sys, gc, weakref, threading, atexit

class Base:
    def __init__(self, value):
        self.value = value
    def __repr__(self):
        return f"<{self.value!r}>"
    def __del__(self):
        pass

class Derived(Base):
    __slots__ = ("extra", "__weakref__")
    def __init__(self, value):
        super().__init__(value)
        self.extra = value

def generate(limit):
    for number in range(limit):
        yield number, number * 1.5, complex(number), str(number)

def fail():
    try:
        raise ValueError("planned")
    except ValueError as error:
        return error

kept = [Derived(index) for index in range(50)]
rows = list(generate(100))
table = {name: [row, {row[0]}, frozenset(row[:2]), slice(1, 2)] for *row, name in rows}
cycle = []
cycle.append(cycle)
references = [weakref.ref(item) for item in kept]
error = fail()
closure = lambda value: (value, kept)
text = "-".join(repr(item) for item in kept) + b"bytes".decode() + str(bytearray(3))
atexit.register(len, kept)
thread = threading.Thread(target=generate, args=(3,))
thread.start()
thread.join()
big = 7 ** 400 // 3 ** 100
del cycle
gc.collect()
)";

struct Arguments {
  std::vector<std::string> only;
  std::string detectors = kDefaultDetectors;
  std::string heap = "malloc";
  unsigned jobs = processor_count();
  double seconds = 60;
};

struct FaultRun {
  std::string fault;  // empty: the clean twin
  const Detector* detector;
  PlannedRun plan;
};

class Matrix {
 public:
  explicit Matrix(const Arguments& arguments)
      : arguments_(arguments), detectors_(parse_detectors(arguments.detectors)) {
    for (const Described& fault : make_bundled_target()->faults()) {
      if (is_wanted(fault.name)) faults_.push_back(fault.name);
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

  // The twin of a fault that needs two interpreters needs two as well.
  void plan() {
    for (const Detector* detector : detectors_) {
      for (const unsigned parallel : {1u, 2u}) add_run({}, *detector, parallel);
    }
    for (const std::string& fault : faults_) {
      const bool pair = fault.starts_with("share") || fault.starts_with("alias");
      for (const Detector* detector : detectors_) add_run(fault, *detector, pair ? 2 : 1);
    }
  }

  void add_run(const std::string& fault, const Detector& detector, unsigned parallel) {
    VerifyOptions options;
    options.detectors = {&detector};
    options.heaps = {parse_heaps(arguments_.heap)[0]};
    options.programs = {
        {fault.empty() ? "clean twin" : fault, {ProgramKind::kCode, std::string(kUse), {}}}};
    options.cycles = 1;
    options.rounds = 1;
    options.parallel = parallel;
    options.fault = fault;
    options.seconds = arguments_.seconds;
    for (PlannedRun& run : plan_runs(options)) {
      if (run.canary == nullptr) runs_.push_back({fault, &detector, std::move(run)});
    }
  }

  int judge() {
    std::vector<FaultResult> results;
    for (const std::string& fault : faults_) results.push_back({fault, {}, {}, {}, {}, {}});
    for (std::size_t index = 0; index < runs_.size(); ++index) {
      if (runs_[index].fault.empty()) {
        judge_twin(index);
      } else {
        add_evidence(index, *std::ranges::find(results, runs_[index].fault, &FaultResult::fault));
      }
    }
    for (FaultResult& result : results) judge_fault(result);
    return publish(results);
  }

  // Without a fault the same run must be silent, or its findings prove nothing.
  void judge_twin(std::size_t index) {
    const ExecutedRun& run = executed_[index];
    for (const std::string& problem : run.report.problems) complain(index, problem);
    for (const Finding& finding : run.findings) {
      complain(index, finding.detector + "/" + finding.rule + " " + finding.subject);
    }
  }

  void complain(std::size_t index, const std::string& what) {
    complaints_.push_back(fmt::format("the clean twin of {} x{} is not silent: {}",
                                      runs_[index].detector->name, runs_[index].plan.job.parallel,
                                      what));
  }

  void add_evidence(std::size_t index, FaultResult& result) const {
    const ExecutedRun& run = executed_[index];
    const std::string subject = fault_subject(result.fault);
    const std::string detector(runs_[index].detector->name);
    const bool named = std::ranges::any_of(
        run.findings, [&](const Finding& finding) { return names_subject(finding, subject); });
    if (named) result.caught_by.push_back(detector);
    if (!named && !run.findings.empty()) result.noticed_by.push_back(detector);
    if (!run.report.problems.empty()) result.death = run.report.problems.front().substr(0, 120);
  }

  int publish(const std::vector<FaultResult>& results) {
    std::vector<std::string> names;
    for (const Detector* detector : detectors_) names.emplace_back(detector->name);
    std::fputs(render_matrix(results, names).c_str(), stdout);
    for (const std::string& complaint : complaints_) std::printf("%s\n", complaint.c_str());
    const MatrixScore score = score_of(results);
    const std::size_t rest = score.faults - score.equivalent;
    std::printf("%s\n",
                fmt::format("SCORE raw={}/{} equivalent={} adjusted={}/{} ({:.1f} %)", score.caught,
                            score.faults, score.equivalent, score.caught, rest,
                            rest == 0 ? 100.0
                                      : 100.0 * static_cast<double>(score.caught) /
                                            static_cast<double>(rest))
                    .c_str());
    if (!complaints_.empty()) return finish("infrastructure", kInfrastructureError);
    if (score.stale != 0) return finish("stale", 4);
    return score.caught == rest ? finish("clean", 0) : finish("findings", 1);
  }

  int finish(std::string_view verdict, int code) const {
    std::printf("%s\n", fmt::format("SUMMARY verdict={} faults={} detectors={}", verdict,
                                    faults_.size(), detectors_.size())
                            .c_str());
    return std::fflush(stdout) == 0 ? code : kInfrastructureError;
  }

  const Arguments& arguments_;
  std::vector<const Detector*> detectors_;
  std::vector<std::string> faults_;
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
  app.add_option("--timeout", arguments.seconds, "seconds for one run")->check(CLI::PositiveNumber);
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    return Matrix(arguments).run();
  });
}

}  // namespace ouro::leakcheck
