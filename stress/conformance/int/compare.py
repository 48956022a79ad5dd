# compare: order and equality between int, bool, float and large values.
from functools import cmp_to_key


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


values = [0, 1, -1, True, False, 0.0, -0.0, 1.0, 0.5, -0.5, 2**53, 2**53 + 1, float(2**53), 10**30, 1e30, -(10**30),
          float("inf"), -float("inf"), 2**1024, -(2**1024)]
for left in values:
    row = [(left < right, left <= right, left == right, left != right, left > right, left >= right) for right in values]
    print("".join("".join(str(int(part)) for part in cell) + " " for cell in row))
nan = float("nan")
print([(value < nan, value == nan, value != nan, nan > value) for value in (0, 1, 2**1024)])
print(sorted([3, 2.5, True, -1, 2**70, 1e3, -2.5]), max(1, 1.0), max(1.0, 1), min(0, False), min(False, 0))
print(10**16 == 1e16, 10**16 + 1 == 1e16, 10**22 == 1e22, 10**23 == 1e23, 3 == 3 + 0j, 1 < 2 < 3 > 2, 1 < 3 < 2)
print(5 == "5", 5 != "5", 5 == None, 5 == [5], not 5 == 5)
show(lambda: 5 < "5")
show(lambda: 5 <= None)
show(lambda: 5 > [])
show(lambda: 5 >= 1j)
show(lambda: "5" < 5)
show(lambda: None < None)
show(lambda: 1 < 2 < "3")
show(lambda: 3 < 2 < "3")
print({1: "int", 1.0: "float", True: "bool"}, {0, 0.0, False, 0j}, len({2**53, float(2**53), 2**53 + 1}))
print(1 in [True], 1.0 in (1,), [1, 2] == [1.0, 2.0], (1, 2) < (1.0, 3), hash(1) == hash(1.0) == hash(True))
print(sorted([5, 3, 4], key=cmp_to_key(lambda a, b: b - a)))
