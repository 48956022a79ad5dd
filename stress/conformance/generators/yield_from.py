# yield_from: delegation to generators, iterators and one's own objects.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def inner():
    try:
        received = yield "inner 1"
        print("inner received", received)
        yield "inner 2"
    except ValueError as error:
        print("inner caught", error)
        yield "recovered"
    finally:
        print("inner finally")
    return "inner result"


def outer():
    result = yield from inner()
    print("outer got", result)
    yield "outer"
    return result + "!"


def top():
    return (yield from outer())


g = top()
print(next(g), g.send("message"), next(g))
show(lambda: next(g))
g = top()
next(g)
print(g.throw(ValueError("thrown")), next(g))
g = top()
next(g)
show(lambda: g.throw(KeyError("through")))
g = top()
next(g)
g.close()
print(list(top()))


def from_iterables():
    a = yield from [1, 2]
    b = yield from "ab"
    c = yield from range(2)
    d = yield from {"k": 1}
    e = yield from (x for x in (9,))
    f = yield from []
    return a, b, c, d, e, f


g = from_iterables()
collected = []
while True:
    try:
        collected.append(next(g))
    except StopIteration as stop:
        print(collected, stop.value)
        break


class Own:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("own value")
        return self.n

    def send(self, value):
        print("own send", value)
        return "sent"

    def throw(self, *args):
        print("own throw", args)
        return "thrown"

    def close(self):
        print("own close")


class Plain:
    def __iter__(self):
        return iter([1, 2, 3])


def delegate(target):
    result = yield from target
    return f"result {result}"


g = delegate(Own())
print(next(g), g.send("v"), g.throw(ValueError), next(g))
show(lambda: next(g))
g = delegate(Own())
next(g)
g.close()
g = delegate(Plain())
next(g)
show(lambda: g.send(5))
g = delegate(Plain())
next(g)
show(lambda: g.throw(ValueError("no throw method")))
g = delegate(Plain())
next(g)
show(lambda: g.close())
show(lambda: next(delegate(5)))
show(lambda: next(delegate(None)))


def tree(items):
    for item in items:
        if isinstance(item, list):
            yield from tree(item)
        else:
            yield item


def countdown(n):
    if n:
        yield n
        yield from countdown(n - 1)


print(list(tree([1, [2, [3, [4]], 5], [], 6])), list(countdown(5)), len(list(countdown(200))))


def returns_generator():
    return (yield from (i for i in range(2))), "after"


g = returns_generator()
next(g), next(g)
show(lambda: next(g))


def loops_back():
    yield from me


me = loops_back()
show(lambda: next(me))


def shows_target():
    yield from source


source = inner()
g = shows_target()
next(g)
print(g.gi_yieldfrom is source)


def try_in_outer():
    while True:
        try:
            yield from inner()
            return
        except KeyError as error:
            print("outer caught", error)


g = try_in_outer()
print(next(g), g.throw(KeyError("k")), g.throw(ValueError("v")))
show(lambda: next(g))
