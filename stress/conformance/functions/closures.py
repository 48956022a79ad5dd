# closures: cells, late binding, nested functions, factories and the function's own attributes.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def adder(n):
    def add(x):
        return x + n

    return add


print(adder(5)(1), adder(-1)(1), [f(10) for f in [adder(i) for i in range(3)]])


def counter():
    count = 0

    def up(by=1):
        nonlocal count
        count += by
        return count

    def down():
        nonlocal count
        count -= 1
        return count

    return up, down


up, down = counter()
print(up(), up(5), down(), up(), counter()[0]())


def three_levels(a):
    def second(b):
        def third(c):
            nonlocal a
            a += c
            return a, b, c

        return third

    return second


third = three_levels(1)(2)
print(third(3), third(4))


def recursive_inner(n):
    def fact(k):
        return 1 if k < 2 else k * fact(k - 1)

    return fact(n)


def mutual(n):
    def even(k):
        return True if k == 0 else odd(k - 1)

    def odd(k):
        return False if k == 0 else even(k - 1)

    return even(n)


def parameter_cell(x):
    def change():
        nonlocal x
        x *= 2

    change()
    return x


def class_closure(value):
    class Inner:
        def get(self):
            return value, __class__.__name__

    return Inner().get()


def comprehension_closure(n):
    return [lambda: i * n for i in range(3)], [(lambda i: lambda: i * n)(i) for i in range(3)]


late, early = comprehension_closure(10)
print(recursive_inner(6), mutual(10), mutual(7), parameter_cell(4), class_closure(3), [f() for f in late], [f() for f in early])


def documented(a: int = 1) -> str:
    """What it does."""
    return __name__


documented.extra = [1]
print(documented.__name__, documented.__qualname__, documented.__doc__, documented.__module__, documented.extra, documented.__dict__, documented.__closure__, adder(3).__closure__[0].cell_contents, adder(3).__code__.co_freevars, adder.__code__.co_cellvars, adder(1).__qualname__, (lambda: 0).__name__, (lambda: 0).__qualname__)
documented.__name__ = "renamed"
documented.__qualname__ = "q.renamed"
documented.__doc__ = None
print(documented.__name__, documented.__qualname__, documented.__doc__, repr(documented).split(" at ")[0], documented.__get__(5).__self__, callable(documented), documented == documented, hash(documented) == hash(documented), documented.__defaults__)
cell = adder(7).__closure__[0]
cell.cell_contents = "new"
print(cell.cell_contents, type(cell).__name__, repr(cell).split(" at ")[0])
del cell.cell_contents
show(lambda: cell.cell_contents)
show(lambda: setattr(documented, "__name__", 5))
show(lambda: setattr(documented, "__code__", 5))
show(lambda: setattr(documented, "__closure__", ()))
show(lambda: setattr(adder(1), "__code__", documented.__code__))
show(lambda: delattr(documented, "extra"))
show(lambda: documented.extra)
show(lambda: setattr(documented, "__dict__", 5))
show(lambda: type(documented)(documented.__code__, {"__name__": "made"})())
show(lambda: type(documented)(5, {}))
show(lambda: documented.__globals__ is globals())
show(lambda: documented.__builtins__["len"] if isinstance(documented.__builtins__, dict) else "module")
swapped = lambda: 1
swapped.__code__ = (lambda: 2).__code__
print(swapped())


def recurse(n):
    return 0 if n == 0 else 1 + recurse(n - 1)


print(recurse(500))
show(lambda: recurse(10**6))
