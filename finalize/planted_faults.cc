// The table of mistakes that are planted by name; the others follow from the component table.
#include "finalize/planted_faults.h"

#include <array>

namespace ouro {
namespace {

constexpr std::string_view kBug = "bug", kRace = "concurrency", kOmitted = "omitted";

constexpr std::string_view kTwoChildren = R"(
import interpreters
children = [interpreters.create(), interpreters.create()]
for child in children:
    child.exec('x = 1')
for child in children:
    child.close()
)";

constexpr std::string_view kThread = R"(
import _thread
lock = _thread.allocate_lock()
lock.acquire()
_thread.start_new_thread(lock.release, ())
lock.acquire()
)";

constexpr std::string_view kSpinningDaemon = R"(
import threading, time
def spin():
    while True:
        time.sleep(0.01)
threading.Thread(target=spin, daemon=True).start()
time.sleep(0.05)
)";

constexpr std::string_view kQueues = R"(
import interpreters
for number in range(30):
    queue, other = interpreters.create_queue(), interpreters.create_queue()
    queue.put(other)
    queue.get().put(number)
)";

// The child has read, and stays inside, while the parent lets go of the block as the last one.
constexpr std::string_view kSharedBytes = R"(
import interpreters, time
queue = interpreters.create_queue()
child = interpreters.create()
child.prepare_main(queue=queue)
def read():
    import time
    sum(queue.get())
    time.sleep(1)
queue.put(memoryview(bytes(20000)))
view = queue.get()
queue.put(view)
thread = child.call_in_thread(read)
time.sleep(0.5)
del view
thread.join()
child.close()
)";

constexpr auto kFaults = std::to_array<PlantedFault>({
    {Planted::kPoolReset, kBug, "pool_reset", "gh-113055",
     "an interpreter that begins sets the chunk pool up again, over chunks that are lent",
     "chunk_pool", Shows::kAlone, kTwoChildren},
    {Planted::kImmortalName, kBug, "immortal_name", "gh-110411 gh-113993",
     "an interned string gets a reference that nobody gives up", "interned_strings", Shows::kAlone,
     "name_of_a_variable = 1\n"},
    {Planted::kTextByPointer, kBug, "text_by_pointer", "gh-116510",
     "a str goes to another interpreter as it is, and not as a copy", "ownership", Shows::kAlone,
     R"(
import interpreters
child = interpreters.create()
child.prepare_main(text='a text of the parent')
child.exec('kept = [text] * 3')
child.close()
)"},
    {Planted::kStaticCache, kBug, "static_cache", "gh-71587 gh-118608",
     "a module keeps a dict beside its state, where it outlives the interpreter", "dict",
     Shows::kAlone, "import errno\nprint(len(errno.errorcode) > 9)\n"},
    {Planted::kSlotsInheritedUpwards, kBug, "slots_inherited_upwards", "gh-117482",
     "a class writes its slot into the table that its built-in base shares with all interpreters",
     "native_slots", Shows::kAlone, R"(
import interpreters
class Word(str):
    def __repr__(self):
        return 'polluted'
child = interpreters.create()
child.exec('print("native_slots" if repr("a") == "\'a\'" else "wrong", flush=True)')
)"},
    {Planted::kRecordFreedEarly, kBug, "record_freed_early", "gh-124878",
     "a thread frees its record, and then puts it on the list of ended ones", "threads",
     Shows::kAlone, kThread},
    {Planted::kThreadExit, kBug, "thread_exit", "gh-87135",
     "a daemon thread that is told to stop ends at once, through all its frames, with the lock",
     "thread", Shows::kStuck, kSpinningDaemon},
    {Planted::kHeadClearedFirst, kBug, "head_cleared_first", "gh-126914",
     "the list of threads forgets its first record before that is torn down", "threads",
     Shows::kAlone, "pass\n"},
    {Planted::kSlotsRewritten, kBug, "slots_rewritten", "gh-129817 gh-129824",
     "every interpreter that begins writes the shared slots once more, with equal values",
     "write_native_slots", Shows::kTogether, "for number in range(20000):\n    str(number)\n"},
    {Planted::kOwnerFlagCopied, kBug, "owner_flag_copied", "gh-140067 gh-99205",
     "a class copies from its base the flag that says who owns the bytes of the name", "memory",
     Shows::kAlone, "class Gr\u00f6\u00dfe:\n    pass\n"},
    {Planted::kForeignFilename, kBug, "foreign_filename", "gh-115649",
     "code of one interpreter gets the file name that another one made", "ownership", Shows::kAlone,
     kTwoChildren},
    {Planted::kSingleRound, kBug, "single_round", "gh-136003",
     "the stages where code runs are gone through once, and not until nothing new happens",
     "run_exit_callbacks", Shows::kAlone, R"(
import atexit, threading, time
def late():
    for turn in range(5):
        time.sleep(0.01)
    print('run_exit_callbacks', flush=True)
atexit.register(lambda: threading.Thread(target=late).start())
)"},
    {Planted::kStaleTail, kBug, "stale_tail", "gh-153713 gh-146427",
     "a channel that became empty still points to the last item it had", "channel", Shows::kAlone,
     R"(
import interpreters
queue = interpreters.create_queue()
for number in range(3):
    queue.put(number)
    print('channel', queue.get(timeout=0.2), flush=True)
)"},
    {Planted::kSharedBlockKept, kBug, "shared_block_kept", "gh-140306",
     "an item that ends keeps the shared blocks that it held", "shared_buffers", Shows::kAlone, R"(
import interpreters
queue = interpreters.create_queue()
queue.put(memoryview(b'bytes for all'))
del queue
)"},
    {Planted::kUnvisitedType, kBug, "unvisited_type", "bpo-40149 bpo-40217",
     "the collector does not see that an instance refers to its class", "type", Shows::kAlone, R"(
def make():
    class Orphan:
        pass
    Orphan.instance = Orphan()
make()
)"},
    {Planted::kLateClear, kBug, "late_clear", "bpo-41796",
     "what components hold of the program is dropped only after the last collection",
     "collect_until_stable", Shows::kAlone, R"(
import codecs, os
class Finder:
    def __init__(self):
        self.itself = self
    def find(self, name):
        return None
    def __del__(self, write=os.write):
        write(1, b'collect_until_stable\n')
codecs.register(Finder().find)
)"},
    {Planted::kSingletonRemade, kBug, "singleton_remade", "gh-124586",
     "the empty tuple is made again while the one before is still in use", "empty_tuple",
     Shows::kAlone, "kept = tuple([])\nprint('empty_tuple', kept is tuple([]))\n"},
    {Planted::kUndrainedLength, kBug, "undrained_length", "(none filed)",
     "tuples of the greatest length are pushed to the free list, but never drained",
     "tuple_free_list", Shows::kAlone, "row = tuple(range(20))\ndel row\n"},
    {Planted::kGlobalTable, kBug, "global_table", "gh-140260",
     "a module that is executed fills a table of the process", "write_table_of_all",
     Shows::kTogether, "import errno\nfor number in range(20000):\n    str(number)\n"},
    {Planted::kStopUnheard, kBug, "stop_unheard", "bpo-36475 bpo-39877",
     "a daemon thread that comes back from a wait does not look whether it has to stop", "thread",
     Shows::kStuck, kSpinningDaemon},
    {Planted::kLockKept, kBug, "lock_kept", "bpo-9901", "the interpreter lock is never destroyed",
     "interpreter_lock", Shows::kAlone, "pass\n"},
    {Planted::kLostItemKept, kBug, "lost_item_kept", "gh-153713",
     "what an ended interpreter had sent leaves the queue, but not the memory", "channel_table",
     Shows::kAlone, R"(
import interpreters
queue = interpreters.create_queue()
child = interpreters.create()
child.prepare_main(queue=queue)
child.exec('''
import interpreters
queue.put("nobody takes this", unbounditems=interpreters.UNBOUND_REMOVE)
''')
child.close()
)"},

    {Planted::kLostWakeUp, kRace, "lost_wake_up", "",
     "who takes the interpreter lock does not wake the thread that gave way to it",
     "interpreter_lock", Shows::kStuck, R"(
import sys, threading, time
sys.setswitchinterval(0.0001)
def spin():
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        pass
thread = threading.Thread(target=spin)
thread.start()
spin()
thread.join()
print('interpreter_lock', flush=True)
)"},
    {Planted::kUnlockedCount, kRace, "unlocked_count", "",
     "channels are counted without the mutex of their table", "ChannelTable", Shows::kTogether,
     kQueues},
    {Planted::kLocksInverted, kRace, "locks_inverted", "",
     "who lets go of a channel takes the two mutexes in the other order", "ChannelTable",
     Shows::kTogether, kQueues},
    {Planted::kUnlockedLook, kRace, "unlocked_look", "",
     "whether there are channels is looked at first without the mutex: checked twice",
     "ChannelTable", Shows::kTogether, kQueues},
    {Planted::kRelaxedLetGo, kRace, "relaxed_let_go", "",
     "who gives a shared block back does not wait for what the others read in it", "SharedBuffers",
     Shows::kTogether, kSharedBytes},

    {Planted::kHalfBuiltKept, kOmitted, "half_built_kept", "OOM-0037 OOM-0020 OOM-0038 OOM-0040",
     "errors made ahead are drained only if all could be made", "memory_errors", Shows::kRefused,
     "pass\n"},
    {Planted::kTableForgotten, kOmitted, "table_forgotten", "",
     "a dict that gets no greater table has lost the one it had", "memory", Shows::kRefused,
     "table = {number: number for number in range(100)}\n"},
    {Planted::kModuleForgotten, kOmitted, "module_forgotten", "",
     "a module whose execution fails keeps the reference of who made it", "memory", Shows::kRefused,
     "import errno\n"},
    {Planted::kStartForgotten, kOmitted, "start_forgotten", "",
     "a thread that gets no record leaves what it should have started with", "memory",
     Shows::kRefused, kThread},
    {Planted::kRecordForgotten, kOmitted, "record_forgotten", "",
     "a thread that the system refuses leaves its record", "threads", Shows::kNoThread, kThread},
});

constexpr bool is_complete() {
  auto next = Planted::kNone;
  for (const PlantedFault& fault : kFaults) {
    next = static_cast<Planted>(static_cast<std::uint8_t>(next) + 1);
    if (fault.mistake != next) return false;
  }
  return static_cast<std::size_t>(Planted::kCount) == kFaults.size() + 1;
}
static_assert(is_complete(), "one row for each mistake, in their order");

constexpr auto kWithout = std::to_array<NoCounterpart>({
    {"gh-92036 bpo-46070", "the head of the collector's list points into a dead interpreter",
     "there is no list of objects: the collector walks over the pages of its own interpreter's "
     "Memory"},
    {"gh-119213 gh-122334", "an argument parser keeps a tuple of a dead interpreter",
     "signatures are constant text, parsed when the runtime is compiled: there is no parser to "
     "keep "
     "anything"},
    {"gh-144172", "an allocation tracer keeps file names of a dead interpreter",
     "nothing traces allocations; where an object was made is noted by address in its own "
     "interpreter's Memory, and looked at only if the code still lives"},
});

}  // namespace

std::span<const PlantedFault> planted_faults() { return kFaults; }

std::span<const NoCounterpart> bugs_without_counterpart() { return kWithout; }

}  // namespace ouro
