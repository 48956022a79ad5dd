# closures_and_signatures: exec() with a closure, signatures of classes, comparisons with a mind of their own.
import dataclasses
import inspect
import types
import warnings


def attempt(*actions):
    for action in actions:
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)


def outer():
    value = 1

    def inner():
        nonlocal value
        value += 1
        print("inner", value)

    return inner


cell = types.CellType(41)
code = outer().__code__
attempt(lambda: exec(code, {}, closure=(cell,)), lambda: cell.cell_contents, lambda: exec(code, closure=outer().__closure__),
        lambda: exec(code), lambda: exec(code, closure=()), lambda: exec(code, closure=(1,)), lambda: exec(code, closure=[cell]),
        lambda: exec("1", closure=(cell,)), lambda: exec("1", closure=None), lambda: exec(compile("1", "", "exec"), closure=(cell,)),
        lambda: exec(compile("1", "", "exec"), closure=()), lambda: eval(code))


class Plain:
    pass


@dataclasses.dataclass(init=False)
class Record:
    field: int = 1


print(inspect.signature(object), inspect.signature(Plain), object.__text_signature__, Record.__doc__, Record().field)


class Bound:
    def method(self, cls):
        return cls.__name__


class Holder:
    made = classmethod(Bound().method)


attempt(lambda: Holder.made(), lambda: Holder.made(int), lambda: hasattr(Bound().method, "__get__"))


def refuse(self):
    raise AttributeError("refused")


class Hidden:
    __eq__ = __lt__ = property(refuse)
    __len__ = __add__ = property(refuse)


attempt(lambda: Hidden() == Hidden(), lambda: Hidden() < 1, lambda: Hidden() != 1, lambda: len(Hidden()), lambda: Hidden() + 1)


class Clearing:
    def __init__(self, *targets):
        self.targets = targets

    def __eq__(self, other):
        for target in self.targets:
            target.clear()
        return NotImplemented


one, two, three = [], [], []
one.append(Clearing(two)); two.append(Clearing(one)); three.append(Clearing(three))
print(one == two, three == [1])
row = [1, 2]
for held in (iter(row), reversed(row)):
    for _ in held:
        pass
    row.append(3)
    print(list(held), next(held, "end"))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(bool(NotImplemented), not NotImplemented)
    print([str(warning.message) for warning in caught])


class Meta(type):
    def mro(cls):
        if Meta.ready and cls.__name__ == "First":
            Second.__bases__ = (First,)
        if Meta.ready and cls.__name__ == "Second":
            First.__bases__ = (Second,)
        return type.mro(cls)


Meta.ready = False
class Base(metaclass=Meta): pass
class First(Base): pass
class Second(Base): pass
Meta.ready = True
attempt(lambda: setattr(First, "__bases__", (Base, )))
