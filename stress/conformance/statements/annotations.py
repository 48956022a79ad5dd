# annotations: annotated assignments and signatures, at module, class and function level.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


a: int = 5
b: "later"
c: (1 + 1) = "c"
(d): str = "in parentheses"
print(__annotations__, a, c, d)


class C:
    x: int
    y: "forward" = 1
    z: list[int] = []
    print("in class", __annotations__)

    def method(self, p: int, q: "C" = None, *r: float, s: bytes = b"", **t: dict) -> "C":
        local: undefined_name = 5
        return local


print(C.__annotations__, C.method.__annotations__, C().method(1))
f = lambda x: x
print(f.__annotations__)


class D(C):
    pass


print(D.__annotations__ is C.__annotations__, "__annotations__" in vars(D))
class Target:
    pass


target = Target()
target.attribute: int = 3
items = [0]
items[0]: int = 4
print(target.attribute, items, "target" in __annotations__)


def function():
    unbound: int
    try:
        return unbound
    except UnboundLocalError as error:
        return str(error)


print(function(), function.__annotations__)
function.__annotations__ = {"return": 5}
print(function.__annotations__)
function.__annotations__["x"] = 1
del function.__annotations__
print(function.__annotations__)
show(lambda: setattr(function, "__annotations__", 5))
show(lambda: exec("x: undefined_annotation", {}))
show(lambda: exec("x: int = y", {}))
show(lambda: exec("(a, b): int = 1, 2"))
show(lambda: exec("a, b: int"))
show(lambda: exec("[a]: int"))
show(lambda: exec("f(): int = 1"))
show(lambda: exec("x: int: str"))
show(lambda: exec("def f(x: int = 5, y: str): pass"))
show(lambda: exec("def f():\n    global g\n    g: int = 1"))
space = {}
exec("from __future__ import annotations\nx: undefined = 1\ndef f(a: what.ever[1], b: 'quoted') -> (1 + 2): pass", space)
print(space["__annotations__"], space["f"].__annotations__)
