# unary_conversion: unary operators and the conversion protocols of one's own classes.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class All:
    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __abs__(self):
        return "abs"

    def __int__(self):
        return 41

    def __float__(self):
        return 4.5

    def __complex__(self):
        return 4j

    def __index__(self):
        return 4

    def __round__(self, digits=None):
        return ("round", digits)

    def __trunc__(self):
        return "trunc"

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"

    def __bytes__(self):
        return b"bytes"

    def __format__(self, spec):
        return f"format {spec}"

    def __hash__(self):
        return 44

    def __bool__(self):
        return False

    def __len__(self):
        return 3

    def __length_hint__(self):
        return 2

    def __contains__(self, item):
        return item

    def __call__(self, *args, **keywords):
        return args, keywords


import math
import operator

a = All()
print(-a, +a, ~a, abs(a), int(a), float(a), complex(a), operator.index(a), round(a), round(a, 2), math.trunc(a), math.floor(a), math.ceil(a))
print(str(a), repr(a), bytes(a), f"{a:x}", hash(a), bool(a), len(a), not a, 5 in a, 0 in a, 0 not in a, a(1, b=2), [a], f"{a!r} {a!s}", "%s %r" % (a, a))
print([1, 2, 3, 4, 5][a], "abcdef"[a:], range(10)[a], [0] * a, bin(a), chr(a + 93 if hasattr(a, "__add__") else 97), operator.length_hint(a), bytes([a]), list(range(a)), 1 << a.__index__())
Bare = type("Bare", (), {})
b = Bare()
show(lambda: -b)
show(lambda: +b)
show(lambda: ~b)
show(lambda: abs(b))
show(lambda: int(b))
show(lambda: float(b))
show(lambda: complex(b))
show(lambda: round(b))
show(lambda: math.trunc(b))
show(lambda: math.floor(b))
show(lambda: bytes(b))
show(lambda: len(b))
show(lambda: bool(b))
show(lambda: 5 in b)
show(lambda: b())
show(lambda: b[0])
show(lambda: b.__setitem__)
show(lambda: iter(b))
show(lambda: [1][b])
show(lambda: range(b))
show(lambda: [0] * b)
show(lambda: "%d" % b)
show(lambda: "%f" % b)
show(lambda: operator.index(b))
show(lambda: chr(b))
show(lambda: sum([b]))
show(lambda: b + 1)
show(lambda: 1 + b)
show(lambda: b @ b)
show(lambda: b < b)
show(lambda: b == b)
show(lambda: hash(b) == hash(b))
show(lambda: next(b))
show(lambda: reversed(b))
show(lambda: format(b, "x"))
show(lambda: math.sqrt(b))


def bad(name, value):
    return type("Bad", (), {name: lambda self, *args: value})()


show(lambda: int(bad("__int__", 1.5)))
show(lambda: float(bad("__float__", "x")))
show(lambda: complex(bad("__complex__", 1)))
show(lambda: [1][bad("__index__", 1.0)])
show(lambda: str(bad("__str__", 1)))
show(lambda: repr(bad("__repr__", 1)))
show(lambda: bytes(bad("__bytes__", "x")))
show(lambda: hash(bad("__hash__", "x")))
show(lambda: bool(bad("__bool__", 1)))
show(lambda: len(bad("__len__", "x")))
show(lambda: len(bad("__len__", -5)))
show(lambda: f"{bad('__format__', 5)}")
show(lambda: iter(bad("__iter__", 5)))
show(lambda: 1 in bad("__contains__", "true"))
show(lambda: 1 in bad("__contains__", []))
show(lambda: operator.length_hint(bad("__length_hint__", -1)))
show(lambda: operator.length_hint(bad("__length_hint__", "x")))
show(lambda: operator.length_hint(bad("__length_hint__", NotImplemented), 7))
show(lambda: dir(bad("__dir__", ["b", "a"])))
