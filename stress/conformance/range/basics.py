# basics: ranges as sequences, with huge bounds and every step.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for r in [range(0), range(5), range(1, 5), range(0, 10, 3), range(10, 0, -3), range(5, 0), range(-3, 3), range(0, -5), range(0, 10**20, 10**19), range(-(2**70), 2**70, 2**69), range(True, 4)]:
    print(r, list(r) if len(r) < 20 else "", len(r), bool(r), r.start, r.stop, r.step, list(reversed(r)), r[::-1], r[1:], r[:-1], r[::2], hash(r) == hash(range(r.start, r.stop, r.step)))
    for index in (0, 1, -1, 100):
        try:
            print(r[index], end=" ")
        except IndexError as error:
            print(error, end=" ")
    print([value in r for value in (0, 3, 3.0, -1, 10**19, "a", None, 2.5, True)], [r.count(v) for v in (0, 3, "a")])
print(range(5) == range(0, 5), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(5) != range(6), range(5) == [0, 1, 2, 3, 4], {range(2): 1}[range(0, 2)])
print(range(10).index(5), range(0, 100, 7).index(49), range(5).index(3.0), max(range(5)), sum(range(101)), sorted(range(5, 0, -1)), min(range(3, 9)))
show(lambda: range())
show(lambda: range(1, 2, 3, 4))
show(lambda: range(1.0))
show(lambda: range("a"))
show(lambda: range(1, 2, 0))
show(lambda: range(stop=5))
show(lambda: range(5).index(9))
show(lambda: range(5).index("a"))
show(lambda: range(5)[5])
show(lambda: range(5)[-6])
show(lambda: range(5)["a"])
show(lambda: range(5)[1.0])
show(lambda: range(5)[::0])
show(lambda: len(range(10**20)))
show(lambda: range(10**20)[10**19])
show(lambda: range(10**20)[10**20])
show(lambda: 10**19 in range(10**20))
show(lambda: range(5) < range(6))
show(lambda: range(5) + range(5))
show(lambda: setattr(range(5), "start", 1))
show(lambda: range(5)(1))
show(lambda: iter(range(3)).__next__())
show(lambda: type("R", (range,), {}))
iterator = iter(range(3))
print(iterator.__length_hint__(), next(iterator), list(iterator), next(iterator, "end"), list(iter(range(10**20, 10**20 + 3))), next(iter(range(2**63 - 1, 2**63 + 2))))


class Index:
    def __index__(self):
        return 3


print(list(range(Index())), range(5)[Index()], list(range(10, Index(), -Index().__index__())))
for i in range(3):
    i += 10
    print(i, end=" ")
print(i)
