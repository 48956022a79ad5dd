# module_io_again: streams whose __init__ is called again, empty files, and steps as large as an int can be.
import io
import os
import sys
import tempfile

folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "file")
with open(path, "w"):
    pass
print(repr(open(path).read()), open(path).readlines(), open(path, "rb").read(), list(open(path)))
with open(path, "w") as file:
    file.write("first line\nsecond line\n")

reader = io.BufferedReader(io.BytesIO(b"0123456789"), 4)
print(reader.read(3))
for size in (2, 1 << 20, 7):
    reader.__init__(io.BytesIO(b"abcdefghij"), size)
    print(reader.read(3), reader.peek(1)[:1], reader.read())
writer = io.BufferedWriter(io.BytesIO(), 4)
for size in (100, 3, 1 << 20, 1):
    target = io.BytesIO()
    writer.__init__(target, size)
    writer.write(b"some text")
    writer.flush()
    print(target.getvalue())
for size in (0, -1, sys.maxsize):
    for kind in (reader, writer):
        try:
            kind.__init__(io.BytesIO(), size)
        except (ValueError, MemoryError) as error:
            print(type(error).__name__)

class Named(io.BufferedReader):
    pass


print(reader, writer, Named(io.BytesIO()), io.BufferedRandom(io.BytesIO()))
before = len(os.listdir("/proc/self/fd"))
raw = io.FileIO(path)
for _ in range(20):
    raw.__init__(path)
print(raw.read(5), len(os.listdir("/proc/self/fd")) - before, raw.closed)
raw.close()
raw.__init__(path, "r")
print(raw.read(5), raw.closed)
raw.close()
text = io.TextIOWrapper(io.BytesIO(b"one\ntwo\n"))
print(text.readline())
text.__init__(io.BytesIO(b"three\r\nfour\n"), encoding="ascii")
print(text.readline(), text.read())
try:
    open(path, opener=lambda name, flags: 99999)
except OSError as error:
    print(error.errno)

places = (None, 0, 1, 3, 300, 1 << 333, sys.maxsize, -1, -2, -300, -sys.maxsize)
kinds = 0
for start in places:
    for stop in places:
        for step in places[2:]:
            row, octets = list(range(50)), bytearray(range(50))
            part = row[start:stop:step]
            row[start:stop:step] = part[::-1]
            octets[start:stop:step] = part[::-1]
            del row[start:stop:step]
            del octets[start:stop:step]
            kinds += list(octets) == row
print(kinds)
