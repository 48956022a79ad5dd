// The plan: programs x gatherings x heap modes; how much of each stands in one table.
#include "leakcheck/tool/plan.h"

#include <algorithm>
#include <array>

#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

struct Effort {
  Gathering gathering;
  unsigned rounds;
  unsigned cycles;  // when nobody asks for a number
  unsigned cycles_max;
  unsigned parallel_min;
  unsigned parallel_max;
  double slowness;  // against the plain run, for its time limit
};

constexpr unsigned kNoLimit = ~0u;

// Growth needs cycles, but only the plain run measures it; slow tools see a leak in its first cycle
// and a stale reference into it in the second. Whoever asks for more gets more, up to a limit: what
// a tool has not seen in so many cycles, more do not show.
constexpr auto kEfforts = std::to_array<Effort>({
    {Gathering::kPlain, 2, 8, kNoLimit, 1, kNoLimit, 1},
    {Gathering::kAddress, 1, 2, 20, 1, kNoLimit, 3},
    {Gathering::kThread, 1, 2, 20, 2, kNoLimit, 5},
    {Gathering::kMemcheck, 1, 2, 3, 1, 1, 10},
    {Gathering::kHelgrind, 1, 2, 3, 2, 4, 20},
    {Gathering::kDrd, 1, 2, 3, 2, 4, 20},
    {Gathering::kProgramFile, 1, 1, 1, 1, 1, 1},
});

constexpr unsigned kCanaryCycles = 2;
constexpr std::uint64_t kMemoryMegabytes = 4096;
// Address space of one interpreter and a few threads of its program: each has a region of frames
// and values, a native stack and an arena of malloc, of which hardly anything is ever touched. With
// less a program is refused a thread, and those it has started wait for ever.
constexpr std::uint64_t kInterpreterMegabytes = 2048;

const Effort& effort_of(Gathering gathering) {
  return *std::ranges::find(kEfforts, gathering, &Effort::gathering);
}

class Planner {
 public:
  explicit Planner(const VerifyOptions& options) : options_(options) {}

  std::vector<PlannedRun> plan() {
    for (const Detector* detector : options_.detectors) add_canaries(*detector);
    for (const NamedProgram& program : options_.programs) add_program(program);
    add_program_file();
    return std::move(runs_);
  }

 private:
  PlannedRun make_run(Gathering gathering, Heap heap) const {
    const Effort& effort = effort_of(gathering);
    PlannedRun run;
    run.gathering = gathering;
    run.job.rounds = options_.rounds == 0 ? effort.rounds : options_.rounds;
    run.job.cycles =
        options_.cycles == 0 ? effort.cycles : std::min(options_.cycles, effort.cycles_max);
    run.job.parallel = std::clamp(options_.parallel, effort.parallel_min, effort.parallel_max);
    run.seconds = time_limit(run.job) * effort.slowness;
    run.job.heap = heap;
    run.job.seed = options_.seed;
    run.job.memory_megabytes = memory_limit(gathering, run.job.parallel);
    run.job.probe_leaks = gathering == Gathering::kAddress;
    run.job.probe_state = gathering == Gathering::kPlain;
    return run;
  }

  // A second for each life of an interpreter, and never less than two minutes.
  double time_limit(const Job& job) const {
    if (options_.seconds > 0) return options_.seconds;
    return std::max(120.0, 1.0 * job.rounds * job.cycles * job.parallel);
  }

  // Sanitizers and Valgrind reserve more address space than there is; they have limits of their
  // own.
  std::uint64_t memory_limit(Gathering gathering, unsigned parallel) const {
    const bool limited = gathering == Gathering::kPlain && options_.fault.empty();
    return limited ? kMemoryMegabytes + kInterpreterMegabytes * parallel : 0;
  }

  void add_canaries(const Detector& detector) {
    if (detector.gathering == Gathering::kProgramFile) return;  // it is in every program file
    for (const Canary& canary : kCanaries) {
      if (canary.detector != detector.name) continue;
      PlannedRun run = make_run(detector.gathering, options_.heaps.front());
      run.name = canary.name;
      run.canary = &canary;
      run.detectors = {&detector};
      run.job.cycles = std::min(run.job.cycles, kCanaryCycles);
      run.job.canary = canary.name;
      run.job.program = {ProgramKind::kCode, "pass", {}};
      runs_.push_back(std::move(run));
    }
  }

  void add_program(const NamedProgram& program) {
    for (const Effort& effort : kEfforts) {
      if (effort.gathering == Gathering::kProgramFile) continue;
      for (const Heap heap : options_.heaps) add_run(program, effort.gathering, heap);
    }
  }

  void add_run(const NamedProgram& program, Gathering gathering, Heap heap) {
    PlannedRun run = make_run(gathering, heap);
    run.job.target = options_.target;
    const TargetKind& kind = kind_of_target(options_.target);
    run.job.parallel = std::min(run.job.parallel, kind.parallel_max);
    if (!kind.begins_again) run.job.rounds = 1;
    run.detectors = detectors_of(gathering);
    if (run.detectors.empty()) return;
    run.name = program.name;
    run.job.program = program.program;
    run.job.scenario = options_.scenario;
    run.job.fault = options_.fault;
    run.job.lives = options_.lives;
    run.job.refusals.what = options_.refused;
    runs_.push_back(std::move(run));
  }

  void add_program_file() {
    PlannedRun run = make_run(Gathering::kProgramFile, options_.heaps.front());
    run.detectors = detectors_of(run.gathering);
    if (run.detectors.empty()) return;
    run.name = "ouro";
    runs_.push_back(std::move(run));
  }

  std::vector<const Detector*> detectors_of(Gathering gathering) const {
    std::vector<const Detector*> found;
    for (const Detector* detector : options_.detectors) {
      if (detector->gathering == gathering) found.push_back(detector);
    }
    return found;
  }

  const VerifyOptions& options_;
  std::vector<PlannedRun> runs_;
};

}  // namespace

void arrange_for_fault(const FaultKind& kind, VerifyOptions& options) {
  options.lives = kind.lives;
  options.parallel = std::max(options.parallel, kind.parallel);
  options.refused = kind.refused;
  if (kind.scenario != VerifyOptions().scenario) options.scenario = kind.scenario;
}

std::vector<PlannedRun> plan_runs(const VerifyOptions& options) { return Planner(options).plan(); }

std::string program_name(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

}  // namespace ouro::leakcheck
