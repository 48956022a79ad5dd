# operators: concatenation, repetition, comparison and wrong operands.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


words = ["", "a", "A", "b", "ab", "aa", "\u00e9", "\u4e2d", "\U0001f600", "\uffff", "z", "10", "9"]
for left in words:
    print(ascii(left), [(left < right, left == right, left >= right) for right in words].count((True, False, False)), ascii(sorted(words)[:3]))
print(*map(ascii, sorted(words)))
print(ascii("a" + "\u00e9" + "\u4e2d" + "\U0001f600"), "ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "" * 5, "\u4e2d" * 2 == "\u4e2d\u4e2d", "ab" * True)
text = "x"
for index in range(10):
    text += str(index)
    text *= 1
print(text, "a" "b" 'c', "a" == "a", "a" != "b")
show(lambda: "a" + 1)
show(lambda: 1 + "a")
show(lambda: "a" + None)
show(lambda: "a" + b"b")
show(lambda: "a" * "b")
show(lambda: "a" * 1.5)
show(lambda: "a" * None)
show(lambda: "a" - "b")
show(lambda: "a" / 2)
show(lambda: "a" // 2)
show(lambda: "a" ** 2)
show(lambda: "a" @ "b")
show(lambda: "a" << 1)
show(lambda: "a" & "b")
show(lambda: -"a")
show(lambda: +"a")
show(lambda: ~"a")
show(lambda: "a" < 1)
show(lambda: "a" >= None)
show(lambda: "a" < b"a")
show(lambda: "a" == b"a")
show(lambda: "a" * 10**30)
show(lambda: "ab" * 2**62)
show(lambda: "a".__call__)
show(lambda: "a".x)
show(lambda: setattr("a", "x", 1))
show(lambda: delattr("a", "upper"))
show(lambda: "a".__add__(1))
show(lambda: "a".__mul__("x"))
show(lambda: "a".__eq__(1))
show(lambda: "a".__lt__(1))
show(lambda: "a".__contains__(1))
show(lambda: "abc".__len__())
show(lambda: "a".__rmul__(3))
show(lambda: "%s" .__mod__(3))
show(lambda: "x".__rmod__("%s"))
