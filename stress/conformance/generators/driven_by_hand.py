# driven_by_hand: generators driven by hand with send, throw and close, and coroutines without a loop.
import sys


def averager():
    total = count = 0
    average = None
    while True:
        try:
            value = yield average
        except ZeroDivisionError as error:
            print("handled", error, error.__context__)
            total = count = 0
            average = None
            continue
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count


g = averager()
print(next(g), g.send(10), g.send(20), g.throw(ZeroDivisionError("reset")), g.send(6))
try:
    g.send(None)
except StopIteration as stop:
    print("returned", stop.value, stop.args)
print(g.gi_frame, g.gi_running, g.gi_yieldfrom)
try:
    g.send(1)
except StopIteration as stop:
    print(repr(stop), stop.value)
h = averager()
try:
    h.send(1)
except TypeError as error:
    print(error)
try:
    h.throw(ValueError, "first", None)
except ValueError as error:
    print(repr(error), h.gi_frame)
for bad in (lambda: averager().throw(1), lambda: averager().throw(ValueError("x"), "y"), lambda: averager().throw(ValueError, ValueError("inst")), lambda: averager().throw()):
    try:
        bad()
    except BaseException as error:
        print(type(error).__name__, error)


def delegating(inner):
    try:
        result = yield from inner
        print("inner returned", result)
        result = yield from [1, 2]
        return "done"
    finally:
        print("delegating ends")


def inner():
    try:
        while True:
            received = yield "ready"
            if received == "stop":
                return "stopped"
            print("received", received)
    except GeneratorExit:
        print("inner exits")
        raise
    except KeyError as error:
        yield f"caught {error!r}"
        return "after error"


d = delegating(inner())
print(next(d), d.send("a"), d.gi_yieldfrom.__name__, d.send("stop"), list(d))
d = delegating(inner())
print(next(d), d.throw(KeyError("k")), next(d), next(d))
try:
    next(d)
except StopIteration as stop:
    print(stop.value)
d = delegating(inner())
next(d)
print(d.close(), d.close())


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)


def leaky():
    yield 1
    raise StopIteration("inside")


try:
    list(leaky())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as error:
    print(error)
gen = (x * y for x in range(3) for y in "ab" if x)
print(gen.__name__, gen.__qualname__, list(gen), repr(gen)[:27])


class Await:
    def __init__(self, *values):
        self.values = values

    def __await__(self):
        got = []
        for value in self.values:
            got.append((yield value))
        return got


async def leaf(name):
    print("leaf", name)
    result = await Await(name, name * 2)
    return result


async def tree():
    first = await leaf("a")
    try:
        second = await leaf("b")
    except ValueError as error:
        second = repr(error)
    return first, second


c = tree()
print(type(c).__name__, c.cr_await, c.cr_running)
print(c.send(None), c.cr_await.__name__, c.send(1), c.send(2), c.throw(ValueError("boom")) if False else "-")
try:
    c.throw(ValueError("boom"))
except StopIteration as stop:
    print(stop.value)
c = tree()
c.send(None)
c.close()
try:
    c.send(None)
except RuntimeError as error:
    print(error)


class Source:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Await(f"wait {self.n}")
        return self.n


class Resource:
    async def __aenter__(self):
        await Await("enter")
        return "resource"

    async def __aexit__(self, kind, value, trace):
        await Await("exit")
        print("aexit", kind and kind.__name__, value)
        return kind is KeyError


async def countdown(n):
    try:
        while n:
            got = yield n
            print("countdown got", got)
            n -= 1
    finally:
        await Await("cleanup")
        print("countdown done")


async def everything():
    print([x async for x in Source(3)], {x: y async for x in Source(2) for y in "z"})
    async with Resource() as r, Resource():
        print(r)
        raise KeyError("swallowed")
    async for n in countdown(2):
        print("n", n)
    else:
        print("else")
    agen = countdown(3)
    print(await agen.__anext__(), await agen.asend("hello"))
    try:
        await agen.athrow(ValueError("thrown"))
    except ValueError as error:
        print("out", error)
    try:
        await agen.__anext__()
    except StopAsyncIteration as stop:
        print(repr(stop))
    other = countdown(1)
    await anext(other)
    await other.aclose()
    print(await anext(countdown(0), "default"))
    return "finished"


def drive(coroutine):
    steps = []
    value = None
    while True:
        try:
            steps.append(coroutine.send(value))
        except StopIteration as stop:
            return steps, stop.value


print(drive(everything()))


async def misuse():
    for make in (lambda: Await, lambda: 3, lambda: [1]):
        try:
            await make()
        except TypeError as error:
            print(error)
    try:
        async with 5:
            pass
    except TypeError as error:
        print(error)
    try:
        async for x in [1]:
            pass
    except TypeError as error:
        print(error)


drive(misuse())
one = leaf("never")
try:
    drive(Outer() if False else one)
    drive(one)
except RuntimeError as error:
    print(error)
sys.stdout.flush()
