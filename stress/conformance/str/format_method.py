# format_method: str.format with fields, conversions, nesting and every complaint.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __format__(self, spec):
        return f"<{spec}>" if spec else "point"

    def __str__(self):
        return "str-point"

    def __repr__(self):
        return "Point()"


point = Point(1, [2, {"k": "v"}])
show(lambda: "{} {}".format(1, 2))
show(lambda: "{1} {0} {1}".format("a", "b"))
show(lambda: "{x} {y:>5}".format(x=1, y=2))
show(lambda: "{0.x} {0.y[0]} {0.y[1][k]}".format(point))
show(lambda: "{} {!s} {!r} {!a}".format(point, point, point, "\u00e9"))
show(lambda: "{:spec} {!s:>12}".format(point, point))
show(lambda: "{{}} {{{}}}".format(5))
show(lambda: "{:{}}|{:{width}.{precision}}".format(5, 4, 3.14159, width=8, precision=3))
show(lambda: "{0:{1}{2}}".format("x", "*^", 7))
show(lambda: "{:,}".format(1234567))
show(lambda: "{0[1]} {0[-1]}".format({"-1": "text", 1: "number"}))
show(lambda: "{a[b c]}".format(a={"b c": 1}))
show(lambda: "{:%}".format(0.5))
show(lambda: "{!r:^9}".format("a"))
show(lambda: "".format())
show(lambda: "text".format(1, 2, x=3))
show(lambda: "{".format())
show(lambda: "}".format())
show(lambda: "{}".format())
show(lambda: "{0} {}".format(1, 2))
show(lambda: "{} {0}".format(1, 2))
show(lambda: "{2}".format(1, 2))
show(lambda: "{x}".format(y=1))
show(lambda: "{0.missing}".format(5))
show(lambda: "{0[5]}".format([1]))
show(lambda: "{0[a]}".format([1]))
show(lambda: "{0[a]}".format(5))
show(lambda: "{!x}".format(1))
show(lambda: "{!}".format(1))
show(lambda: "{!rr}".format(1))
show(lambda: "{0".format(1))
show(lambda: "{0!r".format(1))
show(lambda: "{0[}".format(1))
show(lambda: "{0[]}".format([1]))
show(lambda: "{0.}".format(1))
show(lambda: "{0[0]x}".format([1]))
show(lambda: "{:{}{}}".format(1, 2))
show(lambda: "{:{:{}}}".format(1, 2, 3))
show(lambda: "{:d}".format("x"))
show(lambda: "{:5d}".format([]))
show(lambda: "{:5}".format(None))
show(lambda: "{}".format(None))
show(lambda: "{:s}".format(5))
show(lambda: "{:.2}|{:5.1}|{:>5s}|{:^5}|{:-<5}".format("abc", "abc", "abc", "abc", "abc"))
show(lambda: "{:=5}".format("a"))
show(lambda: "{:+}".format("a"))
show(lambda: "{: }".format("a"))
show(lambda: "{:,}".format("a"))
show(lambda: "{:#}".format("a"))
show(lambda: "{:05}".format("a"))
show(lambda: "{:d}".format(1.5))
show(lambda: "{x.y}".format_map({"x": point}))
show(lambda: "{x}".format_map({}))
show(lambda: "{0}".format_map([1]))
show(lambda: "{}".format_map({}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


show(lambda: "{a} {b}".format_map(Default(a=1)))
show(lambda: format(point, "x"))
show(lambda: format(point))
show(lambda: format("abc", "\u4e2d^7"))
show(lambda: format(5, 5))
show(lambda: format())
show(lambda: format(object(), "x"))
show(lambda: format([1, 2]))
show(lambda: format("x", "10" * 20))
show(lambda: object.__format__(5, ""))


class BadFormat:
    def __format__(self, spec):
        return 5


show(lambda: format(BadFormat()))
show(lambda: f"{BadFormat()}")
show(lambda: "{}".format(BadFormat()))
