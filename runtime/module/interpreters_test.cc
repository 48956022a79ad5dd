// The interpreters module as programs see it; each program checks itself, and leaves nothing - not
// in its interpreters, and not between them.
#include "runtime/module/interpreters.h"

#include "runtime/interpreter/test_support.h"

namespace ouro {
namespace {

using InterpretersTest = RuntimeTest;

// What the programs below use.
constexpr std::string_view kHelpers = R"py(
import interpreters

def raised(error, function, *arguments, **keywords):
    try:
        function(*arguments, **keywords)
    except error as caught:
        return caught
    raise AssertionError(f'{error.__name__} was not raised')
)py";

class Program {
 public:
  explicit Program(std::string_view body) : text_(std::string(kHelpers) + std::string(body)) {}
  operator std::string_view() const { return text_; }

 private:
  std::string text_;
};

TEST_F(InterpretersTest, LivesAreListedAndEnd) {
  run(Program(R"py(
main = interpreters.get_main()
assert interpreters.get_current() == main and main.whence == 'runtime init'
first, second = interpreters.create(), interpreters.create()
assert interpreters.list_all() == [main, first, second]
assert first.whence == '_interpreters module' and first.id < second.id
assert repr(first) == f'Interpreter({first.id})' and {first, second, first} == {first, second}
assert interpreters.Interpreter(first.id) == first
assert main.is_running() and not first.is_running()
first.close()
assert interpreters.list_all() == [main, second]
for call in (first.close, first.is_running, lambda: first.exec('pass'),
             lambda: first.call(len, 'a'), lambda: first.prepare_main(a=1),
             lambda: interpreters.Interpreter(first.id)):
    error = raised(interpreters.InterpreterNotFoundError, call)
    assert isinstance(error, interpreters.InterpreterError), error
    assert str(error) == f'unrecognized interpreter ID {first.id}', error
raised(interpreters.InterpreterError, main.close)
raised(interpreters.InterpreterError, main.exec, 'pass')
second.exec('import interpreters\n'
            'own = interpreters.get_current()\n'
            f'assert interpreters.get_main().id == {main.id}\n'
            'assert [each.id for each in interpreters.list_all()] == '
            f'[{main.id}, {second.id}]\n'
            'interpreters.create()\n'
            'assert len(interpreters.list_all()) == 3')
)py"));
}

TEST_F(InterpretersTest, SourceRunsInOneNamespace) {
  run(Program(R"py(
other = interpreters.create()
other.exec('x = 1')
other.exec('''
    x += 1
    def double(number):
        return number * 2
''')
other.prepare_main({'y': 5}, z=[1, {'a': (2.5, b'b')}], hook=len)
other.exec('assert (x, double(y), z, hook(z)) == (2, 10, [1, {"a": (2.5, b"b")}], 2)')
other.exec(compile('w = y + 1', '<code>', 'exec'))
def body():
    import math
    global w
    w = math.floor(w + 0.5)
assert other.exec(body) is None
other.exec('assert w == 6')
assert 'x' not in globals() and 'math' not in globals()
raised(TypeError, other.exec, 5)
raised(interpreters.ExecutionFailed, other.exec, '  x = 1', dedent=False)
)py"));
}

TEST_F(InterpretersTest, ErrorsComeBackAsText) {
  run(Program(R"py(
other = interpreters.create()
error = raised(interpreters.ExecutionFailed, other.exec, 'def f():\n  1 / 0\nf()')
info = error.excinfo
assert (info.type.__name__, info.type.__module__) == ('ZeroDivisionError', 'builtins')
assert info.msg == 'division by zero'
assert info.formatted == 'ZeroDivisionError: division by zero'
lines = info.errdisplay.splitlines()
assert lines[0] == 'Traceback (most recent call last):' and lines[-1] == info.formatted, lines
assert lines[2] == '  File "<string>", line 2, in f', lines
assert str(error) == f'{info.formatted}\n\nUncaught in the interpreter:\n\n{info.errdisplay}'
assert error.args == (info.formatted,) and isinstance(error, interpreters.InterpreterError)
error = raised(interpreters.ExecutionFailed, other.exec, 'raise SystemExit')
assert error.excinfo.formatted == 'SystemExit' and error.excinfo.msg == ''
error = raised(interpreters.ExecutionFailed, other.exec, 'class E(Exception): pass\nraise E("é", 1)')
assert error.excinfo.formatted == "E: ('é', 1)", error.excinfo.formatted
error = raised(interpreters.ExecutionFailed, other.exec, 'if')
assert error.excinfo.type.__name__ == 'SyntaxError'
source = 'class E(Exception):\n  def __str__(self): raise ValueError("no text")\nraise E'
error = raised(interpreters.ExecutionFailed, other.exec, source)
assert error.excinfo.formatted == 'E: <exception str() failed>', error.excinfo.formatted
assert interpreters.RunFailedError is interpreters.ExecutionFailed
)py"));
}

TEST_F(InterpretersTest, FunctionsTakeAlongWhatTheyName) {
  run(Program(R"py(
import math
from functools import reduce

other = interpreters.create()
FACTOR = 3

def scaled(number):
    return number * FACTOR

def total(*numbers, start=0, **more):
    return reduce(lambda left, right: left + right, map(scaled, numbers), start) + sum(more.values())

assert other.call(total, 1, 2, start=100, extra=1000) == 1109
assert other.call(total) == 0
assert other.call(math.sqrt, 16.0) == 4.0 and other.call(len, [1, 2]) == 2
assert other.call(lambda: math.pi) == math.pi

def outer(step):
    def inner(number, by=2):
        '''doc'''
        return number + step * by
    return inner

assert other.call(outer(10), 1) == 21 and other.call(outer(10), 1, by=1) == 11
assert other.call(lambda f, items: [f(item) for item in items], scaled, (1, 2)) == [3, 6]

def count_down(number):
    return [number] + count_down(number - 1) if number else []
assert other.call(count_down, 3) == [3, 2, 1]

def generates():
    def numbers():
        yield from range(4)
    return list(numbers())
assert other.call(generates) == [0, 1, 2, 3]

def keeps(name):
    seen.append(name)
    return len(seen)
seen = []
assert (other.call(keeps, 'a'), other.call(keeps, 'b')) == (1, 2) and seen == []

error = raised(interpreters.ExecutionFailed, other.call, scaled, None)
assert error.excinfo.type.__name__ == 'TypeError'
raised(interpreters.NotShareableError, other.call, lambda: (x for x in ()))
raised(interpreters.NotShareableError, other.call, len, (x for x in ()))
thread = other.call_in_thread(keeps, 'c')
thread.join()
assert other.call(keeps, 'd') == 4
)py"));
}

TEST_F(InterpretersTest, CopiesAreEqualAndNotTheSame) {
  run(Program(R"py(
import collections, datetime, fractions
queue = interpreters.create_queue()
nan = float('nan')
plain = [None, True, False, 0, -1, 2 ** 62, -2 ** 63, 10 ** 50, -10 ** 50, 1.5, -0.0, float('inf'),
         '', 'text', 'é\u4e2d\U0001f40d', '\ud800', b'', b'\0bytes', (), (1, ('a', (b'b', None)))]
built = [[], [1, [2]], {}, {'a': {1: (2,)}}, {1, 2}, frozenset((1, 2)), bytearray(b'xy'), 3 - 4j, ...,
         NotImplemented]
pickled = [fractions.Fraction(1, 3), datetime.date(2020, 1, 2), collections.OrderedDict(a=1), range(3),
           collections.deque([1, 2])]
for item in plain + built + pickled:
    queue.put(item)
    copy = queue.get()
    assert copy == item and type(copy) is type(item) and repr(copy) == repr(item), (item, copy)
assert all(map(interpreters.is_shareable, plain))
assert not any(map(interpreters.is_shareable, built + pickled))
assert interpreters.is_shareable(queue) and not interpreters.is_shareable((1, []))
queue.put([1])
first = queue.get()
class Local:
    pass
queue.put(ValueError('a', 1))
error = queue.get()
assert type(error) is ValueError and error.args == ('a', 1)
queue.put(Local())
assert type(queue.get()) is Local
raised(interpreters.NotShareableError, queue.put, lambda: 0)
raised(interpreters.NotShareableError, queue.put, (item for item in ()))
cycle = []
cycle.append(cycle)
raised(RecursionError, queue.put, cycle)
other = interpreters.create()
error = raised(interpreters.ExecutionFailed, other.call, len, Local())
assert error.excinfo.type.__name__ == 'NotShareableError'
assert queue.empty()
)py"));
}

TEST_F(InterpretersTest, ViewsShareOneBlock) {
  run(Program(R"py(
import array
queue = interpreters.create_queue()
source = bytearray(range(256)) * 16
queue.put(memoryview(source))
view = queue.get()
assert view == source and view.readonly and view.format == 'B'
source[0] = 77
assert view[0] == 0
raised(TypeError, view.__setitem__, 0, 1)
queue.put(view[16:32])
part = queue.get()
assert part.tobytes() == bytes(range(16, 32)) and part.obj is not view.obj
other = interpreters.create()
other.prepare_main(view=view, queue=queue)
other.exec('assert sum(view[:10]) == 45\nqueue.put(view[4:8])')
assert queue.get().tolist() == [4, 5, 6, 7]
other.exec('kept = view[1:]')
numbers = memoryview(array.array('d', [0.5, 1.5, 2.5, 3.5])).cast('B').cast('d', (2, 2))
queue.put(numbers)
copy = queue.get()
assert copy.tolist() == [[0.5, 1.5], [2.5, 3.5]] and copy.shape == (2, 2) and copy.format == 'd'
raised(interpreters.NotShareableError, queue.put, memoryview(b'abcd')[::2])
queue.put(memoryview(b''))
assert queue.get().tobytes() == b''
queue.put(memoryview(b'nobody takes this'))
)py"));
  // What is shared is counted where all interpreters can be seen.
  EXPECT_GE(interpreter().process->get<SharedBuffers>().residue().blocks, 3u);
}

TEST_F(InterpretersTest, QueuesHaveRoomAndPatience) {
  run(Program(R"py(
import queue as library, threading, time
queue = interpreters.create_queue(2)
assert (queue.maxsize, queue.qsize(), queue.empty(), queue.full()) == (2, 0, True, False)
assert repr(queue) == f'Queue({queue.id})' and interpreters.Queue(queue.id) == queue
for number in range(2):
    queue.put(number)
assert queue.full()
full = raised(interpreters.QueueFull, queue.put_nowait, 2)
assert isinstance(full, library.Full) and isinstance(full, interpreters.QueueError)
raised(interpreters.QueueFull, queue.put, 2, timeout=0.01)
raised(interpreters.QueueFull, queue.put, 2, False)
raised(ValueError, queue.put, 2, timeout=-1)
raised(ValueError, queue.get, timeout=-1)
taker = threading.Timer(0.05, queue.get)
taker.start()
queue.put(2)
taker.join()
assert [queue.get(), queue.get_nowait()] == [1, 2]
empty = raised(interpreters.QueueEmpty, queue.get_nowait)
assert isinstance(empty, library.Empty)
begin = time.monotonic()
raised(interpreters.QueueEmpty, queue.get, timeout=0.05)
assert time.monotonic() - begin >= 0.05
giver = threading.Timer(0.05, queue.put, ['late'])
giver.start()
assert queue.get(timeout=30) == 'late'
giver.join()
id = queue.id
del queue, taker, giver, full, empty  # their tracebacks hold it too
raised(interpreters.QueueNotFoundError, interpreters.Queue, id)
raised(TypeError, interpreters.Queue, 'a')
endless = interpreters.create_queue()
assert endless.maxsize == 0 and not endless.full()
)py"));
}

TEST_F(InterpretersTest, QueuesCrossThemselves) {
  run(Program(R"py(
tasks, results = interpreters.create_queue(), interpreters.create_queue()
def work(tasks, results):
    while (task := tasks.get()) is not None:
        results.put((task, task ** 2))
workers = [interpreters.create() for each in range(4)]
threads = [worker.call_in_thread(work, tasks, results) for worker in workers]
for number in range(100):
    tasks.put(number)
for worker in workers:
    tasks.put(None)
for thread in threads:
    thread.join()
got = sorted(results.get_nowait() for each in range(100))
assert got == [(number, number ** 2) for number in range(100)]
queue = interpreters.create_queue()
queue.put(queue)
assert queue.get() == queue
queue.put(tasks)
del tasks, work
for worker in workers:
    worker.close()
)py"));
}

TEST_F(InterpretersTest, ItemsOfTheDeadBecomeUnbound) {
  run(Program(R"py(
def fill(queue):
    import interpreters
    queue.put('default')
    queue.put('replaced', unbounditems=interpreters.UNBOUND)
    queue.put('an error', unbounditems=interpreters.UNBOUND_ERROR)
    queue.put(memoryview(b'removed'), unbounditems=interpreters.UNBOUND_REMOVE)
queue = interpreters.create_queue()
assert queue.unbounditems is interpreters.UNBOUND
other = interpreters.create()
queue.put('mine')
other.call(fill, queue)
queue.put('last')
assert queue.qsize() == 6
other.close()
assert queue.qsize() == 5
assert queue.get() == 'mine'
assert queue.get() is interpreters.UNBOUND and queue.get() is interpreters.UNBOUND
raised(interpreters.ItemInterpreterDestroyed, queue.get)
assert queue.get() == 'last' and queue.empty()
removing = interpreters.create_queue(unbounditems=interpreters.UNBOUND_REMOVE)
other = interpreters.create()
other.call(lambda queue: queue.put(1), removing)
other.call(lambda queue: queue.put(2), removing)
other.close()
assert removing.empty() and removing.unbounditems is interpreters.UNBOUND_REMOVE
removing.put(3)
assert removing.get() == 3
raised(NotImplementedError, queue.put, 1, unbounditems=5)
)py"));
}

TEST_F(InterpretersTest, APoolHasAnInterpreterForEachThread) {
  run(Program(R"py(
import concurrent.futures
OFFSET = 7

def work(number):
    return number + OFFSET

def prepare(value):
    import sys
    sys.prepared = value

def prepared():
    import sys
    return sys.prepared

def fails(text):
    raise LookupError(text)

before = len(interpreters.list_all())
with interpreters.InterpreterPoolExecutor(3, initializer=prepare, initargs=('yes',)) as pool:
    assert isinstance(pool, concurrent.futures.Executor)
    assert list(pool.map(work, range(20))) == list(range(7, 27))
    assert pool.submit(prepared).result() == 'yes'
    error = pool.submit(fails, 'gone').exception()
    assert type(error) is LookupError and error.args == ('gone',)
    assert type(error.__cause__) is interpreters.ExecutionFailed
    assert pool.submit(pow, 2, 10).result() == 1024
import sys
assert not hasattr(sys, 'prepared')
assert len(interpreters.list_all()) == before
raised(RuntimeError, pool.submit, work, 1)
import logging
logging.disable()
with interpreters.InterpreterPoolExecutor(1, initializer=fails, initargs=('no',)) as pool:
    future = pool.submit(work, 1)
    raised(interpreters.BrokenInterpreterPool, future.result)
    raised(interpreters.BrokenInterpreterPool, pool.submit, work, 1)
raised(TypeError, interpreters.InterpreterPoolExecutor, initializer=5)
)py"));
}

TEST_F(InterpretersTest, LimitsOfAChildAreErrorsInIt) {
  run(Program(R"py(
def expect(error, source, **options):
    other = interpreters.create(**options)
    other.exec(f'''
try:
    {source}
except {error} as caught:
    kept = None
else:
    raise AssertionError
''')
    other.close()

expect('RuntimeError', 'import _thread; _thread.start_new_thread(print, ())', allow_threads=False)
expect('RuntimeError', 'import threading; threading.Thread(target=print, daemon=True).start()',
       allow_daemon_threads=False)
expect('OSError', 'import os; files = [os.dup(0) for each in range(9)]', descriptors_max=8)
expect('RecursionError', '(f := lambda: f())()', recursion_max=50)
expect('RecursionError', 'import sys; sys.setrecursionlimit(100)', recursion_max=50)
expect('MemoryError', 'kept = [0] * (1 << 24)', memory_bytes_max=8 << 20)
expect('RuntimeError', 'while True: pass', instructions_max=10000)
raised(ValueError, interpreters.create, colour='red')
raised(ValueError, interpreters.create, threads_max=-1)
)py"));
}

TEST_F(InterpretersTest, ASharedLockIsOneTurnForBoth) {
  run(Program(R"py(
import threading
other = interpreters.create(own_lock=False)
queue = interpreters.create_queue()

def busy(queue, rounds):
    total = 0
    for number in range(rounds):
        total += number
    queue.put(total)

inside = other.call_in_thread(busy, queue, 200000)
beside = threading.Thread(target=busy, args=(queue, 200000))
beside.start()
busy(queue, 200000)
inside.join()
beside.join()
assert [queue.get() for each in range(3)] == [sum(range(200000))] * 3
def threads(queue):
    import threading
    workers = [threading.Thread(target=queue.put, args=(number,)) for number in range(5)]
    for worker in workers: worker.start()
    for worker in workers: worker.join()
other.call(threads, queue)
assert sorted(queue.get() for each in range(5)) == [0, 1, 2, 3, 4]
other.close()
)py"));
}

}  // namespace
}  // namespace ouro
