# kinds: match statements over records, sequences, mappings and guards.
from collections import OrderedDict, deque, namedtuple


class Shape:
    __match_args__ = ("name", "sides")

    def __init__(self, name, sides):
        self.name, self.sides = name, sides


class Circle(Shape):
    __match_args__ = ("radius",)

    def __init__(self, radius):
        super().__init__("circle", 0)
        self.radius = radius


Pair = namedtuple("Pair", "left right")


class Color:
    RED = "red"
    GREEN = "green"


def classify(value):
    match value:
        case None | True | False:
            return f"singleton {value}"
        case 0 | 0.0:
            return "zero"
        case int(n) if n < 0:
            return f"negative {n}"
        case int() | float() as number:
            return f"number {number}"
        case complex(real=r, imag=i):
            return f"complex {r} {i}"
        case Color.RED:
            return "the red"
        case "" | b"":
            return "empty text"
        case str(text) if len(text) == 1:
            return f"char {text!r}"
        case str() | bytes() | bytearray() as text:
            return f"text {text!r}"
        case []:
            return "empty sequence"
        case [x]:
            return f"one {x}"
        case Pair(left=l, right=Pair(l2, r2)):
            return f"nested pair {l} {l2} {r2}"
        case Pair(0, _):
            return "pair with zero"
        case (x, y, *[]):
            return f"two {x} {y}"
        case [first, *_, ("end" | "stop") as last]:
            return f"from {first} to {last}"
        case [[a, b], {"k": [c, *d]}, *rest]:
            return f"deep {a} {b} {c} {d} {rest}"
        case [first, *rest]:
            return f"{first} then {len(rest)}"
        case {"type": "point", "x": x, "y": y, **rest}:
            return f"point {x},{y} {rest}"
        case {"type": kind, **others} if others:
            return f"{kind} with {sorted(others)}"
        case {Color.GREEN: value}:
            return f"green {value}"
        case {}:
            return "mapping"
        case Circle(r):
            return f"circle {r}"
        case Shape(name, sides=4 | 3 as n):
            return f"{name} with {n}"
        case Shape("line", _):
            return "line"
        case object(sides=s):
            return f"sides {s}"
        case _:
            return "other"


for value in (None, True, False, 0, 0.0, -0.0, 5, -5, 2.5, 1j, "red", "", b"", "x", "long", b"bytes", bytearray(b"ba"), [], (), [1], (1, 2), [1, 2, "end"], ("a", "b", "c", "stop"),
              [[1, 2], {"k": [3, 4, 5], "z": 0}, 6, 7], [[1, 2], {"k": []}], Pair(1, Pair(2, 3)), Pair(0, 1), Pair(1, 1), range(3), deque([1, 2]), array if False else (),
              {"type": "point", "x": 1, "y": 2}, {"type": "point", "x": 1, "y": 2, "z": 3}, {"type": "box", "w": 1}, {"type": "box"}, {"green": 5}, OrderedDict(a=1), {},
              Circle(2), Shape("square", 4), Shape("triangle", 3), Shape("line", 2), Shape("pent", 5), {1, 2}, frozenset(), iter([]), classify.__name__ * 0, type, 10**30, -10**30):
    print(type(value).__name__, "->", classify(value))


def bindings(value):
    match value:
        case {"a": {"b": {"c": [*_, {"d": target}]}}}:
            pass
        case (("x", target), _) | (_, ("x", target)):
            pass
        case (target, int() as n) if n > target:
            target = (target, n)
        case _:
            target = "nothing"
    return target


for value in ({"a": {"b": {"c": [1, 2, {"d": "deep"}]}}}, (("x", 1), 2), (1, ("x", 2)), (1, 2), (2, 1), "xy"):
    print(bindings(value))


class Bad:
    __match_args__ = "name"


class Worse:
    __match_args__ = (1,)


class Few:
    __match_args__ = ("a",)
    a = b = 1


for subject, source in ((Bad(), "Bad(x)"), (Worse(), "Worse(x)"), (Few(), "Few(x, y)"), (Few(), "Few(x, a=y)"), (1, "int(x, y)"), (1, "classify(x)"), (Few(), "Few(a=x, b=y)"), (object(), "object(x)")):
    try:
        exec(f"match subject:\n case {source}:\n  print('matched', x)\n case _: print('no match')")
    except TypeError as error:
        print(source, error)
for source in ("case x: pass\n case y: pass", "case [a, a]: pass", "case a | b: pass", "case {**r, 'a': 1}: pass", "case {'a': 1, 'a': 2}: pass", "case [*a, *b]: pass", "case 1 + 2: pass", "case -x: pass", "case C(a=1, a=2): pass", "case C(a=1, 2): pass", "case 1 + 2j | -3.5 - 1j: pass", "case {x: 1}: pass", "case (1 | x): pass", "case _ as _: pass", "case x as 5: pass"):
    try:
        compile(f"match 1:\n {source}", "m", "exec")
        print("fine", source.encode())
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset, error.end_offset)
match, case, _ = 1, 2, 3
match = {match: case}
print(match[1], _, case)
match (1,
       2):
    case 1, 2: print("tuple display")
match -1, : 
    case [-1]: print("one tuple")
match *range(2), 5:
    case [0, 1, x]: print("starred", x)
