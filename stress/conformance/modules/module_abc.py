# module_abc: abstract classes, registration, hooks and the collections of abstract types.
import abc
import collections.abc as c


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self):
        return "base area"

    @property
    @abc.abstractmethod
    def name(self):
        pass

    @classmethod
    @abc.abstractmethod
    def make(cls):
        pass

    def concrete(self):
        return f"{self.name} {self.area()}"


class Half(Shape):
    def area(self):
        return super().area() + " half"


class Full(Half):
    name = "full"

    @classmethod
    def make(cls):
        return cls()


print(Full().concrete(), Full.make().area(), sorted(Shape.__abstractmethods__), sorted(Half.__abstractmethods__), Full.__abstractmethods__, Shape.area.__isabstractmethod__)
show(lambda: Shape())
show(lambda: Half())
show(lambda: type("OneLeft", (Half,), {"name": "n"})())


class Registered:
    pass


Shape.register(Registered)
print(issubclass(Registered, Shape), isinstance(Registered(), Shape), Registered.__mro__[1:], Shape.register(int) is int, isinstance(5, Shape))
show(lambda: Registered().area())
show(lambda: Full.register(Shape))
show(lambda: Shape.register(5))


class Duck(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        if cls is Duck:
            return any("quack" in vars(base) for base in other.__mro__) or NotImplemented
        return NotImplemented


class Quacks:
    def quack(self):
        pass


print(issubclass(Quacks, Duck), isinstance(Quacks(), Duck), issubclass(int, Duck), abc.get_cache_token() == abc.get_cache_token())
NAMES = ["Hashable", "Iterable", "Iterator", "Reversible", "Sized", "Container", "Callable", "Collection", "Sequence", "MutableSequence", "ByteString", "Set", "MutableSet", "Mapping", "MutableMapping", "Generator", "Awaitable", "Coroutine", "KeysView", "ValuesView", "ItemsView"]
VALUES = [5, "a", b"a", bytearray(), [], (), {}, set(), frozenset(), range(1), {}.keys(), {}.values(), {}.items(), iter([]), (x for x in ()), len, int, None, memoryview(b""), object(), 1.5]
for name in NAMES:
    print(name, "".join(str(int(isinstance(value, getattr(c, name)))) for value in VALUES))


class Numbers(c.Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(4))]
        if not -4 <= index < 4:
            raise IndexError("out")
        return (index % 4) * 10


class Bag(c.MutableSet):
    def __init__(self, items=()):
        self.items = list(dict.fromkeys(items))

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def add(self, item):
        if item not in self.items:
            self.items.append(item)

    def discard(self, item):
        if item in self.items:
            self.items.remove(item)


class Store(c.MutableMapping):
    def __init__(self):
        self.pairs = []

    def __getitem__(self, key):
        for k, v in self.pairs:
            if k == key:
                return v
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.pairs = [p for p in self.pairs if p[0] != key] + [(key, value)]

    def __delitem__(self, key):
        self[key]
        self.pairs = [p for p in self.pairs if p[0] != key]

    def __iter__(self):
        return (k for k, v in self.pairs)

    def __len__(self):
        return len(self.pairs)


n, b, s = Numbers(), Bag("abc"), Store()
print(list(n), list(reversed(n)), 20 in n, n.index(30), n.count(10), n[1:3], bool(n))
b.add("d")
b.remove("a")
b |= {"e"}
print(list(b), sorted(b & {"b", "c"}), list(b | {"z"}), list(b - {"b"}), b == {"b", "c", "d", "e"}, b <= set("bcdefg"), b.isdisjoint("xyz"), b.pop(), type(b & b).__name__)
s["x"] = 1
s.update(y=2)
print(list(s), dict(s), s.get("q", 0), s.setdefault("z", 3), s.pop("x"), list(s.items()), "y" in s, s == {"y": 2, "z": 3}, s.popitem(), len(s), list(s.keys() | {"k"}) != [], len(s.values()))
show(lambda: s["missing"])
show(lambda: b.remove("missing"))
show(lambda: n.index(99))
show(lambda: n[10])
show(lambda: c.Sequence())
show(lambda: c.Iterator())
show(lambda: type("Bad", (c.Mapping,), {"__len__": len})())


class OldStyle(metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def f(self):
        pass


show(lambda: OldStyle())
OldStyle.f = lambda self: 5
abc.update_abstractmethods(OldStyle)
print(OldStyle().f())
