# descriptors: data and non-data descriptors, precedence, set_name and class access.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Data:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        self.name = f"{owner.__name__}.{name}"

    def __get__(self, instance, owner=None):
        return f"get {self.label} {instance is not None} {owner and owner.__name__}"

    def __set__(self, instance, value):
        print("set", self.label, value)

    def __delete__(self, instance):
        print("delete", self.label)


class NonData:
    def __get__(self, instance, owner):
        return f"non-data {instance is not None}"


class SetOnly:
    def __set__(self, instance, value):
        instance.__dict__["stored"] = value


class GetRaises:
    def __get__(self, instance, owner):
        raise AttributeError("from get")


class C:
    data = Data("d")
    non_data = NonData()
    set_only = SetOnly()
    raising = GetRaises()

    def __getattr__(self, name):
        return f"fallback {name}"


c = C()
print(c.data, C.data, vars(C)["data"].name, c.non_data, C.non_data, type(c.set_only).__name__)
c.data = 5
del c.data
c.non_data = "instance wins"
print(c.non_data, vars(c))
c.__dict__["data"] = "hidden"
print(c.data)
c.set_only = 9
print(c.stored, c.raising, c.unknown)
C.data = "class assignment replaces"
print(c.data, C.data)
show(lambda: C.raising)
show(lambda: delattr(c, "set_only"))


class ReadOnly:
    def __get__(self, instance, owner):
        return 1

    def __set__(self, instance, value):
        raise AttributeError("read only")


class D:
    r = ReadOnly()


show(lambda: setattr(D(), "r", 1))
show(lambda: delattr(D(), "r"))


class Cached:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        print("computing", self.name)
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class E:
    @Cached
    def answer(self):
        return 42


e = E()
print(e.answer, e.answer, vars(e))


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("bad name")


def make_bad():
    class Bad:
        x = BadName()


try:
    make_bad()
except RuntimeError as error:
    print(error, repr(error.__cause__))


class Late:
    pass


Late.data = Data("late")
print(Late().data, hasattr(vars(Late)["data"], "name"))


class Meta(type):
    meta_data = Data("meta")
    meta_method = lambda cls: cls.__name__
    both = "from meta"


class F(metaclass=Meta):
    both = "from class"
    meta_data = "shadowed"


print(F.meta_data, F.meta_method(), F.both, F().both, hasattr(F(), "meta_method"))
F.meta_data = 7


class InstanceDescriptor:
    pass


i = InstanceDescriptor()
i.d = Data("on instance")
print(type(i.d).__name__)


class Callable:
    def __call__(self, *args):
        return args


class G:
    plain_callable = Callable()
    function = lambda *args: len(args)


print(G().plain_callable(1), G().function(1))


class OwnGetAttribute:
    x = Data("x")

    def __getattribute__(self, name):
        if name == "magic":
            return "magic"
        return "via " + str(object.__getattribute__(self, name))


print(OwnGetAttribute().x, OwnGetAttribute().magic)
show(lambda: OwnGetAttribute().nothing)
