# sorting: sort and sorted: keys, stability, reverse and failures in the middle.
import random


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


random.seed(5)
numbers = [random.randint(0, 60) for _ in range(200)]
print(sorted(numbers) == sorted(sorted(numbers, reverse=True)), sorted(numbers)[:20], sorted(numbers, reverse=True)[:20])
pairs = [(value % 7, index) for index, value in enumerate(numbers)]
ordered = sorted(pairs, key=lambda pair: pair[0])
print(all(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(ordered, ordered[1:])))
backwards = sorted(pairs, key=lambda pair: pair[0], reverse=True)
print(backwards[:10], all(a[0] > b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(backwards, backwards[1:])))
for size in (0, 1, 2, 3, 10, 31, 32, 33, 63, 64, 65, 127, 500, 1000):
    data = [random.random() for _ in range(size)]
    runs = sorted(data[: size // 2]) + sorted(data[size // 2 :], reverse=True) + data[:5]
    result = sorted(runs)
    print(size, all(a <= b for a, b in zip(result, result[1:])), sorted(map(repr, result)) == sorted(map(repr, runs)))
words = "the Quick brown Fox jumps over The lazy dog".split()
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=lambda w: (-len(w), w)))
print(sorted("hello"), sorted({"b": 1, "a": 2}), sorted(range(5), key=lambda x: -x), sorted([[2, 1], [1, 2], [1]]), sorted([True, 0, 2.5, -1]), sorted([(1, "b"), (1, "a")]), sorted([b"b", b"a"]))
comparisons = []


class Noted:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        comparisons.append((self.value, other.value))
        return self.value < other.value

    def __repr__(self):
        return f"N{self.value}"


print(sorted([Noted(v) for v in (3, 1, 2, 5, 4)]), comparisons)
comparisons.clear()
print(sorted([Noted(v) for v in (1, 2, 3, 4)], reverse=True), comparisons)
comparisons.clear()
print(min([Noted(v) for v in (3, 1, 2)]), comparisons)


class Failing:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        if self.value == 3:
            raise RuntimeError("three")
        return self.value < other.value


items = [Failing(v) for v in (5, 4, 3, 2, 1)]
show(lambda: items.sort())
print(sorted(item.value for item in items))
items = [3, 1, 2]
show(lambda: items.sort(key=lambda v: 1 // (v - 2)))
print(items)
show(lambda: items.sort(key=lambda v: items.append(v) or v))
print(items)
show(lambda: items.sort(1))
show(lambda: items.sort(cmp=1))
show(lambda: items.sort(key=5))
show(lambda: items.sort(key=None, reverse=1))
show(lambda: items)
show(lambda: items.sort(reverse="x"))
show(lambda: items.sort(reverse=1.5))
show(lambda: sorted())
show(lambda: sorted(5))
show(lambda: sorted([1, "a"]))
show(lambda: sorted(["a", 1, None]))
show(lambda: sorted([None, None]))
show(lambda: sorted([1j, 2j]))
show(lambda: sorted([1], lambda x: x))
show(lambda: sorted([{}, {}]))
show(lambda: [3, 1].sort() is None)
show(lambda: sorted([float("nan"), 1.0, 0.0])[1:])
