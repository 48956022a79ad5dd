# evaluation_order: left to right, short circuits, and what is evaluated at all.
log = []


def n(name, value=None):
    log.append(name)
    return value


def flush(label):
    print(label, log)
    log.clear()


class Target:
    def __getitem__(self, key):
        return n(f"getitem {key}", 1)

    def __setitem__(self, key, value):
        n(f"setitem {key}")

    def __setattr__(self, name, value):
        n(f"setattr {name}")

    def __call__(self, *args, **keywords):
        return n("call", self)

    def method(self, *args):
        return n("method")


t = Target()
n("a", 1) + n("b", 2) * n("c", 3)
flush("arithmetic")
n("a", 2) ** n("b", 2) ** n("c", 1)
flush("power")
n("a", 1) < n("b", 2) < n("c", 0) < n("d", 5)
flush("chain")
n("a", 0) and n("b") or n("c", 1) and n("d", 1) or n("e")
flush("boolean")
(n("yes", 1) if n("test", 0) else n("no", 2))
flush("conditional")
n("f", t)(n("x"), *n("star", []), k=n("k"), **n("stars", {}))
flush("call")
n("object", t).method(n("x"), n("y"))
flush("method")
n("target", t)[n("index")] = n("value")
flush("item assignment")
n("target", t)[n("index")] += n("value", 1)
flush("item in place")
n("one", t)[n("i")], n("two", t).x = n("v1"), n("v2")
flush("tuple assignment")
n("a", t)[n("k1")] = n("b", t)[n("k2")] = n("value")
flush("multiple targets")
{n("k1"): n("v1"), n("k2"): n("v2"), **n("more", {})}
flush("dict")
[n("a"), *n("star", []), n("b")]
flush("list")
n("seq", "abc")[n("start", 0) : n("stop", 2) : n("step", 1)]
flush("slice")
f"{n('one')} {n('two', 5):{n('width', 3)}} {n('three')!r}"
flush("f-string")
lambda a=n("default"): n("body")
flush("lambda")


def decorate(name):
    log.append(f"decorator {name}")
    return lambda function: n(f"apply {name}", function)


@decorate("outer")
@decorate("inner")
def function(a: n("annotation a"), b=n("default b"), *, c: n("annotation c") = n("default c")) -> n("annotation return"):
    pass


flush("definition")


@decorate("class")
class Class(n("base", object), metaclass=n("metaclass", type)):
    n("body")


flush("class")
for _ in n("iterable", [1]):
    n("loop")
else:
    n("else")
flush("for")
n("a", 5) in n("b", [5]) is n("c", True)
flush("in")
not n("a", 1) == n("b", 1)
flush("not")
del n("del", {"k": 1})[n("key", "k")]
flush("del")
assert n("condition", 1), n("message")
flush("assert")
try:
    raise n("exception", ValueError()) from n("cause", None)
except n("handler", ValueError):
    pass
flush("raise")
print(1 or 1 / 0, 0 and 1 / 0, [] or "empty", "a" and "b", None or 0 or [] or "last", 1 and 2 and 3, not [], not not "x")
x = 5
x = x if x else 1 / 0
print(x, -2**2, 2**-1, not 1 == 2, 1 + 2 << 1, 5 & 3 == 1, 6 | 1 ^ 1, ~1 + 2, -3 // 2, -(3 // 2), 1 if 0 else 2 if 0 else 3, (lambda: 1, 2)[1], 10 - 2 - 3, 2 * 3 % 4, "a" "b" * 2)
