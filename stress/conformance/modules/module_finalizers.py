# module_finalizers: when and in which order __del__ runs, errors in it, and resurrection.
import gc
import sys
log = []


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def flush(label):
    print(label, log)
    log.clear()


a = Loud("a")
b = a
del a
flush("one reference left")
b = None
flush("rebound")
Loud("temporary")
flush("temporary")
[Loud("l0"), Loud("l1")]
flush("list display")
{"k": Loud("value"), Loud("key"): 1}
flush("dict")
(Loud("t0"), Loud("t1"))
flush("tuple")


def function(argument):
    local = Loud("local")
    return argument.name


function(Loud("argument"))
flush("function")


def raises():
    local = Loud("in failing function")
    raise ValueError("x")


try:
    raises()
except ValueError as error:
    flush("inside handler")
flush("after handler")
x = Loud("old")
x = Loud("new")
flush("replaced")
d = {"k": Loud("old value")}
d["k"] = Loud("new value")
d.clear()
flush("dict changes")
items = [Loud(str(n)) for n in range(5)]
items[0] = None
items.pop()
del items[0]
items[:1] = []
flush("list changes")
items.clear()
flush("list cleared")
for item in [Loud("i0"), Loud("i1")]:
    pass
flush("loop still holds the last")
del item
flush("loop variable gone")
[Loud(f"c{n}") for n in range(2)]
flush("comprehension")
_ = [None for v in (Loud("w"),)]
flush("comprehension variable")


class Holder:
    def __init__(self):
        self.first, self.second = Loud("first"), Loud("second")


h = Holder()
h.first = None
flush("attribute replaced")
del h
flush("instance gone")


class Both(Loud):
    def __init__(self):
        super().__init__("outer")
        self.inner = Loud("inner")


Both()
flush("outer before inner")


def generator():
    held = Loud("held by generator")
    yield 1


g = generator()
next(g)
del g
flush("generator dropped")
closure = (lambda held: lambda: held)(Loud("in cell"))
del closure
flush("closure dropped")
method = Loud("bound").__init__
del method
flush("bound method dropped")
left = [Loud("cycle a"), Loud("cycle b")]
left.append(left)
del left
flush("cycle before collection")
gc.collect()
print(sorted(log))
log.clear()
saved = []


class Phoenix:
    def __del__(self):
        log.append("phoenix")
        saved.append(self)


Phoenix()
flush("resurrected")
saved.clear()
flush("second death is silent")


class Fails:
    def __del__(self):
        raise ValueError("failing")


hook, sys.unraisablehook = sys.unraisablehook, lambda info: log.append((info.exc_type.__name__, str(info.exc_value)))
Fails()
try:
    raise KeyError("active")
except KeyError:
    Fails()
    print(sys.exc_info()[0].__name__)
sys.unraisablehook = hook
flush("failing finalizers")


class New:
    def __new__(cls):
        self = super().__new__(cls)
        log.append("made")
        raise ValueError("in new")

    def __del__(self):
        log.append("del of half made")


try:
    New()
except ValueError:
    pass
flush("failing new")


class Init:
    def __init__(self):
        raise ValueError("in init")

    def __del__(self):
        log.append("del after failing init")


try:
    Init()
except ValueError:
    pass
flush("failing init")


class Swaps:
    def __del__(self):
        log.append(type(self).__name__)


s = Swaps()
s.__class__ = type("Other", (Swaps,), {})
del s
flush("class swapped")


class Dynamic:
    pass


dynamic = Dynamic()
Dynamic.__del__ = lambda self: log.append("added later")
dynamic.__del__ = lambda: log.append("on the instance")
del dynamic
flush("del found on the type")
a, b = Loud("swap a"), Loud("swap b")
a, b = b, a
a = None
flush("swapped")
a = b = None
flush("both")
t = (Loud("p"), Loud("q"))
p, q = t
del t
p = q = None
flush("unpacked")
