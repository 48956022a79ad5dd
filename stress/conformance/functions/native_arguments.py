# native_arguments: what may be left out of a call of a native function, and who may be its self.
import types


def show(action):
    """Prints the result of the action, or its error."""
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for function, self in ((list.append, 5), (str.upper, b"x"), (dict.get, []), (list.append, [1])):
    show(lambda: types.MethodType(function, self)(1))
show(lambda: types.MethodType(str.split, "a b")())
show(lambda: types.MethodType(list.pop, [1, 2])(0))
show(lambda: types.MethodType(max, 3)(4))
for _ in range(3):
    for size in range(5):
        given = range(size)
        show(lambda: {1: 2}.get(*given))
        show(lambda: [1, 2, 3].pop(*given))
        show(lambda: getattr(*(5, "real", None, 1)[:size]))
        show(lambda: next(*(iter("a"), 1, 2, 3)[:size]))
        show(lambda: "a-b-c".split(*("-", 1, 2, 3)[:size]))
        show(lambda: sum(*([1, 2], 10, 3, 4)[:size]))
        show(lambda: round(*(1.55, 1, 2, 3)[:size]))
show(lambda: "a-b-c".split("-"))
show(lambda: "a-b-c".split("-", 1))
show(lambda: [3, 1].sort(None))
show(lambda: {}.get())
show(lambda: {}.get(1, 2, 3))
show(lambda: [].pop(1, 2))
