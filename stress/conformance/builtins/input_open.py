# input_open: input from an empty stream, open with wrong modes, and files there and back.
import os
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


show(lambda: input())
show(lambda: input("prompt> "))
show(lambda: input(1, 2))
path = f"/tmp/ouro-conformance-{os.getpid()}.txt"
with open(path, "w") as stream:
    print(stream.write("first\nsecond \u00e9\n\nlast"), stream.mode, stream.closed, stream.encoding.lower(), stream.name == path, stream.writable(), stream.readable())
print(stream.closed)
with open(path) as stream:
    print(stream.read(3), stream.readline(), stream.readlines(), stream.read(), stream.tell())
with open(path, encoding="utf-8") as stream:
    print([line for line in stream])
with open(path, "rb") as stream:
    data = stream.read()
    print(data, stream.seek(-4, 2), stream.read(), stream.seek(0), stream.readline(), stream.tell(), stream.mode)
with open(path, "a") as stream:
    stream.write("+appended")
with open(path, "r+") as stream:
    print(stream.read()[-9:])
    stream.seek(0)
    stream.write("FIRST")
with open(path, newline="") as stream:
    print(repr(stream.read(6)))
with open(path, "wb") as stream:
    print(stream.write(b"a\r\nb\rc\n"), stream.write(bytearray(b"d")))
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, newline=newline) as stream:
        print(repr(newline), stream.readlines(), stream.newlines)
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, "w", newline=newline) as stream:
        stream.write("x\ny\n")
    with open(path, "rb") as stream:
        print(repr(newline), stream.read())


def text_of(error):
    return str(error).replace(str(os.getpid()), "PID")


for arguments in [("/no/such/file",), ("/",), (path, "x"), (path, "q"), (path, "rw"), (path, "r", -1, "no-such-encoding"), (path, "rb", -1, "utf-8"), (path, ""), (path, "rt+b"), (path, "w", 0), (None,), (1.5,), (path, 5), ("nul\0l",), (-1,), (99999,),
                  (path, "r", -1, None, None, "bad newline"), (path, "U")]:
    try:
        open(*arguments).close()
        print("opened")
    except Exception as error:
        print(type(error).__name__, text_of(error), getattr(error, "errno", None))
with open(path, "w") as stream:
    for action in (lambda: stream.read(), lambda: stream.write(b"x"), lambda: stream.write(5), lambda: stream.seek(1, 1), lambda: stream.readline()):
        try:
            action()
        except Exception as error:
            print(type(error).__name__, error)
for action in (lambda: stream.write("x"), lambda: stream.read(), lambda: next(stream), lambda: stream.flush(), lambda: stream.__enter__(), lambda: stream.tell()):
    try:
        action()
    except ValueError as error:
        print(error)
with open(path, "x" if not os.path.exists(path) else "w") as stream:
    stream.writelines(["a\n", "b\n"])
    print(stream.fileno() > 2, stream.isatty(), stream.seekable(), stream.line_buffering)
os.remove(path)
print(os.path.exists(path), sys.stdin.read() == "")
