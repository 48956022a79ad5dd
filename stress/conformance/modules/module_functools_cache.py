# module_functools_cache: lru_cache and cache: hits, limits, types, errors and re-entry.
from functools import cache, lru_cache


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


calls = []


@lru_cache(maxsize=3)
def square(n):
    calls.append(n)
    return n * n


print([square(n) for n in (1, 2, 3, 1, 4, 2, 1)], calls, square.cache_info(), square.cache_parameters(), square.__name__, square.__wrapped__(9))
square.cache_clear()
print(square.cache_info(), square(1), square.cache_info())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())


@lru_cache
def plain(*args, **keywords):
    calls.append((args, keywords))
    return len(calls)


calls.clear()
print(plain(1), plain(1.0), plain(True), plain(a=1, b=2), plain(b=2, a=1), plain(1, 2), plain((1, 2)), plain(), plain(), plain.cache_info())


@lru_cache(maxsize=None, typed=True)
def typed(x, y=1):
    calls.append(x)
    return type(x).__name__


calls.clear()
print(typed(1), typed(1.0), typed(True), typed(x=1), typed(1, 1), typed("a"), len(calls), typed.cache_info(), typed.cache_parameters())


@lru_cache(maxsize=0)
def never(x):
    return x


never(1), never(1)
print(never.cache_info())


@lru_cache(maxsize=-5)
def negative(x):
    return x


negative(1)
print(negative.cache_info())


@lru_cache(maxsize=2)
def fails(x):
    if x < 0:
        raise ValueError(x)
    return x


show(lambda: fails(-1))
show(lambda: fails(-1))
show(lambda: fails([]))
show(lambda: fails())
show(lambda: fails.cache_info())
show(lambda: lru_cache("x"))
show(lambda: lru_cache(5)(5) if False else lru_cache(maxsize=5)(5))
show(lambda: lru_cache(1.5))


class C:
    def __init__(self):
        self.n = 0

    @lru_cache
    def method(self, x):
        self.n += 1
        return x

    @staticmethod
    @cache
    def static(x):
        return x


c = C()
print(c.method(1), c.method(1), c.n, C.method.cache_info(), C.static(2))


@lru_cache(maxsize=2)
def reenters(n):
    return reenters(n - 1) + 1 if n else 0


print(reenters(5), reenters.cache_info(), reenters(5), reenters.cache_info())


class Key:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self.v == other.v


@lru_cache(maxsize=4)
def keyed(k):
    return k.v


print([keyed(Key(n % 6)) for n in range(12)], keyed.cache_info())
import copy
print(copy.copy(keyed) is keyed, copy.deepcopy(keyed) is keyed)
