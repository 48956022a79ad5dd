# module_functools_basics: reduce, partial, wraps, cmp_to_key, total_ordering and singledispatch.
import functools
from functools import partial, reduce, wraps, cmp_to_key, total_ordering, update_wrapper


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 5), reduce(max, [3, 9, 2]), reduce(lambda a, b: [a, b], "abc"))
show(lambda: reduce(lambda a, b: a, []))
show(lambda: reduce(5, [1, 2]))
show(lambda: reduce(lambda a, b: a, 5))
show(lambda: reduce(max))


def f(*args, **keywords):
    """Text of f."""
    return args, keywords


p = partial(f, 1, k=2)
q = partial(p, 3, k=4, l=5)
print(p(9), q(), q.args, q.keywords, q.func is f, partial(int, base=2)("101"), p(k=7), repr(p).replace(repr(f), "F"), partial(print, end="!\n")("x"))
p.attribute = 5
print(p.attribute, vars(p), callable(p), [*map(partial(pow, 2), range(4))])
show(lambda: partial())
show(lambda: partial(5))
show(lambda: partial(len)())
show(lambda: partial(f, **{"k": 1})(k=2))
show(lambda: setattr(p, "func", 5))


def decorator(function):
    @wraps(function)
    def inner(*args):
        return "wrapped", function(*args)

    return inner


@decorator
def g(x: int) -> str:
    """Text of g."""
    return x


print(g(1), g.__name__, g.__doc__, g.__wrapped__(2), g.__annotations__, g.__qualname__, update_wrapper(partial(f), f).__doc__, functools.WRAPPER_ASSIGNMENTS)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), cmp_to_key(lambda a, b: 0)(1) == cmp_to_key(lambda a, b: 0)(2) if False else "", sorted("bA", key=cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
K = cmp_to_key(lambda a, b: a - b)
print(K(1) < K(2), K(1) == K(1), K(3) >= K(2), K(5).obj)
show(lambda: hash(K(1)))
show(lambda: K(1) < 5)
show(lambda: K("a") < K(1))


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


a, b = Version(1), Version(2)
print(a < b, a <= b, a > b, a >= b, a != b, sorted([b, a])[0] is a, max(a, b) is b)
show(lambda: total_ordering(type("T", (), {})))


@functools.singledispatch
def describe(value):
    return f"object {value}"


@describe.register
def _(value: int):
    return f"int {value}"


@describe.register(list)
@describe.register(tuple)
def _(value):
    return f"sequence {len(value)}"


@describe.register(type(None))
def _(value):
    return "none"


print(describe(5), describe("s"), describe([1]), describe((1, 2)), describe(None), describe(True), describe(1.5), describe.dispatch(bool) is describe.dispatch(int), list in describe.registry)
show(lambda: describe())
show(lambda: describe.register(5))


class Method:
    @functools.singledispatchmethod
    def tell(self, value):
        return "other"

    @tell.register
    def _(self, value: str):
        return "text"

    @functools.cached_property
    def once(self):
        print("computed")
        return 42

    def base(self, a, b):
        return a, b

    half = functools.partialmethod(base, 1)


m = Method()
print(m.tell(1), m.tell("s"), m.once, m.once, vars(m), m.half(2))
