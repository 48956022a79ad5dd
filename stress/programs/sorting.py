# sorting: seven hand-written sorts against the built-in one, stability, keys, heaps and bisection.
import sys
from bisect import bisect_left, bisect_right, insort
from functools import cmp_to_key
from heapq import heapify, heappop, heappush, merge, nlargest, nsmallest
from operator import attrgetter, itemgetter


def insertion_sort(items):
    for index in range(1, len(items)):
        item = items[index]
        place = index
        while place and items[place - 1] > item:
            items[place] = items[place - 1]
            place -= 1
        items[place] = item
    return items


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            result.append(right[j])
            j += 1
        else:
            result.append(left[i])
            i += 1
    return result + left[i:] + right[j:]


def quick_sort(items):
    stack = [(0, len(items) - 1)]
    while stack:
        low, high = stack.pop()
        if low >= high:
            continue
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while pivot < items[j]:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i, j = i + 1, j - 1
        stack += [(low, j), (i, high)]
    return items


def heap_sort(items):
    heap = []
    for item in items:
        heappush(heap, item)
    return [heappop(heap) for _ in range(len(heap))]


def shell_sort(items):
    gap = len(items) // 2
    while gap:
        for index in range(gap, len(items)):
            item, place = items[index], index
            while place >= gap and items[place - gap] > item:
                items[place] = items[place - gap]
                place -= gap
            items[place] = item
        gap //= 2
    return items


def radix_sort(items):
    shift = 0
    while any(item >> shift for item in items):
        buckets = [[] for _ in range(16)]
        for item in items:
            buckets[item >> shift & 15].append(item)
        items = [item for bucket in buckets for item in bucket]
        shift += 4
    return items


def bisecting_sort(items):
    result = []
    for item in items:
        insort(result, item)
    return result


SORTS = (insertion_sort, merge_sort, quick_sort, heap_sort, shell_sort, radix_sort, bisecting_sort)


class Card:
    ORDER = "23456789TJQKA"

    def __init__(self, text):
        self.rank, self.suit = text

    def __lt__(self, other):
        Card.compared = True
        return self.ORDER.index(self.rank) < self.ORDER.index(other.rank)

    def __repr__(self):
        return self.rank + self.suit


def numbers(count, seed=3):
    state = seed
    result = []
    for _ in range(count):
        state = (state * 69069 + 1) & 0xFFFFFFFF
        result.append(state >> 12)
    return result


def shapes(count):
    base = numbers(count)
    yield "random", base
    yield "sorted", sorted(base)
    yield "reversed", sorted(base, reverse=True)
    yield "equal", [7] * count
    yield "saw", [index % 17 for index in range(count)]


def inversions(items):
    seen = []
    total = 0
    for item in items:
        place = bisect_right(seen, item)
        total += len(seen) - place
        seen.insert(place, item)
    return total


def natural(left, right):
    """Compares so that digits count as numbers."""
    split = lambda text: (text.rstrip("0123456789"), int(text[len(text.rstrip("0123456789")) :] or 0))
    return (split(left) > split(right)) - (split(left) < split(right))


def stability():
    pairs = [(value % 5, index) for index, value in enumerate(numbers(30))]
    ordered = sorted(pairs, key=itemgetter(0))
    assert all(a < b for a, b in zip(ordered, ordered[1:]))
    backwards = sorted(pairs, key=itemgetter(0), reverse=True)
    return ordered[:4], backwards[:4]


def failing_sort():
    items = [3, 1, "two", 4]
    try:
        items.sort()
    except TypeError as trouble:
        return str(trouble), sorted(map(str, items))


def mutating_sort():
    items = [3, 2, 1]

    def key(item):
        items.append(item)
        return item

    try:
        items.sort(key=key)
    except ValueError as trouble:
        return str(trouble), items


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    for name, items in shapes(count):
        expected = sorted(items)
        print(name, [sort(list(items)) == expected for sort in SORTS], inversions(items), sum(items[::7]))
    hand = [Card(text) for text in "9h Kd 2c As Th 2d Ks".split()]
    print(sorted(hand), max(hand), min(hand), sorted(hand, key=attrgetter("suit", "rank")))
    print(sorted(["f10", "f9", "f1", "g", "f"], key=cmp_to_key(natural)), sorted("banana"))
    print(stability())
    print(failing_sort(), mutating_sort())
    big = numbers(count * 20)
    print(nlargest(3, big), nsmallest(3, big, key=lambda value: value % 1000))
    heapify(big)
    print([heappop(big) for _ in range(3)], list(merge([1, 4, 9], [2, 3, 10], [0]))[:5])
    marks = [60, 70, 80, 90]
    print(["FDCBA"[bisect_right(marks, score)] for score in (33, 60, 77, 89, 90, 100)], bisect_left(marks, 80))
    print(sorted([0.5, -1, 2**70, True, 0.0, -0.0, 10**400 // 10**399]), sorted([(1, "b"), (1, "a"), (0, "z")]))


main()
