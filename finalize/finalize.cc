// start() and finalize(): set-up in table order, and the table of stages.
#include "finalize/finalize.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ranges>
#include <utility>

#include "finalize/census.h"
#include "runtime/code/code.h"
#include "runtime/component/check.h"
#include "runtime/component/planted.h"
#include "runtime/execute/frame.h"
#include "runtime/execute/tracing.h"
#include "runtime/module/boot.h"
#include "runtime/object/exception.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr std::uint32_t kRoundsMax = 32;       // of the part where user code runs
constexpr std::uint32_t kCollectionsMax = 16;  // until nothing more is found

// What the stages work on. `thread` is null when set-up ended before there was one.
struct Ending {
  Process& process;
  Interpreter& interpreter;
  const FinalizeOptions& options;
  FinalizeReport& report;
  Thread* thread;
  bool quiet = true;  // nothing new happened in this round
};

// A pending exception would be mistaken for a failure of what runs next.
void report_pending(Ending& ending) {
  if (ending.thread->pending != nullptr) write_unraisable(*ending.thread, nullptr);
}

void refuse_host_entries(Ending& ending) {
  ending.interpreter.phase = Phase::kFinalizing;
  ending.interpreter.get<InterpreterLock>().close();
  ending.interpreter.get<Limits>().renew();
  if (ending.thread != nullptr) report_pending(ending);
}

std::int64_t moment_after(std::uint64_t milliseconds) {
  constexpr std::uint64_t kMillisecondsMax = INT64_MAX / 4'000'000;
  return monotonic_nanoseconds() +
         static_cast<std::int64_t>(std::min(milliseconds, kMillisecondsMax)) * 1'000'000;
}

// The interpreter belongs to whoever does not give its lock up.
void abandon(Ending& ending) {
  ending.report.quarantined = ending.report.lock_lost = true;
  FinalizeFinding finding{.kind = FindingKind::kThread, .type_name = "thread", .count = 1};
  std::snprintf(finding.representation, sizeof finding.representation,
                "it holds the interpreter lock");
  ending.report.add(finding);
  ending.thread = nullptr;
}

// False: they did not end, and what they hold is left alone if not even the lock came back.
bool wait_for_threads(Ending& ending, bool daemons_too, std::int64_t deadline) {
  const Joined joined =
      ending.interpreter.get<Threads>().join(*ending.thread, daemons_too, deadline);
  if (joined == Joined::kLockLost) abandon(ending);
  return joined == Joined::kAll;
}

// The threading module waits in code of the program, and is told when to stop that.
void join_threads(Ending& ending) {
  if (ending.thread == nullptr) return;
  Limits& limits = ending.interpreter.get<Limits>();
  if (ending.options.shutdown_milliseconds_max != 0)
    limits.bound(ending.thread, moment_after(ending.options.shutdown_milliseconds_max));
  const bool waited = wait_for_threading_module(*ending.thread).ok();
  limits.bound(nullptr, 0);
  if (!waited) report_pending(ending);
  wait_for_threads(ending, false, moment_after(ending.options.join_milliseconds_max));
}

void run_pending_calls(Ending& ending) {
  if (ending.thread == nullptr) return;
  PendingCalls& calls = ending.interpreter.get<PendingCalls>();
  ending.quiet = ending.quiet && calls.empty();
  if (!calls.run(*ending.thread).ok()) report_pending(ending);
}

void run_exit_callbacks(Ending& ending) {
  if (ending.thread == nullptr) return;
  if (ouro::run_exit_callbacks(*ending.thread) > 0) ending.quiet = false;
}

void flush_streams(Ending& ending) {
  if (ending.thread != nullptr) ouro::flush_streams(*ending.thread);
}

void finalize_children(Ending& ending) {
  if (ending.thread == nullptr) return;
  if (ouro::finalize_children(*ending.thread) > 0) ending.quiet = false;
}

// Text that may be cut, and with what is not ASCII left out: nothing may be allocated here.
void append_ascii(char* text, std::size_t size, const Str* from) {
  std::size_t length = std::strlen(text);
  for (std::size_t index = 0; index < from->length && length + 1 < size; ++index) {
    const char32_t character = from->at(index);
    text[length++] = character < 0x80 ? static_cast<char>(character) : '?';
  }
  text[length] = '\0';
}

void append_number(char* text, std::size_t size, const char* before, std::int64_t number) {
  const std::size_t length = std::strlen(text);
  std::snprintf(text + length, size - length, "%s%lld", before, static_cast<long long>(number));
}

// With the lock held, the frames of all other threads stand still.
void describe_thread(const Thread& thread, FinalizeFinding& finding) {
  std::snprintf(finding.type_name, sizeof finding.type_name, "thread");
  append_number(finding.representation, sizeof finding.representation, "",
                static_cast<std::int64_t>(thread.identity));
  const Frame* frame = thread.frame;
  if (frame == nullptr) return;
  const auto at = static_cast<std::uint32_t>(frame->pc - frame->code->words);
  std::snprintf(finding.path, sizeof finding.path, "in ");
  append_ascii(finding.path, sizeof finding.path, frame->code->qualified_name);
  const std::size_t length = std::strlen(finding.path);
  std::snprintf(finding.path + length, sizeof finding.path - length, " at ");
  append_ascii(finding.path, sizeof finding.path, frame->code->filename);
  append_number(finding.path, sizeof finding.path, ":", position_at(frame->code, at).line);
  // Some reports show only this, so its beginning says it too.
  std::string_view shown(finding.path);
  const std::size_t used = std::strlen(finding.representation);
  shown = shown.substr(0, sizeof finding.representation - used - 2);
  finding.representation[used] = ' ';
  std::memcpy(finding.representation + used + 1, shown.data(), shown.size());
  finding.representation[used + 1 + shown.size()] = '\0';
}

void refuse_new_threads(Ending& ending) {
  Threads& threads = ending.interpreter.get<Threads>();
  threads.refuse_starts();
  if (ending.thread == nullptr) return;
  threads.stop_others(*ending.thread);
  if (wait_for_threads(ending, true, moment_after(ending.options.join_milliseconds_max))) return;
  ending.report.quarantined = true;
  if (ending.thread == nullptr) return;
  for (const Thread* thread = threads.first(); thread != nullptr; thread = thread->next) {
    if (!thread->started_here || thread == ending.thread) continue;
    FinalizeFinding finding{.kind = FindingKind::kThread, .count = 1};
    describe_thread(*thread, finding);
    ending.report.add(finding);
  }
}

void clear_modules(Ending& ending) {
  if (ending.thread == nullptr) return;
  stop_tracing(*ending.thread);
  ouro::clear_modules(*ending.thread);
}

void collect_cycles(Ending& ending) {
  for (std::uint32_t round = 0; round < kCollectionsMax; ++round) {
    const std::size_t found = ending.interpreter.get<Collector>().collect(*ending.thread);
    ending.report.collected += found;
    // What was refused once may be granted the next time.
    if (found == 0 && !ending.interpreter.get<Collector>().refused()) return;
  }
}

// True: something was dropped, so that cycles through it may have become garbage.
bool clear_program_objects(Ending& ending) {
  struct Counter final : ReferenceVisitor {
    void visit(Object&) override { ++count; }
    std::size_t count = 0;
  } counter;
  if (is_planted(Planted::kLateClear)) return false;
  for (const auto& row : std::views::reverse(kTable<Interpreter>)) {
    if (!row.holds_program_objects || ending.options.faults.skips_clear(row.name)) continue;
    row.visit_references(ending.interpreter, counter);
    row.clear(ending.interpreter);
  }
  return counter.count > 0;
}

void collect_until_stable(Ending& ending) {
  if (ending.thread == nullptr) return;
  collect_cycles(ending);
  find_forgotten_handles(ending.interpreter, ending.report);
  if (clear_program_objects(ending)) collect_cycles(ending);
}

void forbid_user_code(Ending& ending) {
  if (ending.thread != nullptr) {
    ouro::finalize_children(*ending.thread);  // finalizers may have made some
    ouro::flush_streams(*ending.thread);
  }
  // Only who sent something asks: a lock that all take would hide races between them.
  if (std::exchange(ending.interpreter.get<Children>().sends, false))
    ending.process.get<ChannelTable>().lose_items_of(ending.interpreter.id);
  ending.interpreter.get<PendingCalls>().close(ending.interpreter);
  ending.interpreter.phase = Phase::kUserCodeForbidden;
  ending.interpreter.get<DeferredReleases>().user_code_forbidden = true;
  ending.interpreter.get<InternedStrings>().close();
}

void clear_components(Ending& ending) {
  Collector& collector = ending.interpreter.get<Collector>();
  if (collector.refused()) collector.clear_everything(ending.interpreter);
  for (const auto& row : std::views::reverse(kTable<Interpreter>)) {
    if (row.clear != nullptr && !ending.options.faults.skips_clear(row.name)) {
      row.clear(ending.interpreter);
    }
  }
  ending.report.late_user_code = ending.interpreter.get<DeferredReleases>().finalizers_skipped;
  ending.report.cleared = take_census(ending.interpreter);
  find_culprits(ending.interpreter, ending.report);
}

template <typename Owner>
void tear_down_all(Owner& owner, const FaultPlan& faults) {
  for (std::size_t place = kTable<Owner>.size(); place-- > 0;)
    faults.tear_down(kTable<Owner>[faults.tear_down_at<Owner>(place)], owner);
}

void tear_down_components(Ending& ending) {
  tear_down_all(ending.interpreter, ending.options.faults);
}

void take_census_stage(Ending& ending) { ending.report.ended = take_census(ending.interpreter); }

void give_back_memory(Ending& ending) { ending.interpreter.memory().give_back(); }

void restore_process_state(Ending& ending) {
  ending.interpreter.phase = Phase::kNew;
  ending.interpreter.process = nullptr;
  ending.interpreter.int_digits_max = 4300;
  if (ending.interpreter.id == 0) return;
  ending.interpreter.id = 0;
  ending.process.get<InterpreterIds>().give_back();
}

struct Stage {
  StageRow row;
  void (*run)(Ending&);
};

constexpr std::array kStages = std::to_array<Stage>({
    {{"refuse_host_entries", "no host call or new guest thread gets in any more", false},
     refuse_host_entries},
    {{"join_threads", "threads that are no daemons end by themselves", true}, join_threads},
    {{"run_pending_calls", "calls queued by other threads run", true}, run_pending_calls},
    {{"run_exit_callbacks", "atexit callbacks run, last first", true}, run_exit_callbacks},
    {{"flush_streams", "what was printed reaches its descriptor", true}, flush_streams},
    {{"finalize_children", "interpreters made by this one end", true}, finalize_children},
    {{"refuse_new_threads", "daemon threads are stopped, none can start", false},
     refuse_new_threads},
    {{"clear_modules", "namespaces of modules are emptied", false}, clear_modules},
    {{"collect_until_stable", "cycles end, with their finalizers", false}, collect_until_stable},
    {{"forbid_user_code", "from here on no code of the program runs", false}, forbid_user_code},
    {{"clear_components", "components drop their references to objects", false}, clear_components},
    {{"tear_down_components", "components give their storage back", false}, tear_down_components},
    {{"take_census", "what is still held is written down", false}, take_census_stage},
    {{"give_back_memory", "pages and chunks go back", false}, give_back_memory},
    {{"restore_process_state", "the id and process-wide things go back", false},
     restore_process_state},
});

constexpr auto kStageRows = [] {
  std::array<StageRow, kStages.size()> rows{};
  for (std::size_t index = 0; index < rows.size(); ++index) rows[index] = kStages[index].row;
  return rows;
}();

// A thread that did not end may still touch everything once the program was to be stopped; one that
// holds the lock, at any time.
bool is_unsafe(const Ending& ending, const Stage& stage, std::size_t index) {
  if (ending.report.lock_lost) return true;
  constexpr std::size_t kLastSafe = 6;
  static_assert(kStages[kLastSafe].run == refuse_new_threads);
  return ending.report.quarantined && index > kLastSafe && stage.run != take_census_stage;
}

void run_stage(Ending& ending, std::size_t index) {
  const Stage& stage = kStages[index];
  StageTime& time = ending.report.stages[index];
  time.name = stage.row.name;
  const std::int64_t begin = monotonic_nanoseconds();
  for (int times = ending.options.faults.times(stage.row.name); times > 0; --times) {
    if (is_unsafe(ending, stage, index)) break;
    ending.options.faults.count_without_lock();
    stage.run(ending);
    ++time.runs;
  }
  time.nanoseconds += static_cast<std::uint64_t>(monotonic_nanoseconds() - begin);
}

// The repeating stages run until a round brings nothing new, at most kRoundsMax times.
std::size_t run_until_quiet(Ending& ending, std::size_t first) {
  std::size_t last = first;
  while (kStages[last].row.repeats) ++last;
  for (std::uint32_t round = 0; round < kRoundsMax; ++round) {
    ending.quiet = true;
    ++ending.report.rounds;
    for (std::size_t index = first; index < last; ++index) run_stage(ending, index);
    if (ending.quiet || is_planted(Planted::kSingleRound)) break;
  }
  return last;
}

// A host may have others inside that leave soon.
void wait_for_hosts(Interpreter& interpreter, std::uint64_t milliseconds) {
  Threads& threads = interpreter.get<Threads>();
  if (interpreter.phase != Phase::kRunning || milliseconds == 0) return;
  if (threads.hosts_inside() > 1 && threads.held_here())
    threads.wait_for_hosts(*threads.current(), moment_after(milliseconds));
}

// Null: there is none.
const char* reason_to_refuse(const Interpreter& interpreter) {
  switch (interpreter.phase) {
    case Phase::kNew: return "it was not started, or has ended";
    case Phase::kFinalizing:
    case Phase::kUserCodeForbidden: return "it is being finalized";
    default: break;
  }
  const Threads& threads = interpreter.get<Threads>();
  if (threads.hosts_inside() > 1) return "other threads are inside";
  const Thread* current = threads.current();
  return current != nullptr && current->frame != nullptr ? "its program is running" : nullptr;
}

}  // namespace

std::span<const StageRow> finalize_stages() { return kStageRows; }

Status start(Process& process, Interpreter& interpreter, const StartOptions& options) {
  OURO_CHECK(interpreter.phase == Phase::kNew);
  interpreter.phase = Phase::kStarting;
  interpreter.id = process.get<InterpreterIds>().take();
  interpreter.process = &process;
  options.faults.plant_in(process);
  Memory& memory = interpreter.memory();
  memory.configure(options.heap_mode, &process.get<ChunkPool>());
  if (options.settings.allocator.allocate != nullptr) memory.use(options.settings.allocator);
  memory.set_limit(options.memory_max);
  note_origins_of(interpreter);
  if (options.allocations_allowed != Memory::kNever) {
    memory.refuse_after(options.allocations_allowed, options.allocations_refused);
  }
  interpreter.get<TypeRegistry>().use_slots(process.get<NativeSlots>().table().data());
  options.faults.borrow(interpreter);
  for (std::size_t place = 0; place < kTable<Interpreter>.size(); ++place) {
    const auto& row = kTable<Interpreter>[options.faults.set_up_at(place)];
    options.faults.count_without_lock();
    if (options.faults.borrows(row)) continue;
    TRY(row.set_up(interpreter));
  }
  interpreter.get<Settings>().adopt(options.settings);
  interpreter.get<HostHandles>().watch(options.watched_handle);
  interpreter.get<InterpreterLock>().share(options.settings.shared_lock);
  if (options.settings.recursion_max != 0) {
    Threads& threads = interpreter.get<Threads>();
    threads.set_recursion_limit(
        std::min(options.settings.recursion_max, threads.recursion_limit()));
  }
  if (options.has_hash_seed) interpreter.get<HashSecret>().seed(options.hash_seed);
  interpreter.get<TypeRegistry>().adopt(interpreter);
  TRY(interpreter.get<Threads>().attach_main(interpreter));
  TRY(boot(interpreter.thread()));
  interpreter.get<Limits>().renew();
  interpreter.phase = Phase::kRunning;
  return done;
}

void finalize(Process& process, Interpreter& interpreter, FinalizeReport& report,
              const FinalizeOptions& options) {
  wait_for_hosts(interpreter, options.host_milliseconds_max);
  report.reason = reason_to_refuse(interpreter);
  report.refused = report.reason != nullptr;
  if (report.refused) return;
  Ending ending{process, interpreter, options, report, interpreter.get<Threads>().current()};
  report.stage_count = kStages.size();
  for (std::size_t index = 0; index < kStages.size();) {
    if (kStages[index].row.repeats) {
      index = run_until_quiet(ending, index);
    } else {
      run_stage(ending, index++);
    }
  }
  // Who did not end may still come out, which takes the lock.
  if (report.quarantined && ending.thread != nullptr)
    interpreter.get<Threads>().leave_to_host(*ending.thread);
}

Status start(Process& process) {
  for (const auto& row : kTable<Process>) TRY(row.set_up(process));
  return done;
}

void finalize(Process& process, Census<Process>& ended, [[maybe_unused]] const FaultPlan& faults) {
  tear_down_all(process, faults);
  ended = take_census(process);
  process.memory().give_back();
}

}  // namespace ouro
