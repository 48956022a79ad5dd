# sys.settrace() and sys.setprofile(): which events come, for which lines, with which values.
import sys
import threading

events = []
# Lines that hold no instruction of their own: whether they have an event is left open.
with open(__file__) as source:
    EMPTY_LINES = [number for number, line in enumerate(source, 1) if line.strip() in ("try:", "pass")]


def short(value):
    if isinstance(value, tuple):
        return value[0].__name__, str(value[1])
    return value


def tracer(frame, event, value):
    if event == "line" and frame.f_lineno in EMPTY_LINES:
        return tracer
    events.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, short(value)))
    return tracer


def show(title, function, *arguments, trace=tracer):
    events.clear()
    sys.settrace(trace)
    try:
        result = function(*arguments)
    except Exception as error:
        result = repr(error)
    finally:
        sys.settrace(None)
    print(title, result)
    for event in events:
        print("   ", *event)


def straight(a):
    b = a + 1
    c = b * 2
    return c


def branches(n):
    if n > 1:
        word = "many"
    elif n == 1:
        word = "one"
    else:
        word = "none"
    return word


def loops(n):
    total = 0
    for item in range(n):
        total += item
    while total > 2:
        total -= 2
    return total


def inner(x):
    return 10 // x


def catches(x):
    try:
        return inner(x)
    except ZeroDivisionError as error:
        return str(error)
    finally:
        x = None


def raises():
    inner(0)


def numbers(limit):
    for n in range(limit):
        yield n


def uses_generator():
    total = 0
    for n in numbers(2):
        total += n
    return total


def delegates():
    got = yield from numbers(1)
    return got


def uses_next():
    waiting = delegates()
    next(waiting)
    return list(waiting)


class Thing:
    def __init__(self, value):
        self.value = value

    @property
    def double(self):
        return self.value * 2


def makes():
    thing = Thing(3)
    return thing.double


def context():
    with Closing():
        x = 1
    return x


class Closing:
    def __enter__(self):
        return None

    def __exit__(self, *details):
        return False


def several(a,
            b):
    return [a,
            b]


show("straight", straight, 1)
for n in (0, 1, 2):
    show("branches", branches, n)
show("loops", loops, 3)
show("catches", catches, 1)
show("catches", catches, 0)
show("raises", raises)
show("generator", uses_generator)
show("next", uses_next)
show("makes", makes)
show("context", context)


def calls_only(frame, event, value):
    events.append((event, frame.f_code.co_name))


show("calls only", catches, 0, trace=calls_only)


def without_lines(frame, event, value):
    frame.f_trace_lines = False
    events.append((event, frame.f_code.co_name, short(value)))
    return without_lines


show("without lines", loops, 2, trace=without_lines)


def changes(frame, event, value):
    events.append((event, frame.f_code.co_name))
    return other


def other(frame, event, value):
    events.append(("other", event))
    return None


show("changes", straight, 1, trace=changes)


def fails(frame, event, value):
    events.append(event)
    if event == "line":
        raise ValueError("from the tracer")
    return fails


show("fails", straight, 1, trace=fails)
print(sys.gettrace())


def profiler(frame, event, value):
    name = value.__name__ if event.startswith("c_") else value
    events.append((event, frame.f_code.co_name, name))


def profiled():
    len([1])
    try:
        int("x")
        [].pop()
    except ValueError:
        pass
    return straight(abs(-1))


events.clear()
sys.setprofile(profiler)
profiled()
sys.setprofile(None)
print("profile")
for event in events:
    print("   ", *event)
print(sys.getprofile())


# A debugger's way in: it hooks the frames that run already.
def break_here():
    frame = sys._getframe().f_back
    while frame is not None:
        frame.f_trace = tracer
        frame = frame.f_back
    sys.settrace(tracer)


def debugged():
    x = 1
    break_here()
    x += 1
    sys.settrace(None)
    return x


events.clear()
debugged()
for event in events:
    print("   ", *event)


def nested():
    events.append("nested " + str(sys.gettrace() is tracer))
    return straight(1)


def calls_traced(frame, event, value):
    if event == "call" and frame.f_code.co_name == "branches":
        sys.call_tracing(straight, (5,))
    return tracer(frame, event, value)


show("call_tracing", branches, 1, trace=calls_traced)

events.clear()
threading.settrace(tracer)
worker = threading.Thread(target=straight, args=(1,))
worker.start()
worker.join()
threading.settrace(None)
print([event for event in events if event[1] == "straight"])

for wrong in ((), (1, 2)):
    try:
        sys.settrace(*wrong)
    except TypeError as error:
        print(error)
