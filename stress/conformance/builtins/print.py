# print: print with its options and odd arguments, to streams of one's own.
import io
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print()
print(1, "a", None, [1], sep="-")
print(1, 2, sep="")
print(1, 2, sep=None, end=None)
print("no newline", end="")
print("", end="!\n")
print(*range(5), sep=", ")
print("a\nb", "\u00e9", repr("\u00e9"), sep="\n")
stream = io.StringIO()
print("to stream", 1, file=stream, end=".")
print("more", file=stream, flush=True)
print(repr(stream.getvalue()))
print("standard", file=sys.stdout)
print("none", file=None)


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


writer = Writer()
print("a", "b", file=writer)
print("c", file=writer, flush=True, sep="x")
print(file=writer)
print(writer.parts)
show(lambda: print(sep=5))
show(lambda: print(1, end=5))
show(lambda: print(1, bad=5))
show(lambda: print(1, file=5))
show(lambda: print(1, file="text"))


class BadText:
    def __str__(self):
        raise ValueError("no text")


show(lambda: print("before", BadText()))
print()
previous, sys.stdout = sys.stdout, io.StringIO()
print("captured")
captured, sys.stdout = sys.stdout.getvalue(), previous
print(repr(captured))
sys.stdout = None
print("goes nowhere")
sys.stdout = previous
del sys.stdout
try:
    print("lost")
except RuntimeError as error:
    message = str(error)
sys.stdout = previous
print(message)
