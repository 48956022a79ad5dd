# scopes: local, global, nonlocal, builtins and class scopes, with their errors.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


x = "global"


def reads():
    return x


def shadows():
    x = "local"
    return x


def changes():
    global x
    x = "changed"
    return x


def makes():
    global made_here
    made_here = "made"


def nested():
    x = "enclosing"

    def inner():
        return x

    def changer():
        nonlocal x
        x = "nonlocal"

    before = inner()
    changer()
    return before, inner(), x


def skips_class():
    x = "function"

    class C:
        x = "class"
        seen = x

        def method(self):
            return x

    return C.seen, C().method()


def deep():
    a = 1

    def two():
        def three():
            nonlocal a
            a += 1

            def four():
                return a + b

            return four

        b = 10
        return three()

    return two()(), a


print(reads(), shadows(), x, changes(), x, makes(), made_here, nested(), skips_class(), deep())


class Body:
    x = x
    y = [x for _ in range(1)]
    global z
    z = "from class"
    locals()["dynamic"] = 5


print(Body.x, Body.y, z, Body.dynamic)


def conditional(flag):
    if flag:
        value = 1
    return value


def loop_variable():
    for index in range(3):
        pass
    return index


def except_name():
    try:
        raise ValueError("v")
    except ValueError as error:
        kept = error
    try:
        return error
    except UnboundLocalError as problem:
        return str(problem), str(kept)


def augmented():
    x += "!"


def late():
    print(x)
    x = 1


def own_locals(a, b=2, *args, c=3, **rest):
    d = 4
    return sorted(locals().items(), key=lambda item: item[0])


def class_in_function(value):
    class Inner:
        attribute = value
        value = "own"

    return Inner.attribute if hasattr(Inner, "attribute") else None


print(conditional(True), loop_variable(), except_name(), own_locals(1, e=5))
show(lambda: conditional(False))
show(lambda: augmented())
show(lambda: late())
show(lambda: undefined_anywhere)
show(lambda: class_in_function(7))
show(lambda: sorted(name for name in globals() if name in ("x", "z", "made_here", "Body")))
show(lambda: exec("def f():\n    nonlocal q"))
show(lambda: exec("nonlocal q"))
show(lambda: exec("def f(a):\n    global a"))
show(lambda: exec("def f(a):\n    nonlocal a"))
show(lambda: exec("def f():\n    a = 1\n    global a"))
show(lambda: exec("def f():\n    print(a)\n    global a"))
show(lambda: exec("def f():\n    a = 1\n    def g():\n        a = 2\n        nonlocal a"))
show(lambda: exec("def f():\n    global a\n    def g():\n        nonlocal a"))
show(lambda: exec("def f():\n    nonlocal a\n    global a"))
show(lambda: exec("a = 1\nglobal a"))
show(lambda: exec("def f(a, a): pass"))
show(lambda: exec("lambda a, a: 1"))
show(lambda: exec("def f():\n    a: int\n    return a\nf()"))
show(lambda: exec("import __main__ as m\nm.len = lambda v: 'shadowed'"))
show(lambda: len([1]))
del len
show(lambda: len([1]))


def closure_loop():
    functions = []
    for i in range(3):
        def f(j=i):
            return i, j
        functions.append(f)
    return [f() for f in functions]


def delete_cell():
    v = 1

    def read():
        return v

    first = read()
    del v
    try:
        read()
    except NameError as error:
        return first, str(error)


def cells():
    a, b = 1, 2

    def f():
        return a, b

    return [(name, cell.cell_contents) for name, cell in zip(f.__code__.co_freevars, f.__closure__)]


print(closure_loop(), delete_cell(), cells())
