# iteration: enumerate, zip, map, filter, reversed, iter, next, all, any, sum.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], 3)), list(enumerate("a", start=-1)), next(enumerate("x")), list(enumerate("a", 10**30)))
print(list(zip()), list(zip("ab")), list(zip("abc", [1, 2])), list(zip("ab", (1, 2), {3: 0, 4: 0})), list(zip("ab", [1, 2], strict=True)), dict(zip("ab", range(9))), list(zip(*[(1, 2), (3, 4)])))
print(list(map(str, [1, 2])), list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), list(map(None.__class__, [])), list(map(max, "ab", "ba", "cc")))
print(list(filter(None, [0, 1, "", "a", [], None])), list(filter(str.isdigit, "a1b2")), list(filter(lambda x: x > 1, range(4))), list(filter(bool, [])))
print(list(reversed([1, 2])), list(reversed("ab")), list(reversed((1,))), list(reversed(range(3))), list(reversed({"a": 1})), "".join(reversed("abc")))
print(all([]), all([1, 0]), all([1, 2]), any([]), any([0, 1]), any(x > 3 for x in range(5)), all(map(len, ["a", ""])))
print(sum([]), sum([1, 2.5]), sum(range(5), 10), sum([[1], [2]], []), sum([0.1] * 3), sum((1, 2), start=5), sum([True, True]), sum([1j, 2]), sum([(1,), (2,)], ()), sum([10**20, 1]))
show(lambda: sum(["a", "b"]))
show(lambda: sum(["a", "b"], ""))
show(lambda: sum([b"a"], b""))
show(lambda: sum([bytearray()], bytearray()))
show(lambda: sum(5))
show(lambda: sum([1, "a"]))
show(lambda: sum())
show(lambda: sum([[1]]))
show(lambda: list(zip("ab", [1], strict=True)))
show(lambda: list(zip("a", [1, 2], strict=True)))
show(lambda: list(zip("ab", [1, 2], [1], strict=True)))
show(lambda: zip(5))
show(lambda: zip("a", 5))
show(lambda: zip("a", bad=1))
show(lambda: enumerate(5))
show(lambda: enumerate())
show(lambda: enumerate("a", "b"))
show(lambda: enumerate("a", 1, 2))
show(lambda: map(str))
show(lambda: map())
show(lambda: list(map(5, [1])))
show(lambda: list(map(ord, ["ab"])))
show(lambda: map(str, 5))
show(lambda: filter(None))
show(lambda: list(filter(5, [1])))
show(lambda: filter(None, 5))
show(lambda: reversed(5))
show(lambda: reversed({1}))
show(lambda: reversed(iter([])))
show(lambda: all(5))
show(lambda: any())
show(lambda: iter(5))
show(lambda: iter())
show(lambda: iter(5, 6))
show(lambda: next([]))
show(lambda: next(iter([])))
show(lambda: next(iter([]), "default"))
show(lambda: next())
show(lambda: next(iter([]), 1, 2))
show(lambda: list(iter([3, 2, 1, 0].pop, 2)))
show(lambda: list(zip(iter([1, 2, 3]), iter("ab"))))


class Sequence:
    def __getitem__(self, index):
        if index > 3:
            raise IndexError(index)
        return index * 10

    def __len__(self):
        return 4


class Iterator:
    def __init__(self):
        self.left = 3

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left


class NoNext:
    def __iter__(self):
        return 5


class NotIterable:
    __iter__ = None


class Reversed:
    def __reversed__(self):
        return "backwards"


class BadNext:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("inside")


print(list(Sequence()), list(reversed(Sequence())), 20 in Sequence(), 25 in Sequence(), max(Sequence()), list(Iterator()), sorted(Iterator()), reversed(Reversed()), list(map(lambda x: -x, Sequence())))
show(lambda: iter(NoNext()))
show(lambda: list(NotIterable()))
show(lambda: 5 in NotIterable())
show(lambda: list(BadNext()))
show(lambda: [x for x in BadNext()])
it = iter(Sequence())
print(next(it), next(it), it.__length_hint__(), list(it), list(it))
gen = iter(lambda: 1, 1)
print(list(gen), list(gen))
