# unsupported: the text of every unsupported operation between built-in types.
import operator
values = {"int": 1, "float": 1.5, "complex": 1j, "str": "a", "bytes": b"a", "list": [1], "tuple": (1,), "dict": {1: 2}, "set": {1}, "None": None, "type": int, "function": len, "range": range(1), "object": object(), "slice": slice(1)}
binary = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow, operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor, operator.matmul, operator.lt, operator.ge]
for function in binary:
    for left_name, left in values.items():
        for right_name, right in values.items():
            try:
                function(left, right)
            except (TypeError, ValueError) as error:
                print(function.__name__, left_name, right_name, error)
for function in (operator.neg, operator.pos, operator.invert, abs, len, iter, int, float, round, hash, reversed, bool, complex, bytes, operator.index):
    for name, value in values.items():
        try:
            function(value)
        except (TypeError, ValueError) as error:
            print(function.__name__, name, type(error).__name__, error)
for name, value in values.items():
    for action in (lambda: value[0], lambda: value["k"], lambda: value(), lambda: operator.setitem(value, 0, 1) if name not in ("list", "dict") else None, lambda: operator.delitem(value, 0) if name not in ("list", "dict") else None, lambda: 1 in value, lambda: value.nothing, lambda: setattr(value, "nothing", 1), lambda: [*value], lambda: {**value}, lambda: print(*value, end="\n"), lambda: dict(**value), lambda: value.__enter__):
        try:
            action()
        except Exception as error:
            text = str(error)
            print(name, type(error).__name__, text if " at 0x" not in text else text.split(" at 0x")[0])
