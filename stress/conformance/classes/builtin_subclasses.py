# builtin_subclasses: subclasses of built-in types with extra state and overridden methods.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Int(int):
    def __new__(cls, value, label=""):
        self = super().__new__(cls, value)
        self.label = label
        return self

    def __add__(self, other):
        return Int(int(self) + int(other), self.label + "+")

    def __repr__(self):
        return f"Int({int(self)}, {self.label!r})"


class Text(str):
    def upper(self):
        return "UP:" + super().upper()

    def __len__(self):
        return 99

    def __getitem__(self, index):
        return "item"


class List(list):
    def append(self, item):
        super().append((item, item))

    def __len__(self):
        return 5

    def __iter__(self):
        return iter("iterated")


class Dict(dict):
    def __getitem__(self, key):
        return f"<{super().get(key)}>"

    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)

    def keys(self):
        return ["fake"]


class Set(set):
    def add(self, item):
        super().add(-item)


class Tuple(tuple):
    @property
    def first(self):
        return self[0]


class Float(float):
    def __str__(self):
        return "float text"


class Bytes(bytes):
    extra = 1


class Error(ValueError):
    def __init__(self, message, code):
        super().__init__(message)
        self.code = code

    def __str__(self):
        return f"{self.args[0]} ({self.code})"


i = Int(5, "five")
print(i, i + 3, 3 + i, i * 2, type(i * 2).__name__, i.label, i == 5, hash(i) == hash(5), [10, 20, 30, 40, 50, 60][i], vars(i), isinstance(i, int), int(i), -i, f"{i}", "%d" % i, sum([i, i]), {5: "k"}[i], i.bit_length(), range(i))
t = Text("abc")
print(t.upper(), len(t), t[0], t + "d", t == "abc", {"abc": 1}[t], type(t + "d").__name__, "".join(t), t.title(), f"{t:>5}", list(t), str(t), repr(t), t.replace("a", "x"))
l = List([1, 2])
l.append(3)
l.x = "attribute"
print(l, len(l), list(l), sorted(l)[:3], l + [9], l == [1, 2, (3, 3)], l.x, bool(List()), [*l][:2], l[0], l[-1], repr(l), tuple(l)[:2], type(l[:1]).__name__)
d = Dict(a=1)
d["b"] = 2
d.update(c=3)
print(d, d["a"], d["b"], d.get("b"), list(d), dict(d), {**d}, d | {"z": 0}, type(d | {}).__name__, d.keys(), d.setdefault("q", 5), d.pop("a"), "b" in d, d == {"b": 4, "c": 3, "q": 5}, type(d.copy()).__name__)
s = Set([1])
s.add(5)
s.update([2])
print(sorted(s), type(s | {9}).__name__, s == {1, -5, 2})
u = Tuple((7, 8))
print(u, u.first, u + (9,), u == (7, 8), type(u * 2).__name__, hash(u) == hash((7, 8)))
f = Float(1.5)
print(f, repr(f), f + 1, f"{f}", f"{f:.2f}", "%s" % f, "%.1f" % f, type(f + 1).__name__, round(f), str(f))
b = Bytes(b"xy")
print(b, b.extra, b + b"z", type(b.upper()).__name__)
try:
    raise Error("message", 7)
except ValueError as error:
    print(error, repr(error), error.args, error.code)


class Bool:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Function:
    def __call__(self, *args):
        return args


print([10, 20][Bool(1)], list(map(Function(), "ab")), sorted([3, 1], key=Int), max([Int(1, "a"), Int(2, "b")]))


class Sub1(int):
    def __radd__(self, other):
        return "reflected"

    def __eq__(self, other):
        return "sub eq"

    __hash__ = int.__hash__


print(5 + Sub1(1), Sub1(1) + 5, 1 == Sub1(1), Sub1(1) == 1, 1.5 + Sub1(1))


class NewTuple(tuple):
    def __new__(cls, *items):
        return tuple.__new__(cls, items)

    def __init__(self, *items):
        self.count_of = len(items)


n = NewTuple(1, 2, 3)
print(n, n.count_of, n.count(1))
show(lambda: Int())
show(lambda: Int("x"))
show(lambda: Error())
show(lambda: Tuple(5))
show(lambda: type("T", (type(lambda: 0),), {}))
show(lambda: type("T", (type(None),), {}))
show(lambda: type("T", (slice,), {}))
show(lambda: type("T", (memoryview,), {}))
show(lambda: type("T", (property,), {}).__name__)
show(lambda: type("T", (type,), {})("X", (), {}).__name__)
