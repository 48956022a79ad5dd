# basics: generator functions: send, throw, close, return values and states.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def count(n):
    for i in range(n):
        received = yield i
        if received is not None:
            print("received", received)
    return "finished"


g = count(3)
print(next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value, stop.args)
show(lambda: next(g))
show(lambda: g.send(1))
show(lambda: list(count(4)))
g = count(2)
show(lambda: g.send("too early"))
show(lambda: g.send(None))
show(lambda: g.throw(ValueError("into")))
show(lambda: next(g))
show(lambda: next(g, "default"))
g = count(2)
show(lambda: g.throw(KeyError))
show(lambda: list(g))
g = count(2)
show(lambda: g.close())
show(lambda: list(g))
show(lambda: g.close())


def catches():
    while True:
        try:
            value = yield "waiting"
            print("value", value)
        except ValueError as error:
            print("caught", error)
        except GeneratorExit:
            print("exiting")
            return
        finally:
            print("finally")


g = catches()
next(g)
print(g.send(1), g.throw(ValueError("a")), g.throw(ValueError), g.throw(ValueError, "text"), g.throw(ValueError, ValueError("instance")))
g.close()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
show(lambda: g.close())


def raises_on_close():
    try:
        yield 1
    finally:
        raise KeyError("while closing")


g = raises_on_close()
next(g)
show(lambda: g.close())


def stops():
    yield 1
    raise StopIteration("inside")


g = stops()
next(g)
show(lambda: next(g))
try:
    list(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__), repr(error.__context__))


def reentrant():
    yield next(me)


me = reentrant()
show(lambda: next(me))


def throws(g, *args):
    return lambda: g.throw(*args)


show(throws(count(1), 5))
show(throws(count(1), "text"))
show(throws(count(1)))
show(throws(count(1), ValueError, "x", 5))
show(throws(count(1), ValueError("a"), "b"))
show(throws(count(1), StopIteration("thrown")))
show(throws(count(1), int))
g = count(1)
print(type(g).__name__, g.gi_running, g.gi_frame is not None, g.gi_code.co_name, g.__name__, g.__qualname__, g.gi_yieldfrom, iter(g) is g, repr(g).split(" at ")[0])
list(g)
print(g.gi_frame, g.gi_running)
g.__name__ = "renamed"
print(g.__name__, repr(g).split(" at ")[0])
show(lambda: setattr(g, "__name__", 5))
show(lambda: g.x)
show(lambda: count())
show(lambda: type(g)())
show(lambda: g.send())
show(lambda: g.send(1, 2))


def infinite():
    n = 0
    while True:
        yield n
        n += 1


def only_return():
    return 5
    yield


def conditional(flag):
    if flag:
        return [1, 2]
    yield 3


def with_finally():
    try:
        yield 1
        yield 2
    finally:
        print("cleaned")


print(list(zip(infinite(), "abc")), list(only_return()), list(conditional(True)), list(conditional(False)), sum(conditional(False)), [*count(2)], 2 in infinite(), max(count(5)), dict(enumerate(count(2))))
for value in with_finally():
    break
del value
for value in with_finally():
    print(value)
x = with_finally()
next(x)
del x
print("after del")
print((lambda: (yield))().send(None), list((lambda: [(yield 1), (yield 2)])()))
expression = (i * 2 for i in range(3))
print(type(expression).__name__, expression.__name__, next(expression), expression.close(), list(expression))


def exception_state():
    try:
        raise ValueError("outer")
    except ValueError:
        yield 1
        import sys
        yield repr(sys.exc_info()[1])


g = exception_state()
next(g)
try:
    raise KeyError("caller")
except KeyError:
    print(next(g))
