# slicing: indexes and slices of narrow, wide and astral text.
import operator


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for text in ["abcdefghij", "a\u00e9\u4e2d\U0001f600z", "", "x"]:
    for start in (None, 0, 1, -1, -3, 5, 100, -100):
        for stop in (None, 0, 3, -1, 100):
            print(ascii([text[start:stop:step] for step in (None, 1, 2, -1, -2, 7)]))
    for index in (0, 1, -1, 4, -5, 10, -11):
        try:
            print(ascii(text[index]))
        except IndexError as error:
            print(error)
show(lambda: "abc".__getitem__("x"))
show(lambda: operator.getitem("abc", 1.0))
show(lambda: "abc".__getitem__(None))
show(lambda: "abc"[::0])
show(lambda: "abc"[1:"x"])
show(lambda: "abc"[True])
show(lambda: "abc"[10**30])
show(lambda: "abc"[:10**30])
show(lambda: "abc"[-(10**30):])
show(lambda: "abc".__getitem__((slice(0, 1), 2)))
show(lambda: "abc".__getitem__(slice(0, 2)))
show(lambda: len("a\u00e9\u4e2d\U0001f600"))
show(lambda: list("a\u4e2d\U0001f600"))
show(lambda: [ord(c) for c in "a\u4e2d\U0001f600"])
show(lambda: "abc"[::-1])
show(lambda: "".join(reversed("abc")))
show(lambda: list(enumerate("ab")))


def assign():
    text = "abc"
    text[0] = "x"


def delete():
    text = "abc"
    del text[0]


show(lambda: assign())
show(lambda: delete())


class Index:
    def __index__(self):
        return 1


class Bad:
    def __index__(self):
        return "1"


show(lambda: "abc"[Index()])
show(lambda: "abc"[Index():])
show(lambda: "abc"[Bad()])
