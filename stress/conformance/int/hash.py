# hash: hashes of numbers and tuples as CPython computes them.
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag, sys.hash_info.width)
for value in (0, 1, -1, -2, 2, 2**31, 2**61 - 2, 2**61 - 1, 2**61, 2**61 + 1, -(2**61 - 1), -(2**61), 2**64, 2**100, -(2**100), 10**50):
    print(value, hash(value))
for value in (0.0, -0.0, 1.0, -1.0, 0.5, 0.1, -0.1, 1.5, 1e10, 1e100, 1e300, 5e-324, 2.2e-308, 3.141592653589793, float("inf"), -float("inf")):
    print(value, hash(value))
for value in (0j, 1j, -1j, 1 + 2j, 0.5 - 0.25j, complex(3, 0)):
    print(value, hash(value))
for value in ((), (1,), (1, 2), (2, 1), (1, 2, 3), ((1, 2), 3), (0, 0), (-1, -1), (1.0, 2.0), (True, False), tuple(range(50)), ((), ((), ()))):
    print(value, hash(value))
for value in (range(0), range(5), range(1, 10, 3), range(10, 0), range(0, 10**20, 7)):
    print(value, hash(value))
print(hash(True), hash(False), hash(frozenset()), hash(frozenset([1, 2, 3])), hash(frozenset([(1, 2), 5.5, -1])), hash(frozenset(range(100))))
print(hash(frozenset([1])) == hash(frozenset([1.0])), hash(2**61) == hash(1.0 * 2**61), hash(10**20) == hash(1e20))
print(hash("") == hash(b""), hash("ab") == hash("a" + "b"), hash("a") == hash(b"a"))
show(lambda: hash([]))
show(lambda: hash({}))
show(lambda: hash(set()))
show(lambda: hash(bytearray()))
show(lambda: hash((1, [])))
show(lambda: hash(slice(1)))
show(lambda: {[]: 1})
show(lambda: {{}})


class Custom:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return self.value


class Equal:
    def __eq__(self, other):
        return True


show(lambda: hash(Custom(5)))
show(lambda: hash(Custom(-1)))
show(lambda: hash(Custom(2**64)))
show(lambda: hash(Custom(2**61 - 1)))
show(lambda: hash(Custom(-(2**80))))
show(lambda: hash(Custom("x")))
show(lambda: hash(Custom(1.0)))
show(lambda: hash(Custom(True)))
show(lambda: hash(Equal()))
show(lambda: Equal.__hash__)
show(lambda: hash(Custom) == hash(Custom))
show(lambda: hash(None) == hash(None))
show(lambda: hash((None, 1)) == hash((None, 1)))
