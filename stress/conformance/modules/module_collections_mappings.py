# module_collections_mappings: OrderedDict, defaultdict and ChainMap.
from collections import ChainMap, OrderedDict, defaultdict


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


o = OrderedDict([("b", 1), ("a", 2)])
o["c"] = 3
o.move_to_end("b")
print(o, list(o), list(reversed(o)), o.popitem(), o.popitem(last=False), o)
o.update(x=1, y=2)
o.move_to_end("y", last=False)
print(o, o == OrderedDict([("y", 2), ("c", 3), ("x", 1)]), o == {"x": 1, "y": 2, "c": 3}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), o.pop("x"), o.pop("zz", 0), o.setdefault("n", 5), o | {"m": 1}, o.copy(), OrderedDict.fromkeys("ab", 0), list(o.items()), list(reversed(o.values())))
del o["c"]
o["y"] = "changed"
print(o, OrderedDict(), repr(OrderedDict({1: 2})), dict(o))
show(lambda: o.move_to_end("missing"))
show(lambda: OrderedDict().popitem())
show(lambda: o["missing"])
show(lambda: o.pop("missing"))
show(lambda: o.__delitem__("missing"))
show(lambda: OrderedDict(5))
show(lambda: OrderedDict([1]))
show(lambda: type(o.copy()).__name__)
d = defaultdict(list)
d["a"].append(1)
d["b"] += [2]
print(d, d["new"], dict(d), d.get("absent"), "absent" in d, d.default_factory, defaultdict(int, {"k": 1}), defaultdict(None, a=1), d.copy() == d, type(d.copy()).__name__)
counts = defaultdict(int)
for letter in "hello":
    counts[letter] += 1
nested = defaultdict(lambda: defaultdict(int))
nested["x"]["y"] += 5
print(dict(counts), nested["x"]["y"], nested["q"] == {}, len(nested), d | {"z": 1})
show(lambda: defaultdict()["k"])
show(lambda: defaultdict(5))
show(lambda: defaultdict(lambda: 1 / 0)["k"])
show(lambda: defaultdict(len)["k"])
show(lambda: defaultdict(int).__missing__("k"))
show(lambda: defaultdict("a"))
d.default_factory = None
show(lambda: d["gone"])
c = ChainMap({"a": 1}, {"a": 2, "b": 3}, {"c": 4})
print(c, c["a"], c["b"], len(c), list(c), sorted(c.items()), "c" in c, c.get("zz", 0), c.maps, c.parents, c.new_child({"n": 1}), dict(c), c.new_child(k=5)["k"])
c["b"] = "first map"
c.maps[2]["d"] = 5
print(c.maps[0], c["d"], c.pop("b"), c["b"], c == {"a": 1, "b": 3, "c": 4, "d": 5}, bool(ChainMap()), c | {"u": 1}, c.copy().maps[1] is c.maps[1])
show(lambda: c["missing"])
show(lambda: c.__delitem__("c"))
show(lambda: c.pop("c"))
show(lambda: ChainMap().popitem())
from collections import UserDict, UserList, UserString


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u["b"] = 2
u.update(c=3)
print(u, u.data, "A" in u, len(u), sorted(u), UserList([3, 1]) + [2], UserList([1])[0], UserString("abc").upper(), UserString("a") + "b", isinstance(UserList(), list))
