# arithmetic: operators of floats with floats and ints, signed zero, infinities and refusals.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


values = [0.0, -0.0, 1.5, -2.5, 3, -7, 1e308, 5e-324, float("inf"), -float("inf"), float("nan")]


def attempt(function, left, right):
    try:
        return function(left, right)
    except (ZeroDivisionError, OverflowError) as error:
        return error.args[0] if len(error.args) == 1 else error.args[1]


operations = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a // b,
              lambda a, b: a % b, lambda a, b: divmod(a, b), lambda a, b: a ** b]
for left in values:
    for right in values:
        print(left, right, *[attempt(operation, left, right) for operation in operations], sep=" | ")
for value in values:
    print(-value, +value, abs(value), bool(value), value == value, value < 1, value is value)
show(lambda: 1.5 + "a")
show(lambda: 1.5 * [1])
show(lambda: 1.5 % None)
show(lambda: 1.5 // {})
show(lambda: 1.5 << 2)
show(lambda: 1.5 @ 2)
show(lambda: 1.5 < "a")
show(lambda: (1.5).missing)
show(lambda: 10.0 ** 400)
show(lambda: 0.0 ** -1)
show(lambda: (-8.0) ** (1 / 3))
show(lambda: (-2.0) ** 3)
show(lambda: 1e308 * 10)
show(lambda: -7.5 // 2)
show(lambda: -7.5 % 2)
show(lambda: 7.5 % -2)
show(lambda: divmod(-7.5, 2.5))
show(lambda: 0.1 + 0.7)
show(lambda: sum([0.1] * 10))
show(lambda: 1e16 + 1)
show(lambda: 5 // 0.3)
show(lambda: 1 % 0.1)
