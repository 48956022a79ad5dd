# repr: quotes, escapes and printable characters in repr and ascii.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for text in ["", "plain", "it's", 'say "hi"', "both ' and \"", "back\\slash", "\n\r\t", "\x00\x1f\x7f", "\x80\x9f\xa0\xad", "\u00e9\u4e2d", "\u200b\u2028\ufeff", "\ud800\udfff", "\U0001f600\U000e0001", "a'b\"c\\", "\a\b\f\v\x1b",
             "\N{BULLET}", "\101\x41\u0041\U00000041", "line \
continued", r"raw\n", """triple
"quoted" 'text'""", "\'\"", "\ue000", "\u0378"]:
    print(ascii(text), len(text))
    if not any(0xD800 <= ord(c) < 0xE000 for c in text):
        print(repr(text), [text], {text: text})
print(str("x"), str(), str(5), str(None), str([1, "a"]), str(b"ab", "ascii"), str(b"\xc3\xa9", "utf-8"), str(object=5), repr("a" + "'"))
show(lambda: str(b"\xff", "utf-8"))
show(lambda: str(b"\xff", "ascii", "replace"))
show(lambda: str(b"\xff", errors="ignore"))
show(lambda: str("x", "utf-8"))
show(lambda: str(5, "utf-8"))
show(lambda: str(b"x", "no-such"))
show(lambda: str(b"x", 5))
show(lambda: str(1, 2, 3, 4))
show(lambda: str(bytearray(b"ab"), "latin-1"))
show(lambda: str(memoryview(b"ab"), "latin-1"))
show(lambda: chr(0x1F600) == "\U0001f600")
show(lambda: chr(-1))
show(lambda: chr(0x110000))
show(lambda: chr("a"))
show(lambda: chr(1.0))
show(lambda: ord("ab"))
show(lambda: ord(""))
show(lambda: ord(5))
show(lambda: (ord("a"), ord(b"a"), ord(bytearray(b"b")), ord("\U0010ffff")))
show(lambda: ascii("\u00e9\u4e2d\U0001f600'"))
show(lambda: ascii({"\u00e9": ["\u4e2d"]}))


class NoText:
    def __str__(self):
        return 5


class NoRepr:
    def __repr__(self):
        return None


class OnlyRepr:
    def __repr__(self):
        return "<\u00e9>"


class Sub(str):
    def __str__(self):
        return "sub"


show(lambda: str(NoText()))
show(lambda: repr(NoRepr()))
show(lambda: str(NoRepr()))
show(lambda: (str(OnlyRepr()), f"{OnlyRepr()}", ascii(OnlyRepr())))
show(lambda: (str(Sub("x")), Sub("x") + "y", repr(Sub("x")), f"{Sub('x')}", "%s" % Sub("x"), len(Sub("x"))))
show(lambda: type(Sub("x").upper()))
show(lambda: type(Sub("x")[:]))
show(lambda: {Sub("x"): 1}["x"])
