# heaps: _heapq and heapq, with items of many kinds, and with comparisons that misbehave.
import _heapq
import heapq

STEP = 7919


def numbers(count):
    return [step * STEP % 1009 - 500 for step in range(count)]


def drain(heap, pop=heapq.heappop):
    taken = []
    while heap:
        taken.append(pop(heap))
    return taken


def show(action, *arguments):
    try:
        print(action(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


for size in (0, 1, 2, 3, 10, 100, 3000):
    heap = numbers(size)
    heapq.heapify(heap)
    print(size, heap[:8], heap[-3:])
    pushed = []
    for number in numbers(size):
        heapq.heappush(pushed, number)
    print(pushed[:8], drain(heap) == drain(pushed) == sorted(numbers(size)))
    largest = numbers(size)
    _heapq._heapify_max(largest)
    print(largest[:8], drain(largest, _heapq._heappop_max) == sorted(numbers(size), reverse=True))

heap = [(2.5, "b"), (1, "z"), (2.5, "a"), (True, "y"), (10**30, "")]
heapq.heapify(heap)
print(heap, heapq.heapreplace(heap, (0.5, "new")), heapq.heappushpop(heap, (0, "low")), heap)
print(heapq.heappushpop(heap, (7, "high")), heap, heapq.heappushpop([], "alone"))
largest = [3, 9, 4]
_heapq._heapify_max(largest)
print(_heapq._heapreplace_max(largest, 1), largest)
print(heapq.nlargest(3, numbers(50)), heapq.nsmallest(3, numbers(50), key=abs))
print(list(heapq.merge([1, 4, 7], [2, 5, 8], [3, 6, 9])), list(heapq.merge("adg", "beh", reverse=True)))

for function in ("heappush", "heappop", "heapify", "heapreplace", "heappushpop", "_heappop_max",
                 "_heapreplace_max", "_heapify_max"):
    for arguments in ((), ([],), ((), 1), ("text",), ([], 1), ([1, "a"], 0.5), ([1, "a"],), ([2], 1, 1)):
        show(getattr(_heapq, function), *arguments)


class Greedy:
    """Empties the heap it stands in."""

    def __lt__(self, other):
        heap.clear()
        return True


class Failing:
    def __lt__(self, other):
        raise ArithmeticError("no order")


for build in (lambda: [Greedy() for _ in range(5)], lambda: [Failing() for _ in range(5)]):
    for action in (heapq.heapify, heapq.heappop, _heapq._heapify_max):
        heap = build()
        show(action, heap)
        print(len(heap))
    heap = build()
    show(heapq.heappush, heap, heap[0])
    print(len(heap))


class Heap(list):
    pass


heap = Heap([3, 1, 2])
heapq.heapify(heap)
print(heap, heapq.heappop(heap), heap)
