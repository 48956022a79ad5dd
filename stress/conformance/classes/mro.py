# mro: linearisation, inheritance conflicts and lookups along the order.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class A:
    def who(self):
        return "A"


class B(A):
    def who(self):
        return "B" + super().who()


class C(A):
    def who(self):
        return "C" + super().who()


class D(B, C):
    def who(self):
        return "D" + super().who()


class E(C, B):
    pass


print([k.__name__ for k in D.__mro__], D().who(), E().who(), [k.__name__ for k in E.mro()], D.__bases__, D.__base__, A.__subclasses__(), B.__subclasses__())


class X:
    pass


class Y:
    pass


class Z(X, Y):
    pass


class M(Z, D):
    pass


print([k.__name__ for k in M.__mro__], M().who(), issubclass(M, A), M.__base__)


def build(text):
    space = dict(A=A, B=B, C=C, D=D, E=E, X=X, Y=Y)
    exec(text, space)
    return [k.__name__ for k in space["T"].__mro__]


show(lambda: build("class T(A, B): pass"))
show(lambda: build("class T(B, A): pass"))
show(lambda: build("class T(D, E): pass"))
show(lambda: build("class T(X, X): pass"))
show(lambda: build("class T(X, object): pass"))
show(lambda: build("class T(object, X): pass"))
show(lambda: build("class T(int, X): pass"))
show(lambda: build("class T(int, str): pass"))
show(lambda: build("class T(bool): pass"))
show(lambda: build("class T(5): pass"))
show(lambda: build("class T('name'): pass"))
show(lambda: build("class T(None): pass"))
show(lambda: build("class T(len): pass"))
show(lambda: build("class T(type(None)): pass"))
show(lambda: build("class T(X, Y, X): pass"))
show(lambda: build("class T(*[X, Y]): pass"))
show(lambda: build("class T(*[X], **{}): pass"))
show(lambda: build("class T(X, option=1): pass"))
show(lambda: build("class T(undefined): pass"))
show(lambda: build("class T(Exception, X): pass"))
show(lambda: build("class T(ValueError, KeyError): pass"))
show(lambda: build("class T(ValueError, OSError): pass"))
show(lambda: build("class T(list, dict): pass"))


class P:
    x = 1


class Q(P):
    pass


q = Q()
print(q.x, Q.x)
P.x = 2
print(q.x, Q.x)
Q.x = 3
print(q.x, P.x)
del Q.x
print(q.x)


class R:
    x = "R"


Q.__bases__ = (R,)
print(q.x, [k.__name__ for k in Q.__mro__], P.__subclasses__(), R.__subclasses__())
show(lambda: setattr(Q, "__bases__", ()))
show(lambda: setattr(Q, "__bases__", 5))
show(lambda: setattr(Q, "__bases__", (Q,)))
show(lambda: setattr(Q, "__bases__", (int,)))
show(lambda: setattr(R, "__bases__", (Q,)))
show(lambda: setattr(int, "__bases__", (Q,)))
show(lambda: delattr(Q, "__bases__"))


class Entries:
    def __mro_entries__(self, bases):
        return (A, X)


class FromEntries(Entries()):
    pass


print([k.__name__ for k in FromEntries.__mro__], type(FromEntries.__orig_bases__[0]).__name__)


class BadEntries:
    def __mro_entries__(self, bases):
        return 5


show(lambda: type("T", (Entries(),), {}))
show(lambda: exec("class T(b): pass", {"b": BadEntries()}))


class CustomOrder(type):
    def mro(cls):
        return [cls, Y, object] if cls.__name__ == "Odd" else super().mro()


class Odd(X, metaclass=CustomOrder):
    pass


print([k.__name__ for k in Odd.__mro__], Odd.__bases__)
