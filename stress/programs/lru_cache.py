# lru_cache: three least-recently-used caches (links, ordered dictionary, functools) must agree.
import sys
from collections import OrderedDict
from functools import lru_cache


class Link:
    __slots__ = ("before", "after", "key", "value")

    def __init__(self):
        self.before = self.after = self
        self.key = self.value = None

    def unlink(self):
        self.before.after = self.after
        self.after.before = self.before

    def insert_after(self, other):
        self.before, self.after = other, other.after
        other.after.before = self
        other.after = self


class LinkedCache:
    def __init__(self, function, capacity):
        self.function = function
        self.capacity = capacity
        self.links = {}
        self.head = Link()
        self.hits = self.misses = 0

    def __call__(self, key):
        link = self.links.get(key)
        if link is None:
            link = self.load(key)
        else:
            self.hits += 1
            link.unlink()
        link.insert_after(self.head)
        return link.value

    def load(self, key):
        self.misses += 1
        value = self.function(key)
        link = self.oldest() if len(self.links) >= self.capacity else Link()
        link.key, link.value = key, value
        self.links[key] = link
        return link

    def oldest(self):
        link = self.head.before
        link.unlink()
        del self.links[link.key]
        return link

    def keys(self):
        result = []
        link = self.head.after
        while link is not self.head:
            result.append(link.key)
            link = link.after
        return result


class OrderedCache:
    def __init__(self, function, capacity):
        self.function = function
        self.capacity = capacity
        self.values = OrderedDict()
        self.hits = self.misses = 0

    def __call__(self, key):
        if key in self.values:
            self.hits += 1
            self.values.move_to_end(key, last=False)
            return self.values[key]
        self.misses += 1
        if len(self.values) >= self.capacity:
            self.values.popitem()
        self.values[key] = self.function(key)
        self.values.move_to_end(key, last=False)
        return self.values[key]

    def keys(self):
        return list(self.values)


class LibraryCache:
    def __init__(self, function, capacity):
        self.call = lru_cache(maxsize=capacity)(function)

    def __call__(self, key):
        return self.call(key)

    @property
    def hits(self):
        return self.call.cache_info().hits

    @property
    def misses(self):
        return self.call.cache_info().misses


def collatz_length(start):
    if start < 1:
        raise ValueError(f"not a start: {start}")
    length = 1
    while start != 1:
        start = start // 2 if start % 2 == 0 else 3 * start + 1
        length += 1
    return length


def requests(count):
    state = 99
    for _ in range(count):
        state = (state * 48271) % 2147483647
        yield state % 40 + 1 if state % 3 else state % 200 + 1


def refuses(cache):
    try:
        cache(0)
    except ValueError as trouble:
        return str(trouble)
    return "accepted"


@lru_cache(maxsize=None)
def ways(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[0], coins) + ways(amount, coins[1:])


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 7000
    caches = [kind(collatz_length, 32) for kind in (LinkedCache, OrderedCache, LibraryCache)]
    totals = [0, 0, 0]
    for key in requests(count):
        for index, cache in enumerate(caches):
            totals[index] += cache(key)
    for cache, total in zip(caches, totals):
        print(type(cache).__name__, total, cache.hits, cache.misses, refuses(cache))
    print(caches[0].keys() == caches[1].keys(), caches[0].keys())
    print(caches[2].call.cache_info())
    print([ways(amount, (50, 20, 10, 5, 2, 1)) for amount in range(0, 120, 13)], ways.cache_info())


main()
