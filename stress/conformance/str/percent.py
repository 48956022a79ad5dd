# percent: the % operator with text, mappings and mixtures.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


show(lambda: "%s and %r and %a" % ("a", "b", "\u00e9"))
show(lambda: "%10s|%-10s|%.2s|%5.1s|" % ("abc", "abc", "abc", "abc"))
show(lambda: "%s" % [1, 2])
show(lambda: "%s" % (1,))
show(lambda: "%s" % ((1, 2),))
show(lambda: "%s %s" % (1, 2))
show(lambda: "%(a)s %(b)5d %(a)r" % {"a": "x", "b": 3})
show(lambda: "%(a)s" % {"a": 1, "b": 2})
show(lambda: "%(a(b))s" % {"a(b)": 1})
show(lambda: "%()s" % {"": "empty"})
show(lambda: "%%|%5%|%s" % 1)
show(lambda: "%s" % None)
show(lambda: "%s %s" % "one")
show(lambda: "%s" % ())
show(lambda: "%s" % {})
show(lambda: "%s" % ("a", "b"))
show(lambda: "%(a)s %s" % {"a": 1})
show(lambda: "%s %(a)s" % {"a": 1})
show(lambda: "%z" % 1)
show(lambda: "%\u00e9" % 1)
show(lambda: "abc %" % 1)
show(lambda: "%(x)" % {"x": 1})
show(lambda: "%c%c%c" % ("a", 98, "\u4e2d"))
show(lambda: "%5c|%-5c|" % ("x", "y"))
show(lambda: "%c" % "")
show(lambda: "%c" % b"a")
show(lambda: "%b" % b"a")
show(lambda: "%#s %+s % s %0s" % ("a", "b", "c", "d"))
show(lambda: "%010s|" % "abc")
show(lambda: "%-*.*s|" % (8, 2, "abc"))
show(lambda: "%999999999999999999999d" % 1)
show(lambda: "%.99999999999999999999f" % 1)
show(lambda: "\u4e2d%s" % "\U0001f600")
show(lambda: "%s" % b"bytes")
show(lambda: "%s%s" % ("a" * 100, "b"))


class Both:
    def __str__(self):
        return "str"

    def __repr__(self):
        return "r\u00e9pr"

    def __getitem__(self, key):
        return f"item {key}"


show(lambda: "%s %r %a" % (Both(), Both(), Both()))
show(lambda: "%(key)s" % Both())
show(lambda: "none" % Both())


class Mapping(dict):
    def __missing__(self, key):
        return key * 2


show(lambda: "%(ab)s" % Mapping())


class Reflected(str):
    def __rmod__(self, other):
        return f"rmod {other}"


show(lambda: "%s" % Reflected("x"))
show(lambda: "abc" % Reflected("x"))


class Format(str):
    def __mod__(self, other):
        return "mod"


show(lambda: Format("%s") % 5)
