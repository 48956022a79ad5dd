// The bundled target: this repository's own runtime, through finalize/ and runtime/host/.
#include "leakcheck/target/bundled_target.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string_view>

#include "finalize/finalize.h"
#include "finalize/planted_faults.h"
#include "leakcheck/probe/census_probe.h"
#include "leakcheck/target/fresh_bytes.h"
#include "runtime/host/program.h"
#include "runtime/object/str.h"

namespace ouro::leakcheck {
namespace {

ouro::Program::Kind convert(ProgramKind kind) {
  constexpr auto kKinds =
      std::to_array({ouro::Program::Kind::kFile, ouro::Program::Kind::kText,
                     ouro::Program::Kind::kModule, ouro::Program::Kind::kInput});
  return kKinds[static_cast<std::size_t>(kind)];
}

// sys.argv and sys.path[0]; the texts must outlive the interpreter.
class ProgramTexts {
 public:
  explicit ProgramTexts(const Program& program) {
    constexpr auto kNames = std::to_array<const char*>({nullptr, "-c", "-m", ""});
    const char* name = kNames[static_cast<std::size_t>(program.kind)];
    arguments_.push_back(name == nullptr ? program.text.c_str() : name);
    for (const std::string& argument : program.arguments) arguments_.push_back(argument.c_str());
    std::error_code error;
    if (program.kind == ProgramKind::kFile) {
      const std::filesystem::path path = std::filesystem::canonical(program.text, error);
      folder_ = (std::filesystem::is_directory(path, error) ? path : path.parent_path()).string();
    } else if (program.kind == ProgramKind::kModule) {
      folder_ = std::filesystem::current_path(error).string();
    }
    executable_ = std::filesystem::read_symlink("/proc/self/exe", error).string();
  }

  void fill(Settings& settings) const {
    settings.argument_count = static_cast<int>(arguments_.size());
    settings.arguments = arguments_.data();
    settings.program_folder = folder_.c_str();
    settings.executable = executable_.c_str();
  }

 private:
  std::vector<const char*> arguments_;
  std::string folder_;
  std::string executable_;
};

void adopt(const RunLimits& limits, StartOptions& options) {
  if (limits.memory_bytes != 0) options.memory_max = limits.memory_bytes;
  options.settings.instructions_max = limits.instructions;
  options.settings.milliseconds_max = limits.milliseconds;
}

#ifdef OURO_FAULTS
struct FaultKind {
  std::string_view name;
  std::string_view FaultPlan::* member;
};

constexpr auto kPlannableFaults =
    std::to_array<FaultKind>({{"skip_clear", &FaultPlan::skip_clear_of},
                              {"skip_tear_down", &FaultPlan::skip_tear_down_of},
                              {"share", &FaultPlan::share},
                              {"alias", &FaultPlan::alias},
                              {"skip_stage", &FaultPlan::skip_stage},
                              {"repeat_stage", &FaultPlan::repeat_stage},
                              {"swap_set_up", &FaultPlan::swap_set_up},
                              {"swap_tear_down", &FaultPlan::swap_tear_down}});
#endif

std::string name_of(const PlantedFault& fault) {
  return std::string(fault.kind).append(":").append(fault.name);
}

// The phases in which interpreters can count a number that is not theirs.
constexpr auto kRacingPhases = std::to_array<std::string_view>({"create", "run", "finalize"});
constexpr std::string_view kRace = "race:";

FaultPlan make_plan([[maybe_unused]] std::string_view fault) {
  FaultPlan plan;
  if (fault.empty()) return plan;
#ifdef OURO_FAULTS
  if (fault.starts_with(kRace)) return plan;  // a Racer's
  const auto planted = std::ranges::find(planted_faults(), fault, name_of);
  if (planted != planted_faults().end()) return plan.planted = planted->mistake, plan;
  const std::size_t colon = fault.find(':');
  const auto kind = std::ranges::find(kPlannableFaults, fault.substr(0, colon), &FaultKind::name);
  if (colon == std::string_view::npos || kind == kPlannableFaults.end()) {
    throw std::runtime_error("no such fault: " + std::string(fault));
  }
  plan.*(kind->member) = fault.substr(colon + 1);
  return plan;
#else
  throw std::runtime_error("this build cannot plant faults: they are compiled out");
#endif
}

// Counts in one phase of an interpreter, without a lock, what all interpreters of the target count.
class Racer {
 public:
  Racer([[maybe_unused]] std::string_view fault, [[maybe_unused]] int& counter) {
#ifdef OURO_FAULTS
    phase_ = fault.starts_with(kRace) ? fault.substr(kRace.size()) : std::string_view();
    counting_.counter = &counter;
#endif
  }

  // For start() and finalize(), which count by themselves.
  void plan([[maybe_unused]] std::string_view phase, [[maybe_unused]] FaultPlan& plan) const {
#ifdef OURO_FAULTS
    if (phase == phase_) plan.counter = counting_.counter;
#endif
  }

  // The evaluation loop counts whenever it looks at its pending calls.
  void plan_run([[maybe_unused]] Interpreter& interpreter) {
#ifdef OURO_FAULTS
    if (phase_ == "run") queue(interpreter);
#endif
  }

 private:
#ifdef OURO_FAULTS
  static constexpr int kTurns = 100'000;  // for as long as the other may need to wake up

  void queue(Interpreter& interpreter) {
    static_cast<void>(interpreter.get<PendingCalls>().add(
        {.function = count, .drop = nullptr, .argument = this}));
  }

  static Status count(Thread& thread, void* argument) {
    auto* self = static_cast<Racer*>(argument);
    self->counting_.count_without_lock();
    if (++self->turns_ < kTurns) self->queue(thread.interpreter());
    return done;
  }

  std::string_view phase_;
  FaultPlan counting_;
  int turns_ = 0;
#endif
};

// The block of an interpreter or the process, zeroed first so that padding can be compared.
template <typename Owner>
class Block {
 public:
  Block() : bytes_(std::calloc(1, sizeof(Owner))) {
    if (bytes_ == nullptr) throw std::bad_alloc();
    owner_ = new (bytes_) Owner;
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block() {
    if (owner_ == nullptr) return;
    owner_->~Owner();
    std::free(bytes_);
  }

  Owner& get() { return *owner_; }
  // A thread of the interpreter still runs: freeing the block would pull it from under it.
  void abandon() { owner_ = nullptr; }

 private:
  void* bytes_;
  Owner* owner_;
};

// Where each component begins in the block, in order, and where it ends.
struct Part {
  std::size_t begin, end;
  std::string_view name;
};

// From the first component on: the numbers of the Memory before it are the census's to judge. The
// owner's own few fields stand behind the last component and count as part of it.
template <typename Owner>
std::vector<Part> parts_of(const Owner& owner) {
  const auto* base = reinterpret_cast<const std::byte*>(&owner);
  std::vector<Part> parts;
  for (const auto& row : kTable<Owner>) {
    const auto begin = static_cast<const std::byte*>(row.own_address(owner)) - base;
    parts.push_back({static_cast<std::size_t>(begin), sizeof(Owner), row.name});
  }
  std::ranges::sort(parts, {}, &Part::begin);
  for (std::size_t index = 1; index < parts.size(); ++index)
    parts[index - 1].end = parts[index].begin;
  return parts;
}

template <typename Owner>
std::vector<std::string> unequal_components(const Owner& ended) {
  Block<Owner> fresh;
  std::vector<std::string> names;
  for (const Part& part : parts_of(ended)) {
    if (first_difference(&ended, &fresh.get(), part.begin, part.end) != part.end)
      names.emplace_back(part.name);
  }
  return names;
}

std::vector<std::string> components_pointing_into(const Interpreter& from, const Interpreter& to) {
  std::vector<std::string> names;
  for (const Part& part : parts_of(from)) {
    if (points_into(&from, part.begin, part.end, &to, sizeof(Interpreter)))
      names.emplace_back(part.name);
  }
  return names;
}

// Plans where to borrow from, and tells who waits for it when start() has done so.
class Borrowing {
 public:
  Borrowing([[maybe_unused]] const InterpreterOptions& options,
            [[maybe_unused]] Interpreter* lender, [[maybe_unused]] FaultPlan& plan) {
#ifdef OURO_FAULTS
    if (lender == nullptr) return;
    lender_ = lender;
    heard_ = &options.borrowed;
    plan.lender = lender;
    plan.borrowed = tell;
    plan.borrowed_argument = this;  // start() ends before this does
#endif
  }

 private:
#ifdef OURO_FAULTS
  static void tell(Interpreter& borrower, void* argument) {
    const auto* self = static_cast<Borrowing*>(argument);
    if (*self->heard_) (*self->heard_)(components_pointing_into(borrower, *self->lender_));
  }

  const Interpreter* lender_ = nullptr;
  const std::function<void(std::vector<std::string>)>* heard_ = nullptr;
#endif
};

constexpr std::int64_t kNoWait = 0;               // a deadline that has passed
constexpr std::uint64_t kFaultyPatience = 1'000;  // milliseconds for threads that may never end

class BundledInterpreter final : public TargetInterpreter {
 public:
  BundledInterpreter(Process& process, int& race_counter, const InterpreterOptions& options)
      : process_(process),
        fault_(options.fault),
        racer_(fault_, race_counter),
        program_(options.program == nullptr ? Program{} : *options.program),
        texts_(program_) {
    StartOptions start_options;
    start_options.heap_mode = options.heap == Heap::kMalloc ? HeapMode::kMalloc : HeapMode::kPool;
    adopt(options.limits, start_options);
    start_options.has_hash_seed = true;
    start_options.hash_seed = options.seed;
    start_options.watched_handle = options.watched_handle;
    texts_.fill(start_options.settings);
    plan_ = make_plan(fault_);
    start_options.faults = plan_;
    auto* lender = static_cast<BundledInterpreter*>(options.lender);
    const Borrowing borrowing(options, lender == nullptr ? nullptr : &lender->block_.get(),
                              start_options.faults);
    racer_.plan("create", start_options.faults);
    start_options.settings.allocator = {options.bytes.context, options.bytes.allocate,
                                        options.bytes.release};
    start_options.settings.streams.output = options.output;
    start_options.settings.streams.error = options.error;
    if (start(process_, block_.get(), start_options).ok()) return;
    InterpreterEvidence ignored;
    finalize(options.unborn != nullptr ? *options.unborn : ignored);
    throw std::runtime_error("the interpreter did not start: memory was refused");
  }

  int run(const Program& program) override {
    racer_.plan_run(block_.get());
    const ouro::Program wanted{convert(program.kind), program.text};
    return run_program_to_end(block_.get().thread(), wanted).exit_code;
  }

  CensusEvidence census() override { return probe_census(take_census(block_.get())); }

  std::vector<std::string> pointers_into(TargetInterpreter& other) override {
    // A thread of the program that still runs, or is just ending, would write what is read here.
    const bool alone =
        block_.get().get<Threads>().join(block_.get().thread(), true, kNoWait) == Joined::kAll;
    if (!alone) return {};
    return components_pointing_into(block_.get(),
                                    static_cast<BundledInterpreter&>(other).block_.get());
  }

  bool lose_reference() override { return make_str(block_.get(), kLostText).ok(); }

  void finalize(InterpreterEvidence& evidence) override {
    // Large, and needed once: not on a thread's stack.
    const auto report = std::make_unique<FinalizeReport>();
    FinalizeOptions options;
    options.faults = plan_;
    if (!fault_.empty()) options.join_milliseconds_max = kFaultyPatience;
    racer_.plan("finalize", options.faults);
    ouro::finalize(process_, block_.get(), *report, options);
    probe_report(*report, evidence);
    if (report->quarantined) return block_.abandon();
    if (!report->refused) evidence.unequal = unequal_components(block_.get());
  }

 private:
  Process& process_;
  std::string fault_;
  Racer racer_;
  Program program_;  // owns the texts that texts_ points to
  ProgramTexts texts_;
  FaultPlan plan_;
  Block<Interpreter> block_;
};

class BundledTarget final : public Target {
 public:
  void begin() override {
    process_ = std::make_unique<Block<Process>>();
    if (!start(process_->get()).ok()) throw std::runtime_error("the runtime did not begin");
  }

  std::unique_ptr<TargetInterpreter> create(const InterpreterOptions& options) override {
    if (!options.fault.empty()) fault_ = options.fault;
    return std::make_unique<BundledInterpreter>(process_->get(), race_counter_, options);
  }

  std::uint64_t kept_bytes() const override {
    std::uint64_t bytes = 0;
    for (const auto& row : kTable<Process>) {
      if (row.kept_bytes != nullptr) bytes += row.kept_bytes(process_->get());
    }
    return bytes;
  }

  CensusEvidence end() override {
    Census<Process> ended;
    ouro::finalize(process_->get(), ended, make_plan(fault_));
    CensusEvidence evidence = probe_census(ended);
    evidence.unequal = unequal_components(process_->get());
    process_.reset();
    return evidence;
  }

  std::vector<Described> components() const override {
    std::vector<Described> rows;
    for (const auto& row : kTable<Interpreter>) {
      rows.push_back({std::string(row.name), std::string(row.purpose)});
    }
    for (const auto& row : kTable<Process>) {
      rows.push_back({std::string(row.name), std::string(row.purpose) + " (of the process)"});
    }
    return rows;
  }

  std::vector<Described> stages() const override {
    std::vector<Described> rows;
    for (const StageRow& row : finalize_stages()) {
      rows.push_back({std::string(row.name), std::string(row.purpose)});
    }
    return rows;
  }

  std::vector<PlantableFault> faults() const override {
    std::vector<PlantableFault> rows;
    for (const auto& row : kTable<Interpreter>) add_component(row, rows);
    for (const auto& row : kTable<Process>) {
      add(rows, "skip_tear_down", row.name, "its tear-down does not run");
      add_edges(row, "swap_tear_down", "ends after what it needs", rows);
    }
    for (const StageRow& row : finalize_stages()) {
      add(rows, "skip_stage", row.name, "the stage does not run");
      add(rows, "repeat_stage", row.name, "the stage runs twice");
    }
    add_races(rows);
    add_planted(rows);
    return rows;
  }

  std::vector<Described> bugs() const override {
    std::vector<Described> rows;
    for (const PlantedFault& fault : planted_faults()) {
      if (fault.kind == "bug") rows.push_back({joined(fault.issues), name_of(fault)});
    }
    for (const NoCounterpart& bug : bugs_without_counterpart()) {
      rows.push_back(
          {joined(bug.issues), std::string(bug.symptom).append(": ").append(bug.reason)});
    }
    return rows;
  }

 private:
  static std::string joined(std::string_view issues) {
    std::string text(issues);
    std::ranges::replace(text, ' ', ',');
    return text;
  }

  static void add(std::vector<PlantableFault>& rows, std::string_view kind,
                  std::string_view subject, const char* description) {
    rows.push_back({{std::string(kind).append(":").append(subject), description}});
  }

  template <typename Owner>
  static void add_edges(const ComponentRow<Owner>& row, std::string_view kind,
                        const char* description, std::vector<PlantableFault>& rows) {
    for (const std::string_view needed : row.needs)
      add(rows, kind, std::string(row.name).append("/").append(needed), description);
  }

  static void add_component(const ComponentRow<Interpreter>& row,
                            std::vector<PlantableFault>& rows) {
    if (row.clear != nullptr) add(rows, "skip_clear", row.name, "its clear does not run");
    add(rows, "skip_tear_down", row.name, "its tear-down does not run");
    add(rows, "share", row.name, "two interpreters use one");
    add(rows, "alias", row.name, "one uses another's, also when that has ended");
    add_edges(row, "swap_set_up", "begins before what it needs", rows);
    add_edges(row, "swap_tear_down", "ends after what it needs", rows);
  }

  static void add_planted(std::vector<PlantableFault>& rows) {
    constexpr auto kScenes = std::to_array<FaultScene>(
        {FaultScene::kAlone, FaultScene::kStuck, FaultScene::kRefusedMemory,
         FaultScene::kRefusedThreads, FaultScene::kTogether});
    for (const PlantedFault& fault : planted_faults()) {
      rows.push_back({{name_of(fault), std::string(fault.mechanism)},
                      kScenes[static_cast<std::size_t>(fault.shows)],
                      fault.program,
                      fault.trace});
    }
  }

  static void add_races(std::vector<PlantableFault>& rows) {
    for (std::size_t one = 0; one < kRacingPhases.size(); ++one) {
      for (std::size_t other = one; other < kRacingPhases.size(); ++other) {
        rows.push_back({{std::string(kRace) + std::string(kRacingPhases[one]) + '+' +
                             std::string(kRacingPhases[other]),
                         "both count one number without a lock"}});
      }
    }
  }

  std::unique_ptr<Block<Process>> process_;
  int race_counter_ = 0;
  std::string fault_;  // of an interpreter; the process makes it, too, when it names one of its own
};

// PYTHONHASHSEED, as python3.11 reads it: absent or "random" means a random one.
void read_hash_seed(StartOptions& options) {
  const char* text = std::getenv("PYTHONHASHSEED");
  if (text == nullptr || *text == 0 || std::strcmp(text, "random") == 0) return;
  char* end = nullptr;
  const unsigned long seed = std::strtoul(text, &end, 10);
  if (*end != 0 || seed > 4294967295) {
    std::fputs(
        "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an "
        "integer in range [0; 4294967295]\n",
        stderr);
    std::exit(1);
  }
  options.has_hash_seed = true;
  options.hash_seed = seed;
}

// So that a shell that waits sees the interrupt, and stops as well.
void end_by_interrupt() {
  std::signal(SIGINT, SIG_DFL);
  std::raise(SIGINT);
}

}  // namespace

std::unique_ptr<Target> make_bundled_target() { return std::make_unique<BundledTarget>(); }

int run_program_directly(const Program& program, const RunLimits& limits) {
  const ProgramTexts texts(program);
  StartOptions options;
  texts.fill(options.settings);
  adopt(limits, options);
  read_hash_seed(options);
  options.settings.allow_fork = true;  // the process is the program's alone
  const auto process = std::make_unique<Process>();
  const auto interpreter = std::make_unique<Interpreter>();
  const auto report = std::make_unique<FinalizeReport>();
  ProgramEnd end{1};
  if (start(*process).ok() && start(*process, *interpreter, options).ok()) {
    end = run_program_to_end(interpreter->thread(), {convert(program.kind), program.text});
  } else {
    std::fputs("ouro: not enough memory to start\n", stderr);
  }
  finalize(*process, *interpreter, *report);
  Census<Process> ended;
  finalize(*process, ended);
  if (end.interrupted) end_by_interrupt();
  // A thread that did not end still uses both.
  if (report->quarantined) std::_Exit(end.exit_code);
  return end.exit_code;
}

}  // namespace ouro::leakcheck
