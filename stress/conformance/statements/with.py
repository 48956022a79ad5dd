# with: context managers: order, suppression, errors in each step, several at once.
class Manager:
    def __init__(self, name, suppress=False, enter_error=None, exit_error=None):
        self.name, self.suppress, self.enter_error, self.exit_error = name, suppress, enter_error, exit_error

    def __enter__(self):
        print("enter", self.name)
        if self.enter_error:
            raise self.enter_error
        return self.name.upper()

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind and kind.__name__, value, trace is not None)
        if self.exit_error:
            raise self.exit_error
        return self.suppress


with Manager("a") as a:
    print("body", a)
with Manager("a") as a, Manager("b") as b:
    print(a, b)
with (Manager("p") as p, Manager("q"),):
    print(p)
with (Manager("single")):
    pass
with Manager("t") as (x, *y):
    print(x, y)
with Manager("swallow", suppress=True):
    raise ValueError("swallowed")
print("after")
with Manager("outer", suppress="yes"), Manager("inner"):
    raise KeyError("through inner")


def returns():
    with Manager("return"):
        return "value"


def loop():
    for n in range(3):
        with Manager(f"loop {n}"):
            if n == 0:
                continue
            if n == 1:
                break
    return n


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(repr(error), "context", repr(error.__context__))


def body_error():
    with Manager("m"):
        raise ValueError("body")


def enter_error():
    with Manager("first"), Manager("second", enter_error=ValueError("enter")):
        print("never")


def exit_error():
    with Manager("m", exit_error=KeyError("exit")):
        raise ValueError("body")


def exit_error_alone():
    with Manager("m", suppress=True, exit_error=KeyError("exit")):
        pass


print(returns(), loop())
for action in (body_error, enter_error, exit_error, exit_error_alone):
    attempt(action)


class NoEnter:
    def __exit__(self, *args):
        pass


class NoExit:
    def __enter__(self):
        pass


class Weird:
    def __enter__(self):
        return self

    __exit__ = lambda self, kind, value, trace: print("weird", kind is None) or 0


class OnInstance:
    def __init__(self):
        self.__enter__ = lambda: "instance"
        self.__exit__ = lambda *args: True


def use(manager):
    with manager as value:
        return value


attempt(lambda: use(5))
attempt(lambda: use(NoEnter()))
attempt(lambda: use(NoExit()))
attempt(lambda: use(OnInstance()))
attempt(lambda: type(use(Weird())).__name__)


class BadTruth:
    def __bool__(self):
        raise RuntimeError("truth")


class BadExit:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return BadTruth()


def bad_truth():
    with BadExit():
        raise ValueError("body")


attempt(bad_truth)
d = {}
with Manager("item") as d["k"]:
    pass
print(d)
with Manager("gen"):
    print(list(n for n in range(2)))


def yields():
    with Manager("in generator"):
        yield 1
        yield 2


for value in yields():
    print(value)
g = yields()
next(g)
g.close()
g = yields()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as error:
    print(error)
