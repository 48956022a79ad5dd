# percent: the % operator with integers.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


values = (0, 7, -42, 123456789, 2**70, -(2**70))
for spec in ["%d", "%i", "%u", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%X", "%#x", "%#X", "%o", "%#o", "%.5d", "%8.5d",
             "%-8.5d|", "%08.5d", "%+.5d", "%#10x", "%-#10x|", "%#010x", "%s", "%r", "%10s", "%-10s|", "%.2s", "%e", "%f", "%g",
             "%.3f", "%ld", "%hd", "%+x", "% x", "%.10x"]:
    for value in values:
        print(spec, spec % value)
show(lambda: "%d" % 3.99)
show(lambda: "%d" % -3.99)
show(lambda: "%x" % 3.5)
show(lambda: "%o" % "a")
show(lambda: "%d" % "a")
show(lambda: "%d" % None)
show(lambda: "%d" % True)
show(lambda: "%c" % 97)
show(lambda: "%c" % "x")
show(lambda: "%c" % "xy")
show(lambda: "%c" % -1)
show(lambda: "%c" % 0x110000)
show(lambda: "%c" % 1.5)
show(lambda: "%i" % float("nan"))
show(lambda: "%d" % float("inf"))
show(lambda: "%*d" % (6, 42))
show(lambda: "%-*d|" % (6, 42))
show(lambda: "%*d|" % (-6, 42))
show(lambda: "%.*f" % (2, 3.14159))
show(lambda: "%*d" % ("a", 1))
show(lambda: "%d %d" % (1,))
show(lambda: "%d" % (1, 2))
show(lambda: "%d" % ())
show(lambda: "%q" % 1)
show(lambda: "%" % 1)
show(lambda: "%5" % 1)
show(lambda: "%%" % ())
show(lambda: "%d%%" % 5)
show(lambda: "%(a)d %(b)x" % {"a": 1, "b": 255})
show(lambda: "%(a)d" % {"b": 1})
show(lambda: "%(a)d" % 5)
show(lambda: "%(a" % {"a": 1})
show(lambda: "no marks" % 5)
show(lambda: "no marks" % ())
show(lambda: "no marks" % {})
show(lambda: "no marks" % [1])


class Index:
    def __index__(self):
        return 31

    def __int__(self):
        return 30


show(lambda: "%d" % Index())
show(lambda: "%x" % Index())
