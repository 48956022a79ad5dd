# strip: strip, prefixes, suffixes, padding and tabs.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for text in ["", "  a  ", "xxaxx", "\t\n a\u00a0\u2003", "abcba", "aaa", "\u00e9a\u00e9", "\x1fa\x85"]:
    print(*map(ascii, (text, text.strip(), text.lstrip(), text.rstrip(), text.strip("x"), text.strip("abc"), text.lstrip("a"), text.rstrip("ab"), text.strip(""), text.strip("\u00e9"), text.strip(None))))
    print(*map(ascii, (text.removeprefix("x"), text.removeprefix("abc"), text.removesuffix("a"), text.removesuffix(""), text.removesuffix("cba"))))
    print(*map(ascii, (text.center(10), text.ljust(10, "."), text.rjust(10, "\u4e2d"), text.zfill(8), text.center(2), text.center(9, "*"), text.center(-5))))
for text in ["", "5", "-5", "+5", "--5", "-", "abc", "-abc", "00"]:
    print([text.zfill(width) for width in (0, 1, 3, 5)])
print(["abc".center(width, "*") for width in range(3, 10)], ["ab".center(width, "*") for width in range(2, 9)])
for text in ["\t", "a\tb", "ab\tc\td", "a\n\tb", "\ta\r\tb", "1234567\t8", "12345678\t9", "\u4e2d\tx"]:
    print(*map(ascii, (text.expandtabs(), text.expandtabs(4), text.expandtabs(1), text.expandtabs(0), text.expandtabs(-1), text.expandtabs(tabsize=3))))
show(lambda: "a".strip(5))
show(lambda: "a".strip("a", "b"))
show(lambda: "a".removeprefix())
show(lambda: "a".removeprefix(5))
show(lambda: "a".removesuffix(("a",)))
show(lambda: "a".center())
show(lambda: "a".center("5"))
show(lambda: "a".center(5, "ab"))
show(lambda: "a".center(5, ""))
show(lambda: "a".ljust(5, 5))
show(lambda: "a".rjust(2.0))
show(lambda: "a".zfill("x"))
show(lambda: "a".expandtabs("x"))
show(lambda: "a".ljust(10**30))
