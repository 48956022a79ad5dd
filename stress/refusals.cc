// The table of what runs while the system refuses.
#include "stress/refusals.h"

#include <algorithm>
#include <array>

namespace ouro::stress {
namespace {

constexpr auto kRefusalScenarios = std::to_array<RefusalScenario>({
    {"setup", "an interpreter comes and goes", ""},
    {"hello", "one line is printed", "print('hello')\n"},
    {"classes", "class creation, attributes, methods, super()", R"(
class Base:
    count = 0
    def __init__(self, name):
        self.name = name
        type(self).count += 1
    def __repr__(self):
        return f'{type(self).__name__}({self.name})'
class Meta(type):
    def __new__(meta, name, bases, names):
        names['tag'] = name.lower()
        return super().__new__(meta, name, bases, names)
class Derived(Base, metaclass=Meta):
    __slots__ = ('extra', '__weakref__')
    def __init__(self, name, extra):
        super().__init__(name)
        self.extra = extra
made = [Derived(str(number), number) for number in range(4)]
made[0].later = made
print(made, Derived.tag, Derived.count, [base.__name__ for base in Derived.__mro__])
)"},
    {"attributes", "properties, class methods, __getattr__, __set_name__", R"(
class Field:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__.get(self.name, 0)
    def __set__(self, instance, value):
        instance.__dict__[self.name] = value
class Record:
    width = Field()
    height = Field()
    @property
    def area(self):
        return self.width * self.height
    @classmethod
    def square(cls, side):
        made = cls()
        made.width = made.height = side
        return made
    @staticmethod
    def unit():
        return 'cm'
    def __getattr__(self, name):
        return name.upper()
record = Record.square(7)
print(record.area, record.unit(), record.missing, sorted(record.__dict__))
)"},
    {"generators", "generators, yield from, send, throw, close", R"(
def inner(limit):
    for number in range(limit):
        try:
            got = yield number
            if got:
                yield got * 2
        except KeyError:
            yield 'caught'
def outer():
    result = yield from inner(3)
    yield result
steps = outer()
print([next(steps), steps.send(21), steps.throw(KeyError('k')), list(steps)])
half = inner(9)
next(half)
print(sum(number * number for number in range(20) if number % 3))
)"},
    {"exceptions", "raise, chains, finally, groups, notes", R"(
def fail(depth):
    try:
        if depth == 0:
            raise KeyError('deep')
        fail(depth - 1)
    except KeyError as error:
        raise ValueError(f'at {depth}') from error
    finally:
        seen.append(depth)
seen = []
try:
    fail(3)
except ValueError as error:
    chain = []
    while error is not None:
        chain.append((type(error).__name__, str(error)))
        error = error.__cause__
print(seen, chain)
try:
    raise ExceptionGroup('many', [KeyError(1), TypeError(2), KeyError(3)])
except* KeyError as group:
    print(len(group.exceptions))
except* TypeError as group:
    group.add_note('noted')
    print(group.__notes__)
)"},
    {"traceback", "an uncaught exception with its context is printed", R"(
def one():
    {}['missing']
def two():
    try:
        one()
    except KeyError:
        raise ValueError('second')
two()
)"},
    {"recursion", "a RecursionError is raised, caught and dropped", R"(
import sys
def down(depth):
    return down(depth + 1)
sys.setrecursionlimit(60)
try:
    down(0)
except RecursionError as error:
    print(error)
)"},
    {"finalizers", "cycles, __del__, weak reference callbacks, resurrection", R"(
import gc, weakref
class Node:
    def __init__(self, name):
        self.name, self.link = name, self
    def __del__(self):
        ended.append(self.name)
        if self.name == 2 and not saved:
            saved.append(self)
ended, saved = [], []
watch = [weakref.ref(Node(0), lambda ref: ended.append('called'))]
nodes = [Node(number) for number in range(4)]
nodes[0].other = nodes[3]
del nodes
print(gc.collect() > 0, sorted(map(str, ended)), len(saved))
)"},
    {"finalize", "finalize meets cycles, finalizers, exit callbacks, suspended generators", R"(
import atexit, sys
class Late:
    def __init__(self, name):
        self.name, self.itself = name, self
    def __del__(self):
        print('ended', self.name)
def suspended():
    try:
        yield 1
    finally:
        print('closed')
def last(word):
    print(word)
    atexit.register(print, 'once more')
late = Late('module')
cycle = [Late('cycle')]
cycle.append(cycle)
generator = suspended()
next(generator)
sys.parked = Late('parked')
atexit.register(last, 'goodbye')
)"},
    {"big-ints", "long multiplication, division, text, powers", R"(
number = 3 ** 400
text = str(number)
print(len(text), int(text) == number, number % 10 ** 9, pow(7, 10 ** 40, 10 ** 30 + 57))
print(number // 7 ** 60, -number >> 500, (number << 70).bit_length(), hex(number)[-8:])
)"},
    {"strings", "building, formatting, splitting, searching text", R"(
text = ''
for number in range(40):
    text += chr(97 + number % 26) * 3
parts = [f'{number:>5}|{number!r:<4}|{number / 7:.3f}' for number in range(6)]
print(text.upper()[:9], ','.join(parts), '%s=%d %(x)r'.replace('(x)', '') % ('a', 1, [2]))
print('a-b-c'.split('-'), text.find('xyz'), 'ß'.upper(), '{0[k]} {1!s:^9}'.format({'k': 1}, None))
print('äöü€😀'.encode().decode(), b'\x00\xff'.hex(), ascii('é'), text.translate({97: 'A'})[:4])
)"},
    {"dicts", "dicts and sets grow, shrink, merge, are walked", R"(
table = {}
for number in range(60):
    table[f'key{number}'] = number
for number in range(0, 60, 3):
    del table[f'key{number}']
merged = table | {'extra': [1, 2]}
numbers = {number * number % 31 for number in range(40)}
print(len(merged), sorted(numbers & set(range(10))), list(table.items())[:3], frozenset((1, 2)))
print({**merged, 'a': 1}.pop('extra'), table.setdefault('new', []), dict.fromkeys('ab', 0))
)"},
    {"lists", "lists, slices, comprehensions, unpacking", R"(
items = [number for number in range(50)]
items[5:10] = ['x'] * 2
items.extend(range(3))
first, *middle, last = items
print(len(items), first, last, middle[3:8], [pair for pair in zip(items, 'abc')])
print(sorted((items[20:30] + [1.5])[::-1]), (1, 2) + tuple(items[:3]), max(items[10:]))
)"},
    {"sorting", "sort with keys that compare, fail and change", R"(
class Key:
    def __init__(self, value):
        self.value = value
    def __lt__(self, other):
        return self.value < other.value
data = [(number * 37) % 101 for number in range(80)]
print(sorted(data, key=Key)[:5], sorted(data, reverse=True)[:5])
try:
    data.sort(key=lambda value: 1 / (value - 5))
except ZeroDivisionError as error:
    print(error, len(data))
)"},
    {"compile", "a long source is compiled and run", R"(
lines = ['def make():', '  total = 0']
for number in range(30):
    lines.append(f'  if total % {number + 2} == 0: total += {number}')
    lines.append(f'  else: total = [total, *range({number})][0] + (lambda a, b={number}: a + b)(1)')
lines.append('  return total')
names = {}
exec(compile('\n'.join(lines), '<made>', 'exec'), names)
print(names['make'](), eval('{k: v for k, v in zip("ab", (1, 2))}'))
try:
    compile('def f(:\n  pass', '<bad>', 'exec')
except SyntaxError as error:
    print(error.msg, error.lineno)
)"},
    {"syntax", "match, with, decorators, walrus, star arguments", R"(
from contextlib import contextmanager
@contextmanager
def managed(name):
    yield name.upper()
def kind(value):
    match value:
        case {'type': str(name), **rest}:
            return name, rest
        case [first, *others] if others:
            return first, others
        case int() | float():
            return 'number'
        case _:
            return None
def collect(*values, key=None, **named):
    return values, key, sorted(named)
with managed('inside') as name, managed('other'):
    print(name)
print([kind(value) for value in ({'type': 'a', 'b': 1}, [1, 2, 3], 2.5, 'x')])
print(collect(*[1, 2], key=3, **{'z': 4}), (size := 10) + size)
)"},
    {"codecs", "encoding, decoding, error handlers", R"(
import codecs
codecs.register_error('mark', lambda error: ('?!', error.end))
text = 'naïve € 😀'
for name in ('utf-8', 'utf-16', 'utf-32-le', 'latin-1', 'ascii', 'cp1252', 'utf-7'):
    print(name, text.encode(name, 'mark'))
print(b'\xff\xfea'.decode('utf-8', 'backslashreplace'), codecs.lookup('u8').name)
print(codecs.decode('uryyb', 'rot13'), codecs.getincrementaldecoder('utf-8')().decode(b'\xc3\xa9'))
)"},
    {"io", "files and streams in memory and on disk", R"(
import io
with open('/dev/null', 'wb') as sink:
    print(sink.write(b'one\ntwo\n'), sink.fileno() > 2)
with open('/proc/self/comm', 'r', encoding='utf-8') as source:
    print(len(source.readlines()))
memory = io.StringIO('a\r\nb', newline=None)
print(memory.read(), io.BytesIO(b'xyz').getvalue(), io.TextIOWrapper(io.BytesIO(b'q\n')).readline())
with open('/proc/self/comm') as file:
    print(len(file.read()) > 0)
try:
    open('/no/such/file')
except FileNotFoundError as error:
    print(error)
)"},
    {"weak-references", "weak sets, dictionaries, proxies, finalize", R"(
import weakref
class Thing:
    pass
things = [Thing() for number in range(5)]
by_value = weakref.WeakValueDictionary(enumerate(things))
by_key = weakref.WeakKeyDictionary((thing, 1) for thing in things)
some = weakref.WeakSet(things)
proxy = weakref.proxy(things[0])
proxy.name = 'named'
ends = weakref.finalize(things[1], print, 'gone')
del things[1:3]
print(len(by_value), len(by_key), len(some), things[0].name, ends.alive)
)"},
    {"regex", "patterns are compiled, matched, replaced", R"(
import re
print(re.findall(r'(\w+)@(\w+)\.com', 'ann@site.com, bob@other.com'))
print(re.sub(r'(?P<a>\d+)', lambda match: str(int(match['a']) * 2), 'a1b22'))
print(re.split(r'[,;]\s*', 'a, b;c'), re.fullmatch(r'(?:a|b)*?c{2,}', 'ababcc').span())
try:
    re.compile('(')
except re.error as error:
    print(error)
)"},
    {"json", "json is imported, written and read", R"(
import json
data = {'list': [1, 2.5, None, True, 'text \u20ac "q"'], 'deep': {'a': {'b': []}}}
text = json.dumps(data, indent=1, sort_keys=True)
print(text, json.loads(text) == data)
)"},
    {"collections", "deque, Counter, namedtuple, OrderedDict, defaultdict", R"(
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
Point = namedtuple('Point', 'x y')
queue = deque(range(70), 65)
queue.rotate(3)
groups = defaultdict(list)
for word in 'one two three four'.split():
    groups[len(word)].append(word)
print(Point(1, 2)._replace(x=5), list(queue)[:3], dict(groups), Counter('abca').most_common(1))
print(OrderedDict(a=1, b=2).popitem(False))
)"},
    {"itertools", "itertools, functools, operator, heapq", R"(
import functools, heapq, itertools, operator
@functools.lru_cache(maxsize=8)
def fibonacci(number):
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)
print(fibonacci(30), list(itertools.permutations('abc', 2)), functools.reduce(operator.mul, [2, 3]))
print(list(itertools.islice(itertools.chain.from_iterable(itertools.tee(range(3))), 5)))
print(heapq.nsmallest(3, [5, 1, 4, 2]), [list(g) for k, g in itertools.groupby('aabb')])
print(functools.partial(operator.itemgetter(1))('xyz'), next(itertools.product('ab', repeat=2)))
)"},
    {"struct", "struct, array, memoryview, binascii, hashlib", R"(
import array, binascii, hashlib, struct
packed = struct.pack('<hIq3s', -1, 2, 3, b'abc')
view = memoryview(bytearray(packed))[2:6]
numbers = array.array('i', range(40))
numbers.extend(numbers)
print(struct.unpack('<hIq3s', packed), view.tolist(), len(numbers), binascii.crc32(packed))
print(hashlib.sha256(packed).hexdigest()[:9], binascii.b2a_base64(packed), view.cast('I')[0])
)"},
    {"context", "context variables and their contexts", R"(
import contextvars
variable = contextvars.ContextVar('variable', default='none')
def change(value):
    token = variable.set(value)
    seen.append(variable.get())
    variable.reset(token)
seen = []
context = contextvars.copy_context()
for value in range(12):
    context.run(change, value)
    contextvars.ContextVar(f'v{value}').set(value)
print(seen, variable.get(), len(contextvars.copy_context()))
)"},
    {"async", "coroutines, async generators, async with, driven by hand", R"(
class Step:
    def __await__(self):
        got = yield 'step'
        return got
class Manager:
    async def __aenter__(self):
        return await Step()
    async def __aexit__(self, *error):
        seen.append('left')
async def numbers(limit):
    for number in range(limit):
        await Step()
        yield number
async def work():
    async with Manager() as value:
        seen.append(value)
        seen.append([number async for number in numbers(3)])
    return 'done'
def drive(coroutine):
    try:
        while True:
            coroutine.send('sent')
    except StopIteration as stop:
        return stop.value
seen = []
coroutine = work()
coroutine.send(None)
print(drive(coroutine), seen)
left = numbers(3).__anext__()
try:
    left.send(None)
except StopIteration:
    pass
left.close()
)"},
    {"threads", "threads start, wait for each other, end", R"(
import _thread
locks = [_thread.allocate_lock() for number in range(3)]
seen = []
def work(number):
    try:
        seen.append([number] * 3)
    finally:
        locks[number].release()
for number, lock in enumerate(locks):
    lock.acquire()
    try:
        _thread.start_new_thread(work, (number,))
    except BaseException:
        lock.release()
        raise
ended = [lock.acquire(True, 2) for lock in locks]
print(ended, sorted(seen))
)"},
    {"local", "thread locals and a recursive lock", R"(
import _thread
place = _thread._local()
place.value = ['main']
done = _thread.allocate_lock()
again = _thread.RLock()
def work():
    try:
        place.value = {'thread': 1}
        with again, again:
            seen.append(dict(place.__dict__))
    finally:
        done.release()
seen = []
done.acquire()
_thread.start_new_thread(work, ())
print(done.acquire(True, 2), seen, place.value)
)"},
    {"interpreters", "an interpreter makes another, which runs and ends", R"(
import interpreters
other = interpreters.create()
other.run('import sys; text = "x" * 20; print(len(text), len(sys.modules) > 3)')
try:
    other.run('1 / 0')
except interpreters.RunFailedError as error:
    if 'ZeroDivisionError' not in str(error):
        raise
    print('failed')
print(len(interpreters.list_all()))
other.close()
)"},
    {"channels", "items travel between interpreters, some are never received", R"(
import interpreters
receive, send = interpreters.create_channel()
other = interpreters.create()
for item in (1, 'text', b'bytes' * 200, 2.5, None, True):
    send.send_nowait(item)
other.run('''
import interpreters
receive = interpreters.RecvChannel({})
print([receive.recv() for number in range(4)])
'''.format(int(receive.id)))
print(receive.recv(), receive.recv_nowait('none'))
send.send_nowait('nobody will take this')
)"},
    {"descriptors", "sockets, pipes, pollers, folders", R"(
import os, select, socket
one, other = socket.socketpair()
one.sendall(b'over there')
poller = select.epoll()
poller.register(other, select.EPOLLIN)
print([events for file, events in poller.poll(1)], other.recv(100))
poller.close(); one.close(); other.close()
numbers = [-1, -1, -1]
try:
    numbers[0], numbers[1] = os.pipe()
    numbers[2] = os.dup(numbers[1])
    os.write(numbers[2], b'piped')
    print(os.read(numbers[0], 9))
finally:
    for number in numbers:
        if number >= 0:
            os.close(number)
print('self' in os.listdir('/proc'), os.stat('/proc').st_size)
)"},
    {"warnings", "warnings are filtered, caught and printed", R"(
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    warnings.warn('careful', UserWarning)
    eval(compile('"\\d"', '<made>', 'eval'))
print([str(each.message) for each in caught])
)"},
    {"tracing", "a trace function follows calls and lines", R"(
import sys
def trace(frame, event, argument):
    events.append((event, frame.f_code.co_name))
    return trace
def work(number):
    total = number
    return total * 2
events = []
sys.settrace(trace)
work(4)
sys.settrace(None)
print(events, sys._getframe().f_lineno)
)"},
    {"dataclasses", "dataclasses and enums are made from source", R"(
import dataclasses, enum
@dataclasses.dataclass(order=True, frozen=True)
class Point:
    x: int
    y: list = dataclasses.field(default_factory=list, compare=False)
class Color(enum.Flag):
    RED = enum.auto()
    BLUE = enum.auto()
print(Point(1) < Point(2), Point(3, [4]), Color.RED | Color.BLUE, dataclasses.asdict(Point(5)))
)"},
    {"threading", "the threading module starts and joins threads", R"(
import threading
seen = []
thread = threading.Thread(target=seen.append, args=(1,))
thread.start()
thread.join(2)
event = threading.Event()
print(seen, event.wait(0.001), threading.active_count())
)"},
});

}  // namespace

std::span<const RefusalScenario> refusal_scenarios() { return kRefusalScenarios; }

const RefusalScenario* find_refusal_scenario(std::string_view name) {
  const auto found = std::ranges::find(kRefusalScenarios, name, &RefusalScenario::name);
  return found == kRefusalScenarios.end() ? nullptr : &*found;
}

}  // namespace ouro::stress
