# basics: literals, captures, alternatives, guards and the wildcard.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def kind(value):
    match value:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 1.5 | -2.5:
            return "float"
        case 1 + 2j:
            return "complex"
        case "text":
            return "text"
        case b"bytes":
            return "bytes"
        case None:
            return "none"
        case True:
            return "never, 1 matched"
        case False:
            return "never, 0 matched"
        case "a" "b":
            return "joined"
        case int() | float() as number if number > 100:
            return f"large {number}"
        case str(text) if text.isupper():
            return f"upper {text}"
        case [] | ():
            return "empty sequence"
        case _:
            return "other"


for value in (0, 1, 3, -1, 1.5, -2.5, 1 + 2j, "text", b"bytes", None, True, False, 0.0, 1000, 1e6, "ABC", "abc", "ab", [], (), {}, 50):
    print(repr(value), kind(value))


def capture(value):
    match value:
        case x:
            return x


def alternatives(value):
    match value:
        case [1, x] | [x, 1]:
            return x
        case (2, ([y] | (y, _))) if y:
            return y
        case {"k": z} | {"l": z}:
            return z


print(capture(5), alternatives([1, 2]), alternatives([3, 1]), alternatives([2, [7]]), alternatives({"l": 4}), alternatives(9))


class Color:
    RED = 1
    GREEN = 2
    nested = None


Color.nested = Color


def dotted(value):
    match value:
        case Color.RED:
            return "red"
        case Color.nested.GREEN:
            return "green"
        case Color.nested.nested.MISSING:
            return "never"


print(dotted(1), dotted(2))
show(lambda: dotted(3))
log = []


class Noisy:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        log.append((self.name, other))
        return other == 2


def subject():
    log.append("subject")
    return Noisy("n")


match subject():
    case 1:
        print("one")
    case 2:
        print("two")
print(log)
match 1, 2:
    case a, b:
        print(a, b)
match (x := 5):
    case 5 if x > 4:
        print("guard with walrus", x)
match [1, 2, 3]:
    case [a, *_] if a > 5:
        print("no")
    case [a, *rest] if (total := sum(rest)) == 5:
        print("yes", a, rest, total)
match = 5
case = 6
_ = 7
print(match, case, _, match + case)
match match:
    case case:
        print(case)
