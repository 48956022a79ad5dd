# decorators: decorators on functions, methods and classes, with arguments and in stacks.
import functools


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def trace(function):
    @functools.wraps(function)
    def wrapper(*args, **keywords):
        print("call", function.__name__, args, keywords)
        return function(*args, **keywords)

    return wrapper


def tag(name):
    def decorate(thing):
        thing.tag = name
        return thing

    return decorate


@trace
def add(a, b=2):
    """Adds."""
    return a + b


@tag("outer")
@trace
@tag("inner")
def both(x):
    return x


print(add(1), add(1, b=5), add.__name__, add.__doc__, add.__wrapped__(3), both(1), both.tag, both.__wrapped__.tag)


@tag("class")
class C:
    @trace
    def method(self, x):
        return x * 2

    @staticmethod
    @trace
    def static(x):
        return x

    @classmethod
    def made(cls, x):
        return cls.__name__, x

    @property
    @trace
    def value(self):
        return "value"

    @(lambda f: lambda self: ("lambda", f(self)))
    def odd(self):
        return 1


c = C()
c.method.__func__
c.__repr__()
print(C.tag)


class Quiet(C):
    def __repr__(self):
        return "<C>"


q = Quiet()
print(q.method(2), q.static(3), Quiet.static(4), q.made(5), q.value, q.odd())


class CountCalls:
    def __init__(self, function):
        self.function, self.count = function, 0

    def __call__(self, *args):
        self.count += 1
        return self.function(*args)

    def __get__(self, instance, owner):
        return functools.partial(self, instance)


@CountCalls
def counted(x):
    return -x


class D:
    @CountCalls
    def method(self, x):
        return x


print(counted(1), counted(2), counted.count, D().method(5), vars(D)["method"].count)


def register(registry):
    def decorate(function):
        registry[function.__name__] = function
        return function

    return decorate


commands = {}


@register(commands)
def start():
    return "started"


@register(commands)
def stop():
    return "stopped"


print(sorted(commands), commands["start"]())


@list
@lambda f: [f(), f()]
def listed():
    return 1


@str
class Text:
    pass


@(lambda f: f.__name__)
def printed():
    pass


print(listed, Text.split(".")[-1], printed)
decorators = [trace]


@decorators[0]
def indexed():
    return "i"


@decorators[0] if True else None
def conditional():
    return "c"


@(chosen := trace)
def walrus():
    return "w"


print(indexed(), conditional(), walrus(), chosen is trace)


def broken(name):
    raise ValueError(name)


show(lambda: exec("@broken\ndef f(): pass", {"broken": broken}) if False else exec("@b('x')\ndef f(): pass", {"b": broken}))
show(lambda: exec("@5\ndef f(): pass"))
show(lambda: exec("@undefined\ndef f(): pass", {}))
show(lambda: exec("@x\npass"))
show(lambda: exec("@\ndef f(): pass"))
