# basics: construction, methods, slices, operators and text of tuples.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print((), (1,), (1, 2), (1, (2,), [3]), tuple(), tuple("abc"), tuple([1, 2]), tuple(range(3)), tuple({"a": 1}), tuple((1, 2)), 1, (2))
t = 1, 2, 3, 2
print(t, t[0], t[-1], t[1:], t[::-1], t.index(2), t.index(2, 2), t.count(2), t.count(9), len(t), 2 in t, t + (4,), t * 2, 0 * t, 2 * (1,), bool(()), bool((0,)))
print(tuple(t) is t, t[:] is t, t == (1, 2, 3, 2), hash(t) == hash((1, 2, 3, 2)), max(t), sum(t), sorted(t), list(reversed(t)), (*t, *t)[3:5])
a, (b, c), *d = 1, (2, 3), 4, 5
print(a, b, c, d)
for index in range(25):
    print(tuple(range(index))[-3:], hash(tuple(range(index))))
show(lambda: t.index(99))
show(lambda: t.index())
show(lambda: t.index(2, "a"))
show(lambda: t.count())
show(lambda: t[10])
show(lambda: t["a"])
show(lambda: t[1.5])
show(lambda: t + [1])
show(lambda: t + 1)
show(lambda: t * t)
show(lambda: t.append(1))
show(lambda: t.__setitem__)
show(lambda: tuple(5))
show(lambda: tuple([1], [2]))
show(lambda: tuple(sequence=[1]))
show(lambda: t < 5)
show(lambda: () < (1,) < (1, 0) < (2,))
show(lambda: tuple[int, ...])
show(lambda: t.__getnewargs__())
show(lambda: t.__add__([1]))
show(lambda: t.__mul__("a"))
show(lambda: t.__eq__([1]))
show(lambda: t.__contains__(3))


def assign():
    t[0] = 5


def delete():
    del t[0]


def half_done():
    pair = ([], 1)
    try:
        pair[0] += [5]
    finally:
        print(pair)


show(lambda: assign())
show(lambda: delete())
show(lambda: half_done())


class Sub(tuple):
    def __new__(cls, *args):
        return super().__new__(cls, args)


sub = Sub(1, 2)
print(sub, type(sub).__name__, sub + (3,), type(sub[:]).__name__, sub == (1, 2), hash(sub) == hash((1, 2)), tuple(sub), isinstance(sub, tuple))
loop = ([],)
loop[0].append(loop)
print(loop)
