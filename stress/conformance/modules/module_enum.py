# module_enum: enumerations: members, aliases, lookup, flags, auto and methods.
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1

    def describe(self):
        return f"{self.name} is {self.value}"

    @classmethod
    def favourite(cls):
        return cls.GREEN

    @property
    def lower(self):
        return self.name.lower()


print(list(Color), Color.RED, repr(Color.RED), Color(2), Color["BLUE"], Color.CRIMSON is Color.RED, Color.RED.name, Color.RED.value, Color.GREEN.describe(), Color.favourite(), Color.BLUE.lower, len(Color), Color.RED in Color, Color.__members__, Color.RED == 1, Color.RED != Color.GREEN, hash(Color.RED) == hash("RED"), isinstance(Color.RED, Color), {Color.RED: "r"}[Color(1)], list(reversed(Color)), f"{Color.RED} {Color.RED!r}", type(Color.RED), Color.RED.__class__, bool(Color))
show(lambda: Color(99))
show(lambda: Color["PINK"])
show(lambda: Color.PINK)
show(lambda: setattr(Color, "RED", 5))
show(lambda: setattr(Color.RED, "value", 5))
show(lambda: delattr(Color, "RED"))
show(lambda: Color.RED < Color.GREEN)
show(lambda: type("Sub", (Color,), {}))
show(lambda: Color())
show(lambda: Color.RED.RED if False else Color.RED.missing)


class Number(IntEnum):
    ONE = 1
    TWO = 2


class Word(StrEnum):
    A = auto()
    B = "bee"


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    def __str__(self):
        return self.name.title()


class Own(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return f"{name}-{count}"

    X = auto()
    Y = auto()

    @classmethod
    def _missing_(cls, value):
        return cls.X if value == "any" else None


print(Number.ONE + 1, Number.TWO > Number.ONE, Number.ONE == 1, repr(Number.ONE), str(Number.ONE), f"{Number.TWO:03}", Number(2), sorted(Number, reverse=True), Word.A, Word.B.upper(), repr(Word.A), Word("bee"), Planet.EARTH.mass, Planet.MARS, Planet((0.64, 3.39)).radius, list(Own), Own("any"), [1, 2, 3][Number.ONE])
show(lambda: Own("none"))


class Access(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()
    ALL = READ | WRITE | RUN


print(list(Access), Access.READ | Access.WRITE, Access.ALL, Access.ALL & Access.READ, ~Access.READ, Access.READ ^ Access.ALL, Access.READ in Access.ALL, bool(Access(0)), Access(0), Access(3), Access.ALL.value, [f.name for f in Access.ALL], len(Access.ALL), Access.READ | Access.READ, str(Access.READ | Access.RUN), Access(5).name)
show(lambda: Access(64))
show(lambda: Access.READ | 1)


class Bits(IntFlag):
    A = 1
    B = 2


print(Bits.A | Bits.B, Bits.A | 8, Bits(3), Bits.A + 1, ~Bits.A, Bits(0), repr(Bits(16)), Bits.A & 3, isinstance(Bits.A | Bits.B, Bits))
Made = Enum("Made", "P Q R")
Also = Enum("Also", {"M": 10, "N": 20})
Pairs = Enum("Pairs", [("U", "u"), ("V", "v")], start=5)
print(list(Made), list(Also), list(Pairs), Made.Q.value)


def duplicate():
    @unique
    class D(Enum):
        A = 1
        B = 1


def twice():
    class T(Enum):
        A = 1
        A = 2


show(lambda: duplicate())
show(lambda: twice())


class Mixed(str, Enum):
    S = "s"


class Empty(Enum):
    pass


class Child(Empty):
    C = 1


print(Mixed.S, Mixed.S == "s", Mixed.S.upper(), repr(Mixed.S), Child.C, list(Empty))
import copy
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy([Color.RED])[0] is Color.RED)
