# wrong_calls: the text of every kind of wrong call, for functions, methods, classes and built-ins.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def none():
    pass


def one(a):
    pass


def two(a, b):
    pass


def three(a, b, c):
    pass


def default(a, b=1):
    pass


def variable(a, *rest):
    pass


def keyword(a, *, k):
    pass


def keywords(a, *, k, l, m=1):
    pass


def positional(a, b, /, c):
    pass


def positional_default(a, b=1, /):
    pass


def stars(**rest):
    pass


class C:
    def __init__(self, a, b=2):
        pass

    def method(self, x):
        pass

    def no_self():
        pass

    @classmethod
    def klass(cls, y):
        pass

    @staticmethod
    def static(z):
        pass

    def __call__(self, q):
        pass

    def __getitem__(self):
        pass


class Bare:
    pass


class New:
    def __new__(cls, a):
        return object.__new__(cls)


c = C(1)
show(lambda: none(1))
show(lambda: none(1, 2))
show(lambda: none(x=1))
show(lambda: none(1, x=1))
show(lambda: one())
show(lambda: one(1, 2))
show(lambda: one(b=1))
show(lambda: one(1, a=1))
show(lambda: one(1, b=2))
show(lambda: two())
show(lambda: two(1))
show(lambda: two(b=1))
show(lambda: two(1, 2, 3))
show(lambda: two(1, 2, 3, c=4))
show(lambda: two(1, 2, b=3))
show(lambda: two(a=1, c=2))
show(lambda: three())
show(lambda: three(1))
show(lambda: three(c=1))
show(lambda: three(*[1, 2, 3, 4]))
show(lambda: default())
show(lambda: default(1, 2, 3))
show(lambda: default(1, 2, b=3))
show(lambda: variable())
show(lambda: variable(b=1))
show(lambda: keyword(1))
show(lambda: keyword(1, 2))
show(lambda: keyword(1, 2, k=3))
show(lambda: keyword(k=1))
show(lambda: keywords(1))
show(lambda: keywords(1, k=1))
show(lambda: keywords())
show(lambda: keywords(1, 2, 3, k=1))
show(lambda: keywords(1, k=1, l=2, n=3))
show(lambda: positional(1))
show(lambda: positional(1, b=2, c=3))
show(lambda: positional(a=1, b=2, c=3))
show(lambda: positional(1, 2))
show(lambda: positional(1, 2, 3, 4))
show(lambda: positional_default(b=2))
show(lambda: positional_default(1, b=2))
show(lambda: stars(1))
show(lambda: stars(1, a=2))
show(lambda: stars(**{"a": 1}, **{"a": 2}))
show(lambda: C())
show(lambda: C(1, 2, 3))
show(lambda: C(1, c=2))
show(lambda: C(b=1))
show(lambda: c.method())
show(lambda: c.method(1, 2))
show(lambda: c.method(y=1))
show(lambda: C.method())
show(lambda: C.method(c))
show(lambda: c.no_self())
show(lambda: C.no_self(1))
show(lambda: c.klass())
show(lambda: C.klass(1, 2))
show(lambda: c.static())
show(lambda: c.static(1, 2))
show(lambda: c())
show(lambda: c(1, 2))
show(lambda: c[1])
show(lambda: Bare(1))
show(lambda: Bare(x=1))
show(lambda: New())
show(lambda: New(1, 2))
show(lambda: object(1))
show(lambda: (lambda x: x)())
show(lambda: (lambda: 0)(1))
show(lambda: (lambda *, k: k)())
show(lambda: len())
show(lambda: len(1, 2))
show(lambda: len(x=1))
show(lambda: abs())
show(lambda: [].append())
show(lambda: [].append(1, 2))
show(lambda: [].append(x=1))
show(lambda: list.append())
show(lambda: list.append(1, 2))
show(lambda: list.append([]))
show(lambda: "".join())
show(lambda: "".join(1, 2))
show(lambda: "".split(1, 2, 3))
show(lambda: "".split(x=1))
show(lambda: str.upper(1))
show(lambda: {}.get())
show(lambda: {}.get(1, 2, 3))
show(lambda: {}.update(1, 2))
show(lambda: isinstance(1))
show(lambda: getattr(1))
show(lambda: sorted())
show(lambda: sorted([], bad=1))
show(lambda: print(bad=1))
show(lambda: int(1, 2, 3))
show(lambda: int(bad=1))
show(lambda: float(1, 2))
show(lambda: str(1, 2, 3, 4))
show(lambda: dict(1, 2))
show(lambda: range())
show(lambda: enumerate())
show(lambda: open())
show(lambda: open("x", bad=1))
show(lambda: super(1, 2, 3))
show(lambda: type(1, 2))
show(lambda: property(1, 2, 3, 4, 5))
show(lambda: ValueError(x=1))
show(lambda: pow(1))
show(lambda: divmod(1))
show(lambda: round())
show(lambda: sum())
show(lambda: zip(bad=1))
show(lambda: c.method(1)())
show(lambda: one.__name__())
show(lambda: Bare()())
show(lambda: one(*5))
show(lambda: one(**5))
show(lambda: one(**[1]))
show(lambda: one(*[1], *5))
show(lambda: one(**{5: 1}))
show(lambda: one(**{"a": 1}, **{"a": 2}))
show(lambda: C.method(*5))
show(lambda: c.method(**{"x": 1, "y": 2}))
show(lambda: len(**{1: 2}))
