# percent: the % operator of bytes.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


show(lambda: b"%d %i %x %X %o" % (1, -2, 255, 255, 8))
show(lambda: b"%s %b" % (b"ab", bytearray(b"cd")))
show(lambda: b"%a %r" % ("\u00e9", "x"))
show(lambda: b"%c%c" % (65, b"B"))
show(lambda: b"%5d|%-5d|%05d|%+d" % (42, 42, 42, 42))
show(lambda: b"%.2f %e %g" % (3.14159, 1.5, 2.5))
show(lambda: b"%10s|%-10s|%.1s" % (b"ab", b"ab", b"ab"))
show(lambda: b"%(a)s %(b)d" % {b"a": b"x", b"b": 5})
show(lambda: b"%%" % ())
show(lambda: b"%*d" % (5, 42))
show(lambda: b"%s" % "text")
show(lambda: b"%b" % 5)
show(lambda: b"%c" % 256)
show(lambda: b"%c" % "a")
show(lambda: b"%d" % b"1")
show(lambda: b"%d" % "1")
show(lambda: b"%d" % (1, 2))
show(lambda: b"%d %d" % 1)
show(lambda: b"%z" % 1)
show(lambda: b"%(a)s" % {"a": b"x"})
show(lambda: b"%" % 1)
show(lambda: bytearray(b"%d-%s") % (1, b"x"))
show(lambda: b"%x" % 1.5)
show(lambda: b"%s" % memoryview(b"mem"))


class Own:
    def __bytes__(self):
        return b"own"


show(lambda: b"%s" % Own())
