// Endings: the states a program can leave its interpreter in, and how a host may end it. Whatever
// it is, nothing is left behind.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "finalize/contract/contract.h"
#include "runtime/module/import.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"

namespace ouro::contract {
namespace {

// A file in memory that a program prints to.
class Printed {
 public:
  Printed() : descriptor_(memfd_create("printed", MFD_CLOEXEC)) {
    BOOST_TEST_REQUIRE(descriptor_ >= 0);
  }
  Printed(const Printed&) = delete;
  ~Printed() { ::close(descriptor_); }

  int descriptor() const { return descriptor_; }
  std::string text() const {
    std::string text(static_cast<std::size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    const ssize_t count = pread(descriptor_, text.data(), text.size(), 0);
    BOOST_TEST(count == static_cast<ssize_t>(text.size()));
    return text;
  }

 private:
  int descriptor_;
};

std::size_t open_descriptors() {
  std::size_t count = 0;
  for (int descriptor = 0; descriptor < 256; ++descriptor) count += fcntl(descriptor, F_GETFD) >= 0;
  return count;
}

class Life {
 public:
  explicit Life(HeapMode mode = HeapMode::kMalloc, StartOptions options = {}) {
    BOOST_TEST_REQUIRE(start(process_).ok());
    options.heap_mode = mode;
    options.settings.streams = {-1, output_.descriptor(), error_.descriptor()};
    BOOST_TEST_REQUIRE(start(process_, interpreter(), options).ok());
  }

  Interpreter& interpreter() { return place_.interpreter(); }
  Process& process() { return process_; }
  std::string output() const { return output_.text(); }
  std::string errors() const { return error_.text(); }

  void end(FinalizeReport& report, const FinalizeOptions& options = {}) {
    finalize(process_, interpreter(), report, options);
  }
  // The whole promise.
  void expect_clean_end() {
    FinalizeReport report;
    end(report);
    expect_nothing(left_behind(report));
    BOOST_TEST(!report.refused);
    BOOST_TEST(report.late_user_code == 0u);
    expect_empty_process();
  }
  void expect_empty_process() {
    BOOST_TEST(place_.first_difference() == "");
    Census<Process> ended;
    finalize(process_, ended);
    for (const CensusRow& row : ended.rows) BOOST_TEST(row.residue.empty(), row.component);
  }

 private:
  Process process_;
  Place place_;
  Printed output_, error_;
};

// What a program leaves, what it prints until its end, and what it says on stderr must contain.
struct Ending {
  const char* name;
  const char* program;
  const char* output;
  const char* error = "";
};

constexpr Ending kEndings[] = {
    {"daemon threads that run and that wait", R"py(
import threading, time, queue
def spin():
    while True: pass
waits = [spin, lambda: time.sleep(1000), threading.Event().wait, queue.Queue().get,
         queue.SimpleQueue().get, threading.Barrier(2).wait]
def hold():
    lock.acquire()
lock = threading.Lock()
lock.acquire()
for work in waits + [hold]:
    threading.Thread(target=work, daemon=True).start()
print('running', threading.active_count())
)py",
     "running 8\n"},
    {"a daemon thread that catches everything", R"py(
import threading
started = threading.Event()
def stubborn():
    while True:
        try:
            started.set()
            while True: pass
        except BaseException: pass
        finally: print('never printed')
threading.Thread(target=stubborn, daemon=True).start()
started.wait()
)py",
     ""},
    {"threads the program waits for", R"py(
import threading
def work(number):
    turns[number].wait()
    print('worked', number)
    turns[number + 1].set()
turns = [threading.Event() for number in range(4)]
for number in (0, 1, 2):
    threading.Thread(target=work, args=(number,)).start()
print('main ends')
turns[0].set()
)py",
     "main ends\nworked 0\nworked 1\nworked 2\n"},
    {"a thread that starts a thread that starts one", R"py(
import threading, time
def chain(left):
    time.sleep(0.01)
    print('link', left)
    if left: threading.Thread(target=chain, args=(left - 1,)).start()
threading.Thread(target=chain, args=(2,)).start()
)py",
     "link 2\nlink 1\nlink 0\n"},
    {"threads started by exit callbacks", R"py(
import atexit, threading
def begin():
    print('callback')
    threading.Thread(target=lambda: print('its thread')).start()
atexit.register(begin)
)py",
     "callback\nits thread\n"},
    {"exit callbacks and threads that start each other", R"py(
import atexit, threading, time
def begin(left):
    print('callback', left)
    threading.Thread(target=work, args=(left,)).start()
def work(left):
    time.sleep(0.02)
    print('thread', left)
    if left: atexit.register(begin, left - 1)
atexit.register(begin, 2)
)py",
     "callback 2\nthread 2\ncallback 1\nthread 1\ncallback 0\nthread 0\n"},
    {"exit callbacks that register more", R"py(
import atexit
def again(left):
    print('left', left)
    if left: atexit.register(again, left - 1)
atexit.register(print, 'first registered')
atexit.register(again, 3)
)py",
     "left 3\nleft 2\nleft 1\nleft 0\nfirst registered\n"},
    {"exit callbacks that raise and exit", R"py(
import atexit, sys
atexit.register(print, 'still called')
atexit.register(lambda: 1 / 0)
atexit.register(sys.exit, 3)
)py",
     "still called\n", "ZeroDivisionError"},
    {"finalizers that resurrect", R"py(
import builtins
class Phoenix:
    def __del__(self):
        print('ended')
        builtins.kept = self
        self.cycle = [self]
bird = Phoenix()
)py",
     "ended\n"},
    {"finalizers in cycles that resurrect each other", R"py(
class Node:
    def __del__(self):
        print('node', self.name)
        kept.append(self)
kept = []
first, second = Node(), Node()
first.name, second.name, first.peer, second.peer = 1, 1, second, first
del first, second
)py",
     "node 1\nnode 1\n"},
    {"finalizers that raise", R"py(
class Bad:
    def __del__(self): raise LookupError('from a finalizer')
bad = Bad()
cycle = Bad()
cycle.itself = cycle
)py",
     "", "LookupError: from a finalizer"},
    {"finalizers that import", R"py(
class Importer:
    def __del__(self):
        import fractions, json
        print('never printed')
importer = Importer()
class Early(Importer):
    def __del__(self):
        import fractions
        print('imported', fractions.Fraction(2, 4))
        import atexit
        atexit.register(print, 'and registered')
import atexit
atexit.register(lambda kept: None, Early())
)py",
     "imported 1/2\nand registered\n", "ModuleNotFoundError"},
    {"finalizers that create interpreters", R"py(
import interpreters
class Creator:
    def __del__(self, create=interpreters.create):
        create().exec('print("inside")')
        create()
creator = Creator()
)py",
     "inside\n"},
    {"finalizers that make what has finalizers", R"py(
class Chain:
    def __init__(self, left): self.left = left
    def __del__(self):
        print(self.left, end=' ')
        if self.left: type(self)(self.left - 1)
chain = Chain(5)
)py",
     "5 4 3 2 1 0 "},
    {"weak references whose callbacks come last", R"py(
import builtins, weakref
class Target: pass
target, cyclic = Target(), Target()
cyclic.itself = cyclic
space = {'print': print}
exec("def tell(gone): print('gone', gone() is None)", space)
builtins.watching = [weakref.ref(target, space['tell']), weakref.ref(cyclic, space['tell'])]
unheard = weakref.ref(target, lambda gone: print('never printed: it is garbage too'))
weakref.finalize(target, print, 'finalize')
)py",
     "finalize\ngone True\ngone True\n"},
    {"generators that are suspended", R"py(
def numbers():
    try:
        with open('/dev/null'):
            yield 1
            yield 2
    finally:
        print('closed')
waiting = numbers()
next(waiting)
stubborn = (number for number in [1, 2, 3])
next(stubborn)
def delegating():
    try: yield from numbers()
    finally: print('and its caller')
outer = delegating()
next(outer)
never_begun = numbers()
)py",
     "closed\nclosed\nand its caller\n"},
    {"coroutines that are suspended", R"py(
import types
@types.coroutine
def pause(): yield
async def work():
    try: await pause()
    finally: print('unwound')
begun = work()
begun.send(None)
)py",
     "unwound\n"},
    {"a coroutine that was never awaited", R"py(
async def work(): pass
forgotten = work()
)py",
     "", nullptr},
    {"asynchronous generators that are suspended", R"py(
async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print('closed')
waiting = numbers()
step = waiting.__anext__()
try: step.send(None)
except StopIteration: pass
begun = numbers().__anext__()
)py",
     "closed\n"},
    {"asyncio left with tasks", R"py(
import asyncio
async def sleeper():
    try: await asyncio.sleep(1000)
    finally: print('task ended')
async def main():
    task = asyncio.ensure_future(sleeper())
    await asyncio.sleep(0)
asyncio.run(main())
)py",
     "task ended\n"},
    {"objects parked in builtins and sys", R"py(
import builtins, sys
class Parked:
    def __init__(self, name): self.name, self.itself = name, self
    def __del__(self): print('ended', self.name)
builtins.parked = Parked('in builtins')
sys.parked = Parked('in sys')
sys.modules['parked'] = Parked('as a module')
sys.last_value = Parked('as the last value')
sys.path.append(Parked('in the path'))
builtins.print_ = print
)py",
     "ended as a module\nended as the last value\nended in builtins\n", nullptr},
    {"modules in cycles", R"py(
import sys, types
first, second = types.ModuleType('first'), types.ModuleType('second')
first.peer, second.peer = second, first
sys.modules['first'], sys.modules['second'] = first, second
class End:
    def __del__(self): print('end of', self.name)
first.end, second.end = End(), End()
first.end.name, second.end.name = 'one', 'one'
first.end.module, second.end.module = first, second
)py",
     "end of one\nend of one\n"},
    {"gc.freeze", R"py(
import gc
class Frozen:
    def __del__(self): print('thawed')
cycle = Frozen()
cycle.itself = cycle
gc.freeze()
del cycle
)py",
     "thawed\n"},
    {"gc.disable", R"py(
import gc
gc.disable()
class Node:
    def __del__(self): print('collected')
node = Node()
node.itself = node
del node
)py",
     "collected\n"},
    {"gc with debug flags and garbage", R"py(
import gc
gc.set_debug(gc.DEBUG_SAVEALL)
cycle = []
cycle.append(cycle)
del cycle
gc.collect()
)py",
     "", nullptr},
    {"files and sockets that are open", R"py(
import os, socket, select, tempfile, threading
files = [open('/dev/null', mode) for mode in ('r', 'w', 'rb', 'wb')]
written = tempfile.TemporaryFile('w')
written.write('not flushed')
ends = socket.socketpair()
listening = socket.socket()
listening.bind(('127.0.0.1', 0))
listening.listen()
poller = select.epoll()
poller.register(listening, select.EPOLLIN)
waiting = threading.Thread(target=listening.accept, daemon=True)
waiting.start()
)py",
     "", nullptr},
    {"stdout replaced, detached and closed", R"py(
import io, sys
kept = sys.stdout
sys.stdout = io.StringIO()
print('into a string')
kept.write('to the real one\n')
sys.stderr.close()
)py",
     "to the real one\n"},
    {"a standard stream that raises", R"py(
import sys
class Broken:
    def flush(self): raise OSError('no room')
    write = len
sys.stdout = Broken()
)py",
     "", "OSError: no room"},
    {"children that live, with threads and children of their own", R"py(
import interpreters
for number in range(3):
    child = interpreters.create()
    child.exec('''
import interpreters, threading, time, atexit
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
threading.Thread(target=lambda: print('thread of a child')).start()
grandchild = interpreters.create()
grandchild.exec('import atexit; atexit.register(print, "end of a grandchild")')
atexit.register(print, 'end of a child')
''')
)py",
     nullptr},
    {"a child that runs in a thread", R"py(
import interpreters, threading, time
started = interpreters.create_queue()
def endless(started):
    import time
    started.put(True)
    while True: time.sleep(0.001)
child = interpreters.create()
threading.excepthook = lambda what: print(what.exc_value.excinfo.type.__name__)
threading.Thread(target=child.call, args=(endless, started), daemon=True).start()
started.get()
)py",
     "SystemExit\n"},
    {"queues with items in flight", R"py(
import interpreters
queue, other = interpreters.create_queue(), interpreters.create()
other.call(lambda queue: [queue.put(item) for item in (1, 'a', [b'c'], memoryview(b'shared'))], queue)
queue.put(queue)
queue.put(memoryview(bytearray(1000)))
other.prepare_main(queue=queue, view=queue.get() and memoryview(b'kept by a child'))
)py",
     ""},
    {"threads with locals and a context", R"py(
import threading, contextvars
variable = contextvars.ContextVar('variable')
place = threading.local()
class End:
    def __del__(self): print('local ended')
def work():
    place.end = End()
    variable.set(place)
    threading.Event().wait()
threading.Thread(target=work, daemon=True).start()
)py",
     nullptr},
    {"a trace function and a profile function", R"py(
import sys, threading
def trace(frame, event, argument): return trace
sys.settrace(trace)
sys.setprofile(lambda frame, event, argument: None)
threading.settrace(trace)
class Traced:
    def __del__(self): print('ended')
traced = Traced()
)py",
     "ended\n"},
};

void expect_ending(const Ending& ending, HeapMode mode) {
  const std::size_t descriptors = open_descriptors();
  {
    Life life(mode);
    BOOST_TEST(run(life.interpreter(), ending.program));
    life.expect_clean_end();
    if (ending.output != nullptr) BOOST_TEST(life.output() == ending.output);
    if (ending.error == nullptr) return;
    const std::string errors = life.errors();
    BOOST_TEST(
        (ending.error[0] == '\0' ? errors.empty() : errors.find(ending.error) != std::string::npos),
        errors);
  }
  BOOST_TEST(open_descriptors() == descriptors);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(endings)

BOOST_AUTO_TEST_CASE(whatever_a_program_leaves_ends) {
  for (const Ending& ending : kEndings) {
    for (HeapMode mode : {HeapMode::kPool, HeapMode::kMalloc}) {
      BOOST_TEST_CONTEXT(ending.name) { expect_ending(ending, mode); }
    }
  }
}

BOOST_AUTO_TEST_CASE(without_daemons_every_thread_is_waited_for) {
  StartOptions options;
  options.settings.allow_daemon_threads = false;
  Life life(HeapMode::kMalloc, options);
  BOOST_TEST(run(life.interpreter(), R"py(
import _thread, time
def work():
    time.sleep(0.05)
    print('worked')
_thread.start_new_thread(work, ())
)py"));
  life.expect_clean_end();
  BOOST_TEST(life.output() == "worked\n");
}

BOOST_AUTO_TEST_CASE(a_pending_exception_is_reported_and_ends) {
  Life life;
  raise(life.interpreter().thread(), TypeId::kValueError, "nobody asked");
  life.expect_clean_end();
  BOOST_TEST(life.errors().find("ValueError: nobody asked") != std::string::npos);
}

// ---- Who finalizes, and when ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(another_native_thread_finalizes) {
  Life life;
  BOOST_TEST(run(life.interpreter(), kUse));
  Threads& threads = life.interpreter().get<Threads>();
  threads.leave_to_host(life.interpreter().thread());
  FinalizeReport report;
  std::thread([&] {
    BOOST_TEST_REQUIRE(threads.become_main());
    life.end(report);
  }).join();
  expect_nothing(left_behind(report));
  life.expect_empty_process();
}

BOOST_AUTO_TEST_CASE(the_program_cannot_finalize_itself) {
  Life life;
  struct Attempt {
    Process& process;
    FinalizeReport report;
  } attempt{life.process(), {}};
  const auto from_inside = [](Thread& thread, void* argument) -> Status {
    auto* made = static_cast<Attempt*>(argument);
    finalize(made->process, thread.interpreter(), made->report);
    return done;
  };
  BOOST_TEST_REQUIRE(life.interpreter().get<PendingCalls>().add(
      {.function = from_inside, .drop = nullptr, .argument = &attempt}));
  BOOST_TEST(run(life.interpreter(), "for number in range(10000): pass"));
  BOOST_TEST(attempt.report.refused);
  BOOST_TEST(std::string(attempt.report.reason) == "its program is running");
  life.expect_clean_end();
}

// A guest thread of the host that stays inside for a while.
class Visitor {
 public:
  Visitor(Interpreter& interpreter, int milliseconds)
      : thread_([&interpreter, milliseconds, this] {
          Threads& threads = interpreter.get<Threads>();
          BOOST_TEST_REQUIRE(threads.enter_from_host(interpreter));
          inside_ = true;
          {
            Unlocked unlocked(*threads.current());
            std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
          }
          threads.leave_to_host(*threads.current());
        }) {
    while (!inside_) {
      Unlocked unlocked(interpreter.thread());
      std::this_thread::yield();
    }
  }
  ~Visitor() { thread_.join(); }

 private:
  std::atomic<bool> inside_ = false;
  std::thread thread_;
};

BOOST_AUTO_TEST_CASE(finalize_while_others_are_inside_is_refused) {
  Life life;
  {
    const Visitor visitor(life.interpreter(), 50);
    FinalizeReport report;
    life.end(report);
    BOOST_TEST(report.refused);
    BOOST_TEST(std::string(report.reason) == "other threads are inside");
    Unlocked unlocked(life.interpreter().thread());
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  BOOST_TEST(run(life.interpreter(), "print('goes on')"));
  life.expect_clean_end();
  BOOST_TEST(life.output() == "goes on\n");
}

BOOST_AUTO_TEST_CASE(finalize_waits_for_others_inside_when_told_to) {
  Life life;
  FinalizeReport report;
  {
    const Visitor visitor(life.interpreter(), 50);
    FinalizeOptions options;
    options.host_milliseconds_max = 10'000;
    life.end(report, options);
  }
  BOOST_TEST(!report.refused);
  expect_nothing(left_behind(report));
  life.expect_empty_process();
}

// ---- Threads that do not end ------------------------------------------------------------------

// Such an interpreter is never freed, so its whole life stands in a child process. What the child
// found wrong.
template <typename Scene>
std::string in_child_process(Scene scene) {
  int ends[2];
  BOOST_TEST_REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  BOOST_TEST_REQUIRE(child >= 0);
  if (child == 0) {
    const std::string problem = scene();
    const ssize_t written = write(ends[1], problem.data(), problem.size());
    _exit(written == static_cast<ssize_t>(problem.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string problem(4096, '\0');
  const ssize_t count = read(ends[0], problem.data(), problem.size());
  problem.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  ::close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return status == 0 ? problem : problem + " (the child died)";
}

// A life that ends in quarantine; `problem` is empty if the report says so.
struct Quarantine {
  Process process;
  Place place;
  FinalizeReport report;
  FinalizeOptions options;

  Quarantine() { options.join_milliseconds_max = options.shutdown_milliseconds_max = 100; }

  std::string begin(std::string_view program) {
    if (!start(process).ok() || !start(process, place.interpreter()).ok()) return "not started";
    return run(place.interpreter(), program) ? "" : "the program failed";
  }
  void end() { finalize(process, place.interpreter(), report, options); }
  std::string problem(std::string_view where) {
    if (!report.quarantined) return "not quarantined";
    if (report.finding_count != 1) return std::to_string(report.finding_count) + " findings";
    const FinalizeFinding& finding = report.findings[0];
    if (finding.kind != FindingKind::kThread) return "another finding";
    if (finding.path != where && finding.representation != where)
      return std::string(finding.path) + " / " + finding.representation;
    return process.get<InterpreterIds>().live() == 1 ? "" : "not counted";
  }
  // The thread comes out after all, and may.
  std::string release(int descriptor) {
    if (write(descriptor, "x", 1) != 1) return "cannot write";
    for (int turn = 0; turn < 1000; ++turn) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (place.interpreter().get<Threads>().residue().items == 3) return "";
    }
    return "the thread did not come out";
  }
};

// Never freed: its threads may outlive the scene. The process ends with them.
Quarantine& kept_quarantine() { return *new Quarantine; }

void pause_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

constexpr std::string_view kBlocked = R"py(
import os, threading
reading, writing = os.pipe()
started = threading.Event()
def blocked():
    started.set()
    os.read(reading, 1)
    print('never printed')
class Work:
    def run(self):
        blocked()
threading.Thread(target=Work().run, daemon={}).start()
started.wait()
)py";

std::string end_blocked(std::string_view daemon) {
  Quarantine& life = kept_quarantine();
  std::string program(kBlocked);
  program.replace(program.find("{}"), 2, daemon);
  if (std::string problem = life.begin(program); !problem.empty()) return problem;
  Thread& thread = life.place.interpreter().thread();
  const Result<Object*> writing =
      get_attribute(thread, find_imported(thread, "__main__"), "writing");
  const int descriptor = static_cast<int>(static_cast<Int*>(Ref<>(writing.value()).get())->value);
  const auto begin = std::chrono::steady_clock::now();
  life.end();
  if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(5)) return "not in time";
  std::string problem = life.problem("in blocked at <string>:7");
  return problem.empty() ? life.release(descriptor) : problem;
}

BOOST_AUTO_TEST_CASE(a_blocked_thread_is_named_and_its_interpreter_kept) {
  BOOST_TEST(in_child_process([] { return end_blocked("True"); }) == "");
}

BOOST_AUTO_TEST_CASE(waiting_for_the_programs_own_threads_is_bounded_too) {
  BOOST_TEST(in_child_process([] { return end_blocked("False"); }) == "");
}

// Native code that neither ends nor gives the lock up.
BOOST_AUTO_TEST_CASE(a_thread_that_keeps_the_lock_is_left_alone) {
  const auto scene = []() -> std::string {
    Quarantine& life = kept_quarantine();
    if (std::string problem = life.begin(""); !problem.empty()) return problem;
    const ThreadStart spin{.run =
                               [](Thread&, void*) {
                                 while (true) pause_a_little();
                               },
                           .daemon = true};
    Interpreter& interpreter = life.place.interpreter();
    if (!interpreter.get<Threads>().start(interpreter.thread(), spin).ok()) return "no thread";
    life.end();
    if (!life.report.lock_lost) return "the lock was not lost";
    return life.problem("it holds the interpreter lock");
  };
  BOOST_TEST(in_child_process(scene) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ouro::contract
