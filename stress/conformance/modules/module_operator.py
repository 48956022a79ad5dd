# module_operator: every function of operator, and the getters.
import operator as op


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


PAIRS = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and_", "or_", "xor", "lt", "le", "eq", "ne", "gt", "ge", "is_", "is_not", "iadd", "isub", "imul", "ifloordiv", "imod", "ipow", "ilshift", "irshift", "iand", "ior", "ixor", "itruediv"]
for name in PAIRS:
    print(name, getattr(op, name)(13, 3), getattr(op, name)(True, 2), sep=" ")
print([getattr(op, name)(-5) for name in ("neg", "pos", "invert", "inv", "abs", "index", "not_", "truth")], op.concat([1], [2]), op.contains("abc", "b"), op.countOf([1, 2, 1], 1), op.indexOf("abc", "c"), op.getitem([1, 2], 0), op.length_hint([1, 2]), op.length_hint(5, 9), op.iconcat([1], [2]), op.call(max, 1, 2), op.matmul.__name__)
data = [1, 2, 3]
op.setitem(data, 0, "set")
op.delitem(data, 1)
print(data, op.itemgetter(1)("abc"), op.itemgetter(0, 2)("abc"), op.itemgetter(slice(1, 3))("abcd"), op.itemgetter("k")({"k": "v"}), op.attrgetter("real")(5), op.attrgetter("real", "imag")(5j), op.attrgetter("__class__.__name__")(5), op.methodcaller("upper")("a"), op.methodcaller("split", ",", maxsplit=1)("a,b,c"))
print(op.itemgetter(1), op.itemgetter(1, "a"), op.attrgetter("a.b", "c"), op.methodcaller("m", 1, k=2), sorted([(2, "a"), (1, "b")], key=op.itemgetter(1)), list(map(op.add, [1, 2], [3, 4])))
show(lambda: op.add(1))
show(lambda: op.add(1, "a"))
show(lambda: op.itemgetter())
show(lambda: op.itemgetter(5)("abc"))
show(lambda: op.itemgetter(1)(5))
show(lambda: op.attrgetter())
show(lambda: op.attrgetter(5))
show(lambda: op.attrgetter("missing")(5))
show(lambda: op.attrgetter("real.missing")(5))
show(lambda: op.methodcaller())
show(lambda: op.methodcaller(5))
show(lambda: op.methodcaller("missing")(5))
show(lambda: op.indexOf([1], 5))
show(lambda: op.index(1.5))
show(lambda: op.concat(1, 2))
show(lambda: op.contains(5, 1))
show(lambda: op.countOf(5, 1))
show(lambda: op.length_hint(5, "a"))
show(lambda: op.truediv(1, 0))
show(lambda: op.matmul(1, 2))
show(lambda: op.getitem({}, "k"))
show(lambda: op.__add__ is op.add or op.__add__(1, 2))
