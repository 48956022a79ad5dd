# async_objects: coroutines and asynchronous generators, driven by hand without a loop.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Awaitable:
    def __init__(self, *values):
        self.values = values

    def __await__(self):
        for value in self.values:
            print("awaiting got", (yield value))
        return f"result {self.values}"


async def simple():
    return 5


async def waits():
    first = await Awaitable("a", "b")
    second = await simple()
    return first, second


def drive(coroutine, *sends):
    yielded = []
    try:
        yielded.append(coroutine.send(None))
        for value in sends:
            yielded.append(coroutine.send(value))
        while True:
            yielded.append(coroutine.send(None))
    except StopIteration as stop:
        return yielded, stop.value


print(drive(simple()), drive(waits(), "x", "y"))
c = waits()
print(type(c).__name__, c.cr_running, c.cr_code.co_name, c.__name__, c.cr_await, repr(c).split(" at ")[0])
c.close()
show(lambda: c.send(None))
c = simple()
show(lambda: c.send(1))
show(lambda: iter(c))
show(lambda: next(c))
show(lambda: [x for x in c])
c.close()
c = waits()
c.send(None)
show(lambda: c.throw(ValueError("into coroutine")))


class Manager:
    async def __aenter__(self):
        print("aenter")
        return "managed"

    async def __aexit__(self, kind, value, trace):
        print("aexit", kind and kind.__name__)
        return kind is ValueError


async def uses_with():
    async with Manager() as m:
        print(m)
    async with Manager():
        raise ValueError("suppressed")
    async with Manager() as a, Manager() as b:
        await Awaitable("in with")
    return "done"


class Iterator:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await Awaitable(f"step {self.n}")
        return self.n


async def uses_for():
    async for value in Iterator(3):
        if value == 1:
            continue
        print("value", value)
    else:
        print("for else")
    return [x async for x in Iterator(2)], {x: y async for x in Iterator(1) for y in "ab"}, [await simple() for _ in range(2)]


print(drive(uses_with()), drive(uses_for()))


async def agen(n):
    try:
        for i in range(n):
            received = yield i
            if received:
                print("agen received", received)
    finally:
        print("agen finally")


async def uses_agen():
    collected = [x async for x in agen(3)]
    g = agen(2)
    print(await g.__anext__(), await g.asend("hi"))
    await g.aclose()
    g = agen(2)
    await g.__anext__()
    try:
        await g.athrow(KeyError("thrown"))
    except KeyError as error:
        print("athrow", error)
    g = agen(1)
    print(await anext(g), await anext(g, "default"))
    return collected


print(drive(uses_agen()))
g = agen(1)
print(type(g).__name__, g.__name__, g.ag_running, repr(g).split(" at ")[0], aiter(g) is g)
show(lambda: iter(g))
show(lambda: aiter(5))
show(lambda: anext(5))


async def wrong(kind):
    if kind == "await int":
        await 5
    if kind == "await list":
        await [1]
    if kind == "for int":
        async for _ in 5:
            pass
    if kind == "with int":
        async with 5:
            pass
    if kind == "for list":
        async for _ in [1]:
            pass
    if kind == "with sync":
        async with open("/dev/null"):
            pass
    if kind == "stop":
        raise StopIteration(1)


for kind in ("await int", "await list", "for int", "with int", "for list", "with sync", "stop"):
    show(lambda: drive(wrong(kind)))
show(lambda: exec("async with x: pass"))
show(lambda: exec("def f(): await x"))
show(lambda: exec("def f():\n    async for x in y: pass"))
show(lambda: exec("async def f(): yield from x"))
show(lambda: exec("async def f():\n    yield 1\n    return 2"))
show(lambda: exec("[x async for x in y]"))
show(lambda: exec("async x"))


class BadAwait:
    def __await__(self):
        return 5


async def awaits_bad():
    await BadAwait()


show(lambda: drive(awaits_bad()))
import types


@types.coroutine
def old_style():
    x = yield "old"
    return x


async def uses_old():
    return await old_style()


print(drive(uses_old(), "value"))
