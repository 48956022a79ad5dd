# classes: class patterns: match_args, keywords, built-in types and mistakes.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class NoArgs:
    a = 1


def where(value):
    match value:
        case Point3(x=0, z=z):
            return f"point3 zero {z}"
        case Point3(x, y, z):
            return f"point3 {x} {y} {z}"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"y axis {y}"
        case Point(x, y=0):
            return f"x axis {x}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case NoArgs(a=a, b=b):
            return f"both {a} {b}"
        case NoArgs(a=a):
            return f"only {a}"
        case bool(b):
            return f"bool {b}"
        case int(n) if n < 0:
            return f"negative {n}"
        case int(0 | 1 as small):
            return f"bit {small}"
        case int():
            return "int"
        case float(f):
            return f"float {f}"
        case str("special"):
            return "special"
        case str() as s:
            return f"str {s}"
        case list([Point(x=first), *_]):
            return f"list of point {first}"
        case list() | tuple() as items:
            return f"{type(items).__name__} {len(items)}"
        case dict({"k": v}):
            return f"dict {v}"
        case set() | frozenset():
            return "set"
        case bytes(b) | bytearray(b):
            return f"bytes {b}"
        case type(__name__=name):
            return f"type {name}"
        case ValueError(args=(first, *_)):
            return f"error {first}"
        case _:
            return "other"


with_b = NoArgs()
with_b.b = 2
for value in (Point3(0, 1, 2), Point3(1, 2, 3), Point(0, 0), Point(0, 5), Point(5, 0), Point(3, 3), Point(1, 2), NoArgs(), with_b, True, -5, 0, 1, 7, 1.5, "special", "plain", [Point(9, 9), 1], [1, 2], (1,), {"k": "v"}, {}, {1}, frozenset(), b"b", bytearray(b"c"), int, ValueError("e", 1), None, ...):
    print(where(value))


def run(value, pattern, **names):
    space = {"value": value, "Point": Point, "NoArgs": NoArgs, **names}
    exec(f"match value:\n    case {pattern}:\n        result = 'matched'\n    case _:\n        result = 'not matched'", space)
    return space["result"]


class BadArgs:
    __match_args__ = "xy"


class BadItem:
    __match_args__ = (5,)


class Property:
    __match_args__ = ("p",)

    @property
    def p(self):
        raise AttributeError("missing")


class Angry:
    __match_args__ = ("p",)

    @property
    def p(self):
        raise ValueError("angry")


class Meta(type):
    def __instancecheck__(cls, value):
        return value == "instance"


class Checked(metaclass=Meta):
    pass


show(lambda: run(Point(1, 2), "Point(1, 2)"))
show(lambda: run(Point(1, 2), "Point(1, 2, 3)"))
show(lambda: run(Point(1, 2), "Point(1, x=1)"))
show(lambda: run(NoArgs(), "NoArgs(1)"))
show(lambda: run(NoArgs(), "NoArgs(zz=1)"))
show(lambda: run(5, "int(5, 5)"))
show(lambda: run(5, "int(real=5)"))
show(lambda: run(5, "int(5, real=5)"))
show(lambda: run(5, "five(1)", five=5))
show(lambda: run(5, "undefined()"))
show(lambda: run(BadArgs(), "B(1)", B=BadArgs))
show(lambda: run(BadItem(), "B(1)", B=BadItem))
show(lambda: run(Property(), "P(x)", P=Property))
show(lambda: run(Angry(), "P(x)", P=Angry))
show(lambda: run("instance", "C()", C=Checked))
show(lambda: run(Checked(), "C()", C=Checked))
show(lambda: run([1], "list(x)"))
show(lambda: run([1], "list([x])"))
show(lambda: run({}, "object()"))
show(lambda: run(5, "int(imag=0, real=r)"))
show(lambda: run(5, "int | str", int=int))
show(lambda: run(1, "T()", T=int | str))
show(lambda: run(len, "f()", f=type(len)))
