// The stages: what start() and finalize() promise as a whole, whichever components there are.
#define BOOST_TEST_MODULE contract
#include <boost/test/included/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "finalize/contract/contract.h"
#include "runtime/component/check.h"
#include "runtime/module/import.h"
#include "runtime/object/protocol.h"

namespace ouro::contract {
namespace {

struct Running {
  Process process;
  Running() { BOOST_TEST_REQUIRE(start(process).ok()); }
  ~Running() {
    Census<Process> ended;
    finalize(process, ended);
    for (const CensusRow& row : ended.rows) BOOST_TEST(row.residue.empty(), row.component);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(stages)

BOOST_AUTO_TEST_CASE(a_complete_life_leaves_nothing_in_both_heap_modes) {
  for (HeapMode mode : {HeapMode::kPool, HeapMode::kMalloc}) {
    Running running;
    Place place;
    StartOptions options;
    options.heap_mode = mode;
    BOOST_TEST_REQUIRE(start(running.process, place.interpreter(), options).ok());
    BOOST_TEST(run(place.interpreter(), kUse));
    FinalizeReport report;
    finalize(running.process, place.interpreter(), report);
    expect_nothing(left_behind(report));
    BOOST_TEST(place.first_difference() == "");
    BOOST_TEST(report.stage_count == finalize_stages().size());
  }
}

BOOST_AUTO_TEST_CASE(finalize_twice_is_refused) {
  Running running;
  Place place;
  FinalizeReport never, once, twice;
  finalize(running.process, place.interpreter(), never);
  BOOST_TEST(never.refused);
  BOOST_TEST_REQUIRE(start(running.process, place.interpreter()).ok());
  finalize(running.process, place.interpreter(), once);
  BOOST_TEST(!once.refused);
  finalize(running.process, place.interpreter(), twice);
  BOOST_TEST(twice.refused);
}

BOOST_AUTO_TEST_CASE(an_interpreter_can_be_started_again_in_the_same_place) {
  Running running;
  Place place;
  for (int cycle = 0; cycle < 20; ++cycle) {
    BOOST_TEST_REQUIRE(start(running.process, place.interpreter()).ok());
    BOOST_TEST(run(place.interpreter(), kUse));
    FinalizeReport report;
    finalize(running.process, place.interpreter(), report);
    expect_nothing(left_behind(report));
  }
}

BOOST_AUTO_TEST_CASE(an_interpreter_that_never_ends_is_process_residue) {
  Process process;
  BOOST_TEST_REQUIRE(start(process).ok());
  Place place;
  BOOST_TEST_REQUIRE(start(process, place.interpreter()).ok());
  Census<Process> early;
  early = take_census(process);
  bool seen = false;
  for (const CensusRow& row : early.rows)
    seen = seen || (row.component == InterpreterIds::kName && !row.residue.empty());
  BOOST_TEST(seen);
  FinalizeReport report;
  finalize(process, place.interpreter(), report);
  Census<Process> ended;
  finalize(process, ended);
  for (const CensusRow& row : ended.rows) BOOST_TEST(row.residue.empty());
}

Status note_call(Thread&, void* argument) {
  *static_cast<bool*>(argument) = true;
  return done;
}

// Did a call that a host's thread queued before the end run?
bool runs_what_is_queued(std::string_view skipped_stage) {
  Running running;
  Place place;
  BOOST_TEST_REQUIRE(start(running.process, place.interpreter()).ok());
  bool called = false;
  BOOST_TEST_REQUIRE(place.interpreter().get<PendingCalls>().add(
      {.function = note_call, .drop = nullptr, .argument = &called}));
  FinalizeOptions options;
  options.faults.skip_stage = skipped_stage;
  FinalizeReport report;
  finalize(running.process, place.interpreter(), report, options);
  return called;
}

BOOST_AUTO_TEST_CASE(a_queued_call_runs_because_of_its_stage) {
  BOOST_TEST(runs_what_is_queued(""));
  BOOST_TEST(!runs_what_is_queued("run_pending_calls"));
}

// Is a thread of the host turned away that comes while the interpreter ends?
bool turns_newcomers_away(std::string_view skipped_stage) {
  Running running;
  Place place;
  BOOST_TEST_REQUIRE(start(running.process, place.interpreter()).ok());
  struct Visit {
    Interpreter& interpreter;
    bool turned_away = false;
  } visit{place.interpreter()};
  const auto knock = [](Thread&, void* argument) -> Status {
    auto* made = static_cast<Visit*>(argument);
    InterpreterLock& lock = made->interpreter.get<InterpreterLock>();
    std::thread newcomer([&] {
      made->turned_away = !lock.take(nullptr);
      if (!made->turned_away) lock.give();
    });
    Thread& main = made->interpreter.thread();
    lock.give();
    newcomer.join();
    OURO_CHECK(lock.take(&main));
    return done;
  };
  BOOST_TEST_REQUIRE(place.interpreter().get<PendingCalls>().add(
      {.function = knock, .drop = nullptr, .argument = &visit}));
  FinalizeOptions options;
  options.faults.skip_stage = skipped_stage;
  FinalizeReport report;
  finalize(running.process, place.interpreter(), report, options);
  return visit.turned_away;
}

BOOST_AUTO_TEST_CASE(a_newcomer_is_turned_away_because_of_the_first_stage) {
  BOOST_TEST(turns_newcomers_away(""));
  BOOST_TEST(!turns_newcomers_away("refuse_host_entries"));
}

// One life with these options leaves nothing; does the program end well?
void expect_clean_life(const StartOptions& options, std::string_view source, bool works) {
  Running running;
  Place place;
  BOOST_TEST_REQUIRE(start(running.process, place.interpreter(), options).ok());
  BOOST_TEST(run(place.interpreter(), source) == works);
  FinalizeReport report;
  finalize(running.process, place.interpreter(), report);
  expect_nothing(left_behind(report));
  BOOST_TEST(place.first_difference() == "");
}

// What the program prints goes nowhere, through a real descriptor.
struct Nowhere {
  int descriptor = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ~Nowhere() { ::close(descriptor); }
  StreamSettings streams() const { return {descriptor, descriptor, descriptor}; }
};

// Each allocation of create, run and finalize refused in turn, once and from then on.
void sweep_refusals(std::size_t refused, std::size_t stride) {
  const Nowhere nowhere;
  bool worked = false;
  for (std::size_t allowed = 0; !worked; allowed += stride) {
    Running running;
    Place place;
    StartOptions options;
    options.heap_mode = HeapMode::kMalloc;  // every allocation is seen, none hides in a page
    options.allocations_allowed = allowed;
    options.allocations_refused = refused;
    options.settings.streams = nowhere.streams();
    const bool started = start(running.process, place.interpreter(), options).ok();
    const bool ran =
        started && run(place.interpreter(),
                       "class A:\n  x = {1: 'a'}\nprint('hello', [A().x for n in range(3)])\n");
    worked = ran && place.interpreter().memory().allocations_asked() <= allowed;
    FinalizeReport report;
    finalize(running.process, place.interpreter(), report);
    expect_nothing(left_behind(report));
    if (!place.restored())
      BOOST_ERROR("not restored after " + std::to_string(allowed) + ": " +
                  place.first_difference());
  }
}

BOOST_AUTO_TEST_CASE(one_refused_allocation_leaves_nothing) { sweep_refusals(1, 1); }
BOOST_AUTO_TEST_CASE(refusals_from_some_point_on_leave_nothing) {
  sweep_refusals(Memory::kNever, 1);
}

// What outlives its module because a registry of the interpreter holds it, in a cycle with it.
struct Registered {
  const char* name;
  const char* how;  // statements; `keep` is callable with anything and belongs to the cycle
};

constexpr Registered kRegistered[] = {
    {"exit callback", "import atexit; atexit.register(keep)"},
    {"codec search", "import codecs; codecs.register(keep)"},
    {"codec error handler", "import codecs; codecs.register_error('mine', keep)"},
    {"collector callback", "import gc; gc.callbacks.append(keep)"},
    {"garbage list", "import gc; gc.garbage.append(keep)"},
    {"warnings filter", "import warnings; warnings.filters.insert(0, keep)"},
    {"warnings hook", "import warnings; warnings.showwarning = keep"},
    {"exception hook", "import sys; sys.excepthook = keep"},
    {"unraisable hook", "import sys; sys.unraisablehook = keep"},
    {"display hook", "import sys; sys.displayhook = keep"},
    {"audit hook", "import sys; sys.addaudithook(keep)"},
    {"import hook", "import sys; sys.path_hooks.append(keep); sys.meta_path.append(keep)"},
    {"async generator hooks", "import sys; sys.set_asyncgen_hooks(keep, keep)"},
    {"module", "import sys; sys.modules['mine'] = keep"},
    {"builtins", "import builtins; builtins.keep = keep"},
    {"standard stream", "import sys; sys.stdout = keep"},
    {"thread local",
     "import _thread; place = _thread._local(); place.keep = keep; keep.at = place"},
    {"context variable",
     "import _contextvars; variable = _contextvars.ContextVar('v'); variable.set(keep); "
     "keep.at = variable"},
    {"base class",
     "import abc\nclass Based(metaclass=abc.ABCMeta): pass\nBased.register(Keep)\n"
     "Based.keep = Keep.based = keep"},
};

constexpr std::string_view kKeep = R"(
class Keep:
    def __call__(self, *arguments, **named):
        return None
    def write(self, text):
        return len(text)
    def flush(self):
        pass
    def find_spec(self, *arguments):
        return None
keep = Keep()
keep.cycle = [keep, globals()]
)";

BOOST_AUTO_TEST_CASE(what_a_program_registers_leaves_nothing) {
  const Nowhere nowhere;
  for (const Registered& row : kRegistered) {
    BOOST_TEST_CONTEXT(row.name) {
      StartOptions options;
      options.heap_mode = HeapMode::kMalloc;
      options.settings.streams = nowhere.streams();
      expect_clean_life(options, std::string(kKeep) + row.how + "\n", true);
    }
  }
}

// A host that forgets a handle is told so; what the handle held ends all the same.
BOOST_AUTO_TEST_CASE(a_forgotten_handle_is_all_that_is_left) {
  Running running;
  Place place;
  BOOST_TEST_REQUIRE(start(running.process, place.interpreter()).ok());
  BOOST_TEST_REQUIRE(run(place.interpreter(), kKeep));
  Interpreter& interpreter = place.interpreter();
  Object* main = find_imported(interpreter.thread(), "__main__");
  BOOST_TEST_REQUIRE(main != nullptr);
  const Result<Object*> keep = get_attribute(interpreter.thread(), main, "keep");
  BOOST_TEST_REQUIRE(keep.ok());
  BOOST_TEST(interpreter.get<HostHandles>().add(interpreter.memory(), keep.value()) != 0);
  FinalizeReport report;
  finalize(running.process, interpreter, report);
  const std::vector<std::string> expected{"residue/host_handles", "finding/forgotten_handle"};
  BOOST_TEST(left_behind(report) == expected, boost::test_tools::per_element());
}

struct Limited {
  const char* name;
  void (*limit)(StartOptions&);
  const char* endless;  // a statement
  const char* error;
};

constexpr Limited kLimited[] = {
    {"memory", [](StartOptions& options) { options.memory_max = 8 << 20; },
     "while True: kept.append([kept])", "MemoryError"},
    {"instructions", [](StartOptions& options) { options.settings.instructions_max = 20'000; },
     "while True: pass", "RuntimeError"},
    {"milliseconds", [](StartOptions& options) { options.settings.milliseconds_max = 50; },
     "while True: pass", "TimeoutError"},
    {"a long sleep", [](StartOptions& options) { options.settings.milliseconds_max = 50; },
     "import time; time.sleep(1000)", "TimeoutError"},
    {"threads", [](StartOptions& options) { options.settings.threads_max = 3; },
     "import _thread, time; [_thread.start_new_thread(time.sleep, (1000,)) for n in range(4)]",
     "RuntimeError"},
    {"no threads", [](StartOptions& options) { options.settings.allow_threads = false; },
     "import threading; threading.Thread(target=print).start()", "RuntimeError"},
    {"no fork", [](StartOptions& options) { options.settings.allow_fork = false; },
     "import os; os.fork()", "RuntimeError"},
    {"no exec", [](StartOptions& options) { options.settings.allow_exec = false; },
     "import os; os.execv('/bin/false', ['false'])", "RuntimeError"},
    {"files", [](StartOptions& options) { options.settings.descriptors_max = 5; },
     "while True: kept.append(open('/dev/null'))", "OSError"},
    {"sockets", [](StartOptions& options) { options.settings.descriptors_max = 5; },
     "import socket\n  while True: kept.extend(socket.socketpair())", "OSError"},
    {"recursion", [](StartOptions& options) { options.settings.recursion_max = 60; },
     "(function := lambda: function())()", "RecursionError"},
    {"a higher recursion limit", [](StartOptions& options) { options.settings.recursion_max = 60; },
     "import sys; sys.setrecursionlimit(61)", "RecursionError"},
};

std::string caught(const Limited& row) {
  return std::string("kept = []\ntry:\n  ") + row.endless + "\nexcept " + row.error +
         ":\n  kept = None\nelse:\n  raise AssertionError\nsum(range(100))\n";
}

std::string uncaught(const Limited& row) {
  return std::string("kept = []\nif True:\n  ") + row.endless + "\n";
}

// Caught: the program goes on and ends well. Not caught: it ends. Without the limit: it would not.
BOOST_AUTO_TEST_CASE(each_limit_is_an_ordinary_error_and_leaves_nothing) {
  for (const Limited& row : kLimited) {
    for (const bool catches : {true, false}) {
      BOOST_TEST_CONTEXT(row.name) {
        StartOptions options;
        row.limit(options);
        expect_clean_life(options, catches ? caught(row) : uncaught(row), catches);
      }
    }
  }
}

// What is closed makes room again, however it was opened and closed.
BOOST_AUTO_TEST_CASE(closed_descriptors_make_room) {
  StartOptions options;
  options.settings.descriptors_max = 4;
  expect_clean_life(options,
                    "import errno, os, select, socket\n"
                    "for turn in range(10):\n"
                    "  ends = os.pipe()\n"
                    "  copy = os.dup(ends[0])\n"
                    "  poller = select.epoll()\n"
                    "  try: open('/dev/null')\n"
                    "  except OSError as error: assert error.errno == errno.EMFILE, error\n"
                    "  else: raise AssertionError\n"
                    "  os.close(ends[0]); os.closerange(ends[1], ends[1] + 1); poller.close()\n"
                    "  os.fdopen(copy).close()\n"
                    "  with socket.socket() as first, open('/dev/null') as second: pass\n",
                    true);
}

// Of threads that share a lock one runs at a time, whatever interpreter they belong to.
BOOST_AUTO_TEST_CASE(interpreters_that_share_a_lock_take_turns) {
  constexpr std::string_view kBusy = "for number in range(200000): pass\n";
  Running running;
  Place owner, sharer;
  BOOST_TEST_REQUIRE(start(running.process, owner.interpreter()).ok());
  Threads& threads = owner.interpreter().get<Threads>();
  threads.leave_to_host(owner.interpreter().thread());
  StartOptions options;
  options.settings.shared_lock = &owner.interpreter().get<InterpreterLock>();
  BOOST_TEST_REQUIRE(start(running.process, sharer.interpreter(), options).ok());
  std::atomic<bool> entered_late = false;
  std::thread other([&] {
    BOOST_TEST(threads.enter_from_host(owner.interpreter()));
    entered_late = true;
    BOOST_TEST(run(owner.interpreter(), kBusy));
    threads.leave_to_host(*threads.current());
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  BOOST_TEST(!entered_late);  // this thread runs in the sharer, and was not asked to yield yet
  BOOST_TEST(run(sharer.interpreter(), kBusy));
  FinalizeReport report;
  finalize(running.process, sharer.interpreter(), report);
  expect_nothing(left_behind(report));
  other.join();
  BOOST_TEST(threads.become_main());
  FinalizeReport last;
  finalize(running.process, owner.interpreter(), last);
  expect_nothing(left_behind(last));
}

// No handler keeps a program alive, and exit callbacks have their own allowance.
BOOST_AUTO_TEST_CASE(a_limit_ends_a_program_that_catches_everything) {
  StartOptions options;
  options.settings.instructions_max = 20'000;
  expect_clean_life(options,
                    "import atexit\n"
                    "atexit.register(lambda: [0 for number in range(5000)])\n"
                    "while True:\n  try:\n    while True: pass\n  except BaseException: pass\n",
                    false);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ouro::contract
