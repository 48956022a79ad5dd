# module_io_text: StringIO and TextIOWrapper: positions, newlines, encodings and closing.
import io


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


s = io.StringIO("first\nsecond\n\nlast")
print(s.read(3), s.tell(), s.readline(), s.readlines(), s.read(), s.seek(0), list(s), s.seek(0, 2), s.write("+end"), s.getvalue(), s.seek(2), s.write("XX"), s.getvalue(), s.truncate(4), s.getvalue(), s.readable(), s.writable(), s.seekable(), s.isatty(), s.closed, s.line_buffering, s.encoding, s.newlines)
s.seek(10)
s.write("gap")
print(repr(s.getvalue()))
for newline in (None, "", "\n", "\r", "\r\n"):
    t = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), t.readlines(), repr(t.getvalue()), t.newlines)
    t = io.StringIO(newline=newline)
    t.write("x\ny\r\nz")
    print(repr(t.getvalue()))
show(lambda: s.write(5))
show(lambda: s.write(b"x"))
show(lambda: s.seek(-1))
show(lambda: s.seek(1, 1))
show(lambda: s.seek(0, 5))
show(lambda: s.read("x"))
show(lambda: s.truncate(-1))
show(lambda: io.StringIO(5))
show(lambda: io.StringIO(newline="x"))
show(lambda: s.fileno())
show(lambda: s.detach())
show(lambda: s.readline(2))
s.close()
show(lambda: s.read())
show(lambda: s.getvalue())
show(lambda: s.write("x"))
print(s.closed, s.close())
with io.StringIO() as inside:
    print("text", file=inside, end="")
    print(inside.getvalue())
raw = io.BytesIO()
w = io.TextIOWrapper(raw, encoding="utf-8", newline="\n", write_through=True)
print(w.write("h\u00e9llo\nw\u00f6rld\n"), w.flush(), raw.getvalue(), w.encoding, w.errors, w.buffer is raw, w.seek(0), w.readline(), w.read(), w.name if hasattr(w, "name") else "no name")
w.seek(0)
print(w.read(2), w.tell() > 0, w.readlines())
r = io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc\nd"), encoding="ascii")
print(list(r), r.newlines)
r = io.TextIOWrapper(io.BytesIO(b"caf\xc3\xa9 \xff!"), encoding="utf-8", errors="replace")
print(ascii(r.read()))
bad = io.TextIOWrapper(io.BytesIO(b"\xff"), encoding="utf-8")
show(lambda: bad.read())
show(lambda: io.TextIOWrapper(io.BytesIO(), encoding="ascii").write("\u00e9"))
show(lambda: io.TextIOWrapper(5))
show(lambda: io.TextIOWrapper(io.BytesIO(), encoding="nope"))
latin = io.TextIOWrapper(io.BytesIO(), encoding="latin-1", errors="xmlcharrefreplace")
latin.write("\u00e9\u4e2d")
latin.flush()
print(latin.buffer.getvalue(), latin.detach().getvalue())
show(lambda: latin.read())
show(lambda: io.TextIOWrapper(io.BytesIO(b"abc")).reconfigure(line_buffering=True))
wide = io.StringIO("\u4e2d\u6587\U0001f600x")
print(ascii(wide.read(1)), wide.tell(), ascii(wide.read()), ascii(wide.getvalue()[2]))


class Upper(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


u = Upper()
print("shout", file=u)
print(repr(u.getvalue()), isinstance(u, io.TextIOBase), issubclass(io.StringIO, io.IOBase), io.DEFAULT_BUFFER_SIZE, io.SEEK_SET, io.SEEK_CUR, io.SEEK_END)
