# throw_context: what becomes the __context__ of an exception that is thrown into a generator.
from contextlib import ExitStack, contextmanager


def chain(error):
    names = []
    while error is not None and len(names) < 8:
        names.append(repr(error))
        error = error.__context__
    return names


@contextmanager
def replacing(error):
    try:
        yield
    finally:
        raise error


def outcome(action):
    try:
        action()
    except Exception as error:
        print(chain(error))


def nested():
    with replacing(ValueError("outer")), replacing(ValueError("inner")):
        raise KeyError("first")


def stacked():
    with ExitStack() as stack:
        for number in (3, 2, 1):
            stack.enter_context(replacing(ValueError(number)))
        raise KeyError(0)


def while_handling():
    try:
        raise KeyError("handled by the caller")
    except KeyError:
        generator = waiting()
        next(generator)
        generator.throw(ValueError("thrown"))


def while_generator_handles():
    generator = handling()
    next(generator)
    generator.throw(ValueError("thrown"))


def waiting():
    yield


def handling():
    try:
        raise KeyError("handled inside")
    except KeyError:
        yield


def circle():
    try:
        raise ValueError(1)
    except ValueError as error:
        error.__context__ = error
        raise TypeError(2)


def long_circle():
    errors = [ValueError(number) for number in range(5)]
    for left, right in zip(errors, errors[1:] + errors[2:3]):
        left.__context__ = right
    try:
        raise errors[0]
    except ValueError:
        raise TypeError("on top")


for action in (nested, stacked, while_handling, while_generator_handles, circle, long_circle):
    print(action.__name__)
    outcome(action)
