# sequences_mappings: sequence and mapping patterns, with stars and rest, on many kinds of values.
import collections
import collections.abc
def sequence(value):
    match value:
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, 2, *rest]:
            return f"one two {rest}"
        case [first, *_, 9]:
            return f"ends in nine {first}"
        case (a, (b, c), [d, *e]):
            return f"nested {a} {b} {c} {d} {e}"
        case [*start, last]:
            return f"start {start} last {last}"
        case _:
            return "no sequence"


for value in ([], (), [5], (5,), [1, 2], [1, 2, 3, 4], (3, 9), [3, 4, 9], [1, (2, 3), [4, 5, 6]], [7, 8], range(3), "ab", b"ab", bytearray(b"x"), {1: 2}, {1, 2}, iter([1]), collections.deque([1, 2, 3]), memoryview(b"ab"), None, 5, [[1]], [None]):
    text = repr(value)
    print(text if " at 0x" not in text else type(value).__name__, sequence(value))


def mapping(value):
    match value:
        case {"type": "point", "x": x, "y": y}:
            return f"point {x} {y}"
        case {"type": "list", "items": [first, *rest], **others}:
            return f"list {first} {rest} {others}"
        case {1: a, **rest}:
            return f"one {a} {rest}"
        case {"k": {"deep": [_, {"er": v}]}}:
            return f"deep {v}"
        case {None: n}:
            return f"none {n}"
        case {-1: m, 2.5: f, b"b": b}:
            return f"keys {m} {f} {b}"
        case {}:
            return "mapping"
        case _:
            return "no mapping"


for value in ({"type": "point", "x": 1, "y": 2, "z": 3}, {"type": "point", "x": 1}, {"type": "list", "items": "ab"}, {"type": "list", "items": [1, 2], "more": 3}, {1: "a", 2: "b"}, {"k": {"deep": (0, {"er": "v"})}}, {None: 1}, {-1: 1, 2.5: 2, b"b": 3}, {}, {"q": 1}, [], 5, collections.OrderedDict(k=1), collections.defaultdict(int), collections.ChainMap({1: "c"})):
    print(value, mapping(value))
missing = collections.defaultdict(lambda: "made")
match missing:
    case {"absent": value}:
        print("made", value)
    case _:
        print("not made", dict(missing))


class OwnSequence(collections.abc.Sequence):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        if index >= 2:
            raise IndexError
        return index * 10


class Looks:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return index


class OwnMapping(collections.abc.Mapping):
    def __len__(self):
        return 1

    def __iter__(self):
        return iter(["type"])

    def __getitem__(self, key):
        if key in ("type", "x", "y"):
            return "point"
        raise KeyError(key)


print(sequence(OwnSequence()), sequence(Looks()), mapping(OwnMapping()))
def run(text):
    try:
        exec(text, {})
    except SyntaxError as error:
        print(text.splitlines()[1].strip(), "->", error.msg, error.lineno, error.offset)
    except Exception as error:
        print(text.splitlines()[1].strip(), "->", type(error).__name__, error)


for pattern in ["[a, a]", "[*a, *b]", "{'k': a, 'k': b}", "{**a, 'k': b}", "{a: b}", "{**_}", "a | b", "a | 1", "1 | a", "_ | 1", "[a] | [b]", "x.y()", "f'{x}'", "1 + 1", "-a", "a.b.c", "*a", "(*a)", "[*_]", "{'a': 1, **a}", "1 as _", "a as a", "a as b.c", "x if", "1 + 2", "1j + 1", "-1j", "1 - -2j", "{}", "()", "(a)", "(a,)", "int(a, a=b)", "int(x=a, x=b)", "int(x=a, b)", "C()", "None()", "'a' b'b'", "_", "__", "a := 1", "lambda: 1", "[1, 2", "{1: 2, 1.0: 3}", "not a"]:
    run(f"match 5:\n    case {pattern}:\n        pass")
run("match 5:\n    case a:\n        pass\n    case b:\n        pass")
run("match 5:\n    case _:\n        pass\n    case 1:\n        pass")
run("match 5:\n    case a if False:\n        pass\n    case b:\n        pass")
run("match:\n    case 1: pass")
run("match 5:\npass")
