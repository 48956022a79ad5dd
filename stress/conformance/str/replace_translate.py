# replace_translate: replace, translate, maketrans.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


text = "banana \u00e9 band"
for old, new in [("a", "o"), ("an", ""), ("", "-"), ("z", "y"), ("banana", "\u4e2d"), ("\u00e9", "e"), ("a", "\U0001f600"), ("na", "nanana")]:
    print(*map(ascii, (old, new, text.replace(old, new), text.replace(old, new, 1), text.replace(old, new, 0), text.replace(old, new, -1), text.replace(old, new, 2))))
print(ascii("".replace("", "x")), "".replace("", "x", 0), "aaa".replace("a", "aa"), "aaaa".replace("aa", "b"), "abc".replace("abc", ""))
show(lambda: "a".replace("a"))
show(lambda: "a".replace("a", 5))
show(lambda: "a".replace(5, "a"))
show(lambda: "a".replace("a", "b", "c"))
show(lambda: "a".replace("a", "b", count=1))
show(lambda: str.maketrans("abc", "xyz"))
show(lambda: str.maketrans("abc", "xyz", "d"))
show(lambda: str.maketrans({"a": "1", 98: None, "c": 99}))
show(lambda: str.maketrans("ab", "x"))
show(lambda: str.maketrans("ab"))
show(lambda: str.maketrans({"ab": 1}))
show(lambda: str.maketrans({1.5: 1}))
show(lambda: str.maketrans("a", 5))
show(lambda: str.maketrans("a", "b", 5))
show(lambda: "abcd".translate(str.maketrans("abc", "xyz", "d")))
show(lambda: "abcd".translate({97: "long", 98: None, 99: 0x4e2d}))
show(lambda: "abcd".translate({}))
show(lambda: "abcd".translate([None] * 98 + ["B"] * 2 + ["C"]))
show(lambda: "abc".translate({97: 1.5}))
show(lambda: "abc".translate({97: 0x110000}))
show(lambda: "abc".translate({97: -1}))
show(lambda: "abc".translate(5))
show(lambda: "abc".translate())


class Shift:
    def __getitem__(self, code):
        if code == 98:
            raise LookupError
        return code + 1


show(lambda: "abc".translate(Shift()))
show(lambda: "\u00e9\U0001f600a".translate(Shift()))
