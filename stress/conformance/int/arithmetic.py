# arithmetic: sums, products, quotients and remainders of every sign, small and large.
values = [0, 1, -1, 2, -2, 7, -7, 10, 255, -256, 2**30 - 1, 2**30, -(2**30), 2**31, 2**62, 2**63 - 1, 2**63,
          -(2**63), 2**64, 2**100 + 1, -(2**100) - 1, 10**40]
for left in values:
    for right in values:
        print(left, right, left + right, left - right, left * right)
        try:
            print(left // right, left % right, divmod(left, right))
        except ZeroDivisionError as error:
            print(error)
for left in values:
    print(-left, +left, ~left, abs(left), bool(left), left == -(-left), left.__add__(1), left.__neg__())
for action in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1 / 0, lambda: 0 ** -1):
    try:
        action()
    except ZeroDivisionError as error:
        print(error)
total = 0
for index in range(100):
    total += index * (-1) ** index
    total -= index // 3
    total *= 3
    total //= 2
    total %= 10**20
print(total)
x = 10
x += 5; x -= 3; x *= 4; x //= 5; x **= 3; x %= 97; x <<= 5; x >>= 2; x |= 1; x &= 0xFF; x ^= 0xAA
print(x)
print((5).__add__("x"), (5).__radd__(2), (5).__floordiv__(2.0), (5).__rsub__(1), (5).__divmod__(3))
print(True + True, True * 5, -True, ~False, True / 2, False ** 0, True - 1, type(True + 0), type(+True))
