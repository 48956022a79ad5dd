# tests: isalpha and its relatives over chosen characters, and over a checksum of all.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


characters = ["", "a", "A", "1", " ", "_", "\n", "\t", "-", "\u00e9", "\u00b2", "\u00bd", "\u0661", "\u4e2d", "\u2160", "\u00a0", "\u2003", "\u200b", "\x00", "\x1f", "\x7f", "\x85", "\u00ad",
              "abc1", "abc ", "\U0001f600", "\U00020000", "\u01c5", "\ue000", "\ud800", "a_1", "1a", "\u00aa", "\u2118", "\u0300", "class", "\u1369", "\u06f5\u0665", "\u3007", "\u216b"]
methods = ["isalpha", "isdecimal", "isdigit", "isnumeric", "isalnum", "isspace", "isidentifier", "isprintable", "isascii", "isupper", "islower", "istitle"]
for text in characters:
    print(ascii(text), *[int(getattr(text, method)()) for method in methods])
for method in methods:
    test = getattr(str, method)
    print(method, [sum(test(chr(code)) for code in range(start, start + 0x400)) for start in range(0, 0x4000, 0x400)])
show(lambda: "a".isalpha(1))
show(lambda: str.isdigit(5))
