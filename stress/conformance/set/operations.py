# operations: operators, methods and comparisons of set and frozenset.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


A, B, C = {1, 2, 3}, {2, 3, 4}, frozenset([3, 4])
for left in (A, B, C, set(), frozenset([1])):
    for right in (A, B, C, set()):
        print([sorted(part) for part in (left | right, left & right, left - right, left ^ right)], left <= right, left < right, left == right, left != right, left >= right, left > right, left.isdisjoint(right), left.issubset(right), left.issuperset(right), type(left | right).__name__)
print([sorted(part) for part in (A.union([9], "a" and [8], ()), A.intersection([1, 2], (2, 5)), A.difference([1], [2]), A.symmetric_difference([1, 7]), A.union(), A.intersection(), A.difference())])
s = {1, 2, 3}
s.add(4)
s.add(4)
s.discard(1)
s.discard(99)
s.remove(2)
s.update([10, 11], {12})
s.update()
s.intersection_update([3, 4, 10, 11])
s.difference_update([10])
s.symmetric_difference_update([4, 5])
print(sorted(s), len(s), 3 in s, bool(set()), sorted(s.copy()), s.copy() is s)
s |= {20}
s &= {3, 20, 21}
s -= {3}
s ^= {20, 21}
print(s, {7}.pop(), set(), frozenset(), frozenset([1]), {1}, {(1, 2)}, set("a"), {*[1], *()}, {None})
s.clear()
print(s, {1} == frozenset([1]), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): "k"}[frozenset([1])], frozenset([1]) in {frozenset([1])}, {1} in [frozenset([1])], {1} in {frozenset([1])})
show(lambda: set().pop())
show(lambda: A.remove(99))
show(lambda: A.remove([]))
show(lambda: A.remove("missing"))
show(lambda: A.add([]))
show(lambda: A.add())
show(lambda: A.discard({}))
show(lambda: [] in A)
show(lambda: {1} in A)
show(lambda: A | [1])
show(lambda: A & 5)
show(lambda: A - "a")
show(lambda: [1] | A)
show(lambda: A + A)
show(lambda: A < [1])
show(lambda: A == [1, 2, 3])
show(lambda: A.union(5))
show(lambda: A.update(5))
show(lambda: A.update([[]]))
show(lambda: set(5))
show(lambda: set([1], [2]))
show(lambda: set([[]]))
show(lambda: frozenset([{}]))
show(lambda: A[0])
show(lambda: hash(A))
show(lambda: {A})
show(lambda: C.add(1))
show(lambda: A.__ior__([1]))
show(lambda: A.isdisjoint(5))
show(lambda: set(x=1))
show(lambda: set[int])
show(lambda: frozenset([1, 2]).copy() == {1, 2})
show(lambda: A.__contains__(1))
show(lambda: A.__and__([1]))
show(lambda: frozenset(C) is C)
f = frozenset([1])
g = f
f |= {2}
print(sorted(f), g)


def grow():
    data = {1}
    for item in data:
        data.add(item + 1)


show(lambda: grow())


class Sub(set):
    pass


print(Sub([1]), type(Sub([1]) | {2}).__name__, type(Sub([1]).copy()).__name__, Sub([1]) == {1})
print({1, True, 1.0}, {0, False}, len({2**61 - 1, 0}), sorted({1, 2} | {2.0, 3}), len(set(range(1000)) & set(range(500, 1500))))
