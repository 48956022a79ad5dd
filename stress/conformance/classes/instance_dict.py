# instance_dict: attributes seen through the instance's own dict, by code that runs often enough to
# remember where they stood.


class Plain:
    shared = "of the class"

    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)

    def method(self):
        return "method"


def read(thing):
    return thing.first, thing.second, thing.method(), thing.shared


def write(thing, value):
    thing.first = value
    thing.second += value


def attempt(action, *arguments):
    try:
        return action(*arguments)
    except AttributeError as error:
        return str(error)


for round_ in range(3):
    things = [Plain(first=1, second=2), Plain(second=3, first=4), Plain(first=5, zero=0, second=6)]
    vars(things[0])["extra"] = round_
    for _ in range(100):
        for thing in things:
            write(thing, 1)
    print([read(thing) for thing in things], [vars(thing) for thing in things])
    vars(things[0])["method"] = lambda: "hidden"
    vars(things[1])["shared"] = "of the instance"
    print([read(thing) for thing in things])
    del things[0].first
    del vars(things[1])["second"]
    print([attempt(read, thing) for thing in things], [attempt(write, thing, 7) for thing in things])
    things[2].__dict__ = {"second": "s", "first": "f"}
    print(read(things[2]))
    vars(things[2]).clear()
    print(attempt(read, things[2]))
    vars(things[2])[1] = "not a name"
    vars(things[2]).update(first=1, second=2)
    print(read(things[2]))


class Watched(Plain):
    pass


watched = Watched(first=1, second=2)
vars(watched)
for step in range(200):
    if step == 100:
        Watched.first = property(lambda self: "property")
    if step == 150:
        Watched.method = lambda self: "replaced"
    last = read(watched)
    if step in (99, 100, 149, 150):
        print(last)


class Closing:
    """Its methods close over self."""

    def __init__(self):
        self.one, self.two, self.three = 1, 2, 3
        self.four = self.five = self.six = 4
        self.all = [name for name in ("one", "six") if getattr(self, name)]
        self.later = lambda: (self.one, self.all)


closing = Closing()
print(closing.later(), list(vars(closing)))


class Listed:
    def __init__(self):
        self.one = 1
        self.names = [name for name in dir(self) if not name.startswith("__")]
        self.two = 2

    def sum(self):
        return self.one + self.two


class Hidden(Listed):
    __dict__ = {"fake": 0}


class Slotted:
    __slots__ = ("a", "b", "__dict__")


for kind in (Listed, Hidden):
    listed = kind()
    print(listed.names, listed.sum(), [name for name in dir(listed) if not name.startswith("__")])
slotted = Slotted()
slotted.a = slotted.c = 1
print([name for name in dir(slotted) if not name.startswith("__")], vars(slotted))


class Dropping:
    """Changes the list that is being unpacked when the old value of a variable ends."""

    def __del__(self):
        row[:] = []


def unpack_over(row):
    a = b = None
    for a, b, c in [[Dropping(), 1, 2], row]:
        print(type(a).__name__, b, c)
    return a, b, c


row = ["x", "y", "z"]
print(unpack_over(row), row)
