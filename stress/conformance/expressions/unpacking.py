# unpacking: stars in displays, calls and assignments.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


a, b = 1, 2
a, b = b, a
print(a, b)
first, *rest = "hello"
*start, last = range(5)
head, *middle, tail = (1, 2)
(x, [y, *z]), w = (1, "abc"), 5
print(first, rest, start, last, head, middle, tail, x, y, z, w)
[p, q] = {"k": 1, "l": 2}
i, j = map(int, "12")
k, = [9]
[l] = "m"
() = []
[] = ()
print(p, q, i, j, k, l)
m = n = o = []
m.append(1)
print(n, o is m)
class Holder:
    pass


h = Holder()
items = [0, 0, 0]
h.attribute, items[0], items[1:] = 1, 2, (3, 4, 5)
print(h.attribute, items)
index, items[index] = 2, "indexed"
print(items, [*range(3), *"ab"], (*[1], 2, *()), {*[1], *(1, 2)}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*{"k": 1}], *[1, 2], sep=" / ")
for a, *b in [(1, 2, 3), "xy", [9]]:
    print(a, b)
for (a, b), c in [((1, 2), 3)]:
    print(a, b, c)


def star(*args, **keywords):
    return args, keywords


print(star(*[1, 2], 3, *"ab", x=1, **{"y": 2}, **dict(z=3)), star(*(), **{}), star(*{"k": 1}), star(*(n for n in range(2))))
t = *[1, 2], 3
print(t, *t)


def returns():
    return 1, *[2, 3]


def yields():
    yield 1, *[2]


print(returns(), list(yields()))


def unpack(text):
    exec(text, {})


show(lambda: unpack("a, b = 1"))
show(lambda: unpack("a, b = None"))
show(lambda: unpack("a, b = 1,"))
show(lambda: unpack("a, b = 1, 2, 3"))
show(lambda: unpack("a, b = ''"))
show(lambda: unpack("a, b = range(10**6)"))
show(lambda: unpack("a, b, c = 'ab'"))
show(lambda: unpack("a, *b, c = [1]"))
show(lambda: unpack("a, b, *c, d = [1, 2]"))
show(lambda: unpack("*a, b = []"))
show(lambda: unpack("*a = [1]"))
show(lambda: unpack("*a, *b = [1]"))
show(lambda: unpack("(a, b) = (c, d) = 1, 2, 3"))
show(lambda: unpack("[a] = 5"))
show(lambda: unpack("x = *[1]"))
show(lambda: unpack("print(*5)"))
show(lambda: unpack("print(**5)"))
show(lambda: unpack("print(**{1: 2})"))
show(lambda: unpack("dict(a=1, **{'a': 2})"))
show(lambda: unpack("dict(**{'a': 1}, **{'a': 2})"))
show(lambda: unpack("[*5]"))
show(lambda: unpack("{**5}"))
show(lambda: unpack("{**[]}"))
show(lambda: unpack("{*5}"))
show(lambda: unpack("def f(a): pass\nf(*[1], a=2)"))
show(lambda: unpack("for a, b in [1]: pass"))
show(lambda: unpack("for a, b in [(1, 2, 3)]: pass"))
show(lambda: unpack("f() = 1"))
show(lambda: unpack("a + 1 = 2"))
show(lambda: unpack("5 = a"))
show(lambda: unpack("None = 1"))
show(lambda: unpack("'a' = 1"))
show(lambda: unpack("(a, 5) = 1"))
show(lambda: unpack("[a, b()] = 1"))
show(lambda: unpack("a, b += 1"))
show(lambda: unpack("x = {}\nx['a'], x['b'] = 1"))


class Iterates:
    def __iter__(self):
        yield 1
        raise ValueError("in the middle")


show(lambda: [*Iterates()])
show(lambda: star(*Iterates()))
