# slots: slots, their inheritance, conflicts and the absence of a dictionary.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __slots__ = ["z"]


class Open(Point):
    pass


class WithDict:
    __slots__ = ("a", "__dict__")


class WithWeak:
    __slots__ = ("__weakref__",)


class Single:
    __slots__ = "only"


class Empty:
    __slots__ = ()


class Documented:
    __slots__ = {"a": "what a is", "b": None}


class Private:
    __slots__ = ("__hidden",)

    def set(self, value):
        self.__hidden = value
        return self.__hidden


p = Point(1, 2)
print(p.x, p.y, Point.__slots__, hasattr(p, "__dict__"), hasattr(p, "__weakref__"), type(Point.x).__name__)
p.x += 10
del p.y
print(p.x, hasattr(p, "y"))
q = Point3(1, 2)
q.z = 3
o = Open(1, 2)
o.other = 4
w = WithDict()
w.a, w.b = 1, 2
s = Single()
s.only = 5
print(q.x, q.y, q.z, o.x, o.other, vars(o), w.a, vars(w), s.only, Private().set(7), Documented.a.__doc__ if hasattr(Documented.a, "__doc__") else None, [n for n in dir(Private) if "hidden" in n])
show(lambda: p.y)
show(lambda: p.z)
show(lambda: setattr(p, "z", 1))
show(lambda: delattr(p, "y"))
show(lambda: delattr(p, "z"))
show(lambda: q.w)
show(lambda: setattr(q, "w", 1))
show(lambda: p.__dict__)
show(lambda: vars(p))
show(lambda: setattr(Empty(), "x", 1))
show(lambda: Empty().__weakref__)
show(lambda: setattr(p, "__class__", Point3))
show(lambda: setattr(p, "__slots__", ()))
show(lambda: Point.x.__get__(5))
show(lambda: Point.x.__set__(5, 1))
import weakref
show(lambda: weakref.ref(p))
show(lambda: weakref.ref(WithWeak()) is not None)
show(lambda: weakref.ref(o) is not None)


def build(text):
    exec(text, {"Point": Point, "WithDict": WithDict, "Open": Open})


show(lambda: build("class T:\n    __slots__ = ('a', 'a')"))
show(lambda: build("class T:\n    __slots__ = ('1a',)"))
show(lambda: build("class T:\n    __slots__ = (5,)"))
show(lambda: build("class T:\n    __slots__ = ('a b',)"))
show(lambda: build("class T:\n    __slots__ = ('a',)\n    a = 1"))
show(lambda: build("class T:\n    __slots__ = ('__dict__', '__dict__')"))
show(lambda: build("class T(Open):\n    __slots__ = ('__dict__',)"))
show(lambda: build("class T(int):\n    __slots__ = ('a',)"))
show(lambda: build("class T(tuple):\n    __slots__ = ('a',)"))
show(lambda: build("class T(tuple):\n    __slots__ = ()"))
show(lambda: build("class T(list):\n    __slots__ = ('a',)"))
show(lambda: build("class S:\n    __slots__ = ('s',)\nclass T(Point, S): pass"))
show(lambda: build("class S:\n    __slots__ = ()\nclass T(Point, S):\n    __slots__ = ()"))
show(lambda: build("class T:\n    __slots__ = 5"))
show(lambda: build("class T:\n    __slots__ = ('',)"))


class A1:
    __slots__ = ("x", "y")


class A2:
    __slots__ = ("y", "x")


a = A1()
a.x = 5
a.__class__ = A2
print(a.x, type(a).__name__)


class Counter:
    __slots__ = ("n",)
    shared = "class"

    def __getattr__(self, name):
        return f"default {name}"


c = Counter()
print(c.n, c.shared, c.other)
c.n = 1
print(c.n)
