# metaclass_registry: metaclasses, descriptors and class creation hooks, as a small plug-in framework uses them.
import functools


class Registry(type):
    plugins = {}

    @classmethod
    def __prepare__(mcs, name, bases, **options):
        print("prepare", name, [b.__name__ for b in bases], sorted(options))
        return {"created_by": mcs.__name__}

    def __new__(mcs, name, bases, namespace, *, key=None, **rest):
        cls = super().__new__(mcs, name, bases, dict(namespace), **rest)
        if key is not None:
            mcs.plugins[key] = cls
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        cls.options = options

    def __call__(cls, *args, **kwargs):
        self = super().__call__(*args, **kwargs)
        self.__dict__.setdefault("made_by", type(cls).__name__)
        return self

    def __instancecheck__(cls, instance):
        return hasattr(instance, "run") and type.__instancecheck__(cls, instance)

    def __getitem__(cls, key):
        return cls.plugins[key]

    def __iter__(cls):
        return iter(sorted(cls.plugins))

    def __len__(cls):
        return len(cls.plugins)

    def __contains__(cls, key):
        return key in cls.plugins

    def __repr__(cls):
        return f"<plugin {cls.__name__}>"

    @property
    def title(cls):
        return cls.__name__.title()


class Base(metaclass=Registry):
    hook_log = []

    def __init_subclass__(cls, /, loud=False, **kwargs):
        super().__init_subclass__(**kwargs)
        Base.hook_log.append((cls.__name__, loud))

    def __set_name__(self, owner, name):
        print("never")


class First(Base, key="first", loud=True):
    def run(self):
        return "first"


class Second(First, key="second"):
    def run(self):
        return "second after " + super().run()


print(Base.hook_log, list(Base), len(Base), "first" in Base, Base["second"], First.title)
print(repr(First), First.options, First.created_by, Second().run(), Second().made_by)
print(isinstance(First(), Base), isinstance(Base(), Base), issubclass(Second, Base))
try:
    class Third(Base, key="third", bad=1):
        pass
except TypeError as error:
    print(type(error).__name__, error)
try:
    First().title
except AttributeError as error:
    print(error)
print(sorted(Registry.plugins), type(First), type(type(First)))


class Typed:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = "_" + name
        print("set_name", owner.__name__, name)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}, not {type(value).__name__}")
        setattr(instance, self.name, value)

    def __delete__(self, instance):
        try:
            delattr(instance, self.name)
        except AttributeError:
            raise AttributeError(self.name[1:]) from None


class Lazy:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function = function

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.function.__name__] = self.function(instance)
        return value


class Point:
    x = Typed(int, 0)
    y = Typed(int, 0)
    label = Typed(str, "?")

    @Lazy
    def norm(self):
        "the norm"
        print("computing")
        return (self.x ** 2 + self.y ** 2) ** 0.5


p = Point()
p.x, p.y = 3, 4
print(p.x, p.y, p.label, p.norm, p.norm, vars(p))
for action in (lambda: setattr(p, "x", "no"), lambda: delattr(p, "label"), lambda: delattr(p, "x")):
    try:
        print(action(), p.x)
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(Point.norm.__name__, Point.norm.__doc__, type(Point.x).__name__)


class Meta(type):
    def __getattribute__(cls, name):
        if name.startswith("magic_"):
            return name[6:]
        return super().__getattribute__(name)

    def __setattr__(cls, name, value):
        print("set", name)
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        print("del", name)
        super().__delattr__(name)

    def __dir__(cls):
        return ["one", "two"]

    def mro(cls):
        order = super().mro()
        return order[:1] + [Mixed] + order[1:] if cls.__name__ == "Special" else order


class Mixed:
    mixed = "in"


class Special(metaclass=Meta):
    pass


Special.value = 1
del Special.value
print(Special.magic_thing, dir(Special), Special.mixed, [c.__name__ for c in Special.__mro__])
try:
    Special.missing
except AttributeError as error:
    print(error)
try:
    class Conflict(First, Special):
        pass
except TypeError as error:
    print(error)
try:
    class Broken(metaclass=lambda name, bases, namespace: (name, sorted(k for k in namespace if k[0] != "_"))):
        a = 1
        b = 2
    print(Broken)
except TypeError as error:
    print(error)
print(type("Dynamic", (Point,), {"z": 5, "__slots__": ()}).z, type("D", (), {}).__mro__)
for args in (("X",), (1, (), {}), ("X", [], {}), ("X", (1,), {}), ("X", (), []), ("X", (bool,), {}), ("A\0", (), {})):
    try:
        print(type(*args))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
