# inplace: augmented assignment: in-place methods, fallbacks and where the result goes.
class Box:
    def __init__(self, log):
        self.log = log

    def __add__(self, other):
        self.log.append(f"add {other}")
        return f"sum {other}"

    def __radd__(self, other):
        self.log.append(f"radd {other}")
        return f"rsum {other}"


class InPlace(Box):
    def __iadd__(self, other):
        self.log.append(f"iadd {other}")
        return self


class Refuses(Box):
    def __iadd__(self, other):
        self.log.append("refused")
        return NotImplemented


for kind in (Box, InPlace, Refuses):
    log = []
    box = kind(log)
    same = box
    box += 1
    print(kind.__name__, log, box is same, box if isinstance(box, str) else type(box).__name__)


class All:
    def __getattr__(self, name):
        raise AttributeError(name)


def make(name):
    return lambda self, other: f"{name} {other}"


names = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul"]
Every = type("Every", (), {f"__i{name}__": make(name) for name in names})
x = Every(); x += 1; print(x)
x = Every(); x -= 1; print(x)
x = Every(); x *= 1; print(x)
x = Every(); x /= 1; print(x)
x = Every(); x //= 1; print(x)
x = Every(); x %= 1; print(x)
x = Every(); x **= 1; print(x)
x = Every(); x <<= 1; print(x)
x = Every(); x >>= 1; print(x)
x = Every(); x &= 1; print(x)
x = Every(); x |= 1; print(x)
x = Every(); x ^= 1; print(x)
x = Every(); x @= 1; print(x)


def failing(code):
    try:
        exec(code, {})
    except Exception as error:
        print(code, "->", type(error).__name__, error)


for operator in ["+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "@="]:
    failing(f"x = None\nx {operator} 1")
    failing(f"x = 1\nx {operator} 'a'")
failing("x += 1")
failing("x = [1]\nx += 1")
failing("x = (1,)\nx += [1]")
failing("x = 'a'\nx += 1")
failing("x = {}\nx['k'] += 1")
failing("x = []\nx[0] += 1")
failing("import sys\nsys.nothing += 1")
failing("def f():\n    y += 1\nf()")
items = [[1], 2]
items[0] += [3]
items[1] *= 5
items[0][-1] -= 10
print(items)
table = {"k": "v"}
table["k"] += "w"
table["n"] = table.get("n", 0)
table["n"] += 5
print(table)


class Traced:
    def __getitem__(self, key):
        print("get", key)
        return 1

    def __setitem__(self, key, value):
        print("set", key, value)

    def __getattr__(self, name):
        print("getattr", name)
        return 10

    def __setattr__(self, name, value):
        print("setattr", name, value)


def key():
    print("key")
    return "k"


traced = Traced()
traced[key()] += 5
traced.size *= 2
traced[1:2] -= 1
a = b = [1]
a += [2]
print(a, b, a is b)
a = a + [3]
print(a, b)
t = (1,)
u = t
t += (2,)
print(t, u)
