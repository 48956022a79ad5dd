# power: powers, three-argument pow, inverses and every refusal.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


show(lambda: [2**k for k in range(0, 70, 7)])
show(lambda: [(-3) ** k for k in range(8)])
show(lambda: 2**-1)
show(lambda: (-2) ** -3)
show(lambda: 0**0)
show(lambda: 0**-2)
show(lambda: 7**100)
show(lambda: pow(3, 200, 1000007))
show(lambda: pow(-3, 5, 7))
show(lambda: pow(3, 5, -7))
show(lambda: pow(3, 0, 1))
show(lambda: pow(3, -1, 7))
show(lambda: pow(2, -3, 11))
show(lambda: pow(2, -1, 4))
show(lambda: pow(2, 3, 0))
show(lambda: pow(10**50, 10**30, 10**9 + 7))
show(lambda: pow(2.0, 3, 5))
show(lambda: pow(2, 3.0, 5))
show(lambda: pow(2, "a"))
show(lambda: pow(2, 3, "a"))
show(lambda: pow(base=2, exp=5))
show(lambda: pow(base=2, exp=5, mod=7))
show(lambda: pow(2))
show(lambda: 2 ** "a")
show(lambda: -(2**4))
show(lambda: -2**2)
show(lambda: 2**3**2)
show(lambda: (-8) ** (1 / 3))
show(lambda: (-1) ** 0.5)
show(lambda: 10**-5)
show(lambda: 10**-400)
show(lambda: 2**0.5)
show(lambda: True**5)
show(lambda: (2).__pow__(3))
show(lambda: (2).__pow__(3, 5))
show(lambda: (2).__rpow__(3))
show(lambda: (2).__pow__("x"))
show(lambda: pow(38, -1, 97) * 38 % 97)
show(lambda: pow(12345678901234567890, 98765432109876543210, 1000000000000000000039))
show(lambda: len(str(3**5000)))
show(lambda: 3**5000 % 10**30)
