# comparison: rich comparison: reflection, subclasses, chains and identity.
log = []


def make(name, answer):
    names = ["lt", "le", "eq", "ne", "gt", "ge"]

    def method(operator):
        def call(self, other):
            log.append(f"{name}.{operator}")
            return answer

        return call

    return {f"__{operator}__": method(operator) for operator in names}


Yes = type("Yes", (), make("Yes", True))
No = type("No", (), make("No", NotImplemented))
Sub = type("Sub", (Yes,), make("Sub", "sub"))
Other = type("Other", (), make("Other", []))
operations = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
objects = [Yes(), No(), Sub(), Other(), 5, "a", None]
for symbol, operation in operations.items():
    for left in objects:
        for right in objects:
            log.clear()
            try:
                result = operation(left, right)
            except TypeError as error:
                result = str(error)
            print(symbol, type(left).__name__, type(right).__name__, result, *log)


class Value:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        print("compare", self.value, other.value)
        return self.value < other.value


def note(value):
    print("make", value)
    return Value(value)


print(note(1) < note(2) < note(3))
print(note(3) < note(2) < note(1))
print(note(1) < note(2) is True)
print(1 < 2 < 3 < 4, 1 < 2 > 1, 1 == 1 != 2, 3 > 2 == 2, (1 < 2) < 3, 1 < (2 < 3), not 1 < 2, 1 in [1] == True)
print(None == None, None != 0, [] == [], [] is [], () == (), "a" in "abc" in ["abc"], 2 in (1, 2) and 3 not in (1, 2))


class OnlyEq:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x


print(OnlyEq(1) == OnlyEq(1), OnlyEq(1) != OnlyEq(1), OnlyEq(1) != OnlyEq(2))
try:
    OnlyEq(1) == 5
except AttributeError as error:
    print(error)
class Falsy:
    def __bool__(self):
        raise ValueError("no truth")


class Returns:
    def __lt__(self, other):
        return Falsy()


try:
    Returns() < 1 < 2
except ValueError as error:
    print(error)
print(type(Returns() < 1).__name__)
