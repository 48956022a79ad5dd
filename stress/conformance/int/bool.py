# bool: bool as an int of two values, and truth of every kind of object.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


show(lambda: bool())
show(lambda: [bool(x) for x in (0, 1, -1, 0.0, 0j, "", "0", b"", [], [0], (), {}, {0: 0}, set(), None, range(0), range(1))])
show(lambda: bool(1, 2))
show(lambda: bool(x=1))
show(lambda: repr(True) + str(False))
show(lambda: True.__class__.__mro__)
show(lambda: isinstance(True, int))
show(lambda: issubclass(bool, int))
show(lambda: [True and 5, False and 5, True or 5, False or 5, not 5, not 0])
show(lambda: True == 1.0)
show(lambda: True + 1.5)
show(lambda: ["no", "yes"][True])
show(lambda: int.__repr__(True))
show(lambda: True & 1)
show(lambda: True.real)
show(lambda: True.__and__(False))
show(lambda: True.__xor__(2))
show(lambda: bool.from_bytes(b"\x05", "big"))
show(lambda: type("B", (bool,), {}))


class Truth:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        return self.answer


class Length:
    def __init__(self, answer):
        self.answer = answer

    def __len__(self):
        return self.answer


class Both(Length):
    def __bool__(self):
        return True


class Nothing:
    __bool__ = None


show(lambda: bool(Truth(True)))
show(lambda: bool(Truth(1)))
show(lambda: not Truth("x"))
show(lambda: bool(Length(0)))
show(lambda: bool(Length(3)))
show(lambda: bool(Length(-1)))
show(lambda: bool(Length("x")))
show(lambda: bool(Length(2**70)))
show(lambda: bool(Both(0)))
show(lambda: bool(Nothing()))
show(lambda: 1 if Truth(False) else 2)
show(lambda: [x for x in (Truth(True), Length(0)) if x][0].answer)
show(lambda: (Truth(False) or 5, Truth(True) and 6))
show(lambda: all([Truth(True), Truth(False)]))
show(lambda: any([Truth(False), Truth(True)]))
show(lambda: any([]))
show(lambda: all([]))
