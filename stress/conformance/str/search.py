# search: find, index, count, prefixes, suffixes and membership.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


text = "abracadabra \u00e9\u4e2d\U0001f600 abra"
for part in ["", "a", "abra", "bra", "z", "\u4e2d", "\U0001f600", "abracadabra \u00e9\u4e2d\U0001f600 abra", "abracadabra \u00e9\u4e2d\U0001f600 abra!", "aa", "ra "]:
    print(ascii(part), text.find(part), text.rfind(part), text.count(part), part in text, text.startswith(part), text.endswith(part))
    for start, end in [(1, None), (3, 8), (-4, None), (0, -1), (50, 60), (8, 3), (None, 4), (-100, 100), (19, 19)]:
        print(text.find(part, start, end), text.rfind(part, start, end), text.count(part, start, end), text.startswith(part, start, end), text.endswith(part, start, end))
    for method in (text.index, text.rindex):
        try:
            print(method(part, 2))
        except ValueError as error:
            print(error)
show(lambda: "abc".startswith(("x", "a")))
show(lambda: "abc".startswith(()))
show(lambda: "abc".endswith(("x", "bc"), 1))
show(lambda: "abc".startswith(["a"]))
show(lambda: "abc".startswith(("a", 1)))
show(lambda: "abc".startswith(("b", 1)))
show(lambda: "abc".endswith(5))
show(lambda: "abc".find(5))
show(lambda: "abc".find())
show(lambda: "abc".find("a", "b"))
show(lambda: "abc".find("a", 1.0))
show(lambda: "abc".index("z"))
show(lambda: "abc".count())
show(lambda: "abc".count("a", 0, 1, 2))
show(lambda: 5 in "abc")
show(lambda: None in "abc")
show(lambda: "a" not in "abc")
show(lambda: ("aaaa".count("aa"), "".count(""), "abc".count(""), "aaa".find("", 5), "aaa".find("", 3)))
show(lambda: ("x" * 1000 + "y").find("xy"))
show(lambda: ("ab" * 5000 + "abc").find("abc"))
show(lambda: ("a" * 200 + "b" + "a" * 200).rfind("a" * 150 + "b"))
