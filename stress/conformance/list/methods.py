# methods: every list method, with normal and wrong calls.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


items = [3, 1, 2]
items.append(4)
items.extend((5, 6))
items.extend("ab")
items.insert(0, "first")
items.insert(-1, "near end")
items.insert(100, "last")
items.insert(-100, "very first")
print(items, items.pop(), items.pop(0), items.pop(-2), items)
items.remove("a")
items.reverse()
print(items, items.index(1), items.count(5), items.copy() == items, items.copy() is items, len(items))
items += [7]
items *= 2
print(items, items.index(7, 5), items.index(7, -3, 100))
items.clear()
print(items, bool(items), list(), list("abc"), list(range(3)), list({1: 2}), list((1,)), [*"ab", *[1]])
fresh = [1, 2, 3]
show(lambda: fresh.append())
show(lambda: fresh.append(1, 2))
show(lambda: fresh.extend(5))
show(lambda: fresh.extend())
show(lambda: fresh.insert(1))
show(lambda: fresh.insert("a", 1))
show(lambda: fresh.insert(1.0, 1))
show(lambda: fresh.pop(10))
show(lambda: fresh.pop("a"))
show(lambda: [].pop())
show(lambda: fresh.remove(99))
show(lambda: fresh.index(99))
show(lambda: fresh.index(1, 1))
show(lambda: fresh.index(1, "a"))
show(lambda: fresh.index("missing"))
show(lambda: fresh.count())
show(lambda: fresh.copy(1))
show(lambda: fresh.clear(1))
show(lambda: fresh.missing)
show(lambda: fresh + (1,))
show(lambda: fresh + 1)
show(lambda: (1,) + fresh)
show(lambda: fresh * "a")
show(lambda: fresh * 1.5)
show(lambda: fresh * -1)
show(lambda: 2 * fresh)
show(lambda: fresh - fresh)
show(lambda: fresh["a"])
show(lambda: fresh[1.0])
show(lambda: fresh[5])
show(lambda: fresh[-4])
show(lambda: fresh.__setitem__(5, 0))
show(lambda: fresh.__setitem__("a", 0))
show(lambda: fresh.__delitem__(5))
show(lambda: fresh.__delitem__("a"))
show(lambda: hash(fresh))
show(lambda: fresh * 10**30)
show(lambda: [1] * (2**62))
show(lambda: list(5))
show(lambda: list([1], [2]))
show(lambda: list(x=1))
show(lambda: fresh)
show(lambda: fresh.__class_getitem__(int))
show(lambda: list[int, str])
show(lambda: fresh.__iadd__((9,)))
show(lambda: fresh.__iadd__("xy"))
show(lambda: fresh.__iadd__(5))
show(lambda: fresh.__reversed__().__length_hint__())
nested = [1]
nested.append(nested)
print(nested, nested == nested, [nested, [nested]])
a = [1, 2]
a += a
a.extend(a)
print(a)
a[:] = a + a[::-1]
print(a, a.__len__(), a.__contains__(2), a.__eq__(5), a.__sizeof__() > 0)
growing = [1]
for item in growing:
    if len(growing) < 10:
        growing.append(item * 2)
print(growing)
shrinking = list(range(10))
for item in shrinking:
    shrinking.remove(item)
print(shrinking)


class Sub(list):
    def __getitem__(self, index):
        return f"got {index}"


sub = Sub([1, 2])
print(sub, sub[0], sub[1:], list(sub), sub + [3], type(sub + [3]).__name__, sub == [1, 2], isinstance(sub, list), type(sub.copy()).__name__)
