# module_collections_namedtuple: namedtuple: fields, defaults, methods and mistakes.
from collections import namedtuple


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p[1], p == (1, 2), tuple(p), Point._fields, p._asdict(), p._replace(x=5), Point._make([7, 8]), *p, len(p), p + (3,), hash(p) == hash((1, 2)), Point.__name__, Point.__doc__, Point.x.__doc__, p.__class__.__mro__[1].__name__, repr(p), Point._field_defaults, p.__getnewargs__())
x, y = p
D = namedtuple("D", ["a", "b", "c"], defaults=[2, 3])
print(x, y, D(1), D(1, 5), D(a=0, c=9), D._field_defaults, namedtuple("E", "")(), namedtuple("F", "a, b,c")._fields, namedtuple("R", "a def a _x 1", rename=True)._fields, namedtuple("M", "a", module="elsewhere").__module__, sorted([Point(2, 1), Point(1, 5)]), Point.__match_args__)
show(lambda: Point(1))
show(lambda: Point(1, 2, 3))
show(lambda: Point(1, z=2))
show(lambda: Point(1, 2, x=3))
show(lambda: p.z)
show(lambda: setattr(p, "x", 5))
show(lambda: setattr(p, "z", 5))
show(lambda: p._replace(z=1))
show(lambda: Point._make([1]))
show(lambda: namedtuple("T", "a a"))
show(lambda: namedtuple("T", "def"))
show(lambda: namedtuple("T", "_a"))
show(lambda: namedtuple("T", "1a"))
show(lambda: namedtuple("1T", "a"))
show(lambda: namedtuple("T", "a", defaults=[1, 2]))
show(lambda: namedtuple("T", "a b c")._field_defaults)
show(lambda: namedtuple("T"))
show(lambda: p.__dict__)


class Sub(Point):
    __slots__ = ()

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __str__(self):
        return f"<{self.x} {self.y}>"


s = Sub(3, 4)
print(s.length, s, repr(s), s._replace(x=0), Sub._make([1, 2]), s == Point(3, 4), {s: 1}[(3, 4)])
match p:
    case Point(x=1, y=v):
        print("matched", v)
import copy
print(copy.copy(p), copy.deepcopy(Point([1], 2)))
