# cycle: ten lines with a class, a function, a dict and a loop, for the hosts that time a cycle.
class Counter:
    def __init__(self):
        self.counts = {}

    def add(self, key):
        self.counts[key] = self.counts.get(key, 0) + 1


def fill(counter, steps):
    for step in range(steps):
        counter.add(step % 7)
    return counter


result = sum(fill(Counter(), 50).counts.values())
