# intern_identity: equal texts, keys and subclasses behave as one.
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


words = ["alpha", "al" + "pha", "".join(["al", "pha"]), str(b"alpha", "ascii"), "xalphax"[1:-1]]
print(all(word == "alpha" and hash(word) == hash("alpha") for word in words))
print(all(sys.intern(word) is sys.intern("alpha") for word in words))
table = {}
for index, word in enumerate(words):
    table[word] = index
print(table)
show(lambda: sys.intern(5))
show(lambda: sys.intern(b"x"))


class Sub(str):
    pass


class Own(str):
    def __hash__(self):
        return 5

    def __eq__(self, other):
        return str.__eq__(self, other)


show(lambda: sys.intern(Sub("x")))
show(lambda: {Sub("x"): 1, "x": 2})
show(lambda: {Own("x"): 1, "x": 2})
show(lambda: getattr("abc", Sub("upper"))())
show(lambda: setattr(Sub("x"), "attribute", 5))


class Holder:
    pass


holder = Holder()
for name in ["plain", "with space", "1digit", "", "\u00e9"]:
    setattr(holder, name, len(name))
print(ascii(vars(holder)), getattr(holder, "with space"), getattr(holder, ""))
show(lambda: setattr(holder, 5, 1))
show(lambda: getattr(holder, 5))
show(lambda: getattr(holder, "nothing"))
show(lambda: getattr(holder, "nothing", "default"))
show(lambda: vars(holder).__setitem__(5, "five"))
show(lambda: ascii(holder.__dict__))
