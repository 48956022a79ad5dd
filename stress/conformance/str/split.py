# split: split, rsplit, splitlines, partition and join.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


texts = ["", " ", "a", "a b  c", "  lead and trail  ", "a,b,,c,", "one--two----three", "\ta\nb\x0bc\x1cd\u00a0e\u2003f", "nothing"]
for text in texts:
    print(ascii(text), *map(ascii, (text.split(), text.rsplit(), text.split(None, 1), text.rsplit(None, 1), text.split(maxsplit=0))))
    for separator in (",", "--", " ", "a"):
        print([ascii(part) for part in (text.split(separator), text.rsplit(separator), text.split(separator, 1), text.rsplit(separator, 1), text.split(separator, 0))])
        print(ascii(text.partition(separator)), ascii(text.rpartition(separator)))
lines = ["", "a", "a\n", "a\nb", "a\r\nb\rc\n\nd", "\n", "\r\n\r\n", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "x\n\ry"]
for text in lines:
    print(ascii(text), ascii(text.splitlines()), ascii(text.splitlines(True)), ascii(text.split("\n")))
show(lambda: "a b".split(""))
show(lambda: "a b".split(5))
show(lambda: "a b".split(" ", "1"))
show(lambda: "a b".split(sep=" ", maxsplit=-5))
show(lambda: "a b".split(" ", 1, 2))
show(lambda: "a".partition(""))
show(lambda: "a".partition(5))
show(lambda: "a".rpartition())
show(lambda: "a\nb".splitlines(keepends=True))
show(lambda: ",".join(["a", "b"]))
show(lambda: "".join("abc"))
show(lambda: ", ".join({"x": 1, "y": 2}))
show(lambda: "-".join(str(n) for n in range(4)))
show(lambda: "-".join([]))
show(lambda: "-".join(["only"]))
show(lambda: "-".join(["a", 1]))
show(lambda: "-".join(["a", b"b"]))
show(lambda: "-".join(5))
show(lambda: "-".join([1]))
show(lambda: "\u4e2d".join(["a", "\u00e9", "\U0001f600"]))
show(lambda: "".join(["a" * 100, "b" * 100]).count("b"))
show(lambda: "a-b".join("xyz"))
