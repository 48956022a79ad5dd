# slices: reading, assigning and deleting slices of every step and size.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


base = list(range(8))
bounds = (None, 0, 1, 3, -1, -3, 8, 20, -20)
for start in bounds:
    for stop in bounds:
        print(start, stop, [base[start:stop:step] for step in (None, 2, -1, -3)])
for start, stop, step, values in [(0, 2, None, []), (0, 2, None, "xyz"), (2, 2, None, [9]), (5, 2, None, [9]), (-2, None, None, (1,)), (None, None, None, range(3)), (0, 0, 1, "ab"),
                                  (None, None, 2, "abcd"), (None, None, -1, "abcdefgh"), (1, 6, 2, "xyz"), (100, 200, None, [1]), (None, None, 2, "abc"), (0, 5, 3, [1, 2, 3]), (0, 1, 2, []), (6, 2, -2, [1, 2])]:
    items = list(range(8))
    try:
        items[start:stop:step] = values
        print(items)
    except ValueError as error:
        print(error)
for start, stop, step in [(0, 2, None), (2, 2, None), (5, 2, None), (None, None, None), (None, None, 2), (None, None, -2), (1, 7, 3), (7, 0, -3), (100, None, None), (-3, None, None), (None, None, 100)]:
    items = list(range(8))
    del items[start:stop:step]
    print(items)
items = [1, 2, 3]
items[1:2] = items
print(items)
items[::-1] = items
print(items)
items[:0] = (n for n in range(2))
print(items)
del items[:]
print(items)
show(lambda: base.__setitem__(slice(0, 1), 5))
show(lambda: base.__setitem__(slice(0, 4, 2), 5))
show(lambda: base[::0])
show(lambda: base.__delitem__(slice(None, None, 0)))
show(lambda: base["a":])
show(lambda: base[1.0:])
show(lambda: base[: 10**30])
show(lambda: base[-(10**30) :: 10**30])
show(lambda: slice(1, 10, 2).indices(5))
show(lambda: slice(None, None, -1).indices(5))
show(lambda: slice(-3, None).indices(5))
show(lambda: slice(1, 2, 0).indices(5))
show(lambda: slice(1, 2).indices(-1))
show(lambda: slice("a").indices(5))
show(lambda: (slice(5), slice(1, 2), slice(1, 2, 3), slice(None, "a", [])))
show(lambda: slice(1, 2) == slice(1, 2))
show(lambda: slice(1, 2) < slice(1, 3))
show(lambda: (slice(1, 2, 3).start, slice(1, 2, 3).stop, slice(1, 2, 3).step, slice(5).start))
show(lambda: setattr(slice(1), "start", 2))
show(lambda: slice())
show(lambda: slice(1, 2, 3, 4))
show(lambda: [slice(0, 10**30, 10**29).indices(10**31), slice(-(10**30), None).indices(5)])


class Record:
    def __getitem__(self, key):
        return key


record = Record()
print(record[1], record[1:2], record[:], record[1, 2], record[1:2, ::3], record[...], record["a", None], record[()], record[(1, 2)], record[-1:], record[*[1, 2]], record[1, *"ab"])
