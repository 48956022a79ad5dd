# bitwise: and, or, exclusive or, shifts, on both signs and many limbs.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


values = [0, 1, -1, 5, -6, 255, 2**31, -(2**31), 2**64 - 1, -(2**64), 2**90 + 12345, -(2**90) - 12345]
for left in values:
    for right in values:
        print(left & right, left | right, left ^ right)
for value in values:
    print([value << shift for shift in (0, 1, 29, 30, 31, 64, 100)])
    print([value >> shift for shift in (0, 1, 29, 30, 31, 64, 100, 10**6)])
    print(~value, value.bit_length(), value.bit_count(), value & 1, value & -value)
show(lambda: 1 << -1)
show(lambda: 1 >> -1)
show(lambda: 0 << 10**30)
show(lambda: 0 >> 10**30)
show(lambda: 5 >> 10**30)
show(lambda: -5 >> 10**30)
show(lambda: 1 << 1.0)
show(lambda: 1 & 1.0)
show(lambda: 1 | "a")
show(lambda: 1 ^ None)
show(lambda: ~1.0)
show(lambda: True & False)
show(lambda: True | 2)
show(lambda: True ^ True)
show(lambda: type(True & True))
show(lambda: type(True & 1))
show(lambda: True << 3)
show(lambda: ~True)
show(lambda: 1 << 200)
show(lambda: (1 << 200) >> 199)
show(lambda: 0b1010 & 0o17 ^ 0xFF | 1_000)
