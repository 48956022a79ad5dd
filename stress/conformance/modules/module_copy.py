# module_copy: shallow and deep copies of built-in and own objects, cycles and hooks.
import copy


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for value in (5, "a", None, (1, 2), [1, [2]], {"a": [1]}, {1, 2}, frozenset([1]), b"b", bytearray(b"x"), 1.5, 2j, range(3), slice(1), ..., len, int, lambda: 0, (1, [2])):
    shallow, deep = copy.copy(value), copy.deepcopy(value)
    print(type(value).__name__, shallow is value, deep is value, type(deep) is type(value), deep == value)
nested = [1, [2, {"k": (3, [4])}]]
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
nested[1].append("new")
nested[1][1]["k"][1].append("deep")
print(shallow, deep)
loop = [1]
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin, twin[1] is twin, twin is not loop)
shared = []
pair = copy.deepcopy([shared, shared])
print(pair[0] is pair[1])
d = {"self": None}
d["self"] = d
e = copy.deepcopy(d)
print(e["self"] is e, e)
t = ([],)
t[0].append(t)
u = copy.deepcopy(t)
print(u[0][0] is u, u is not t)


class Plain:
    def __init__(self, x):
        self.x = x


class Slots:
    __slots__ = ("a", "b")


class Hooks:
    def __init__(self):
        self.log = []

    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return f"deep copied {type(memo).__name__}"


class State:
    def __init__(self):
        self.kept, self.dropped = 1, 2

    def __getstate__(self):
        return {"kept": self.kept}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.restored = True


class Reduced:
    def __init__(self, n):
        self.n = n

    def __reduce__(self):
        return (Reduced, (self.n + 1,))


class NewArgs(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return tuple(self)


class SubList(list):
    pass


class Refuses:
    def __reduce_ex__(self, protocol):
        raise TypeError("no copies")


p = Plain([1])
q, r = copy.copy(p), copy.deepcopy(p)
print(q.x is p.x, r.x is p.x, r.x == p.x, type(r).__name__)
s = Slots()
s.a = [1]
v = copy.deepcopy(s)
print(v.a, v.a is s.a, hasattr(v, "b"))
print(copy.copy(Hooks()), copy.deepcopy(Hooks()), vars(copy.copy(State())), copy.copy(Reduced(1)).n, copy.deepcopy(NewArgs(1, [2])), type(copy.copy(NewArgs(1, 2))).__name__)
l = SubList([1, [2]])
l.extra = [3]
m = copy.deepcopy(l)
print(m, m.extra, m.extra is l.extra, type(m).__name__, copy.copy(l).extra is l.extra)
w = Plain(None)
w.x = w
z = copy.deepcopy(w)
print(z.x is z, z is not w)
print(copy.deepcopy(ValueError("a", 1)).args, copy.copy(KeyError("k")), copy.deepcopy(Plain), copy.deepcopy({(1, 2): [3]}), copy.Error.__mro__[1].__name__)
show(lambda: copy.copy(Refuses()))
show(lambda: copy.copy(x for x in []))
show(lambda: copy.deepcopy(iter([1, 2])).__next__())
show(lambda: copy.copy())
memo = {}
copy.deepcopy([[1]], memo)
print(len(memo) >= 2)
