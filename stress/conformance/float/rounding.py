# rounding: round() to even, to digits, to large and negative digits.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for value in (0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, 0.49999999999999994, 2.675, 1.005, 0.125, 1234.5678, 1e16, 1e300, -0.1, 5e-324, 4503599627370497.5):
    print(value, round(value), [round(value, digits) for digits in (0, 1, 2, 3, 5, 17, 30, -1, -2, -5, -400, 400)])
show(lambda: round(float("nan")))
show(lambda: round(float("inf")))
show(lambda: round(float("nan"), 2))
show(lambda: round(-float("inf"), 2))
show(lambda: round(1.5, None))
show(lambda: round(1.5, "x"))
show(lambda: round("x"))
show(lambda: round(1.7976931348623157e308, -308))
show(lambda: type(round(1.5)))
show(lambda: type(round(1.5, 0)))
show(lambda: round(number=2.567, ndigits=1))
show(lambda: round())
show(lambda: round(1j))
show(lambda: [int(v) for v in (0.9, -0.9, 1e9 + 0.5)])


class Own:
    def __round__(self, digits="none"):
        return f"rounded {digits}"


show(lambda: round(Own()))
show(lambda: round(Own(), 3))
show(lambda: round(Own(), None))
