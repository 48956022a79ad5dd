// interpreters: the life of interpreters made by programs.
//
// A thread inside a child is outside of its own interpreter: it has given its lock up, and holds
// the child's.
#include <algorithm>
#include <cstring>
#include <new>

#include "finalize/finalize.h"
#include "runtime/code/code.h"
#include "runtime/component/planted.h"
#include "runtime/execute/call.h"
#include "runtime/execute/threads.h"
#include "runtime/execute/traceback_text.h"
#include "runtime/module/boot.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/process/process.h"

namespace ouro {

// Stands in a chunk of its own, blank at its birth.
struct Child {
  Interpreter interpreter;
  std::uint64_t id = 0;  // these three under the parent's lock
  Child* next = nullptr;
  bool running = false;
  Channel* mailbox = nullptr;  // held; made when something is first sent
  FinalizeReport report;       // here, for it is too large for a thread's stack
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

// What a reply begins with.
enum class Reply : std::int64_t { kValue, kFailure, kNotShareable };

Channel::Item* pack_reply(Thread& inner, Channel* mailbox, Reply kind, Cargo cargo) {
  const Result<Int*> number = make_int(inner.interpreter(), static_cast<std::int64_t>(kind));
  if (!number.ok()) return nullptr;
  Ref<Int> owned(number.value());
  const Cargo parts[] = {{owned, {}}, std::move(cargo)};
  const Result<Channel::Item*> item = pack(inner, mailbox, parts, Reach::kData);
  return item.ok() ? item.value() : nullptr;
}

Result<Str*> message_of(Thread& inner, Exception* error) {
  const Result<Str*> text = str(inner, error);
  if (text.ok() || pending_matches(inner, TypeId::kMemoryError)) return text;
  clear_pending(inner);
  return make_str(inner.interpreter(), "<exception str() failed>");
}

Result<Str*> display_of(Thread& inner, Exception* error) {
  Ref<Str> text(TRY(format_exception(inner, error)));
  return str_slice(inner.interpreter(), text, 0, text->length - (text->length > 0));
}

Result<Object*> text_attribute(Thread& inner, Object* object, Id name) {
  Ref<> value(TRY(get_attribute(inner, object, identifier(inner, name))));
  return str(inner, value);
}

// name, qualified name and module of the class; message; the text with the traceback.
Result<Object*> describe(Thread& inner, Exception* error) {
  Ref<> name(TRY(text_attribute(inner, error->type, Id::dunder_name)));
  Ref<> qualified_name(TRY(text_attribute(inner, error->type, Id::dunder_qualname)));
  Ref<> module(TRY(text_attribute(inner, error->type, Id::dunder_module)));
  Ref<> message(TRY(message_of(inner, error)));
  Ref<> display(TRY(display_of(inner, error)));
  return pack_tuple(inner.interpreter(), name.get(), qualified_name.get(), module.get(),
                    message.get(), display.get());
}

// Takes the pending exception of the child. Null: there was no memory for its description.
Channel::Item* reply_failure(Thread& inner, Channel* mailbox) {
  Ref<Exception> error(take_pending(inner));
  const Result<Object*> description = describe(inner, error);
  if (!description.ok()) return nullptr;
  Ref<> owned(description.value());
  return pack_reply(inner, mailbox, Reply::kFailure, {owned, {}});
}

Channel::Item* reply_not_shareable(Thread& inner, Channel* mailbox) {
  Ref<Exception> error(take_pending(inner));
  const Result<Str*> text = str(inner, error);
  if (!text.ok()) return nullptr;
  Ref<Str> owned(text.value());
  return pack_reply(inner, mailbox, Reply::kNotShareable, {owned, {}});
}

Channel::Item* reply_value(Thread& inner, Channel* mailbox, Object* value) {
  Cargo cargo{value, {}};
  if (prepare(inner, cargo, Reach::kData).ok())
    return pack_reply(inner, mailbox, Reply::kValue, std::move(cargo));
  return pending_matches_named(inner, "NotShareableError") ? reply_not_shareable(inner, mailbox)
                                                           : reply_failure(inner, mailbox);
}

// What came out of the child.
struct Outcome {
  bool entered = false;
  Channel::Item* reply = nullptr;  // null: the child had no memory left for one
};

Outcome run_inside(Child* child, ChildBody body, Channel::Item* item) {
  Inside inside(child->interpreter);
  Thread* inner = inside.thread();
  if (inner == nullptr) return {};
  Outcome outcome{.entered = true};
  Unpacking parcels(*inner, item);
  const Result<Object*> result = body(*inner, parcels);
  Ref<> value(result.ok() ? result.value() : nullptr);
  outcome.reply =
      value ? reply_value(*inner, child->mailbox, value) : reply_failure(*inner, child->mailbox);
  if (inner->pending != nullptr) clear_pending(*inner);
  value.reset();
  flush_streams(*inner);
  return outcome;
}

Failure raise_described(Thread& thread, Object* description) {
  const auto* parts = static_cast<Tuple*>(description);
  const auto raise_instance = [&]() -> Status {
    Ref<> error(TRY(call_named(thread, "_execution_failed",
                               {(*parts)[0], (*parts)[1], (*parts)[2], (*parts)[3], (*parts)[4]})));
    if (!is_exception(error)) return raise(thread, TypeId::kTypeError, "no exception was made");
    return raise_object(thread, static_cast<Exception*>(error.get()));
  };
  static_cast<void>(raise_instance().ok());
  return failure;
}

Result<Object*> open_reply(Thread& thread, Channel::Item* reply) {
  Unpacking parcels(thread, reply);
  Ref<> kind(TRY(parcels.next()));
  Ref<> value(TRY(parcels.next()));
  switch (static_cast<Reply>(static_cast<Int*>(kind.get())->value)) {
    case Reply::kValue: return value.take();
    case Reply::kFailure: return raise_described(thread, value);
    default:
      return raise_named(thread, "NotShareableError", "{}",
                         static_cast<const Object*>(value.get()));
  }
}

Status add_names(Thread& inner, Object* names) {
  if (names == none(inner)) return done;
  for (DictCursor at; dict_next(static_cast<Dict*>(names), at);)
    TRY(dict_set(inner, main_names(inner), at.key, at.value));
  return done;
}

// What the main module lacks of what a function needs.
Status add_missing_names(Thread& inner, Object* names) {
  for (DictCursor at; dict_next(static_cast<Dict*>(names), at);)
    static_cast<void>(TRY(dict_set_default(inner, main_names(inner), at.key, at.value)));
  return done;
}

Result<Object*> run_code(Thread& inner, Code* code) {
  Ref<Function> body(TRY(make_function(inner, code, main_names(inner))));
  release(TRY(run_body(inner, body, main_names(inner))));
  return new_none(inner);
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
  if (wishes.shares_lock)
    options.settings.shared_lock = &thread.interpreter().get<InterpreterLock>();
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

// Asked twice, it may have left in between.
Status leave_child(Thread& thread, void*) {
  if (thread.frame == nullptr) return done;
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

namespace {

Result<Str*> source_name(Interpreter& interpreter) {
  static constexpr std::string_view kName = "<string>";
  if (!is_planted(Planted::kForeignFilename)) return make_str(interpreter, kName);
  static Str* first = nullptr;  // the first interpreter's, for all
  if (first == nullptr) first = TRY(make_str(interpreter, kName));
  return retain(first);
}

}  // namespace

Result<Object*> execute_body(Thread& inner, Unpacking& parcels) {
  Ref<> source(TRY(parcels.next()));
  Ref<> names(TRY(parcels.next()));
  TRY(add_names(inner, names));
  names.reset();
  if (is_exact(source, TypeId::kCode)) return run_code(inner, static_cast<Code*>(source.get()));
  Utf8 text(inner.interpreter(), static_cast<Str*>(source.get()));
  if (!text.ok()) return failure;
  Ref<Str> filename(TRY(source_name(inner.interpreter())));
  Ref<Code> code(TRY(compile(inner, text.view(), filename)));
  return run_code(inner, code);
}

Result<Object*> call_body(Thread& inner, Unpacking& parcels) {
  Ref<> callable(TRY(parcels.next()));
  Ref<> values(TRY(parcels.next()));
  Ref<> keywords(TRY(parcels.next()));
  Ref<> globals(TRY(parcels.next()));
  TRY(add_missing_names(inner, globals));
  globals.reset();
  auto* named = keywords == none(inner) ? nullptr : static_cast<Dict*>(keywords.get());
  return call_with(inner, callable, static_cast<Tuple*>(values.get()), named);
}

Result<Object*> names_body(Thread& inner, Unpacking& parcels) {
  Ref<> names(TRY(parcels.next()));
  Ref<> globals(TRY(parcels.next()));
  TRY(add_names(inner, names));
  TRY(add_missing_names(inner, globals));
  return new_none(inner);
}

Channel* mailbox_of(Thread& thread, Child* child) noexcept {
  const Channel::Options options{.kind = Channel::Kind::kMailbox, .mode = memory_of(thread).mode()};
  if (child->mailbox == nullptr)
    child->mailbox = channel_table_of(thread.interpreter()).open(options);
  return child->mailbox;
}

Result<Object*> run_in_child(Thread& thread, Child* child, ChildBody body, Channel::Item* item) {
  Channel* mailbox = child->mailbox;
  if (child->running) {
    mailbox->free_item(item);
    return raise_named(thread, "InterpreterError", "interpreter already running");
  }
  child->running = true;
  Outcome outcome;
  {
    Unlocked unlocked(thread);
    outcome = run_inside(child, body, item);
    mailbox->free_item(item);
  }
  child->running = false;
  if (!outcome.entered)
    return raise_named(thread, "InterpreterError", "the interpreter cannot be entered");
  if (outcome.reply == nullptr) return raise_memory_error(thread.interpreter());
  const Result<Object*> value = open_reply(thread, outcome.reply);
  mailbox->free_item(outcome.reply);
  return value;
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
  if (child->mailbox != nullptr) process.get<ChannelTable>().let_go(child->mailbox);
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
