# attributes: args, text, notes and special attributes of the built-in exceptions.
import builtins


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for name in sorted(n for n in dir(builtins) if isinstance(getattr(builtins, n), type) and issubclass(getattr(builtins, n), BaseException)):
    kind = getattr(builtins, name)
    print(name, [base.__name__ for base in kind.__mro__[1:-1]])
    if name.endswith("Group") or name.startswith("Unicode"):
        continue
    for args in ((), ("text",), ("a", 2)):
        try:
            error = kind(*args)
            print("  ", repr(error), "|", str(error), "|", error.args)
        except TypeError as problem:
            print("  ", problem)
e = OSError(2, "No such file", "name", None, "other")
print(e, e.errno, e.strerror, e.filename, e.filename2, e.args, type(e).__name__)
print(type(OSError(13, "x")).__name__, type(OSError(17, "x")).__name__, type(OSError(32, "x")).__name__, type(OSError(4, "x")).__name__, type(OSError(9999, "x")).__name__, OSError(1), OSError("only text"), OSError(1, 2, 3), str(OSError(1, "m", "f")), repr(OSError(1, "m", "f")), IOError is OSError, EnvironmentError is OSError, FileNotFoundError(2, "m").errno, FileNotFoundError("x").errno)
print(KeyError("k"), str(KeyError("k")), repr(KeyError("k")), str(KeyError()), str(KeyError("a", "b")), KeyError(5), str(KeyError("it's")))
s = StopIteration(5)
print(s.value, StopIteration().value, StopAsyncIteration(1).args, SystemExit(3).code, SystemExit().code, SystemExit("a", "b").code)
a = AttributeError("m", name="n", obj=5)
print(a, a.name, a.obj, NameError("m", name="x").name, ImportError("m", name="mod", path="p").name, ImportError("m", path="p").path, ImportError("m").msg, ModuleNotFoundError("m", name="q").name)
x = SyntaxError("msg", ("file", 3, 5, "text line", 3, 8))
print(x, x.msg, x.filename, x.lineno, x.offset, x.text, x.end_lineno, x.end_offset, x.print_file_and_line, SyntaxError("plain"), SyntaxError().msg)
error = ValueError("first")
error.add_note("note one")
error.add_note("note two")
error.custom = 5
print(error.__notes__, error.custom, vars(error), error)
error.args = ("changed", 2)
print(error, repr(error), error.args)
error.args = "xy"
print(error.args)
show(lambda: error.add_note(5))
show(lambda: setattr(error, "args", 5))
show(lambda: setattr(error, "__cause__", 5))
show(lambda: setattr(error, "__context__", 5))
show(lambda: setattr(error, "__traceback__", 5))
show(lambda: error.with_traceback(5))
show(lambda: delattr(error, "__cause__"))
show(lambda: setattr(error, "__suppress_context__", "x"))
show(lambda: ValueError(x=1))
show(lambda: OSError(x=1))
show(lambda: AttributeError("m", bad=1))
show(lambda: ImportError("m", bad=1))
show(lambda: UnicodeDecodeError("a"))
show(lambda: SyntaxError("m", 5))
show(lambda: SyntaxError("m", (1, 2)))
show(lambda: BaseException.__new__(ValueError, 1).args)
show(lambda: ValueError("a") == ValueError("a"))
show(lambda: hash(ValueError()) is not None)
show(lambda: error.__reduce__()[:2])
show(lambda: error.__setstate__({"z": 1}) or error.z)


class Own(Exception):
    """Own text."""


class WithInit(Exception):
    def __init__(self, a, *, b=None):
        self.a, self.b = a, b


class Overridden(Exception):
    def __str__(self):
        return "str of own"


class Deep(Own, KeyError):
    pass


print(repr(Own("x", 1)), repr(WithInit(1, b=2)), WithInit(1, b=2).args, str(Overridden(1)), repr(Overridden(1)), str(Deep("k")), repr(Deep("k")), [k.__name__ for k in Deep.__mro__])


class Sub(OSError):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.extra = a


print(repr(Sub(2, "m")), Sub(2, "m").errno, Sub(2, "m").extra, type(Sub(2, "m")).__name__)
