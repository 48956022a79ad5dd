# tracebacks: traceback objects: frames, line numbers and their chain.
import sys
def inner():
    x = 1
    raise ValueError("inner")


def middle():
    y = 2
    inner()


def outer():
    z = 3
    middle()


def walk(trace):
    while trace is not None:
        frame = trace.tb_frame
        print(frame.f_code.co_name, trace.tb_lineno, frame.f_lineno, sorted(k for k in frame.f_locals if len(k) == 1), type(trace.tb_lasti).__name__)
        trace = trace.tb_next


try:
    outer()
except ValueError as error:
    trace = error.__traceback__
    walk(trace)
    kept = error
walk(kept.__traceback__.tb_next)
try:
    raise kept
except ValueError as error:
    walk(error.__traceback__)
    print(error.__traceback__ is sys.exc_info()[2])
try:
    raise kept.with_traceback(None)
except ValueError as error:
    walk(error.__traceback__)


def generator():
    yield 1
    inner()


try:
    list(generator())
except ValueError as error:
    walk(error.__traceback__)


class C:
    def __getattr__(self, name):
        inner()

    def __add__(self, other):
        return inner()


for action in (lambda: C().x, lambda: C() + 1, lambda: [inner() for _ in "a"], lambda: sorted([1, 2], key=lambda v: inner()), lambda: list(map(lambda v: inner(), [1]))):
    try:
        action()
    except ValueError as error:
        walk(error.__traceback__)


def reraises():
    try:
        inner()
    except ValueError:
        raise


def finally_line():
    try:
        inner()
    finally:
        x = 5


for function in (reraises, finally_line):
    try:
        function()
    except ValueError as error:
        walk(error.__traceback__)


def multi_line():
    return sum([
        1,
        inner(),
        2,
    ])


def long_call():
    print(
        "a",
        undefined_name,
    )


for function in (multi_line, long_call):
    try:
        function()
    except (ValueError, NameError) as error:
        walk(error.__traceback__)
frame = sys._getframe()
print(frame.f_code.co_name, frame.f_lineno, frame.f_back, "walk" in frame.f_globals, frame.f_locals is frame.f_globals)


def caller():
    return sys._getframe(1).f_code.co_name, sys._getframe().f_code.co_name, sys._getframe().f_back.f_lineno


print(caller())
try:
    sys._getframe(1000)
except ValueError as error:
    print(error)
short = kept.__traceback__
print(type(short).__name__, short.tb_lineno > 0)
try:
    short.tb_next = short
except ValueError as error:
    print(error)
try:
    short.tb_next = 5
except TypeError as error:
    print(error)
short.tb_next = None
walk(short)
