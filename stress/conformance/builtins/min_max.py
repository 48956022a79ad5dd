# min_max: min and max with keys, defaults and bad arguments.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(min(3, 1, 2), max(3, 1, 2), min([3, 1]), max("hello"), min("b", "a"), max([], default="d"), min((), default=None), max([1, -5, 3], key=abs), min("Bb", key=str.lower), max(1, 2, key=lambda x: -x))
print(min([(1, "b"), (1, "a")]), max([1, 1.0]), max([1.0, 1]), min(True, 1), max({"a": 1, "b": 2}), max({"a": 2, "b": 1}, key=lambda k: {"a": 2, "b": 1}[k]), min(x * x for x in range(-3, 4)), max(range(10), key=lambda x: x % 4))
show(lambda: min())
show(lambda: max())
show(lambda: min([]))
show(lambda: max(()))
show(lambda: min(5))
show(lambda: max(1, "a"))
show(lambda: min([1, None]))
show(lambda: max(1, 2, default=3))
show(lambda: max([1], [2], default=3))
show(lambda: min([1], key=5))
show(lambda: min([1], bad=5))
show(lambda: max([1j, 2j]))
show(lambda: max([1], key=None))
show(lambda: min([], key=len, default=0))
show(lambda: max([[1, 2], [1]], key=len))
show(lambda: divmod(7, 2))
show(lambda: divmod(-7, 2.0))
show(lambda: divmod("a", 2))
show(lambda: divmod(1))
show(lambda: abs(-5))
show(lambda: abs("a"))
show(lambda: abs(True))
show(lambda: round(2.5))
show(lambda: len(5))
show(lambda: len())
show(lambda: len([1], [2]))
show(lambda: len(None))
show(lambda: callable(len))
show(lambda: callable(5))
show(lambda: callable())
show(lambda: bin("a"))
show(lambda: hex(None))
show(lambda: oct(1.5))
show(lambda: id())
show(lambda: id(5) == id(5))
show(lambda: hash())


class Length:
    def __len__(self):
        return -1


class BadLength:
    def __len__(self):
        return 1.5


class Abs:
    def __abs__(self):
        return "abs"

    def __divmod__(self, other):
        return f"divmod {other}"

    def __rdivmod__(self, other):
        return f"rdivmod {other}"

    def __index__(self):
        return 255


show(lambda: len(Length()))
show(lambda: len(BadLength()))
show(lambda: abs(Abs()))
show(lambda: divmod(Abs(), 3))
show(lambda: divmod(3, Abs()))
show(lambda: (bin(Abs()), oct(Abs()), hex(Abs())))
