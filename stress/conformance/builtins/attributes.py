# attributes: getattr, setattr, delattr, hasattr, vars, dir and their refusals.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class Plain:
    shared = "class"

    def method(self):
        return "method"


class Slotted:
    __slots__ = ("x",)


class Hooked:
    def __getattr__(self, name):
        if name == "angry":
            raise ValueError("angry")
        if name == "absent":
            raise AttributeError("absent!")
        return f"made {name}"

    def __dir__(self):
        return ["b", "a", "c"]


p = Plain()
p.x = 1
setattr(p, "y", 2)
print(vars(p), p.__dict__, getattr(p, "x"), getattr(p, "zz", "default"), hasattr(p, "x"), hasattr(p, "zz"), p.shared, Plain.shared, p.method(), getattr(p, "method")())
p.shared = "instance"
print(p.shared, Plain.shared, vars(p))
del p.shared
delattr(p, "y")
print(p.shared, vars(p), [name for name in dir(p) if not name.startswith("__")], dir(Hooked()), "upper" in dir("x"), hasattr(5, "real"))
p.__dict__["injected"] = 3
p.__dict__ = {"fresh": 1}
print(p.fresh, hasattr(p, "injected"), vars(p))
s = Slotted()
s.x = 5
h = Hooked()
h.real = "real"
print(s.x, h.anything, h.real, getattr(h, "absent", "fallback"), hasattr(h, "absent"))
show(lambda: p.missing)
show(lambda: Plain.missing)
show(lambda: getattr(p, "missing"))
show(lambda: getattr(p))
show(lambda: getattr(p, 5))
show(lambda: getattr(p, "a", 1, 2))
show(lambda: setattr(p, "a"))
show(lambda: setattr(p, 5, 1))
show(lambda: delattr(p, "missing"))
show(lambda: delattr(Plain, "missing"))
show(lambda: delattr(p, "shared"))
show(lambda: hasattr(p, 5))
show(lambda: hasattr(h, "angry"))
show(lambda: vars(5))
show(lambda: vars(s))
show(lambda: vars(1, 2))
show(lambda: s.y)
show(lambda: setattr(s, "y", 1))
show(lambda: s.__dict__)
show(lambda: delattr(s, "missing"))
show(lambda: setattr(5, "x", 1))
show(lambda: setattr(int, "x", 1))
show(lambda: setattr(None, "x", 1))
show(lambda: delattr(int, "real"))
show(lambda: setattr(p, "__dict__", 5))
show(lambda: setattr(p, "__class__", 5))
show(lambda: setattr(p, "__class__", int))
show(lambda: setattr(Plain, "__name__", 5))
show(lambda: None.x)
show(lambda: (5).x)
show(lambda: len.x)
show(lambda: setattr(len, "x", 1))
show(lambda: p.method.x)
show(lambda: setattr(p.method, "x", 1))
show(lambda: (lambda: 0).x)
show(lambda: [].x)
show(lambda: type.x)
show(lambda: print.__name__)
show(lambda: vars(Plain)["shared"])
show(lambda: type(vars(Plain)).__name__)
show(lambda: vars(Plain).__setitem__)
show(lambda: sorted(k for k in vars(Plain) if not k.startswith("__")))
show(lambda: dir(1, 2))


class BadDir:
    def __dir__(self):
        return 5


show(lambda: dir(BadDir()))
