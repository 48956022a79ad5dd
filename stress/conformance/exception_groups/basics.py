# basics: exception groups: construction, split, subgroup, derive and text.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


g = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k"), ValueError(2)])])
print(g, repr(g), g.message, g.exceptions, g.args)
print(g.subgroup(ValueError), g.subgroup(OSError), g.subgroup((KeyError, TypeError)).exceptions, g.subgroup(lambda e: isinstance(e, KeyError)))
match, rest = g.split(ValueError)
print(repr(match), repr(rest), g.split(OSError), g.split(ExceptionGroup)[0] is g, g.split(Exception)[0] is g)
print(isinstance(g, Exception), BaseExceptionGroup("b", [ValueError()]), type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, ExceptionGroup.__mro__[1:4])
show(lambda: ExceptionGroup())
show(lambda: ExceptionGroup("m"))
show(lambda: ExceptionGroup("m", []))
show(lambda: ExceptionGroup("m", [5]))
show(lambda: ExceptionGroup("m", 5))
show(lambda: ExceptionGroup(5, [ValueError()]))
show(lambda: ExceptionGroup("m", [KeyboardInterrupt()]))
show(lambda: ExceptionGroup("m", [ValueError]))
show(lambda: ExceptionGroup("m", [ValueError()], 1))
show(lambda: g.split(5))
show(lambda: g.subgroup("x"))
show(lambda: setattr(g, "message", "x"))
show(lambda: setattr(g, "exceptions", ()))
show(lambda: ExceptionGroup[int])
show(lambda: g.derive([OSError(1)]))
g.add_note("noted")
g.__cause__ = KeyError("cause")
part = g.subgroup(TypeError)
print(part.__notes__, repr(part.__cause__), part.__traceback__)


class Own(ExceptionGroup):
    def __new__(cls, message, exceptions, code):
        self = super().__new__(cls, message, exceptions)
        self.code = code
        return self

    def derive(self, exceptions):
        return Own(self.message, exceptions, self.code)


o = Own("own", [ValueError(1), TypeError(2)], 7)
print(repr(o), o.code, repr(o.subgroup(ValueError)), o.subgroup(ValueError).code, o)
try:
    raise g
except ExceptionGroup as error:
    print(error is g, len(error.exceptions))
try:
    raise g
except Exception as error:
    print(type(error).__name__)


class Bad(ExceptionGroup):
    def derive(self, exceptions):
        return 5


show(lambda: Bad("b", [ValueError(), TypeError()]).subgroup(ValueError))


class Errors(ExceptionGroup, ValueError):
    pass


print(repr(Errors("e", [TypeError()])), isinstance(Errors("e", [TypeError()]), ValueError))
