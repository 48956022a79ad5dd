# module_weakref_basics: weak references, proxies, callbacks, finalize and what may be referred to.
import gc
import weakref


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class C:
    def __init__(self, name="c"):
        self.name = name

    def method(self):
        return f"method of {self.name}"

    def __eq__(self, other):
        return isinstance(other, C) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __len__(self):
        return 3

    def __add__(self, other):
        return f"{self.name}+{other}"

    def __getitem__(self, key):
        return key

    def __call__(self, x):
        return x * 2

    def __str__(self):
        return f"str {self.name}"


log = []
c = C()
r = weakref.ref(c)
print(r() is c, r == weakref.ref(c), r is weakref.ref(c), hash(r) == hash(c), weakref.getweakrefcount(c), weakref.getweakrefs(c) == [r], r.__callback__, type(r).__name__, repr(r).startswith("<weakref at"), weakref.ref is weakref.ReferenceType)
s = weakref.ref(c, lambda ref: log.append(ref is s))
print(s is r, s == r, weakref.getweakrefcount(c))
p = weakref.proxy(c)
print(p.name, p.method(), len(p), p + 1, p["k"], p(4), str(p), p == c, type(p).__name__, isinstance(p, C), p.__class__.__name__)
p.name = "renamed"
print(c.name)
d = C("renamed")
print(weakref.ref(d) == weakref.ref(c), weakref.ref(d) != weakref.ref(c))
h = weakref.ref(C("gone"))
del c
print(r(), s(), log, r == s, r == r, repr(r).endswith("dead>"))
show(lambda: p.name)
show(lambda: p.method())
show(lambda: setattr(p, "x", 1))
show(lambda: len(p))
show(lambda: bool(p))
show(lambda: str(p))
show(lambda: hash(p))
show(lambda: hash(h))
show(lambda: hash(r) is not None)
for value in (5, "a", None, (1,), [1], {1: 2}, {1}, frozenset(), len, C, lambda: 0, C.method, C().method, int, range(1), object(), b"x", (x for x in ()), ValueError(), slice(1), weakref, iter([])):
    try:
        weakref.ref(value)
        print(type(value).__name__, "can be referred to")
    except TypeError as error:
        print(error)
show(lambda: weakref.ref())
show(lambda: weakref.ref(d, 5) is not None)
show(lambda: weakref.ref(d, None, 1))
show(lambda: weakref.proxy(5))
show(lambda: r(1))
m = weakref.WeakMethod(d.method)
print(m()(), m() == d.method, m.__class__.__name__)
f = weakref.finalize(d, log.append, "finalized")
print(f.alive, f.peek()[1:] == (log.append, ("finalized",), {}), f.atexit)
del d
print(m(), f.alive, log, f(), f.peek())
e = C("e")
g = weakref.finalize(e, lambda *a, **k: (a, k), 1, k=2)
print(g(), g(), g.alive)
g = weakref.finalize(e, log.append, "detached")
print(g.detach()[1] == log.append, g.alive)
order = []
target = C("order")
refs = [weakref.ref(target, lambda ref, n=n: order.append(n)) for n in range(4)]
del refs[2]
del target
print(order)
loop = C("loop")
loop.self = loop
loop_ref = weakref.ref(loop, lambda ref: log.append("loop callback"))
del loop
print(loop_ref() is None, gc.collect() > 0, loop_ref() is None, log[-1])


class Sub(weakref.ref):
    def __init__(self, target, callback=None, extra=None):
        super().__init__(target, callback)
        self.extra = extra

    def __new__(cls, target, callback=None, extra=None):
        return super().__new__(cls, target, callback)


x = C("sub")
one, two = Sub(x, extra=1), Sub(x, extra=2)
print(one() is x, one is two, one.extra, two.extra, one == two)


class InDel:
    def __del__(self):
        log.append(("in del", self.ref() is None or type(self.ref()).__name__))


i = InDel()
i.ref = weakref.ref(i)
del i
gc.collect()
print(log[-1])
