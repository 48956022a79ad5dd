// interpreters: the life of interpreters made by programs.
//
// A thread inside a child is outside of its own interpreter: it has given its lock up, and holds
// the child's.
#include <algorithm>
#include <cstring>
#include <new>

#include "finalize/finalize.h"
#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/execute/threads.h"
#include "runtime/module/boot.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/process/process.h"

namespace ouro {

// Stands in a chunk of its own, blank at its birth.
struct Child {
  Interpreter interpreter;
  std::uint64_t id = 0;  // these three under the parent's lock
  Child* next = nullptr;
  bool running = false;
  FinalizeReport report;  // here, for it is too large for a thread's stack
};

namespace {

ChunkPool& pool_of(Thread& thread) { return thread.interpreter().process->get<ChunkPool>(); }

// The calling native thread inside a child, for as long as this lives.
class Inside {
 public:
  explicit Inside(Interpreter& child) noexcept : threads_(child.get<Threads>()) {
    if (!threads_.enter_from_host(child)) return;
    thread_ = threads_.current();
    find_stack_limit(*thread_);  // it may not be the thread that made the record
  }
  ~Inside() {
    if (thread_ != nullptr) threads_.leave_to_host(*thread_);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  Thread* thread() const { return thread_; }

 private:
  Threads& threads_;
  Thread* thread_ = nullptr;  // null: refused
};

void copy_text(char* place, std::size_t size, std::string_view text) {
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(place, text.data(), length);
  place[length] = '\0';
}

// Takes the pending exception of the child.
void describe_failure(Thread& inner, Outcome& outcome) {
  Ref<Exception> error(take_pending(inner));
  copy_text(outcome.type, sizeof outcome.type, type_name(error->type));
  const Result<Str*> text = str(inner, error);
  if (!text.ok()) return clear_pending(inner);
  Ref<Str> owned(text.value());
  Utf8 utf8(inner.interpreter(), owned);
  if (!utf8.ok()) return clear_pending(inner);
  copy_text(outcome.message, sizeof outcome.message, utf8.view());
}

Dict* main_names(Thread& inner) {
  auto& registry = inner.interpreter().get<ModuleRegistry>();
  return registry.get_as<Module>(ModuleRegistryKind::Place::kMainModule)->dict;
}

Status add_names(Thread& inner, const std::uint8_t* copy) {
  Ref<> names(TRY(read_copy(inner, copy)));
  for (DictCursor at; dict_next(static_cast<Dict*>(names.get()), at);) {
    TRY(dict_set(inner, main_names(inner), at.key, at.value));
  }
  return done;
}

Status run_source(Thread& inner, std::string_view source, const std::uint8_t* names_or_null) {
  if (names_or_null != nullptr) TRY(add_names(inner, names_or_null));
  Ref<Str> filename(TRY(make_str(inner.interpreter(), "<string>")));
  Ref<Code> code(TRY(compile(inner, source, filename)));
  Ref<Function> body(TRY(make_function(inner, code, main_names(inner))));
  code.reset();
  release(TRY(run_body(inner, body, main_names(inner))));
  return done;
}

void run_inside(Child* child, std::string_view source, const std::uint8_t* names,
                Outcome& outcome) {
  Inside inside(child->interpreter);
  Thread* inner = inside.thread();
  if (inner == nullptr) {
    copy_text(outcome.type, sizeof outcome.type, "RuntimeError");
    copy_text(outcome.message, sizeof outcome.message, "the interpreter cannot be entered");
    return;
  }
  outcome.ok = run_source(*inner, source, names).ok();
  if (!outcome.ok) describe_failure(*inner, outcome);
  flush_streams(*inner);
}

void forget_child(Children& children, Child* child) {
  Child** link = &children.first;
  while (*link != child) link = &(*link)->next;
  *link = child->next;
  --children.count;
}

StartOptions start_options(Thread& thread, const ChildOptions& wishes) {
  StartOptions options;
  options.heap_mode = memory_of(thread).mode();
  if (wishes.has_memory_max) options.memory_max = wishes.memory_max;
  options.settings = wishes.settings;
  return options;
}

// Half-built or complete: the one way out.
void finalize_child(Process& process, Child* child) {
  finalize(process, child->interpreter, child->report);
}

bool start_child(Process& process, Child* child, const StartOptions& options,
                 std::uint64_t main_id) {
  if (!start(process, child->interpreter, options).ok()) {
    finalize_child(process, child);
    return false;
  }
  child->id = child->interpreter.id;
  child->interpreter.get<Children>().main_id = main_id;
  Threads& threads = child->interpreter.get<Threads>();
  threads.leave_to_host(*threads.current());
  return true;
}

bool left_something(const FinalizeReport& report) {
  const auto holds = [](const CensusRow& row) { return !row.residue.empty(); };
  return report.findings_total > 0 || report.quarantined || !report.ended.memory.empty() ||
         std::any_of(report.ended.rows.begin(), report.ended.rows.end(), holds);
}

Status leave_child(Thread& thread, void*) {
  return raise_value(thread, TypeId::kSystemExit, nullptr);
}

// Asks the thread of ours that is inside to come out. False: it did not.
bool call_back(Thread& thread, Child* child) {
  constexpr std::int64_t kPatience = 10'000'000'000;
  constexpr timespec kPause = {0, 5'000'000};
  const std::int64_t deadline = monotonic_nanoseconds() + kPatience;
  while (child->running && monotonic_nanoseconds() < deadline) {
    PendingCalls& calls = child->interpreter.get<PendingCalls>();
    if (calls.empty()) static_cast<void>(calls.add({leave_child, nullptr, nullptr}));
    Unlocked unlocked(thread);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &kPause, nullptr);
  }
  return !child->running;
}

}  // namespace

Result<Child*> make_child(Thread& thread, const ChildOptions& wishes) {
  static_assert(sizeof(Child) <= Memory::kChunkSize);
  Interpreter& parent = thread.interpreter();
  void* chunk = pool_of(thread).take();
  if (chunk == nullptr) return raise_memory_error(parent);
  auto* child = new (chunk) Child;
  Children& children = parent.get<Children>();
  const std::uint64_t main_id = children.main_id != 0 ? children.main_id : parent.id;
  const StartOptions options = start_options(thread, wishes);
  bool started;
  {
    Unlocked unlocked(thread);
    started = start_child(*parent.process, child, options, main_id);
  }
  if (!started) {
    if (!child->report.quarantined) pool_of(thread).give_back(child, sizeof(Child));
    return raise_memory_error(parent);  // nothing else keeps one from starting
  }
  child->next = children.first;
  children.first = child;
  ++children.count;
  return child;
}

Child* find_child(Thread& thread, std::uint64_t id) noexcept {
  Child* child = thread.interpreter().get<Children>().first;
  while (child != nullptr && child->id != id) child = child->next;
  return child;
}

std::uint64_t child_id(const Child* child) noexcept { return child->id; }
Child* next_child(const Child* child) noexcept { return child->next; }
bool is_running(const Child* child) noexcept { return child->running; }

Status run_in_child(Thread& thread, Child* child, Str* source, Dict* shared, Object* not_shareable,
                    Outcome& outcome) {
  if (child->running) return raise(thread, TypeId::kRuntimeError, "interpreter already running");
  Utf8 text(thread.interpreter(), source);
  if (!text.ok()) return failure;
  std::size_t bytes = 0;
  std::uint8_t* names = nullptr;
  if (shared != nullptr) {
    bytes = TRY(copy_size(thread, shared, not_shareable));
    names = static_cast<std::uint8_t*>(memory_of(thread).allocate(bytes));
    if (names == nullptr) return raise_memory_error(thread.interpreter());
    write_copy(thread, shared, names);
  }
  child->running = true;
  {
    Unlocked unlocked(thread);
    run_inside(child, text.view(), names, outcome);
  }
  child->running = false;
  if (names != nullptr) memory_of(thread).release(names, bytes);
  return done;
}

// One that will not end keeps its chunk, and stays counted.
bool end_child(Thread& thread, Child* child) noexcept {
  Children& children = thread.interpreter().get<Children>();
  Process& process = *thread.interpreter().process;
  const bool empty = call_back(thread, child);
  forget_child(children, child);
  if (!empty) return ++children.count, false;
  {
    Unlocked unlocked(thread);
    if (child->interpreter.get<Threads>().become_main()) finalize_child(process, child);
  }
  const bool clean = !left_something(child->report);
  if (child->report.quarantined || child->interpreter.phase != Phase::kNew)
    return ++children.count, false;
  process.get<ChunkPool>().give_back(child, sizeof(Child));
  return clean;
}

std::size_t finalize_children(Thread& thread) noexcept {
  std::size_t ended = 0;
  for (Children& children = thread.interpreter().get<Children>(); children.first != nullptr;
       ++ended) {
    const std::uint64_t id = children.first->id;
    if (end_child(thread, children.first)) continue;
    raise(thread, TypeId::kRuntimeError, "interpreter {} left something behind", id);
    write_unraisable(thread, nullptr);
  }
  return ended;
}

}  // namespace ouro
