# case: case mapping and case tests over ASCII, Latin and stranger letters.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


words = ["", "hello world", "HELLO World", "they're bill's", "123abc 4def", "\u00df\u00e9\u00c9", "\u01c5 \u01c6", "\u0130I\u0131i", "\u03a3\u03c3\u03c2", "A\u03a3", "A\u03a3 B", "\ufb01ne",
         "x-ray x_ray", "ALLCAPS", "\u1e9e", "\u4e2d\u6587", "a\u0301b", "\u2160\u2170", "\U00010400\U00010428", "\t tab\nline", "\u00aa\u00ba", "\u0149"]
for word in words:
    print(ascii(word), *[ascii(part) for part in (word.upper(), word.lower(), word.title(), word.capitalize(), word.swapcase(), word.casefold())])
    print(word.isupper(), word.islower(), word.istitle())
show(lambda: "abc".upper(1))
show(lambda: str.upper())
show(lambda: str.upper(5))
show(lambda: "abc".capitalize(x=1))
show(lambda: "Stra\u00dfe".casefold() == "STRASSE".casefold())
show(lambda: max("Zebra apple".split(), key=str.lower))
