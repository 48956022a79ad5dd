# hooks: init_subclass, class_getitem, getattr, getattribute, setattr, delattr and dir.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Base:
    registry = []

    def __init_subclass__(cls, tag=None, **rest):
        super().__init_subclass__(**rest)
        Base.registry.append((cls.__name__, tag))
        cls.tag = tag

    def __class_getitem__(cls, item):
        return f"{cls.__name__}<{item}>"


class First(Base, tag="one"):
    pass


class Second(First):
    pass


print(Base.registry, First.tag, Second.tag, Base[int], First["x", 1], Base.__class_getitem__(5))


def build(text):
    exec(text, {"Base": Base})


show(lambda: build("class T(Base, unknown=1): pass"))
show(lambda: build("class T(unknown=1): pass"))
show(lambda: build("class T(Base, tag=1, tag=2): pass"))
show(lambda: Base()[0])
show(lambda: int[0])


class Refuses:
    def __init_subclass__(cls):
        raise TypeError(f"no subclass {cls.__name__}")


show(lambda: type("T", (Refuses,), {}))


class Attributes:
    real = "class"

    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        if name.startswith("secret"):
            raise AttributeError(f"{name} is secret")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        self.log.append(f"getattr {name}")
        if name == "recursion":
            return self.recursion_more
        if name.startswith("make"):
            return name.upper()
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        self.log.append(f"setattr {name}={value}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self.log.append(f"delattr {name}")
        object.__delattr__(self, name)


a = Attributes()
a.x = 5
a.x += 1
del a.x
setattr(a, "y", 1)
print(a.real, a.make_it, hasattr(a, "absent"), getattr(a, "absent", "default"), a.log)
a.log.clear()
show(lambda: a.secret_thing)
show(lambda: a.x)
show(lambda: a.recursion)
show(lambda: delattr(a, "never"))
print(a.log)


class Items:
    def __init__(self):
        self.data = {}

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __missing__(self, key):
        return "never used"

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(self.data)

    def __reversed__(self):
        return reversed(list(self.data))

    def __contains__(self, key):
        return key in self.data or key == "always"

    def __bool__(self):
        return True


i = Items()
i["a"] = 1
i[1, 2] = 3
del i["a"]
print(len(i), list(i)[0], "always" in i, "a" in i, list(reversed(i))[-1], bool(Items()))
show(lambda: i["zz"])


class Calls:
    def __new__(cls, *args):
        print("new", cls.__name__, args)
        return super().__new__(cls) if args != ("other",) else "other type"

    def __init__(self, *args):
        print("init", args)

    def __del__(self):
        print("del")


x = Calls(1)
x = Calls("other")
print(x)
x = None


class BadInit:
    def __init__(self):
        return 5


class NoHash:
    __hash__ = None


class EqNoHash:
    def __eq__(self, other):
        return True


show(lambda: BadInit())
show(lambda: hash(NoHash()))
show(lambda: hash(EqNoHash()))
show(lambda: {NoHash()})


class Special:
    pass


s = Special()
s.__len__ = lambda: 5
s.__call__ = lambda: "called"
s.__iter__ = lambda: iter([1])
show(lambda: len(s))
show(lambda: s())
show(lambda: list(s))
Special.__len__ = lambda self: 7
show(lambda: len(s))
del Special.__len__
show(lambda: len(s))
Special.__call__ = lambda self, x=1: x
show(lambda: s(3))
Special.__add__ = lambda self, other: "plus"
show(lambda: s + 1)
Special.__add__ = None
show(lambda: s + 1)
Special.__iter__ = None
show(lambda: iter(s))
show(lambda: 1 in s)


class Copyable:
    def __getstate__(self):
        return "state"


print(object.__getstate__(s) is not None, Copyable().__getstate__(), object().__getstate__(), object.__reduce_ex__(5, 2)[1:])
