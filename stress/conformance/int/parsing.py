# parsing: int() from text, bytes, bases, underscores and what it refuses.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


good = ["0", "7", "-7", "+7", "  42\n", "1_000", "0_0", "00012", "\u0661\u0662", "9" * 40, "\t-5 ", "-0"]
for text in good:
    print(ascii(text), int(text))
for text, base in [("ff", 16), ("0xff", 16), ("0xFF", 0), ("0b101", 0), ("0o17", 0), ("z", 36), ("-Zz", 36),
                   ("101", 2), ("0b1", 2), ("0b1", 16), ("12", 3), ("1_0", 0), ("0x_f", 0), ("777", 8), ("0", 0),
                   ("00", 0), (b"12", 10), (bytearray(b"0x1f"), 16)]:
    print(text, base, int(text, base))
bad = ["", " ", "a", "1.5", "1e5", "--1", "+ 1", "1_", "_1", "1__0", "0x10", "1 2", "\u00bd", "12\x00", "1" * 50 + "x"]
for text in bad:
    show(lambda: int(text))
for text, base in [("012", 0), ("0x", 16), ("8", 8), ("2", 2), ("g", 16), ("1", 1), ("1", 37), ("1", -1), ("_f", 16),
                   ("0b2", 0), ("", 10), ("-", 10)]:
    show(lambda: int(text, base))
show(lambda: int())
show(lambda: int(3.99))
show(lambda: int(-3.99))
show(lambda: int(1e20))
show(lambda: int(True))
show(lambda: int("10", base=2))
show(lambda: int(x=5))
show(lambda: int(10, 2))
show(lambda: int(base=2))
show(lambda: int("1", "2"))
show(lambda: int("1", 2.0))
show(lambda: int(None))
show(lambda: int([]))
show(lambda: int(1j))
show(lambda: int(b"12"))
show(lambda: int(b"x1"))
show(lambda: int(bytearray(b"12")))
show(lambda: int(float("nan")))
show(lambda: int(float("inf")))
show(lambda: int(-float("inf")))
show(lambda: int("1", 2, 3))


class Whole:
    def __int__(self):
        return 5


class Index:
    def __index__(self):
        return 6


class Bad:
    def __int__(self):
        return "text"


class Subclass(int):
    pass


show(lambda: int(Whole()))
show(lambda: int(Index()))
show(lambda: int(Bad()))
show(lambda: type(int(Subclass(3))))
show(lambda: Subclass(3) + 4)
show(lambda: type(Subclass(3) + 4))
show(lambda: Subclass("77", 8))
show(lambda: repr(Subclass(3)))
