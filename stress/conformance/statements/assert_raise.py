# assert_raise: assert with and without messages, raise of everything that can be raised.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def check(condition, *message):
    if message:
        assert condition, message[0]
    else:
        assert condition
    return "fine"


show(lambda: check(True))
show(lambda: check(1, "unused"))
show(lambda: check(False))
show(lambda: check([], "empty list"))
show(lambda: check(0, ("a", "tuple")))
show(lambda: check(None, None))


def throw(thing, *cause):
    if cause:
        raise thing from cause[0]
    raise thing


def bare():
    raise


show(lambda: throw(ValueError))
show(lambda: throw(ValueError()))
show(lambda: throw(ValueError("text")))
show(lambda: throw(ValueError("a", 1)))
show(lambda: throw(5))
show(lambda: throw("text"))
show(lambda: throw(int))
show(lambda: throw(None))
show(lambda: throw(object()) if False else throw(type("NotError", (), {})))
show(lambda: throw(ValueError, 5))
show(lambda: throw(ValueError, KeyError))
show(lambda: throw(ValueError("e"), int))
show(lambda: throw(OSError(2, "No such")))
show(lambda: throw(KeyError("key")))
show(lambda: throw(UnicodeDecodeError))
show(lambda: bare())


class Strange(Exception):
    def __new__(cls, *args):
        return 5


class NeedsArgument(Exception):
    def __init__(self, a):
        self.a = a


class NoText(Exception):
    def __str__(self):
        return "own text"

    def __repr__(self):
        return "own repr"


show(lambda: throw(Strange))
show(lambda: throw(NeedsArgument))
show(lambda: throw(NeedsArgument(1)))
show(lambda: throw(NoText))
try:
    try:
        throw(ValueError("v"), KeyError("k"))
    except ValueError as error:
        print(repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
        raise TypeError("t") from None
except TypeError as error:
    print(repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    raise ValueError("x").with_traceback(None)
except ValueError as error:
    print(error, error.__traceback__ is not None, error.__traceback__.tb_lineno)
try:
    raise (ValueError if True else KeyError)(*[1, 2])
except ValueError as error:
    print(error.args)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        bare()
except ZeroDivisionError as error:
    print("re-raised", error)
