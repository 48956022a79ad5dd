# module_weakref_containers: weak value and key dictionaries and sets while things go away.
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
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"C({self.name})"


a, b, c = C("a"), C("b"), C("c")
values = weakref.WeakValueDictionary({"a": a, "b": b})
values["c"] = c
print(sorted(values), len(values), values["a"], values.get("zz"), "b" in values, sorted(values.items()), sorted(map(repr, values.values())), values.setdefault("a", c), values.pop("c"), len(values), sorted(values.copy()), len(list(values.valuerefs())), [r() for r in values.itervaluerefs()] != [])
del a
print(sorted(values), "a" in values, values.get("a", "gone"))
show(lambda: values["a"])
show(lambda: values.__setitem__("k", 5))
values.update(x=b, y=c)
iterated = []
for key in values:
    iterated.append(key)
print(sorted(iterated), values == values, bool(values), sorted(values | {"q": b}))
keys = weakref.WeakKeyDictionary()
keys[b] = "b value"
keys[c] = "c value"
print(len(keys), keys[b], keys.get(c), b in keys, 5 in keys, sorted(keys.values()), sorted(map(repr, keys)), keys.pop(c), sorted(repr(r()) for r in keys.keyrefs()))
show(lambda: keys.__setitem__(5, 1))
show(lambda: keys.get("text"))
group = weakref.WeakSet([b, c])
group.add(b)
other = weakref.WeakSet([c])
print(len(group), b in group, 5 in group, len(group | other), len(group & other), len(group - other), len(group ^ other), other <= group, group.issuperset(other), group.isdisjoint(other), sorted(map(repr, group)))
group.discard(c)
show(lambda: group.add(5))
show(lambda: weakref.WeakSet().pop())
del b
print(len(values), len(keys), len(group))
values.clear()
print(len(values))
cycle = C("cycle")
cycle.self = cycle
values["cycle"] = cycle
group.add(cycle)
keys[cycle] = "cycle"
del cycle
print(len(values), len(keys), len(group))
gc.collect()
print(len(values), len(keys), len(group))
many = [C(str(n)) for n in range(50)]
table = weakref.WeakValueDictionary((item.name, item) for item in many)
seen = 0
for key in list(table):
    many.pop() if many else None
    seen += 1
print(seen, len(table), len(many))


class Registry:
    instances = weakref.WeakSet()

    def __init__(self):
        Registry.instances.add(self)


x, y = Registry(), Registry()
print(len(Registry.instances))
del x
print(len(Registry.instances), y in Registry.instances)
