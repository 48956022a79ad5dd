# views: keys, values and items as live sets and sequences.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


d = {"a": 1, "b": 2}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), list(keys), "a" in keys, 1 in values, ("a", 1) in items, ("a", 2) in items, ["a", 1] in items, "a" in items)
d["c"] = 3
print(keys, values, items, list(reversed(keys)), list(reversed(values)))
print(sorted(keys & {"a", "z"}), sorted(keys | ["z"]), sorted(keys - {"a"}), sorted(keys ^ {"a", "q"}), sorted({"a", "z"} & keys), sorted(items & {("a", 1)}), sorted(items - [("a", 1)]))
print(keys == {"a", "b", "c"}, keys < {"a", "b", "c", "d"}, keys >= {"a"}, keys.isdisjoint(["x"]), items == dict(d).items(), values == d.values(), keys != ["a"], keys.isdisjoint("a"))
print(keys.mapping, type(keys.mapping).__name__, type(keys).__name__, type(iter(items)).__name__)
show(lambda: keys[0])
show(lambda: keys & 5)
show(lambda: keys.add("x"))
show(lambda: values | values)
show(lambda: hash(keys))
show(lambda: hash(values) == hash(values))
show(lambda: keys < 5)
show(lambda: [] in keys)
show(lambda: ([], 1) in items)
show(lambda: keys.mapping.__setitem__)
show(lambda: next(keys))
iterator = iter(d.items())
print(iterator.__length_hint__(), next(iterator), iterator.__length_hint__(), list(iterator), next(iterator, "end"))
running = iter(d)
next(running)
d["grow"] = 1
show(lambda: next(running))
show(lambda: next(running))
late = iter(d.values())
d.clear()
show(lambda: next(late))
print(keys, values, items, list(zip({1: 2, 3: 4}.items(), {5: 6})), dict.keys({1: 2}), [*{1: 2}.items()])
show(lambda: dict.keys())
show(lambda: dict.keys([]))
loop = {}
loop["v"] = loop.values()
print(loop)
