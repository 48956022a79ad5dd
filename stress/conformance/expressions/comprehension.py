# comprehension: comprehensions: scopes, nesting, conditions, unpacking and order.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print([x * y for x in range(3) for y in range(x + 1)], [x for x in range(20) if x % 2 if x % 3], {x % 3: x for x in range(9)}, {c for c in "aab"} == {"a", "b"}, [[y for y in range(x)] for x in range(4)])
print([a + b for a, b in [(1, 2), (3, 4)]], [h for h, *t in ["abc", "def"]], [(i, c) for i, c in enumerate("ab")], {k: v for k, v in zip("ab", [1, 2])}, [x for (x) in (1, 2)], [x for [x, y] in [[1, 2]]])
x = "outer"
print([x for x in range(3)], x, [x for _ in range(2)], {x: y for y in [1]}, x)
print([lambda: i for i in range(3)][0](), [f() for f in [lambda i=i: i for i in range(3)]], [(lambda: j * k)() for j in range(2) for k in range(2)])
print([y := n * 2 for n in range(3)], y, [z for n in range(5) if (z := n % 3)], any((found := n) > 2 for n in range(10)), found)
generator = (x * 2 for x in range(3))
print(next(generator), list(generator), list(generator), sum(n for n in range(5)), max((len(w) for w in ["a", "bbb"]), default=0), dict((k, k * 2) for k in "ab"))
log = []


def note(value):
    log.append(value)
    return value


[note("item") for _ in note([1, 2]) if note(True)]
print(log)
log.clear()
{note("key"): note("value") for _ in [1]}
print(log)
log.clear()
lazy = (note(v) for v in note("ab"))
print(log)
list(lazy)
print(log)


class Scope:
    values = [1, 2, 3]
    factor = 2
    copied = [v for v in values]
    indexes = [i for i in range(len(values))]
    try:
        scaled = [v * factor for v in values]
    except NameError as error:
        scaled = str(error)


print(Scope.copied, Scope.indexes, Scope.scaled)


def deep(n):
    return [[(a, b, n) for b in range(a)] for a in range(n)]


def uses_later():
    result = [later for _ in range(1)]
    later = 1
    return result


print(deep(3))
show(lambda: uses_later())
show(lambda: [q for q in 5])
show(lambda: [1 / n for n in range(2)])
show(lambda: [undefined for _ in "a"])
show(lambda: list(a for a, b in [1]))
show(lambda: {[]: 1 for _ in "a"})
show(lambda: {[] for _ in "a"})
show(lambda: (n for n in 5))
show(lambda: list(1 / n for n in [1, 0]))
show(lambda: eval("[x for x in range(3)] + [x]", {"x": 9}))
show(lambda: eval("[(x := 5) for x in range(3)]"))
show(lambda: eval("[*x for x in []]"))
show(lambda: eval("{**x for x in []}"))
show(lambda: eval("[x async for x in y]"))
show(lambda: eval("[x, y for x in z]"))
show(lambda: eval("f(x for x in y, 1)"))
show(lambda: [w for v in [[1, 2], [3]] for w in v if w != 2])
show(lambda: [not v for v in (0, 1)] + [v if v else "zero" for v in (0, 1)])
