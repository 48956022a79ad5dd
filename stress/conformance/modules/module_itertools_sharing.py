# module_itertools_sharing: tee and groupby when sources, comparisons and branches come back to them.
import gc
import itertools
import weakref
from itertools import groupby, tee

a, b = tee(iter("abcdef"))
print(next(a), next(a), next(b), list(a), list(b), next(a, "end"))
c, d, e = tee(range(4), 3)
print(list(c), next(d), list(d), list(e), tee([], 0), [list(x) for x in tee("xy", 1)])
first, second = tee(iter(range(6)))
next(first)
third, fourth = tee(first)
print(next(third), list(fourth), list(first), list(second), list(third))


class Item:
    pass


# An item that all branches have passed is gone.
left, right = tee(Item() for _ in range(300))
seen = weakref.ref(next(left))
list(itertools.islice(left, 200))
print(seen() is None)
list(itertools.islice(right, 200))
gc.collect()
print(seen() is None)
del left, right


class Reentrant:
    def __iter__(self):
        return self

    def __next__(self):
        return next(branches[0])


branches = tee(Reentrant())
try:
    next(branches[1])
except RuntimeError as error:
    print("RuntimeError", error)


class Failing:
    steps = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.steps += 1
        if self.steps == 2:
            raise KeyError("second")
        return self.steps


x, y = tee(Failing())
print(next(x), end=" ")
try:
    next(x)
except KeyError as error:
    print("KeyError", error, next(x), next(y), next(y), next(y))

deep = tee(range(200000))[0]
keep = deep.__copy__()
print(sum(deep))
del deep, keep


class Key:
    def __init__(self, value):
        pass

    def __eq__(self, other):
        Key.compared += 1
        if Key.compared == 1:
            next(group, None)
        return True


Key.compared = 0
group = next(groupby(range(10), Key))[1]
for _ in range(2):
    next(group, None)
print("survived")
print([(key, list(items)) for key, items in groupby("aabbbca")])
groups = groupby([1, 1, 2])
held = next(groups)[1]
next(groups)
print(list(held))
