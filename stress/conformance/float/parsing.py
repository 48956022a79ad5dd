# parsing: float() from text and other objects.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for text in ["0", "1", "-1", "+1.5", " 2.5\n", "1e5", "1E-5", ".5", "5.", "1_000.5", "inf", "-Infinity", "nan", "+nan", "-NaN", "INF",
             "1e400", "-1e400", "1e-400", "123456789" * 10, "0.1" + "0" * 50 + "1", "1e0005", "\u0661.5", "000.5", "2.2250738585072011e-308",
             "1.7976931348623159e308", "9007199254740993", "0.500000000000000166533453693773481063544750213623046875", "4.9e-324", "2e-324"]:
    print(ascii(text)[:60], repr(float(text)))
for text in ["", " ", "a", "1.2.3", "1e", "e5", "1e5.5", "--1", "0x10", "1_", "_1", "1__0", "1 2", "infin", "nanny", "1.5\x00", ".", "+", "1_.5", "\u00bd"]:
    show(lambda: float(text))
show(lambda: float())
show(lambda: float(True))
show(lambda: float(10**20))
show(lambda: float(10**400))
show(lambda: float(b"1.5"))
show(lambda: float(bytearray(b" 2.5 ")))
show(lambda: float(b"x"))
show(lambda: float(None))
show(lambda: float([]))
show(lambda: float(1j))
show(lambda: float("1", 2))
show(lambda: float(x="1"))


class Real:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 6


class Bad:
    def __float__(self):
        return 3


class Subclass(float):
    pass


show(lambda: float(Real()))
show(lambda: float(Index()))
show(lambda: float(Bad()))
show(lambda: type(float(Subclass(2.5))))
show(lambda: Subclass("1.5") * 2)
show(lambda: type(Subclass(1) + 1))
show(lambda: float.fromhex("0x1.8p1"))
show(lambda: float.fromhex("-0x.8p-3"))
show(lambda: float.fromhex("ff"))
show(lambda: float.fromhex("inf"))
show(lambda: float.fromhex("0x1p2000"))
show(lambda: float.fromhex("xyz"))
show(lambda: float.fromhex("0x1.fffffffffffff8p0"))
show(lambda: float.fromhex(5))
