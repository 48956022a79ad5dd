# metaclass: metaclasses: prepare, new, init, call, conflicts and attributes of types.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **options):
        print("prepare", name, [b.__name__ for b in bases], options)
        return {"prepared": True}

    def __new__(meta, name, bases, space, **options):
        print("new", name, sorted(k for k in space if not k.startswith("__")), options)
        return super().__new__(meta, name, bases, space)

    def __init__(cls, name, bases, space, **options):
        print("init", name, options)
        super().__init__(name, bases, space)

    def __call__(cls, *args, **keywords):
        print("call", cls.__name__, args, keywords)
        return super().__call__(*args, **keywords)

    def __repr__(cls):
        return f"<{cls.__name__} by Meta>"

    def __len__(cls):
        return 99

    def __getitem__(cls, key):
        return f"{cls.__name__}[{key}]"

    def __iter__(cls):
        return iter("meta")

    def __contains__(cls, item):
        return item == "in"

    def __instancecheck__(cls, instance):
        return instance == "pretend"

    def __subclasscheck__(cls, other):
        return other is int

    def __getattr__(cls, name):
        return f"meta attribute {name}"

    def __add__(cls, other):
        return "added"

    def __bool__(cls):
        return False

    @property
    def kind(cls):
        return f"kind of {cls.__name__}"

    def meta_only(cls):
        return cls.__name__


class A(metaclass=Meta, option=1):
    x = 1

    def __init__(self, *args):
        print("A init", args)


class B(A, other=2):
    y = 2


a = A(5)
print(A, B, type(A).__name__, len(A), A["k"], list(A), "in" in A, "out" in A, isinstance("pretend", A), isinstance(a, A), issubclass(int, A), issubclass(str, A), A.unknown, A + 1, bool(A), A.kind, B.meta_only(), A.prepared, hasattr(a, "meta_only"), hasattr(a, "kind"))
C = Meta("C", (A,), {"z": 3})
print(C.z, C.x, type(C) is Meta)


def function_meta(name, bases, space, **options):
    return name, bases, sorted(k for k in space if not k.startswith("__")), options


class FromFunction(metaclass=function_meta, option="o"):
    attribute = 1


print(FromFunction)


class Single(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class One(metaclass=Single):
    pass


print(One() is One())


class M1(type):
    pass


class M2(type):
    pass


class M3(M1):
    pass


class X1(metaclass=M1):
    pass


class X2(metaclass=M2):
    pass


class X3(X1, metaclass=M3):
    pass


class X4(X1, X3.__class__("Made", (), {})):
    pass


print(type(X3).__name__, type(X4).__name__)


def build(text):
    exec(text, {"X1": X1, "X2": X2, "M1": M1, "M2": M2})


show(lambda: build("class T(X1, X2): pass"))
show(lambda: build("class T(X1, metaclass=M2): pass"))
show(lambda: build("class T(metaclass=5): pass"))
show(lambda: build("class T(X1, unknown=1): pass"))
show(lambda: build("class T(metaclass=M1, unknown=1): pass"))


class BadPrepare(type):
    def __prepare__(name, bases):
        return 5


show(lambda: exec("class T(metaclass=m): pass", {"m": BadPrepare}))


class Recording(dict):
    def __init__(self):
        self.order = []

    def __setitem__(self, key, value):
        if not key.startswith("__"):
            self.order.append(key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key.startswith("auto_"):
            return key.upper()
        raise KeyError(key)


class Recorder(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Recording()

    def __new__(meta, name, bases, space):
        made = super().__new__(meta, name, bases, dict(space))
        made.order = space.order
        return made


class Ordered(metaclass=Recorder):
    b = 1
    a = 2
    b = 3
    c = auto_name

    def d(self):
        pass


print(Ordered.order, Ordered.c)
print(type.__call__(int, "7"), type.__name__, type(type), type("T", (), {"__slots__": ()}).__slots__, Meta.__mro__)


class NotClass(type):
    def __new__(meta, name, bases, space):
        return "not a class"


class Replaced(metaclass=NotClass):
    pass


print(Replaced)
