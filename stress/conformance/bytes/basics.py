# basics: construction, indexing, slices, operators and text of bytes.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for value in [b"", b"abc", b"it's", b'say "x"', b"both ' \"", b"\x00\xff\n\t\r\\", bytes(5), bytes([65, 66]), bytes(range(3)), bytes("\u00e9", "utf-8"), bytes(bytearray(b"x")), bytes((1, 2)), bytes(b"copy"), bytes()]:
    print(value, repr(value), str(value), len(value), list(value), bool(value))
data = b"abcdefgh"
print(data[0], data[-1], data[2:5], data[::-1], data[::3], data[10:], data[-3:], data[5:2])
print(data + b"x", data * 2, 3 * b"ab", b"cd" in data, 99 in data, 0 in data, b"" in data, data == b"abcdefgh", data != b"x", data < b"b", data >= b"abc")
print(sorted([b"b", b"a", b"", b"ab"]), max(data), min(data), sum(data), hash(b"x") == hash(b"x"), {b"k": 1}[b"k"], b"a" == "a", b"a" == bytearray(b"a"))
show(lambda: data[8])
show(lambda: data[-9])
show(lambda: data["x"])
show(lambda: data[1.0])
show(lambda: data[::0])
show(lambda: b"\u00e9" if False else b"a" + "b")
show(lambda: "b" + b"a")
show(lambda: b"a" + 1)
show(lambda: b"a" * b"b")
show(lambda: b"a" * 1.5)
show(lambda: b"a" < "b")
show(lambda: b"a" - b"b")
show(lambda: "a" in b"abc")
show(lambda: 256 in b"abc")
show(lambda: -1 in b"abc")
show(lambda: None in b"abc")
show(lambda: bytes(-1))
show(lambda: bytes([256]))
show(lambda: bytes([-1]))
show(lambda: bytes(["a"]))
show(lambda: bytes("abc"))
show(lambda: bytes("abc", "ascii", "strict"))
show(lambda: bytes("\u00e9", "ascii"))
show(lambda: bytes(5, "ascii"))
show(lambda: bytes(b"x", "ascii"))
show(lambda: bytes(1.5))
show(lambda: bytes(None))
show(lambda: bytes(source=b"x"))
show(lambda: bytes(10**30))
show(lambda: bytes(True))
show(lambda: bytes.fromhex("41 42 0a"))
show(lambda: bytes.fromhex("4142F"))
show(lambda: bytes.fromhex("zz"))
show(lambda: bytes.fromhex("4 1"))
show(lambda: bytes.fromhex(b"41"))
show(lambda: b"abc".hex())
show(lambda: b"abcdef".hex(":", 2))
show(lambda: b"abcdef".hex("-", -4))
show(lambda: b"abc".hex("--"))
show(lambda: b"abc".hex(5))
show(lambda: setattr(b"a", "x", 1))
show(lambda: b"a".missing)
show(lambda: list(reversed(b"abc")))


class Own:
    def __bytes__(self):
        return b"own"


class Bad:
    def __bytes__(self):
        return "own"


class Index:
    def __index__(self):
        return 3


show(lambda: bytes(Own()))
show(lambda: bytes(Bad()))
show(lambda: bytes(Index()))
show(lambda: bytes([Index()]))


def assign():
    b"abc"[0] = 1


show(lambda: assign())
