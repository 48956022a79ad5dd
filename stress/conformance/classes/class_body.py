# class_body: execution of class bodies, attributes of classes, nesting and reassigning __class__.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class C:
    """Documentation."""
    a = 1
    b = a + 1
    for i in range(3):
        c = i
    if b > 1:
        d = "conditional"
    try:
        e = undefined
    except NameError as error:
        e = str(error)
    del i
    f = [a for _ in range(0)]

    def method(self, default=a):
        return default

    print(sorted(n for n in locals() if not n.startswith("_")), __qualname__, __module__)
    g = method(None)
    (h, *k) = "hkl"
    with open("/dev/null"):
        w = "with"
    import sys as system
    lambda_value = (lambda: a if "a" in globals() else "no a")()


print(C.a, C.b, C.c, C.d, C.e, C.f, C.g, C.h, C.k, C.w, C.system.__name__, C.lambda_value, C.__doc__, C.__name__, C.__qualname__, C.__module__, C.__dict__["a"], C().method())


class Outer:
    class Inner:
        class Deepest:
            def f(self):
                return __class__.__qualname__

    value = Inner.Deepest().f()

    def make(self):
        class Local:
            pass

        return Local


print(Outer.value, Outer().make().__qualname__, Outer.Inner.__qualname__, Outer.Inner.Deepest.f.__qualname__, repr(Outer.Inner), repr(Outer().make()))
C.__name__ = "Renamed"
C.__qualname__ = "Qualified.Name"
C.__doc__ = "New text"
C.new = lambda self: "new"
print(repr(C), C.__name__, C.__doc__, C().new(), str(type(C())))
del C.new
show(lambda: C().new())
show(lambda: setattr(C, "__name__", 5))
show(lambda: setattr(C, "__qualname__", 5))
show(lambda: setattr(C, "__module__", "elsewhere"))
show(lambda: repr(C))
show(lambda: setattr(C, "__dict__", {}))
show(lambda: setattr(C, "__mro__", ()))
show(lambda: delattr(C, "__name__"))
show(lambda: delattr(C, "__doc__"))
show(lambda: C.__doc__)


class D:
    def who(self):
        return "D"


class E:
    def who(self):
        return "E"


d = D()
d.x = 1
d.__class__ = E
print(d.who(), d.x, type(d).__name__, isinstance(d, E))
show(lambda: setattr(d, "__class__", list))
show(lambda: setattr(d, "__class__", "E"))
show(lambda: setattr(5, "__class__", bool))
show(lambda: setattr([], "__class__", D))
show(lambda: delattr(d, "__class__"))
show(lambda: object.__class__)


class Counter:
    count = 0

    def __init__(self):
        Counter.count += 1
        self.count += 10


Counter(), Counter()
print(Counter.count, Counter().count, vars(Counter()))


class Empty: pass


class OneLine: x = 1; y = 2


class Only: "just text"


print(vars(Empty).keys() - {"__module__", "__dict__", "__weakref__", "__doc__"}, OneLine.y, Only.__doc__, Empty.__doc__)


class Shadow:
    str = "shadowed"
    kind = type(str)

    def method(self):
        return str(5)


print(Shadow.kind, Shadow().method())


class Conditional(D if C.a else E):
    pass


print(Conditional().who())
show(lambda: exec("class T:\n    x = 1 / 0"))
show(lambda: exec("class T:\n    raise KeyError('body')"))
show(lambda: exec("class T(A for A in []): pass"))
show(lambda: exec("class 5: pass"))
show(lambda: exec("class T\n    pass"))
show(lambda: exec("class T(): yield 1"))
