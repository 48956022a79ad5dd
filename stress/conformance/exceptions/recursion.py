# recursion: recursion errors from every kind of recursion, and life after them.
import sys
sys.setrecursionlimit(400)
print(sys.getrecursionlimit())


def plain(n):
    return plain(n + 1)


class C:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __call__(self):
        return self()

    def __getitem__(self, key):
        return self[key]

    def __hash__(self):
        return hash(self)

    def __iter__(self):
        return iter(self)

    def __add__(self, other):
        return self + other

    def __contains__(self, item):
        return item in self

    def __bool__(self):
        return bool(self)

    def __len__(self):
        return len(self)


def generator(n):
    yield from generator(n + 1)


def mutual_a():
    mutual_b()


def mutual_b():
    mutual_a()


def nested_list(depth):
    items = []
    for _ in range(depth):
        items = [items]
    return items


def kind(action):
    try:
        action()
    except RecursionError as error:
        return str(error).split(" while")[0]
    return "no error"


c = C()
for action in (lambda: plain(0), lambda: c.x, lambda: repr(c), lambda: c == 1, lambda: c(), lambda: c[0], lambda: hash(c), lambda: c + 1, lambda: 1 in c, lambda: bool(c), lambda: len(c), lambda: list(generator(0)), mutual_a, lambda: iter(c), lambda: sorted([3, 1], key=lambda v: plain(0)), lambda: (lambda f: f(f))(lambda f: f(f)), lambda: str(c), lambda: f"{c}", lambda: "%s" % c):
    print(kind(action))
print(kind(lambda: repr(nested_list(100000))), kind(lambda: nested_list(100000) == nested_list(100000)))


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


first = depth(0)
print(100 < first < 400, depth(0) == first, plain.__name__)
sys.setrecursionlimit(1000)
print(depth(0) > first + 500)


def fails_again():
    try:
        plain(0)
    except RecursionError:
        try:
            plain(0)
        except RecursionError as error:
            return type(error.__context__).__name__


print(fails_again())
for value in (0, -1, "x", 10**30):
    try:
        sys.setrecursionlimit(value)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)


def deep_sum(n):
    return 0 if n == 0 else n + deep_sum(n - 1)


print(deep_sum(900))
