# super: super with and without arguments, in class methods, properties and odd places.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class A:
    value = "A value"

    def __init__(self, *args):
        self.log = ["A"] + list(args)

    def method(self):
        return "A.method"

    @classmethod
    def klass(cls):
        return f"A.klass {cls.__name__}"

    @staticmethod
    def static():
        return "A.static"

    @property
    def prop(self):
        return "A.prop"

    def __getitem__(self, key):
        return f"A[{key}]"

    def __repr__(self):
        return "<A>"


class B(A):
    value = "B value"

    def __init__(self, *args):
        super().__init__(*args)
        self.log.append("B")

    def method(self):
        return "B>" + super().method() + ">" + super(B, self).method()

    @classmethod
    def klass(cls):
        return "B>" + super().klass()

    @staticmethod
    def static():
        return super(B, B).static()

    @property
    def prop(self):
        return "B>" + super().prop

    def __getitem__(self, key):
        return super().__getitem__(key)

    def values(self):
        return super().value, self.value, super().__repr__(), [super(B, self).method() for _ in range(1)]

    def nested(self):
        def inner():
            return super(B, self).method()

        return inner(), (lambda: super(B, self).prop)()

    def cell(self):
        return __class__.__name__

    def missing(self):
        return super().missing

    def generator(self):
        yield super().method()


class C(B):
    pass


b, c = B(1), C(2, 3)
print(b.log, c.log, b.method(), c.method(), B.klass(), c.klass(), b.static(), b.prop, c.prop, b[5], b.values(), b.nested(), b.cell(), c.cell(), list(c.generator()))
s = super(B, c)
print(s.method(), s.__thisclass__, s.__self__, s.__self_class__, repr(s), super(B, C).klass(), type(super(B, C).method).__name__, super(A, c).__repr__()[:20] != "", super(B).__self__)
show(lambda: b.missing())
show(lambda: super())
show(lambda: super(B, 5))
show(lambda: super(B, A))
show(lambda: super(5, 5))
show(lambda: super(B, b).nothing)
show(lambda: super(B, b)[1])
show(lambda: super(object, b).method)
show(lambda: setattr(super(B, b), "x", 1))
show(lambda: super(B, b).__class__)


def outside(self):
    return super().method()


def no_arguments():
    return super()


class D(A):
    borrowed = outside

    def deleted(self):
        del self
        return super().method()

    def reassigned(self):
        self = B()
        return super().method()

    def no_first():
        return super()

    def star(*args):
        return super().method()

    def comprehension(self):
        return [super().method() for _ in "a"]


show(lambda: D().borrowed())
show(lambda: no_arguments())
show(lambda: D().deleted())
show(lambda: D().reassigned())
show(lambda: D.no_first())
show(lambda: D().star())
show(lambda: D().comprehension())


class Unbound(A):
    pass


Unbound.up = super(Unbound)
print(Unbound().up.method())


class Meta(type):
    def __new__(meta, name, bases, space):
        space["added"] = "by meta"
        return super().__new__(meta, name, bases, space)

    def __call__(cls, *args):
        instance = super().__call__(*args)
        instance.called = True
        return instance


class E(metaclass=Meta):
    def __init__(self, x):
        super().__init__()
        self.x = x


print(E(5).x, E(5).called, E.added)


class Cell:
    def get(self):
        return __class__


class Copy:
    get = Cell.get


print(Copy().get(), Cell.get.__code__.co_freevars)
