# bytearray: a mutable sequence of bytes: changing, resizing, sorting out errors.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


data = bytearray(b"hello")
print(data, repr(data), len(data), bytearray(), bytearray(3), bytearray([1, 2]), bytearray("\u00e9", "utf-8"), bytearray(b"x"))
data[0] = 72
data.append(33)
data.extend(b" you")
data.extend([46, 46])
data.insert(0, 62)
data.insert(-100, 62)
data.insert(100, 60)
print(data, data.pop(), data.pop(0), data.pop(-2), data)
data.remove(108)
data.reverse()
print(data, data.copy() == data, data.copy() is data)
data += b"++"
data *= 2
print(data, len(data))
data[1:4] = b"XYZ__"
data[::2] = bytes(len(data[::2]))
print(data)
del data[0]
del data[5:]
del data[::2]
print(data)
data[:] = range(5)
data[2:2] = bytearray(b"in")
data[1:3] = b""
data[5:5] = [1, 2]
print(data, data == b"\x00in\x03\x04\x01\x02", data < b"\x01", data + b"x", b"x" + data, 2 * data)
data.clear()
print(data, bool(data), data.hex(), bytearray(b"AB").hex(" "))
fresh = bytearray(b"abcdef")
show(lambda: fresh.append(256))
show(lambda: fresh.append("a"))
show(lambda: fresh.append(-1))
show(lambda: fresh.extend("ab"))
show(lambda: fresh.extend([1, 300]))
show(lambda: fresh.extend(5))
show(lambda: fresh.insert(0, 1000))
show(lambda: fresh.remove(255))
show(lambda: fresh.remove(b"a"))
show(lambda: bytearray().pop())
show(lambda: fresh.pop(100))
show(lambda: fresh.__setitem__(0, 256))
show(lambda: fresh.__setitem__(0, "a"))
show(lambda: fresh.__setitem__(100, 1))
show(lambda: fresh.__setitem__(slice(0, 2), 5))
show(lambda: fresh.__setitem__(slice(0, 2), "ab"))
show(lambda: fresh.__setitem__(slice(0, 4, 2), b"abc"))
show(lambda: fresh.__delitem__(100))
show(lambda: fresh.__iadd__("x"))
show(lambda: fresh.__imul__("x"))
show(lambda: fresh["x"])
show(lambda: hash(fresh))
show(lambda: {fresh: 1})
show(lambda: fresh)
view = memoryview(fresh)
show(lambda: fresh.append(1))
show(lambda: fresh.clear())
show(lambda: fresh.__delitem__(0))
show(lambda: fresh.__setitem__(0, 65))
view.release()
show(lambda: fresh.append(1))
show(lambda: fresh)
print([chr(c) for c in bytearray(b"abc")], bytearray(b"a") == b"a" == bytearray(b"a"), bytearray(b"b") > b"a", sorted(bytearray(b"cab")))
iterator = iter(bytearray(b"ab"))
print(next(iterator), iterator.__length_hint__(), next(iterator), next(iterator, "end"))
