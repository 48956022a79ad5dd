# compare: ordering and equality of lists and tuples, item by item.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


lists = [[], [0], [1], [1, 2], [1, 2, 3], [2], [1.0, 2.0], [True], [[1], 2], ["a"]]
for left in lists:
    for right in lists:
        row = [left == right, left != right]
        try:
            row += [left < right, left <= right, left > right, left >= right]
        except TypeError as error:
            row.append(str(error))
        print(left, right, row, tuple(left) == tuple(right))
print([1, 2] == (1, 2), (1, 2) != [1, 2], [1, "a"] < [2, None], [1, [2, [3]]] == [1, [2, [3]]])
show(lambda: [1] < (1,))
show(lambda: (1,) < [1])
show(lambda: [1, "a"] < [1, 2])
show(lambda: (1, None) < (1, None))
show(lambda: (1, None) < (1, 5))
show(lambda: [] < 5)


class Noted:
    def __init__(self, name, answer):
        self.name, self.answer = name, answer

    def __eq__(self, other):
        print("eq", self.name, getattr(other, "name", other))
        return self.answer

    def __lt__(self, other):
        print("lt", self.name, getattr(other, "name", other))
        return "less"


a, b, c = Noted("a", True), Noted("b", False), Noted("c", NotImplemented)
print([a, b] == [b, a], [a] == [a], [b] == [b], [c] == [5], [a, b] < [b, a], (b, a) < (a, b))
print(a in [b, a], b in [b], [b].count(b), [a, b].index(b), 5 in [a], [5].count(c), [1, c].index(c))
loop = []
loop.append(loop)
other = []
other.append(other)
show(lambda: loop == loop)
show(lambda: loop == other)
