# module_collections_counter: Counter: counting, arithmetic, ordering and missing keys.
from collections import Counter


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), c.most_common(), sorted(c.elements()), c.total(), len(c), Counter(), Counter(a=2, b=-1), Counter({"x": 3}), list(c), dict(c))
c.update("aab")
c.update({"r": 10})
c.update(q=1)
c.subtract("aaa")
c.subtract({"r": 20})
print(c, c.most_common()[-1], +c, -c, c.most_common(0), c.most_common(100) == c.most_common())
del c["never there"]
del c["q"]
c["new"] += 5
print(c, "q" in c, c.copy() == c, type(c.copy()).__name__)
A, B = Counter(a=3, b=1, z=0), Counter(a=1, b=2, d=4)
print(A + B, A - B, A & B, A | B, A == B, A == Counter(a=3, b=1), A <= B, Counter(a=1) < A, A >= Counter(a=1), A != B, +A, -A)
A += B
print(A)
A -= Counter(a=2)
A &= Counter(a=5, b=1, d=9)
A |= Counter(z=7)
print(A)
show(lambda: Counter.fromkeys("ab"))
show(lambda: Counter(5))
show(lambda: Counter([[]]))
show(lambda: Counter("a", "b"))
show(lambda: A + 5)
show(lambda: A < 5)
show(lambda: Counter(a="x").total())
show(lambda: Counter([1, 2, 1, 1.0, True, None, None]))
show(lambda: list(Counter(a=2, b=0, c=-1).elements()))
show(lambda: Counter(a=1.5) + Counter(a=2))
show(lambda: repr(Counter({1: 1, "a": "b"})))


class Sub(Counter):
    pass


print(Sub("aab"), type(Sub("a") + Sub("b")).__name__, Sub("aa")["a"], [k for k, v in Counter("hello world").most_common() if v > 1], max(Counter("aabbb"), key=Counter("aabbb").get))
