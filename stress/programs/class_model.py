# class_model: a small record framework from descriptors, a metaclass and cooperative inheritance.
import sys
from abc import ABCMeta, abstractmethod


class Field:
    """A checked attribute; knows its name, its owner and its place."""

    created = 0

    def __init__(self, kind, default=None, check=None):
        self.kind, self.default, self.check = kind, default, check
        Field.created += 1
        self.order = Field.created

    def __set_name__(self, owner, name):
        self.name = name
        self.slot = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.slot, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} wants {self.kind.__name__}, not {type(value).__name__}")
        if self.check is not None and not self.check(value):
            raise ValueError(f"{self.name} refuses {value!r}")
        setattr(instance, self.slot, value)

    def __delete__(self, instance):
        delattr(instance, self.slot)


class ModelType(ABCMeta):
    """Collects fields over the bases, and keeps a registry of the models."""

    registry = {}

    @classmethod
    def __prepare__(meta, name, bases, **options):
        return {"_options": options}

    def __new__(meta, name, bases, namespace, **options):
        return super().__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        found = {}
        for base in reversed(cls.__mro__):
            found.update((k, v) for k, v in vars(base).items() if isinstance(v, Field))
        cls.fields = sorted(found.values(), key=lambda field: field.order)
        ModelType.registry[name] = cls

    def __call__(cls, *args, **keywords):
        instance = super().__call__(*args, **keywords)
        instance.frozen = True
        return instance

    def __len__(cls):
        return len(cls.fields)

    def __iter__(cls):
        return (field.name for field in cls.fields)

    def __contains__(cls, name):
        return any(field.name == name for field in cls.fields)


class Model(metaclass=ModelType):
    frozen = False

    def __init__(self, *args, **keywords):
        names = [field.name for field in type(self).fields]
        if len(args) > len(names):
            raise TypeError(f"{type(self).__name__} takes {len(names)} values, got {len(args)}")
        for name, value in {**dict(zip(names, args)), **keywords}.items():
            setattr(self, name, value)

    def __setattr__(self, name, value):
        if self.frozen and not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(f"{type(self).__name__} has no field {name}")
        super().__setattr__(name, value)

    def __getattr__(self, name):
        if name.startswith("as_"):
            return lambda: ModelType.registry[name[3:].title()](**self.values_for(name[3:].title()))
        raise AttributeError(f"{type(self).__name__} has nothing called {name}")

    def values_for(self, target):
        fields = ModelType.registry[target].fields
        return {f.name: getattr(self, f.name) for f in fields if hasattr(self, f.name)}

    def __repr__(self):
        inside = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in type(self).fields)
        return f"{type(self).__name__}({inside})"

    def __eq__(self, other):
        return type(self) is type(other) and self.key() == other.key()

    def __hash__(self):
        return hash(self.key())

    def key(self):
        return tuple(getattr(self, field.name) for field in type(self).fields)

    def __init_subclass__(cls, **options):
        cls.lineage = getattr(cls, "lineage", ()) + (cls.__name__,)
        super().__init_subclass__()

    @abstractmethod
    def describe(self):
        """What a person would say."""


class Named(Model):
    name = Field(str, "nobody", str.isidentifier)

    def describe(self):
        return f"{self.name}"


class Aged(Model, minimum=0):
    age = Field(int, 0, lambda age: 0 <= age < 150)

    def describe(self):
        return f"{super().describe()}, {self.age}" if hasattr(super(), "name") else f"aged {self.age}"


class Person(Aged, Named):
    nickname = Field(str, "")

    def describe(self):
        return super().describe() + (f" ({self.nickname})" if self.nickname else "")

    @property
    def adult(self):
        return self.age >= 18

    @adult.setter
    def adult(self, value):
        self.age = max(self.age, 18) if value else min(self.age, 17)

    @classmethod
    def parse(cls, text):
        name, age, *rest = text.split(",")
        return cls(name, int(age), *rest)

    @staticmethod
    def is_fair(people):
        return len({person.adult for person in people}) == 1


class Vector:
    """Operators of every kind, reflected and in place."""

    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y) if isinstance(other, Vector) else NotImplemented

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __imul__(self, factor):
        self.x *= factor
        self.y *= factor
        return self

    def __neg__(self):
        return -1 * self

    def __abs__(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __bool__(self):
        return bool(self.x or self.y)

    def __iter__(self):
        yield self.x
        yield self.y

    def __format__(self, specification):
        return f"<{format(self.x, specification)}|{format(self.y, specification)}>"


def attempt(action):
    try:
        return action()
    except Exception as trouble:
        return f"{type(trouble).__name__}: {trouble}"


def main():
    print(list(ModelType.registry), len(Person), list(Person), "age" in Person, Person.lineage)
    print([base.__name__ for base in Person.__mro__], Person._options, Aged._options)
    anna = Person.parse("Anna,41,Ann")
    bob = Person("Bob", 12)
    print(anna, bob, anna.describe(), "/", bob.describe(), anna == bob, len({anna, bob, anna}))
    bob.adult = True
    print(bob, Person.is_fair([anna, bob]), anna.as_named(), bob.as_aged().describe())
    del bob.age
    print(bob.age, Person.age.name, Person.age.kind)
    for action in (
        lambda: Person("x", "y"),
        lambda: Person("old", 200),
        lambda: Person("Bob", 1, "Bobby", 4),
        lambda: setattr(anna, "height", 3),
        lambda: anna.weight,
        lambda: Model(),
        lambda: Vector(1, 2) + 3,
        lambda: Vector(1, 2).z,
    ):
        print(attempt(action))
    vector = Vector(3.0, 4.0)
    vector *= 2
    print(f"{vector:.2f}", abs(vector), list(-vector), bool(Vector(0, 0)), f"{vector + 0.5 * vector:g}")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    people = [Person("p" + "abc"[index % 3] * (index % 4), index % 100) for index in range(count)]
    print(len(set(people)), sum(person.adult for person in people), people[-1])


main()
