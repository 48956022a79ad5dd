# keys: which keys are the same one, when ints, floats, tuples, texts and objects meet in one table.


class Same:
    """Hashes like 5, and is equal to it."""

    def __hash__(self):
        return 5

    def __eq__(self, other):
        return other == 5


class Clearing:
    """Empties the dict that compares it."""

    def __init__(self, victim):
        self.victim = victim

    def __hash__(self):
        return 7

    def __eq__(self, other):
        self.victim.clear()
        return False


table = {1: "one", 2.0: "two", True + 2: "three", (1, "a"): 4, 2**70: 5, None: 6}
print(table[1.0], table[2], table[3], table.get(True), table[(1.0, "a")], table[2**70])
print(4 in table, (1, "b") in table, table.get(7), table.pop(9, None), 0 in table, False in table)
print({Same(): "same"}[5], {5: "five"}[Same()], {Same(): 0}.get(6), 5 in {Same()}, Same() in {5, 6})

numbers = {key * 2**61: key for key in range(6)}
print([numbers.get(key * 2**61) for key in range(8)], [hash(key) for key in numbers])
print([key in numbers for key in (0, 2**61, 2**62, 2**61 - 1, 1)])

victim = {7: "seven", 8: "eight"}
print(victim.get(Clearing(victim)), victim)
victim = {}
victim[Clearing(victim)] = "itself"
print(victim.get(7, "gone"), victim)

print((1, (2, "x"), 3.0) == (1.0, (2, "x"), 3), (1, 2) == (1, 2, 3), (1, 2, 3) != (1, 2))
print(((1,),) == ((2,),), ("a", 1) == ("a", True), (float("nan"),) == (float("nan"),))
nested, other = (), ()
for _ in range(50):
    nested, other = (nested, 1), (other, 1)
print(nested == other, nested == (other,))

counts = {}
for step in range(1000):
    counts[step % 13] = counts.get(step % 13, 0) + 1
    counts[(step % 3, step % 2)] = counts.get((step % 3, step % 2), 0) + 1
    if step % 7 == 0:
        del counts[step % 13]
print(counts)
