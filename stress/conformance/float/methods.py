# methods: hex, ratios, is_integer, and the special methods.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for value in (0.0, -0.0, 1.0, 0.1, -2.5, 1e300, 5e-324, 2.2250738585072014e-308, 3.141592653589793, 1e16):
    print(value, value.hex(), value.is_integer(), value.as_integer_ratio(), float.fromhex(value.hex()) == value)
for value in (float("inf"), -float("inf"), float("nan")):
    print(value.hex(), value.is_integer())
show(lambda: float("inf").as_integer_ratio())
show(lambda: float("nan").as_integer_ratio())
show(lambda: (2.5).real)
show(lambda: (2.5).imag)
show(lambda: (2.5).conjugate())
show(lambda: (2.5).__trunc__())
show(lambda: (-2.5).__floor__())
show(lambda: (-2.5).__ceil__())
show(lambda: (2.5).__round__())
show(lambda: (2.675).__round__(2))
show(lambda: (2.5).__int__())
show(lambda: (2.5).__divmod__(2))
show(lambda: (2.5).__rsub__(1))
show(lambda: (2.5).__pow__(2))
show(lambda: (2.5).__rpow__(2))
show(lambda: (2.5).__add__("x"))
show(lambda: (2.5).__eq__(2.5))
show(lambda: (2.5).__lt__("x"))
show(lambda: (2.5).__bool__())
show(lambda: (2.5).__format__(".3f"))
show(lambda: (2.5).__hash__())
show(lambda: (2.5).hex(1))
show(lambda: (2.5).is_integer(1))
show(lambda: float.hex("x"))
show(lambda: float.__getformat__("double"))
show(lambda: float.__getformat__("half"))
show(lambda: float.__mro__)
