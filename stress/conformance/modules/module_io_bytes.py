# module_io_bytes: BytesIO and buffered streams over one's own raw streams.
import io


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


b = io.BytesIO(b"first\nsecond\nlast")
print(b.read(3), b.tell(), b.readline(), b.readlines(), b.read(), b.seek(0), list(b), b.seek(-4, 2), b.read1(2), b.seek(1), b.write(b"XX"), b.getvalue(), b.truncate(4), b.getvalue(), bytes(b.getbuffer()), b.readable(), b.writable(), b.seekable())
b.seek(8)
b.write(bytearray(b"gap"))
print(b.getvalue(), b.readinto(bytearray(2)), b.seek(0), b.read(-1))
target = bytearray(5)
b.seek(0)
print(b.readinto(target), target, b.readinto(memoryview(target)[1:3]), target, b.writelines([b"a", b"b"]), b.getvalue(), b.peek if hasattr(b, "peek") else "no peek")
show(lambda: b.write("text"))
show(lambda: b.write(5))
show(lambda: b.seek(-1))
show(lambda: b.seek(0, 9))
show(lambda: b.read("x"))
show(lambda: b.truncate(-1))
show(lambda: io.BytesIO("text"))
show(lambda: b.readinto(b"fixed"))
show(lambda: b.fileno())
view = b.getbuffer()
show(lambda: b.write(b"x" * 100))
show(lambda: b.close())
view[0:1] = b"Z"
view.release()
print(b.getvalue()[:3])
b.close()
show(lambda: b.read())


class Raw(io.RawIOBase):
    def __init__(self, data=b""):
        self.data, self.place, self.log = bytearray(data), 0, []

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def readinto(self, buffer):
        part = self.data[self.place : self.place + min(len(buffer), 4)]
        buffer[: len(part)] = part
        self.place += len(part)
        self.log.append(len(part))
        return len(part)

    def write(self, data):
        part = bytes(data)
        self.data[self.place : self.place + len(part)] = part
        self.place += len(part)
        self.log.append(part)
        return len(part)

    def seek(self, place, whence=0):
        self.place = place if whence == 0 else self.place + place if whence == 1 else len(self.data) + place
        return self.place

    def tell(self):
        return self.place


raw = Raw(b"hello raw world")
print(raw.read(3), raw.readall(), raw.log)
reader = io.BufferedReader(Raw(b"one\ntwo\nthree"), 8)
print(reader.peek(2)[:2], reader.read(2), reader.readline(), reader.read1(1), reader.read(), reader.read(), reader.raw.log)
raw = Raw()
writer = io.BufferedWriter(raw, 8)
print(writer.write(b"abc"), raw.log, writer.write(b"defgh"), writer.write(b"ij"), writer.flush(), b"".join(raw.log), bytes(raw.data))
raw = Raw(b"0123456789")
both = io.BufferedRandom(raw, 4)
print(both.read(3), both.write(b"XY"), both.seek(0), both.read(), bytes(raw.data), both.tell())
pair = io.BufferedRWPair(Raw(b"in"), Raw())
print(pair.read(2), pair.write(b"out"), pair.flush())
show(lambda: io.BufferedReader(5))
show(lambda: io.BufferedReader(Raw(), 0))
show(lambda: io.BufferedReader(io.BytesIO()).read(-5))
show(lambda: io.BufferedWriter(io.BytesIO()).write("x"))
show(lambda: io.BufferedWriter(Raw()).read())
show(lambda: io.RawIOBase().read())
show(lambda: io.IOBase().seek(0))
show(lambda: io.IOBase().fileno())
show(lambda: io.UnsupportedOperation.__mro__[1:3])
text = io.TextIOWrapper(io.BufferedReader(Raw(b"line one\nline two\n")), encoding="ascii")
print(text.readline(), list(text))


class Closing(io.IOBase):
    def close(self):
        print("close called") if not self.closed else None
        super().close()


c = Closing()
with c:
    pass
print(c.closed)
show(lambda: c.__enter__())
d = Closing()
del d
