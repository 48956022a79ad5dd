# formats: every presentation type with every kind of specification, and what is refused.
import sys
values = (0, 7, -42, 123456789, 10**20, True, 3.5, -0.0, 1e300, 1.5e-7, float("nan"), float("inf"), 12345.678, 2 - 3j, 0j, "text", "héllo", b"b", None, [1], (1,), {1: 2}, int, 1e16, 123456.0)
specs = ("", "d", "5", "<8", ">8", "^8", "*^12", "+", "-", " ", "08", "+08d", "x", "#x", "#X", "o", "#o", "b", "#b", "_b", "_x", ",", "_", ",d", "n", "c", "e", ".2e", "E", "f", ".0f", ".3f", "F", "g", ".3g", "#.3g", "G", "%", ".1%", "s", ".2s", "10.3", "<10.3s", "=+10", "0=10", "x<5", "é^9", "#", "z.1f", ",.2f", "_.2f", "020,.2f", "+.1e", "010", "<010", "{}", "}", "5.", ".", "-5", "1000000000000000000000", ",,", "_,", "r", "a", "#08b", "+#x", "^+#12x", "08,d", "012_b")
for value in values:
    row = []
    for spec in specs:
        try:
            row.append(format(value, spec))
        except Exception as error:
            row.append(f"{type(error).__name__}: {error}")
    print(repr(value))
    for spec, text in zip(specs, row):
        print(f"   {spec!r:12} {text!r}")
name, width, precision = "abc", 10, 2
print(f"{name!r:>{width}}|{name!s:.{precision}}|{3.14159:{width}.{precision}f}|{name=}|{width = }|{width + 1=:>5}|{name=!r:^9}")
print(f"{{}} {{{name}}} {'nested ' + f'{width:0{precision + 3}}'} {(lambda x: x * 2)(4)} {'a' if width else 'b'} {[i for i in range(3)]} {dict(a=1)['a']}")
print(f'''{
    name
}''', f"{name!a}", f"{'é'!a}", f"{1:{'>'}{5}}", rf"\n{name}\t", f"{1_000:_}", f"{None}", f"{...}")
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b[0]} {c.real}".format(a=1, b=[2], c=3), "{0[key]} {0[1]}".format({"key": 1, 1: 2}), "{:{}}".format(5, 10), "{!r}".format("x"), "{:>{w}.{p}}".format("abcdef", w=8, p=3))
for template, args, kwargs in (("{}", (), {}), ("{0} {}", (1,), {}), ("{} {0}", (1,), {}), ("{a}", (), {}), ("{", (), {}), ("}", (), {}), ("{0!x}", (1,), {}), ("{0!}", (1,), {}), ("{0:{1:{2}}}", (1, 2, 3), {}), ("{0.missing}", (1,), {}), ("{0[a]}", ([1],), {}), ("{0[", (1,), {}), ("{0[]}", (1,), {}), ("{0.}", (1,), {}), ("{!r:5}", ("a",), {}), ("{0]}", (1,), {}), ("{:d}", ("x",), {})):
    try:
        print(template.format(*args, **kwargs))
    except Exception as error:
        print(template, type(error).__name__, error)
for template, argument in (("%d", 3.7), ("%d", "x"), ("%s %s", (1,)), ("%s", (1, 2)), ("%(a)s %(b)05.1f", {"a": 1, "b": 2}), ("%(a)s", {}), ("%(a)s", 1), ("%c", 65), ("%c", "é"), ("%c", "ab"), ("%x", 255), ("%#o", 8), ("%X", -255), ("%e", 12345.678), ("%.3g", 0.00001234), ("%10.4f|", 3.14159), ("%-10s|", "ab"), ("%+d % d", (5, 5)), ("%05d", -3), ("%%", ()), ("%", ()), ("%y", 1), ("%i %u", (1, 2)), ("%r %a", ("é", "é")), ("%.2s", "abc"), ("%*d", (5, 42)), ("%-*.*f|", (8, 2, 3.14159)), ("%s", None), ("%x", 1.5), ("%c", 0x110000), ("%(a)*d", {"a": 1}), ("%s", b"x"), ("%d", 10**30), ("%.0f", 2.5), ("%5%|", ()), ("no", 1), ("no", (1,)), ("no", {"a": 1}), ("%hd %ld %Ld", (1, 2, 3)), ("%#x %#X", (10, 10)), ("%g", 1e100), ("%G", 1e-10), ("%s" * 3, ("a", "b", "c"))):
    try:
        print(repr(template % argument))
    except Exception as error:
        print(template, type(error).__name__, error)
for template, argument in ((b"%d %s", (1, b"x")), (b"%b", b"y"), (b"%s", "str"), (b"%c", 65), (b"%c", b"z"), (b"%r", "q"), (b"%a", "é"), (b"%x", 255), (b"%5.1f", 2.25), (b"%c", 256), (b"%(k)d", {b"k": 5}), (b"%b", 5)):
    try:
        print(template % argument)
    except Exception as error:
        print(template, type(error).__name__, error)


class Custom:
    def __format__(self, spec):
        return f"<{spec}>"

    def __repr__(self):
        return "R"

    def __str__(self):
        return "S"


class Bad:
    def __format__(self, spec):
        return 5

    def __str__(self):
        return 5


print(f"{Custom()} {Custom():abc} {Custom()!r} {Custom()!s:>3} {Custom()!a:<3}|", "{:{}}".format(Custom(), "x"), format(Custom()), "%s %r" % (Custom(), Custom()))
for action in (lambda: f"{Bad()}", lambda: str(Bad()), lambda: "%s" % Bad(), lambda: format(object(), "x"), lambda: format(1, 2)):
    try:
        print(action())
    except TypeError as error:
        print(error)
