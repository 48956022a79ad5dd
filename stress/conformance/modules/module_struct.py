# module_struct: packing and unpacking of every format, byte order and mistake.
import struct


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for order in ("<", ">", "!", "=", "@", ""):
    for code, value in [("b", -5), ("B", 200), ("h", -300), ("H", 60000), ("i", -70000), ("I", 4000000000), ("q", -(2**40)), ("Q", 2**63), ("f", 1.5), ("d", -2.25), ("?", True), ("c", b"x"), ("e", 0.5), ("l", -5), ("L", 5), ("n", -1) if order in ("@", "") else ("b", 0)]:
        packed = struct.pack(order + code, value)
        print(order + code, packed, struct.unpack(order + code, packed), struct.calcsize(order + code))
print(struct.pack("3s5s0s", b"abcdef", b"ab", b""), struct.pack("3p6p", b"abcdef", b"ab"), struct.unpack("3s2p", b"abc\x01z"), struct.pack("2h3x1b", 1, 2, 3), struct.calcsize("bi"), struct.calcsize("<bi"), struct.calcsize("ib0i"), struct.calcsize(""), struct.pack(""), struct.unpack("", b""), struct.pack("< h  h ", 1, 2), struct.pack(b"<h", 1))
s = struct.Struct("<hI")
buffer = bytearray(20)
s.pack_into(buffer, 2, 7, 8)
struct.pack_into("<b", buffer, -1, 5)
print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(1, 2)), buffer, s.unpack_from(buffer, 2), struct.unpack_from("<b", buffer, -1), list(s.iter_unpack(s.pack(1, 2) + s.pack(3, 4))), list(struct.iter_unpack("<h", b"\1\0\2\0")), struct.unpack("<2h", memoryview(b"\1\0\2\0")))
print(struct.unpack("<f", struct.pack("<f", 0.1)), struct.unpack("<e", struct.pack("<e", 65504.0)), struct.pack("<d", float("inf")), struct.unpack(">d", struct.pack(">d", float("nan"))), struct.pack("<f", float("-inf")), struct.pack("<e", 1e-8), struct.pack("?", "yes"), struct.pack("?", []), struct.pack("<q", True))
show(lambda: struct.pack("b", 128))
show(lambda: struct.pack("B", -1))
show(lambda: struct.pack("B", 256))
show(lambda: struct.pack("<h", 40000))
show(lambda: struct.pack("<H", -1))
show(lambda: struct.pack("<i", 2**31))
show(lambda: struct.pack("<I", 2**32))
show(lambda: struct.pack("<q", 2**63))
show(lambda: struct.pack("<Q", -1))
show(lambda: struct.pack("@q", 2**63))
show(lambda: struct.pack("@i", 2**31))
show(lambda: struct.pack("b", 1.5))
show(lambda: struct.pack("b", "a"))
show(lambda: struct.pack("b"))
show(lambda: struct.pack("b", 1, 2))
show(lambda: struct.pack("c", "x"))
show(lambda: struct.pack("c", b"xy"))
show(lambda: struct.pack("s", "x"))
show(lambda: struct.pack("p", 5))
show(lambda: struct.pack("f", "x"))
show(lambda: struct.pack("<f", 1e40))
show(lambda: struct.pack("<e", 1e6))
show(lambda: struct.pack("z", 1))
show(lambda: struct.pack("5", 1))
show(lambda: struct.pack("<n", 1))
show(lambda: struct.unpack("h", b"x"))
show(lambda: struct.unpack("h", b"xyz"))
show(lambda: struct.unpack("h", "xy"))
show(lambda: struct.unpack_from("<i", b"abc"))
show(lambda: struct.unpack_from("<i", b"abcdef", 5))
show(lambda: struct.unpack_from("<i", b"abcdef", -2))
show(lambda: struct.unpack_from("<i", b"abcdef", -20))
show(lambda: struct.pack_into("<i", bytearray(3), 0, 1))
show(lambda: struct.pack_into("<i", bytearray(8), 6, 1))
show(lambda: struct.pack_into("<i", b"fixed....", 0, 1))
show(lambda: struct.pack_into("<i", bytearray(8)))
show(lambda: list(struct.iter_unpack("<h", b"abc")))
show(lambda: struct.iter_unpack("", b""))
show(lambda: struct.Struct(5))
show(lambda: struct.Struct("\u00e9"))
show(lambda: struct.calcsize("99999999999999999999b"))
show(lambda: struct.error.__mro__[1])
show(lambda: setattr(struct.Struct("b"), "size", 5))


class Index:
    def __index__(self):
        return 7

    def __float__(self):
        return 1.5


show(lambda: struct.pack("<bd", Index(), Index()))
