# walrus: assignment expressions in every place they may stand.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


if (n := len("abc")) > 2:
    print(n)
while (n := n - 1) > 0:
    print("n", n)
print((a := 5), a, [b := 1, b + 1], (c := 2, c), {"k": (d := 3)}, d, f"{(e := 4)}", e)
print((x := (y := 7)), x, y)
total = 0
values = [total := total + v for v in range(5)]
print(values, total)


def function():
    if any((hit := v) % 7 == 0 for v in range(1, 50)):
        return hit, sorted(locals())


def outer():
    def inner():
        nonlocal seen
        return [seen := seen + 1 for _ in range(3)]

    seen = 0
    return inner(), seen


def uses_global():
    global made
    return [made := k for k in "xy"]


print(function(), outer(), uses_global(), made)
print((lambda: (z := 1) + z)(), (w := 3) + w * 2, not (v := 0), [u for t in range(3) if (u := t * t)], (s := "a") + s)
items = [(i, square) for i in range(4) if (square := i * i) > 1]
print(items, square)
print(dict(a=(kept := 5)), kept, "abc"[(index := 1)], index, (lambda p=(q := 2): p)(), q)
show(lambda: eval("x := 1"))
show(lambda: exec("x := 1"))
show(lambda: exec("(x.y := 1)"))
show(lambda: exec("(x[0] := 1)"))
show(lambda: exec("((a, b) := 1)"))
show(lambda: exec("f(x := 1)", {"f": print}))
show(lambda: exec("f(x=y := 1)"))
show(lambda: exec("[i := 0 for i in range(5)]"))
show(lambda: exec("[i + 1 for i in (j := range(3))]"))
show(lambda: exec("class C:\n    [k := 1 for _ in range(3)]"))
show(lambda: exec("(True := 1)"))
show(lambda: exec("def f(x = (y := 5)): return x\nprint(f(), y)"))
