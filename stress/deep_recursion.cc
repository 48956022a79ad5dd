// The table of ways down.
#include "stress/deep_recursion.h"

#include <array>

namespace ouro::stress {
namespace {

// The language's own limit is out of the way: what is left is the stack of the thread.
constexpr std::string_view kPrelude = R"(
import sys
sys.setrecursionlimit(30000)
DEEP = 8000
def attempt(action, *arguments):
    try:
        return action(*arguments)
    except (RecursionError, MemoryError):
        return None
def nested(wrap, inner=None, depth=DEEP):
    for _ in range(depth):
        inner = wrap(inner)
    return inner
)";

constexpr auto kDeepPrograms = std::to_array<DeepProgram>({
    {"parse", R"(
def parse(text):
    try:
        compile(text, '<deep>', 'exec')
    except SyntaxError:
        pass
for before, middle, after in (('(', '1', ')'), ('[', '', ']'), ('{1:', '1', '}'), ('f(', '', ')'),
                              ('-', '1', ''), ('not ', '1', ''), ('lambda: ', '1', ''),
                              ('a if b else ', '1', ''), ('x[', '0', ']'), ('(yield ', '', ')'),
                              ('f"{', '1', '}"'), ('await ', 'x', ''), ('*', 'x', ''),
                              ('2 ** ', '1', ''), ('x = ', '1', ''), ('[x for x in ', 'y', ']')):
    for depth in (50, 1000, DEEP):
        attempt(parse, before * depth + middle + after * depth)
for separator in ('+', '.a', '[0]', '()', ' and ', ' < ', ',', ' | '):
    attempt(parse, 'a' + (separator + ('a' if not separator.endswith((')', ']', 'a')) else '')) * DEEP)
attempt(parse, ''.join(' ' * depth + 'if x:\n' for depth in range(95)) + ' ' * 95 + 'pass\n')
attempt(parse, 'if x: pass\n' + 'elif x: pass\n' * DEEP)
attempt(parse, 'match x:\n case ' + '[' * 190 + ']' * 190 + ': pass\n')
attempt(parse, 'match x:\n case ' + '(1 | ' * 150 + '2' + ')' * 150 + ': pass\n')
)"},
    {"repr", R"(
import collections, types
for wrap in (lambda inner: [inner], lambda inner: (inner,), lambda inner: {0: inner},
             lambda inner: collections.deque([inner]), lambda inner: slice(inner),
             lambda inner: types.SimpleNamespace(a=inner), lambda inner: ValueError(inner),
             lambda inner: types.MappingProxyType({0: inner}), lambda inner: {0: inner}.values(),
             lambda inner: types.GenericAlias(list, (inner,))):
    made = nested(wrap, depth=3000)
    attempt(repr, made)
    attempt(str, made)
    attempt(ascii, made)
    attempt('{}'.format, made)
    attempt('%s %r'.__mod__, (made, made))
)"},
    {"compare", R"(
import collections
for wrap in (lambda inner: [inner], lambda inner: (inner,), lambda inner: {0: inner},
             lambda inner: collections.deque([inner]), lambda inner: slice(inner)):
    one, other = attempt(nested, wrap), attempt(nested, wrap)
    attempt(lambda: one == other)
    attempt(lambda: one != other)
    if not isinstance(one, dict):
        attempt(lambda: one < other)
)"},
    {"hash", R"(
import types
for wrap in (lambda inner: (inner,), lambda inner: (1, inner, 2),
             lambda inner: types.GenericAlias(list, (inner,))):
    attempt(lambda: hash(nested(wrap)))
attempt(lambda: hash(nested(lambda inner: frozenset([inner]), depth=2000)))
)"},
    {"copy", R"(
import copy
for wrap in (lambda inner: [inner], lambda inner: {0: inner}, lambda inner: (inner, [])):
    attempt(lambda: copy.deepcopy(nested(wrap)))
)"},
    {"walk", R"(
import json
def walk(value):
    return [walk(item) for item in value]
attempt(walk, nested(lambda inner: [inner] if inner else [], None))
for wrap in (lambda inner: [inner], lambda inner: {'a': inner}):
    made = nested(wrap, depth=1000)
    attempt(json.dumps, made)
    attempt(json.loads, '[' * DEEP + ']' * DEEP)
    attempt(json.loads, '{"a":' * DEEP + '1' + '}' * DEEP)
)"},
    {"end of containers", R"(
import collections, functools, itertools, types
class Plain:
    def __init__(self, inner):
        self.inner = inner
class Slotted:
    __slots__ = ('inner',)
    def __init__(self, inner):
        self.inner = inner
class Listed(list):
    pass
class Dicted(dict):
    pass
Named = collections.namedtuple('Named', 'inner')
def closure(inner):
    return lambda: inner
for wrap in (lambda inner: [inner], lambda inner: (inner,), lambda inner: {0: inner}, Plain, Slotted,
             closure, Named, lambda inner: Listed([inner]), lambda inner: Dicted(a=inner),
             lambda inner: collections.deque([inner]), lambda inner: slice(inner, None),
             lambda inner: property(inner), lambda inner: staticmethod(inner),
             lambda inner: functools.partial(print, inner), lambda inner: types.CellType(inner),
             lambda inner: types.MethodType(print, inner if inner is not None else 1),
             lambda inner: types.SimpleNamespace(a=inner), lambda inner: ValueError(inner),
             lambda inner: types.MappingProxyType({0: inner}), lambda inner: iter([inner]),
             lambda inner: collections.OrderedDict(a=inner),
             lambda inner: (lambda argument=inner: argument),
             lambda inner: collections.defaultdict(None, a=inner)):
    attempt(lambda: nested(wrap, depth=30000) is None)
)"},
    {"end of iterators", R"(
import itertools
for wrap in (iter, enumerate, lambda inner: map(abs, inner), lambda inner: filter(None, inner),
             lambda inner: zip(inner), lambda inner: itertools.chain(inner),
             lambda inner: itertools.islice(inner, 3), lambda inner: itertools.cycle(inner),
             lambda inner: itertools.takewhile(bool, inner), lambda inner: itertools.tee(inner)[0],
             lambda inner: (item for item in inner), lambda inner: itertools.accumulate(inner),
             lambda inner: itertools.groupby(inner), reversed):
    attempt(lambda: nested(wrap, [1, 2], 1 if wrap is reversed else DEEP) is None)
    made = nested(wrap, [1, 2], 1 if wrap is reversed else DEEP)
    attempt(lambda: abs(next(made, 0)) if wrap is iter else next(made, None))
    del made
)"},
    {"end of exceptions", R"(
def chain(attribute):
    error = None
    for number in range(20000):
        made = ValueError(number)
        setattr(made, attribute, error)
        error = made
    return error
attempt(lambda: chain('__context__') is None)
attempt(lambda: chain('__cause__') is None)
def tracebacks():
    error = None
    for number in range(5000):
        try:
            try:
                raise KeyError(number)
            except KeyError as caught:
                caught.__context__ = error
                raise ValueError from caught
        except ValueError as caught:
            error = caught
    return error
attempt(lambda: tracebacks() is None)
def fall(depth):
    if depth == 0:
        raise KeyError
    fall(depth - 1)
def far():
    try:
        fall(3000)
    except KeyError as error:
        return error
attempt(lambda: far() is None)
attempt(lambda: nested(lambda inner: ExceptionGroup('g', [inner]), ValueError()) is None)
)"},
    {"end of classes", R"(
def towers():
    base = object
    for number in range(2000):
        base = type('T', (base,), {})
    base.__mro__[-2].attribute = 1
    base().attribute
    made = base.__mro__[-2]
    return len(made.__subclasses__()), issubclass(base, made), isinstance(base(), made)
attempt(towers)
attempt(lambda: nested(lambda inner: type('M', (), {'inner': inner}), depth=3000) is None)
def metas():
    meta = type
    for number in range(200):
        meta = type(f'M{number}', (meta,), {'__call__': lambda cls, *a, **k: type.__call__(cls, *a, **k)})
    return meta('C', (), {})()
attempt(metas)
)"},
    {"finalizers", R"(
class Chain:
    def __init__(self, inner):
        self.inner = inner
    def __del__(self):
        counted.append(1)
counted = []
attempt(lambda: nested(Chain, depth=20000) is None)
class Born:
    def __del__(self):
        if len(counted) < 20000:
            counted.append(1)
            Born()
sys.unraisablehook = lambda arguments: None
attempt(Born)
import weakref
class Node:
    pass
def callbacks(depth):
    first = node = Node()
    references = []
    for number in range(depth):
        other = Node()
        references.append(weakref.ref(node, lambda reference, kept=[other]: kept.clear()))
        node = other
        del other
    del node
    return first, references
made = callbacks(5000)
attempt(lambda: made is None)
del made
)"},
    {"collector", R"(
import gc
def cycle(wrap):
    first = []
    made = nested(wrap, first, 30000)
    first.append(made)
class Plain:
    def __init__(self, inner):
        self.inner = inner
for wrap in (lambda inner: [inner], lambda inner: {0: inner}, Plain, lambda inner: (inner,)):
    attempt(cycle, wrap)
    gc.collect()
)"},
    {"generators", R"(
def down(depth):
    if depth:
        yield from down(depth - 1)
    yield depth
attempt(lambda: next(down(DEEP)))
attempt(lambda: sum(down(300)))
def wrapped(depth):
    made = iter([1, 2, 3])
    for _ in range(depth):
        made = (lambda inner: (yield from inner))(made)
    return made
attempt(lambda: list(wrapped(DEEP)))
made = attempt(wrapped, DEEP)
attempt(next, made, None)
made = None
async def wait(depth):
    if depth:
        await wait(depth - 1)
def drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration:
        pass
attempt(drive, wait(DEEP))
def close(depth):
    made = wrapped(depth)
    next(made)
    made.close()
attempt(close, 5000)
)"},
    {"attributes", R"(
class Property:
    @property
    def name(self):
        return self.name
class Missing:
    def __getattr__(self, name):
        return getattr(self, name + 'x')
class Every:
    def __getattribute__(self, name):
        return self.name
class Setting:
    def __setattr__(self, name, value):
        self.name = value
class Described:
    class Place:
        def __get__(self, instance, owner):
            return instance.place
        def __set__(self, instance, value):
            instance.place = value
    place = Place()
attempt(lambda: Property().name)
attempt(lambda: Missing().name)
attempt(lambda: Every().name)
attempt(setattr, Setting(), 'a', 1)
attempt(lambda: Described().place)
attempt(setattr, Described(), 'place', 1)
attempt(delattr, type('D', (), {'__delattr__': lambda self, name: delattr(self, name)})(), 'a')
attempt(lambda: nested(lambda inner: property(inner.__get__ if inner else None)) is None)
)"},
    {"special methods", R"(
def recursive(method, body):
    return type('R', (), {method: body})()
attempt(str, recursive('__str__', lambda self: str(self)))
attempt(repr, recursive('__repr__', lambda self: repr(self)))
attempt(format, recursive('__format__', lambda self, spec: f'{self}'))
attempt(hash, recursive('__hash__', lambda self: hash(self)))
attempt(len, recursive('__len__', lambda self: len(self)))
attempt(bool, recursive('__bool__', lambda self: bool(self)))
attempt(int, recursive('__int__', lambda self: int(self)))
attempt(float, recursive('__float__', lambda self: float(self)))
attempt(lambda: [][recursive('__index__', lambda self: [][self])])
attempt(iter, recursive('__iter__', lambda self: iter(self)))
attempt(list, recursive('__iter__', lambda self: list(self)))
attempt(next, recursive('__next__', lambda self: next(self)))
attempt(lambda: 1 in recursive('__contains__', lambda self, item: item in self))
attempt(lambda: recursive('__getitem__', lambda self, key: self[key])[0])
attempt(lambda: recursive('__add__', lambda self, other: self + other) + 1)
attempt(lambda: recursive('__eq__', lambda self, other: self == other) == 1)
attempt(lambda: recursive('__lt__', lambda self, other: self < other) < 1)
attempt(lambda: recursive('__call__', lambda self: self())())
attempt(lambda: -recursive('__neg__', lambda self: -self))
attempt(lambda: recursive('__enter__', lambda self: self.__enter__()).__enter__())
attempt(lambda: isinstance(1, recursive('__instancecheck__', lambda self, item: isinstance(item, self))))
attempt(abs, recursive('__abs__', lambda self: abs(self)))
attempt(lambda: bytes(recursive('__bytes__', lambda self: bytes(self))))
attempt(reversed, recursive('__reversed__', lambda self: reversed(self)))
class Callable:
    pass
Callable.__call__ = Callable()
attempt(Callable())
)"},
    {"native callers", R"(
import functools
attempt(lambda: (lambda f: f(f))(lambda f: list(map(f, [f]))))
def sorting(value):
    return sorted([value], key=sorting)
attempt(sorting, 1)
class Less:
    def __lt__(self, other):
        return sorted([Less(), Less()]) < []
attempt(lambda: sorted([Less(), Less()]))
def smallest(value):
    return min([value, value], key=smallest)
attempt(smallest, 1)
attempt(lambda: (lambda f: f(f, 1))(lambda f, value: functools.reduce(lambda a, b: f(f, a), [1, 2])))
@functools.lru_cache(None)
def cached(number):
    return cached(number + 1)
attempt(cached, 0)
def executing():
    exec('executing()', globals())
attempt(executing)
def evaluating():
    return eval('evaluating()', globals())
attempt(evaluating)
class Dictionary(dict):
    def __missing__(self, key):
        return self[key]
attempt(lambda: Dictionary()[1])
attempt(lambda: nested(lambda inner: functools.partial(inner or print))())
import re
def replacing(match):
    return re.sub('a', replacing, 'a')
attempt(re.sub, 'a', replacing, 'a')
def joining():
    return ''.join(joining() for _ in range(1))
attempt(joining)
def building():
    try:
        type('B', (), {'a': type('S', (), {'__set_name__': lambda *a: building()})()})
    except RuntimeError:
        raise RecursionError
attempt(building)
)"},
    {"formatting", R"(
class Text:
    def __str__(self):
        return '%s' % self
class Spec:
    def __format__(self, spec):
        return '{:{}}'.format(self, spec)
class Percent:
    def __repr__(self):
        return '%r' % (self,)
attempt(str, Text())
attempt(format, Spec(), 'a')
attempt(repr, Percent())
attempt('{0[0]}'.format, nested(lambda inner: [inner]))
)"},
    {"isinstance", R"(
made = nested(lambda inner: (inner,), int)
attempt(isinstance, 'a', made)
attempt(issubclass, str, made)
def catching():
    try:
        raise KeyError
    except nested(lambda inner: (inner,), KeyError):
        pass
def catch():
    try:
        catching()
    except (KeyError, TypeError):
        pass
attempt(catch)
class Bases:
    @property
    def __bases__(self):
        return (self,)
def check():
    try:
        issubclass(Bases(), int)
    except TypeError:
        pass
attempt(check)
)"},
    {"regular expressions", R"(
import re
def search(pattern, text):
    try:
        re.search(pattern, text)
    except (re.error, OverflowError):
        pass
attempt(search, '(' * 60 + 'a' + ')' * 60, 'a')
attempt(search, '(' * 3000 + 'a' + ')' * 3000, 'a')
attempt(search, '(?:' * 1000 + 'a' + ')*' * 1000, 'a')
attempt(search, '(?:a|b)*c', 'ab' * 1000)
attempt(search, '(a*)*b', 'a' * 8)
attempt(search, '(?:(a)|b)*?c', 'ab' * 1000)
attempt(search, '(?=' * 500 + 'a' + ')' * 500, 'a')
attempt(search, '|'.join(['a'] * 5000), 'b')
)"},
    {"printing exceptions", R"(
import io
def chain(depth):
    error = None
    for number in range(depth):
        made = ValueError(number)
        made.__context__ = error
        error = made
    return error
sys.stderr = io.StringIO()
attempt(sys.excepthook, ValueError, chain(20000), None)
group = attempt(nested, lambda inner: ExceptionGroup('g', [inner]), ValueError(1), 5000)
if group is not None:
    attempt(sys.excepthook, ExceptionGroup, group, None)
    attempt(str, group)
    attempt(repr, group)
    attempt(group.split, ValueError)
    attempt(group.subgroup, lambda error: False)
    def handle():
        try:
            raise group
        except* ValueError:
            pass
    attempt(handle)
sys.stderr = sys.__stderr__
)"},
    {"calls", R"(
def down(depth):
    return down(depth + 1)
attempt(down, 0)
def many(*arguments, **named):
    return many(*arguments, **named)
attempt(lambda: many(1, 2, a=3))
def decorated(function):
    return lambda *arguments: function(*arguments)
made = print
for _ in range(5000):
    made = decorated(made)
attempt(made, '')
class Init:
    def __init__(self):
        Init()
attempt(Init)
class New:
    def __new__(cls):
        return cls()
attempt(New)
class Super:
    def go(self):
        super().__getattribute__('go')()
attempt(Super().go)
class Entered:
    def __enter__(self):
        with self:
            pass
    def __exit__(self, *error):
        pass
def enter():
    with Entered():
        pass
attempt(enter)
def handler():
    try:
        handler()
    finally:
        handler()
sys.setrecursionlimit(200)
try:
    (lambda f: f(f, 12))(lambda f, n: n and f(f, n - 1))
    def both(n):
        return both(n + 1) + both(n + 1)
    attempt(both, 0)
finally:
    sys.setrecursionlimit(30000)
)"},
    {"syntax trees", R"(
import ast
attempt(lambda: ast.dump(ast.parse('-' * 3000 + '1')))
attempt(lambda: ast.parse('+'.join(['1'] * 5000)))
def literal(text):
    try:
        ast.literal_eval(text)
    except (SyntaxError, ValueError):
        pass
attempt(literal, '[' * 150 + ']' * 150)
attempt(literal, '-' * 5000 + '1')
)"},
    {"unions and aliases", R"(
import types
attempt(lambda: repr(nested(lambda inner: list[inner], int)))
attempt(lambda: nested(lambda inner: list[inner], int) == nested(lambda inner: list[inner], int))
attempt(lambda: nested(lambda inner: list[inner] | None, int))
attempt(lambda: hash(nested(lambda inner: list[inner] | None, int, 300)))
)"},
    {"context", R"(
import contextvars
variable = contextvars.ContextVar('variable')
def inside():
    contextvars.copy_context().run(inside)
attempt(inside)
def tokens():
    made = None
    for number in range(DEEP):
        made = variable.set(made)
attempt(tokens)
)"},
    {"small threads", R"(
import _thread
def down(depth):
    return [down(depth + 1)]
def work():
    try:
        attempt(down, 0)
        attempt(repr, nested(lambda inner: [inner]))
        attempt(lambda: sorted([1], key=lambda value: repr(nested(lambda inner: (inner,)))))
        seen.append(size)
    finally:
        done.release()
seen = []
done = _thread.allocate_lock()
for size in (32768, 65536, 262144, 8388608):
    _thread.stack_size(size)
    done.acquire()
    _thread.start_new_thread(work, ())
    done.acquire()
    done.release()
assert seen == [32768, 65536, 262144, 8388608], seen
)"},
});

}  // namespace

std::span<const DeepProgram> deep_programs() { return kDeepPrograms; }

std::string source_of(const DeepProgram& program) {
  return std::string(kPrelude).append(program.body);
}

}  // namespace ouro::stress
