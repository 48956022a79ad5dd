# types_instances: type, isinstance, issubclass, object and unions of types.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class A:
    pass


class B(A):
    pass


print(type(5), type("a"), type(None), type(...), type(NotImplemented), type(A()), type(A), type(type), type(len), type(lambda: 0), type([].append), type(A.__init__), type(range(1)), type(1 for _ in ()))
print(isinstance(5, int), isinstance(True, int), isinstance(5, (str, int)), isinstance(5, (str, (float, int))), isinstance(B(), A), isinstance(A(), B), isinstance(A, type), isinstance(5, int | str), isinstance("a", int | None), isinstance(None, int | None))
print(issubclass(B, A), issubclass(A, B), issubclass(A, A), issubclass(bool, (str, int)), issubclass(int, object), issubclass(int, int | str), issubclass(type, object))
print(int | str, int | None, (int | str) == (str | int), int | str | int, list[int] | None, (int | str).__args__, hash(int | str) == hash(str | int))
C = type("C", (A,), {"x": 1, "method": lambda self: self.x})
print(C, C.__name__, C.__bases__, C.__mro__, C().method(), C.__module__, C.__qualname__, type("D", (), {}).__bases__, type("E", (), {"__module__": "other"}), C.__doc__)
show(lambda: type())
show(lambda: type(1, 2))
show(lambda: type("X"))
show(lambda: type("X", 5, {}))
show(lambda: type("X", (), 5))
show(lambda: type(5, (), {}))
show(lambda: type("X", (5,), {}))
show(lambda: type("X", (int, str), {}))
show(lambda: type("X", (A, A), {}))
show(lambda: type("X", (A, B), {}))
show(lambda: type("X\0", (), {}))
show(lambda: isinstance(5, 5))
show(lambda: isinstance(5, "int"))
show(lambda: isinstance(5, (str, 5)))
show(lambda: isinstance(5, (int, 5)))
show(lambda: isinstance(5))
show(lambda: isinstance(5, list[int]))
show(lambda: issubclass(5, int))
show(lambda: issubclass(int, 5))
show(lambda: issubclass(int, (str, 5)))
show(lambda: int | 5)
show(lambda: object(1))
show(lambda: object().x)
show(lambda: A(1))
show(lambda: A(x=1))
show(lambda: int.__class__)
show(lambda: object.__bases__)
show(lambda: type.__mro__)
show(lambda: (5).__class__.__name__)
show(lambda: type(None)())
show(lambda: type(None)(1))
show(lambda: type(...)())
show(lambda: type(NotImplemented)())
show(lambda: type(len)())
show(lambda: A.__subclasses__())
show(lambda: A.mro())
show(lambda: A.__base__)
show(lambda: bool.__base__)
show(lambda: object.__subclasshook__())
show(lambda: type.__call__(int, "5"))
show(lambda: object.__new__(int))
show(lambda: object.__new__(5))
show(lambda: object.__new__())
show(lambda: int.__new__(str))
show(lambda: int.__new__(B))
show(lambda: int.__init__(5, 1, 2))
show(lambda: object.__init__(A(), 1))
show(lambda: str.join)
show(lambda: "".join.__name__)
show(lambda: type(str.join).__name__)
show(lambda: int.__add__)
show(lambda: (5).__add__.__self__)
show(lambda: len)
show(lambda: A().__eq__(5))
show(lambda: A() == 5)
show(lambda: A() < A())
show(lambda: A.__name__.__class__)
