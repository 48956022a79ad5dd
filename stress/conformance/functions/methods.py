# methods: bound methods, class methods, static methods and functions as attributes.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class C:
    def method(self, *args):
        return type(self).__name__, args

    @classmethod
    def klass(cls, *args):
        return cls.__name__, args

    @staticmethod
    def static(*args):
        return args

    function = lambda self: "lambda"
    builtin = len
    number = 5


class D(C):
    pass


c, d = C(), D()
bound = d.method
print(bound(1), C.method(d, 2), d.klass(3), D.klass(4), C.klass(5), d.static(6), D.static(7), c.function(), C.function(5), c.builtin("abc"), c.number)
print(bound.__self__ is d, bound.__func__ is C.method, bound.__name__, bound.__qualname__, D.klass.__self__, bound == d.method, bound is d.method, bound == c.method, hash(bound) == hash(d.method), c.static is C.static)
print(repr(C.klass), type(vars(C)["klass"]).__name__, type(vars(C)["static"]).__name__, vars(C)["static"](1), type(bound).__name__, type(C.method).__name__)
c.attached = lambda *args: args
C.added = lambda self: "added later"
print(c.attached(1), d.added(), [m() for m in (c.method, d.method)], list(map(c.static, [1, 2])), (lambda f: f(1))(c.method))
import types
c.bound = types.MethodType(lambda self, x: (self is c, x), c)
print(c.bound(5), types.MethodType(len, "abc")(), classmethod(len).__func__, staticmethod(len).__func__ is len, staticmethod(len)("ab"), classmethod(lambda cls: cls).__get__(None, int)())
del C.added
show(lambda: d.added())
show(lambda: bound.x)
show(lambda: setattr(bound, "x", 1))
show(lambda: types.MethodType(5, 5))
show(lambda: types.MethodType(len, None))
show(lambda: types.MethodType(len))
show(lambda: classmethod())
show(lambda: classmethod(5).__get__(None, int)())
show(lambda: vars(C)["klass"]())
show(lambda: C.method.__get__(c)(1))
show(lambda: C.method.__get__(None, C) is C.method)
show(lambda: C.method.__get__(None, None))
show(lambda: C.method.__get__())
show(lambda: "".join.__self__)
show(lambda: [].append.__name__)
show(lambda: str.join.__get__(",")(["a", "b"]))
show(lambda: str.join.__get__(5))
show(lambda: str.join.__objclass__)
show(lambda: dict.fromkeys.__self__)
show(lambda: int.from_bytes.__qualname__)
show(lambda: str.upper == str.upper)
show(lambda: "a".upper == "a".upper)
show(lambda: [].append == [].append)
show(lambda: (int.__add__(1, 2), int.__add__.__name__, (1).__add__.__qualname__))
show(lambda: int.__add__("a", 1))
show(lambda: int.__add__(1))
show(lambda: int.__add__())
show(lambda: object.__str__(5))
show(lambda: list.__len__([1, 2]))
show(lambda: list.__len__((1, 2)))
show(lambda: type(int.__dict__["real"]).__name__)
show(lambda: type(int.__dict__["from_bytes"]).__name__)
show(lambda: int.__dict__["real"].__get__(5))
show(lambda: int.__dict__["real"].__get__("x"))
show(lambda: int.__dict__["real"].__set__(5, 1))


class Slots:
    __slots__ = ("a",)


member = vars(Slots)["a"]
s = Slots()
member.__set__(s, 5)
print(s.a, member.__get__(s), type(member).__name__, member.__name__, repr(member))
member.__delete__(s)
show(lambda: member.__get__(s))
show(lambda: member.__get__(5))
