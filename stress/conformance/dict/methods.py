# methods: every dict method, with normal and wrong calls.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


d = {"a": 1, "b": 2}
print(d, d["a"], d.get("a"), d.get("z"), d.get("z", 0), len(d), "a" in d, 1 in d, bool({}), list(d), d.copy() == d, d.copy() is d)
d["c"] = 3
d.update({"a": 10, "d": 4})
d.update([("e", 5), ["f", 6]])
d.update(g=7, a=11)
d.update({"x": 1}, y=2)
d.update()
print(d, d.pop("x"), d.pop("zz", "default"), d.setdefault("a", 0), d.setdefault("new"), d.setdefault("list", []).append(1), d.popitem(), d)
del d["b"]
print(d, dict(d) == d, dict(), dict(a=1), dict([("a", 1)], b=2), dict({"a": 1}, a=3), dict(zip("ab", (1, 2))), dict.fromkeys("aab"), dict.fromkeys([1, 2], 0), {**d, "z": 0})
d.clear()
print(d, d == {}, {1: 2} == {1.0: 2.0}, {1: 2} != {1: 3}, {} == [], {"a": {"b": {}}})
e = {1: "a"}
show(lambda: e[2])
show(lambda: e["missing"])
show(lambda: e[(1, 2)])
show(lambda: e[[]])
show(lambda: e.__setitem__([], 1))
show(lambda: e.__setitem__({}, 1))
show(lambda: [] in e)
show(lambda: e.get([]))
show(lambda: e.get())
show(lambda: e.get(1, 2, 3))
show(lambda: e.get(key=1))
show(lambda: e.pop())
show(lambda: e.pop(99))
show(lambda: e.pop("k", 1, 2))
show(lambda: {}.popitem())
show(lambda: {}.pop("a"))
show(lambda: e.setdefault())
show(lambda: e.setdefault([], 1))
show(lambda: e.update(5))
show(lambda: e.update([1]))
show(lambda: e.update([(1, 2, 3)]))
show(lambda: e.update(["ab", "cd"]))
show(lambda: e.update(["abc"]))
show(lambda: e.update({}, {}))
show(lambda: e.update(None))
show(lambda: e.__delitem__(99))
show(lambda: dict(5))
show(lambda: dict([1]))
show(lambda: dict([(1,)]))
show(lambda: dict({}, {}))
show(lambda: dict(**{1: 2}))
show(lambda: dict.fromkeys(5))
show(lambda: dict.fromkeys())
show(lambda: dict.fromkeys([[]]))
show(lambda: e < {2: 3})
show(lambda: e + e)
show(lambda: e * 2)
show(lambda: hash(e))
show(lambda: e.missing)
show(lambda: e.has_key(1))
show(lambda: dict[str, int])
show(lambda: list(reversed({"a": 1, "b": 2})))
show(lambda: list(reversed({"a": 1, "b": 2}.items())))
show(lambda: e)


class Keys:
    def keys(self):
        return ["k1", "k2"]

    def __getitem__(self, key):
        return key * 2


show(lambda: dict(Keys()))
show(lambda: {**Keys()})
show(lambda: {}.update(Keys()))


class Missing(dict):
    def __missing__(self, key):
        return f"no {key}"


m = Missing(a=1)
show(lambda: (m["a"], m["b"], m.get("b"), "b" in m, m))
show(lambda: type(m.copy()).__name__)
show(lambda: Missing.fromkeys("ab"))
loop = {}
loop["me"] = loop
print(loop)
show(lambda: loop == {"me": loop})
