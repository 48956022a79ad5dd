# private_names: name mangling in every place a name may stand.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Outer:
    __value = "outer value"
    __dunder__ = "not mangled"
    _single = "single"

    def __init__(self, __parameter=5):
        self.__x = __parameter
        self.public = 1

    def __method(self):
        return self.__x

    def call(self):
        return self.__method(), self.__value, Outer.__value, self.__dunder__

    def local(self):
        __local = 3
        return sorted(locals())

    def keyword(self):
        return (lambda __a: __a)(4), dict(__key=1)

    def globals(self):
        global __made
        __made = "made"

    def imports(self):
        import sys as __system
        return __system.__name__, sorted(n for n in locals() if n != "self")

    def except_name(self):
        try:
            raise ValueError("v")
        except ValueError as __error:
            return sorted(n for n in locals() if n != "self")

    def loops(self):
        return [__i for __i in range(2)], [n for n in dir(self) if "__x" in n or "__value" in n or "method" in n]

    class __Inner:
        __deep = "deep"

        def get(self):
            return self.__deep

    def inner(self):
        return self.__Inner().get(), self.__Inner.__name__, self.__Inner.__qualname__

    def set_on(self, other):
        other.__new = 5
        del other.__new
        other.__kept = 6
        return vars(other)


class _Leading:
    __x = 1


class __:
    __x = 2


class Plain:
    pass


o = Outer()
o.globals()
print(o.call(), o.local(), o.keyword(), _Outer__made, o.imports(), o.except_name(), o.loops(), o.inner(), o.set_on(Plain()), vars(o))
print([n for n in vars(_Leading) if "x" in n and not n.startswith("__")], [n for n in vars(__) if n == "__x"], o._Outer__x, Outer._Outer__value)
show(lambda: o.__x)
show(lambda: Outer.__value)
show(lambda: Outer(__parameter=3))
show(lambda: vars(Outer(_Outer__parameter=3)))
show(lambda: getattr(o, "__x"))
