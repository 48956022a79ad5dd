# properties: property objects, their accessors, documentation and errors.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class C:
    """Class text."""

    def __init__(self):
        self._x = 1

    @property
    def x(self):
        """Text of x."""
        return self._x

    @x.setter
    def x(self, value):
        if value < 0:
            raise ValueError("negative")
        self._x = value

    @x.deleter
    def x(self):
        print("deleting")
        self._x = 0

    @property
    def read_only(self):
        return "ro"

    @property
    def fails(self):
        raise AttributeError("inside property")

    @property
    def fails_badly(self):
        return 1 / 0

    def get_y(self):
        return "y"

    y = property(get_y, doc="explicit")
    write_only = property(None, lambda self, value: print("wrote", value))
    empty = property()
    lambda_property = property(lambda self: self._x * 2)


class D(C):
    @property
    def x(self):
        return super().x * 100

    @C.read_only.getter
    def read_only(self):
        return "overridden"


c, d = C(), D()
c.x = 5
print(c.x, c.read_only, c.y, c.lambda_property, d.x, d.read_only, C.x.__doc__, C.y.__doc__, type(C.x).__name__, C.x.fget.__name__, C.x.fset is not None, C.read_only.fset, C.x.__get__(c), C.x.__get__(None, C) is C.x)
c.write_only = 7
del c.x
print(c.x)
show(lambda: setattr(c, "x", -1))
show(lambda: setattr(c, "read_only", 1))
show(lambda: delattr(c, "read_only"))
show(lambda: c.fails)
show(lambda: c.fails_badly)
show(lambda: hasattr(c, "fails"))
show(lambda: getattr(c, "fails", "default"))
show(lambda: hasattr(c, "fails_badly"))
show(lambda: c.write_only)
show(lambda: c.empty)
show(lambda: setattr(c, "empty", 1))
show(lambda: delattr(c, "empty"))
show(lambda: setattr(d, "x", 1))
show(lambda: C.x.fget(c))
show(lambda: setattr(C.x, "fget", None))
show(lambda: property(1).__get__(c))
show(lambda: property(fget=len, doc="d").__doc__)
show(lambda: property(len, bad=1))
show(lambda: C.x.setter(len).fset)
show(lambda: C.x.__set__(c, 9))
show(lambda: c.x)
show(lambda: C.x.__delete__(c))
show(lambda: property.__doc__[:12])
show(lambda: vars(property)["fget"].__get__(C.x).__name__)
show(lambda: property(len).__isabstractmethod__)


class WithGetattr:
    @property
    def broken(self):
        raise AttributeError("from broken")

    def __getattr__(self, name):
        return f"getattr {name}"


print(WithGetattr().broken)


class Sub(property):
    pass


class UsesSub:
    @Sub
    def p(self):
        """Sub text."""
        return "p"


print(UsesSub().p, type(vars(UsesSub)["p"]).__name__, UsesSub.p.__doc__)
named = property()
class Named:
    prop = named


show(lambda: Named().prop)
show(lambda: setattr(Named(), "prop", 1))
