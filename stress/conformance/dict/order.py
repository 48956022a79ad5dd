# order: insertion order through updates, deletes, re-insertions and growth.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


d = {}
for index in range(20):
    d[f"k{index}"] = index
for index in range(0, 20, 3):
    del d[f"k{index}"]
d["k1"] = "changed"
d["k0"] = "again"
print(d)
print(list(d.items())[-1], d.popitem(), d.popitem(), next(iter(d)), list(reversed(d)))
big = {index: index * index for index in range(2000)}
for index in range(0, 2000, 2):
    del big[index]
for index in range(0, 100, 2):
    big[index] = -index
print(list(big)[:5], list(big)[-5:], len(big), sum(big), sum(big.values()))
while len(big) > 3:
    big.popitem()
print(big)
mixed = {1: "int", "1": "str", 1.5: "float", None: "none", (1, 2): "tuple", True: "bool", b"1": "bytes", frozenset([1]): "set", 0: 0, False: "f", -1: 1, -2: 2, ...: 3}
print(mixed)
print({"b": 1, "a": 2, "b": 3}, {k: v for v, k in enumerate("hello")}, dict(sorted({"z": 1, "y": 2}.items())))
a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
print(a | b, b | a, a, {**a, **b}, dict(a, **b))
a |= b
print(a)
a |= [("w", 0)]
print(a)
show(lambda: a | [("w", 0)])
show(lambda: [] | a)
show(lambda: a.__or__(5))
show(lambda: a.__ior__(5))


def grow():
    data = {1: 1}
    for key in data:
        data[key + 1] = 1


def shrink():
    data = {1: 1, 2: 2}
    for key in data:
        del data[key]


def same_size():
    data = {1: 1, 2: 2, 3: 3}
    seen = []
    for key in data:
        seen.append(key)
        del data[key]
        data[key + 10] = 1
        if len(seen) > 20:
            break
    return seen


show(lambda: grow())
show(lambda: shrink())
show(lambda: same_size())


class Colliding:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self.name == other.name

    def __repr__(self):
        return self.name


crowd = {Colliding(name): index for index, name in enumerate("abcdefgh")}
del crowd[Colliding("c")]
crowd[Colliding("a")] = "A"
print(crowd, crowd[Colliding("h")], Colliding("c") in crowd)


class Angry:
    def __hash__(self):
        raise ValueError("no hash")


class AngryEqual:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no equality")


show(lambda: {Angry(): 1})
show(lambda: {AngryEqual(): 1, 1: 2})
show(lambda: {1: 2}.get(AngryEqual()))
