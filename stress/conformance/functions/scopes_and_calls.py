# scopes_and_calls: closures, comprehension scopes, walrus, star arguments, decorators, signatures and their refusals.
import functools
import operator


def attempt(*actions):
    for action in actions:
        try:
            print(repr(action()))
        except Exception as error:
            print(type(error).__name__, error)


def counter(start=0):
    count = start
    history = []

    def step(by=1):
        nonlocal count
        count += by
        history.append(count)
        return count

    def undo():
        nonlocal count
        history.pop()
        count = history[-1] if history else start
        return count

    step.undo = undo
    return step


c = counter(10)
print(c(), c(5), c.undo(), c.undo(), c.__closure__[0].cell_contents, c.__code__.co_freevars, counter.__code__.co_cellvars)
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])
x = "global"


class Scope:
    x = "class"
    seen = [x for _ in range(1)]
    direct = [y for y in x]

    def method(self):
        return x, __class__.__name__


print(Scope.seen, Scope.direct, Scope().method())
print([y := 5, y ** 2], y, any((found := n) > 3 for n in range(10)), found, [last := k for k in "abc"], last)
if (n := len("hello")) > 3:
    print(f"{n=}, {(m := n * 2)}, {m}")


def shadow():
    print([x for x in range(3)], x)
    total = sum(z for z in range(4))
    try:
        z
    except NameError as error:
        print(error)
    return {k: v for k, v in zip("ab", range(2))}, total


print(shadow())


def unbound():
    try:
        print(later)
    except UnboundLocalError as error:
        print(error)
    later = 1
    del later
    try:
        later
    except UnboundLocalError as error:
        print(error)

    def inner():
        return free
    try:
        inner()
    except NameError as error:
        print(error)
    free = 1


unbound()


def everything(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs


def strict(a, /, b, *, c):
    return a, b, c


def plain(a, b=1):
    return a, b


attempt(lambda: everything(1, d=4), lambda: everything(1, 2, 3, 4, 5, d=6, f=7), lambda: everything(*"ab", **{"d": 1, "a": 2}), lambda: everything(1), lambda: everything(), lambda: everything(d=1), lambda: strict(1, 2), lambda: strict(1, 2, 3), lambda: strict(a=1, b=2, c=3), lambda: strict(1, b=2, c=3, d=4), lambda: strict(), lambda: plain(), lambda: plain(1, 2, 3), lambda: plain(1, a=2), lambda: plain(1, z=2), lambda: plain(*[1], *[2]), lambda: plain(**{"a": 1}, **{"b": 2}), lambda: plain(**{"a": 1}, **{"a": 2}), lambda: plain(*5), lambda: plain(**5), lambda: plain(**{1: 2}), lambda: plain(*[1], a=1), lambda: (lambda: 0)(1), lambda: print(1, foo=2), lambda: len(), lambda: len(1, 2), lambda: int("1", bas=2), lambda: dict(1, 2), lambda: [].append(), lambda: [].append(1, 2), lambda: "a".join(), lambda: "a".split(1, 2, 3), lambda: sum(), lambda: range(), lambda: range(1, 2, 3, 4), lambda: isinstance(1), lambda: isinstance(1, 2), lambda: max(), lambda: max(1), lambda: max([]), lambda: min([], default=5), lambda: max([1, 2], key=5), lambda: sorted([1, "a"]), lambda: zip(1), lambda: map(), lambda: map(len), lambda: enumerate(), lambda: enumerate([], start="a"), lambda: abs("a"), lambda: chr(-1), lambda: ord("ab"), lambda: open(), lambda: getattr(1), lambda: getattr(1, 2), lambda: setattr(1, "a", 2), lambda: iter(5), lambda: next(5), lambda: next(iter([])), lambda: reversed({1}), lambda: hash([]), lambda: divmod(1), lambda: pow(1), lambda: round(), lambda: callable(), lambda: type(), lambda: type(1, 2), lambda: object(1), lambda: super(), lambda: property(1, 2, 3, 4, 5), lambda: staticmethod(), lambda: classmethod(1, 2), lambda: bytes(1, 2), lambda: str(1, 2), lambda: str(b"a", "zz"), lambda: complex(1, 2, 3), lambda: float(1, 2), lambda: bool(1, 2), lambda: list(1, 2), lambda: tuple(5), lambda: set(5), lambda: frozenset(1, 2), lambda: slice(), lambda: memoryview(), lambda: vars(5), lambda: dir(1, 2), lambda: eval(5), lambda: exec(5), lambda: compile("a"), lambda: format(1, 2), lambda: input(1, 2), lambda: None(), lambda: (1)(), lambda: "s"(), lambda: x.y.z, lambda: None.a, lambda: [].b, lambda: Scope.zz, lambda: Scope().zz, lambda: Scope()[0], lambda: Scope() + 1, lambda: -Scope(), lambda: len(Scope()), lambda: 1 in Scope(), lambda: Scope() < Scope(), lambda: [*Scope()], lambda: {**Scope()}, lambda: Scope()(), lambda: 1 + "a", lambda: "a" + 1, lambda: "a" * "b", lambda: [] + (), lambda: {} | [], lambda: 1 @ 2, lambda: ~1.5, lambda: not_there, lambda: 5 .foo, lambda: del_it())


def decorate(prefix):
    def wrap(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return f"{prefix}<{function(*args, **kwargs)}>"
        wrapper.calls = getattr(function, "calls", 0) + 1
        return wrapper
    return wrap


@decorate("outer")
@decorate("inner")
def greet(name: str = "x", *, loud: "bool" = False) -> str:
    "Greets."
    return name.upper() if loud else name


print(greet("bob", loud=True), greet.__name__, greet.__doc__, greet.calls, greet.__wrapped__.__wrapped__.__kwdefaults__, greet.__annotations__, greet.__defaults__)
print(functools.reduce(operator.add, [1, 2, 3], 10), functools.partial(plain, b=9)(1), repr(functools.partial(int, "1", base=2)), functools.partial(plain, 1).args)


@functools.lru_cache(maxsize=2)
def slow(n):
    print("computing", n)
    return n * n


print(slow(2), slow(2), slow(3), slow(4), slow(2), slow.cache_info(), slow.cache_clear(), slow.cache_info(), slow.cache_parameters())


@functools.total_ordering
class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented

    @functools.cached_property
    def text(self):
        print("text once")
        return ".".join(map(str, self.parts))

    @functools.singledispatchmethod
    def bump(self, by):
        raise TypeError(f"cannot bump by {by!r}")

    @bump.register(int)
    def _(self, by):
        return Version(*self.parts[:-1], self.parts[-1] + by)

    @bump.register(str)
    def _(self, by):
        return f"{self.text}-{by}"


v = Version(1, 2)
print(v <= Version(1, 3), v > Version(1, 1), v >= v, v != Version(1, 2), v.text, v.text, v.bump(3).text, v.bump("rc"))
attempt(lambda: v < 1, lambda: v.bump(1.5), lambda: hash(v), lambda: functools.reduce(operator.add, []), lambda: functools.partial(), lambda: functools.cmp_to_key(lambda a, b: b - a)(1) < 5, lambda: sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
global_before = sorted(k for k in globals() if k.startswith("glob"))
exec("global_made = 1\nlocals()['other'] = 2", scope := {})
print(global_before, sorted(k for k in scope if k != "__builtins__"), eval("a + b", {"a": 1}, {"b": 2}), eval(" 1 +\\\n 2"))
