# arithmetic: complex numbers, operators, methods, text and refusals.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


values = [0j, 1j, -1j, 1 + 2j, 3 - 4j, 2.5, 3, complex(-0.0, 0.0), complex("inf"), complex(1, float("nan"))]
for left in values:
    for right in values:
        print(left, right, left + right, left - right, left * right, left == right)
        try:
            print(left / right)
        except ZeroDivisionError as error:
            print(error)
for left in values[:6]:
    for right in (0, 1, 2, -1, 0.5, 1j, 2 + 1j):
        try:
            print(left**right)
        except ZeroDivisionError as error:
            print(error)
print((3 + 4j).real, (3 + 4j).imag, (3 + 4j).conjugate(), abs(3 + 4j), -(3 + 4j), +(3 + 4j), bool(0j), bool(1j))
for text in ["1", "1j", "-j", "+j", "1+2j", "(1+2j)", " 1-2.5e3j ", "inf", "nan+infj", "1_0+2_0j", "( 1 )", ".5j"]:
    print(text, complex(text))
for text in ["", "j1", "1+", "1 + 2j", "1+2", "(1", "1+2jj", "a"]:
    show(lambda: complex(text))
show(lambda: complex())
show(lambda: complex(1, 2))
show(lambda: complex(1j, 2j))
show(lambda: complex(real=1, imag=2))
show(lambda: complex("1", 2))
show(lambda: complex(1, "2"))
show(lambda: complex(None))
show(lambda: 1j < 2j)
show(lambda: 1j // 2)
show(lambda: 1j % 2)
show(lambda: divmod(1j, 2))
show(lambda: pow(1j, 2, 3))
show(lambda: int(1j))
show(lambda: float(1j))
show(lambda: round(1j))
show(lambda: 0j ** -1)
show(lambda: 0j ** 1j)
show(lambda: (1 + 2j).missing)
show(lambda: setattr(1j, "real", 2))
for spec in ["", ".2f", "+.1f", "e", "g", "20", "<20.1f", "^20", ",", ".3"]:
    print(repr(spec), format(1234.5 - 2.25j, spec))
for spec in ["=20", "010", "%", "d", "s"]:
    show(lambda: format(1j, spec))
print([1j, -0j, complex(0, -0.0), complex(-0.0, -0.0), complex(float("nan"), float("inf")), 1e100j, 1e16 + 1e-7j])


class Complex:
    def __complex__(self):
        return 5 + 6j


class Bad:
    def __complex__(self):
        return 5


show(lambda: complex(Complex()))
show(lambda: complex(Bad()))
