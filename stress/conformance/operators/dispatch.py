# dispatch: which method of which operand a binary operator asks, and in which order.
log = []


def method(name, answer):
    def call(self, other=None, *rest):
        log.append(f"{type(self).__name__}.{name}")
        return answer(self, other)

    return call


NAMES = ["add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul"]


def make(name, bases, answer):
    body = {}
    for operator in NAMES:
        for prefix in ("__", "__r"):
            full = f"{prefix}{operator}__"
            body[full] = method(full, answer)
    return type(name, bases, body)


Yes = make("Yes", (), lambda self, other: "yes")
No = make("No", (), lambda self, other: NotImplemented)
YesSub = make("YesSub", (Yes,), lambda self, other: "sub")
PlainSub = type("PlainSub", (Yes,), {})
Bare = type("Bare", (), {})
operations = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a // b, lambda a, b: a % b,
              divmod, lambda a, b: a ** b, lambda a, b: a << b, lambda a, b: a >> b, lambda a, b: a & b, lambda a, b: a | b, lambda a, b: a ^ b, lambda a, b: a @ b]
objects = [Yes(), No(), YesSub(), PlainSub(), Bare(), 5, "text", [1], 2.5]
for operation, name in zip(operations, NAMES):
    for left in objects:
        for right in objects:
            if isinstance(left, (int, str, list, float)) and isinstance(right, (int, str, list, float)):
                continue
            log.clear()
            try:
                result = operation(left, right)
            except TypeError as error:
                result = str(error)
            print(name, type(left).__name__, type(right).__name__, result, *log)
    if name == "mul":
        objects = [Yes(), No(), YesSub(), PlainSub(), Bare(), 5]
