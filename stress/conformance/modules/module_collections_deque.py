# module_collections_deque: deque: both ends, rotation, limits, comparison, change in a loop.
from collections import deque


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
d.extend([5, 6])
d.extendleft("ab")
print(d, len(d), d[0], d[-1], d[3], d.pop(), d.popleft(), d, list(d), list(reversed(d)), 3 in d, d.count(2), d.index(3), bool(deque()))
d.rotate(2)
print(d)
d.rotate(-1)
print(d)
d.rotate(100)
d.remove(3)
d.insert(2, "in")
d.insert(-1, "near end")
d.insert(100, "end")
d.reverse()
d[1] = "set"
del d[0]
print(d, d.copy() == d, d + deque([9]), deque([1, 2]) * 2, 2 * deque("a"), deque("abc") == deque("abc"), deque([1]) < deque([2]), deque() == [], d.maxlen)
m = deque(range(10), maxlen=3)
m.append(10)
print(m, m.maxlen, m.appendleft("x"), m, deque(maxlen=0), deque("abc", 2), repr(m))
m.extend("pqrs")
m += [1]
m *= 2
print(m)
d.clear()
print(d, deque(deque([1])), [*deque("ab")], deque([deque()]), sorted(deque([3, 1])))
show(lambda: deque().pop())
show(lambda: deque().popleft())
show(lambda: deque([1]).remove(5))
show(lambda: deque([1]).index(5))
show(lambda: deque("abca").index("a", 1))
show(lambda: deque("abca").index("a", 1, 3))
show(lambda: deque([1])[5])
show(lambda: deque([1])["a"])
show(lambda: deque([1])[0:1])
show(lambda: deque(5))
show(lambda: deque([1], "a"))
show(lambda: deque([1], -1))
show(lambda: deque([1], 2, 3))
show(lambda: deque([1]).rotate("a"))
show(lambda: deque([1]) + [1])
show(lambda: deque([1]) < [1])
show(lambda: hash(deque()))
show(lambda: deque([1], maxlen=1).insert(0, 5))
show(lambda: deque([1, 2]).__setitem__(5, 1))
show(lambda: setattr(deque(), "maxlen", 5))
show(lambda: deque([1]) * "a")
show(lambda: deque[int])
show(lambda: deque("ab").extend(5))
loop = deque([1])
loop.append(loop)
print(loop)
changing = deque([1, 2, 3])


def change():
    for item in changing:
        changing.append(item)


show(lambda: change())
e = deque([1, 2])
e.extend(e)
e.extendleft(e)
print(e, next(iter(e)), iter(e).__length_hint__(), next(reversed(e)))
big = deque(range(1000))
for _ in range(500):
    big.rotate(3)
    big.popleft()
print(len(big), sum(big), big[0], big[250], big[-1])
import copy
print(copy.copy(m), copy.deepcopy(deque([[1]])), copy.copy(m).maxlen)
