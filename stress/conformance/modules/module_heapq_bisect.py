# module_heapq_bisect: heaps and bisection, with keys, ties and wrong arguments.
import heapq
import bisect


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


h = [5, 2, 8, 1, 9, 3]
heapq.heapify(h)
heapq.heappush(h, 0)
print(h, heapq.heappop(h), heapq.heappushpop(h, 4), heapq.heapreplace(h, 7), h, [heapq.heappop(h) for _ in range(len(h))], h)
print(heapq.nlargest(3, [1, 5, 2, 8]), heapq.nsmallest(2, "hello"), heapq.nlargest(2, ["a", "bbb", "cc"], key=len), heapq.nsmallest(100, [2, 1]), heapq.nlargest(0, [1]), heapq.nsmallest(1, [3, 1]), heapq.nlargest(1, []), list(heapq.merge([1, 4], [2, 3], [])), list(heapq.merge("ac", "BD", key=str.lower)), list(heapq.merge([4, 1], [3], reverse=True)), heapq.nsmallest(2, [(1, "b"), (1, "a"), (0, "z")]))
show(lambda: heapq.heappop([]))
show(lambda: heapq.heapreplace([], 1))
show(lambda: heapq.heappushpop([], 1))
show(lambda: heapq.heappush((1,), 2))
show(lambda: heapq.heapify((1,)))
show(lambda: heapq.heapify([1, "a"]))
show(lambda: heapq.heappush([1], "a"))
show(lambda: heapq.heappush([]))
show(lambda: heapq.nlargest("a", [1]))
state = 7
heap = []
for _ in range(300):
    state = state * 1103515245 + 12345 & 0x7FFFFFFF
    heapq.heappush(heap, state % 1000)
print(all(heap[i] <= heap[c] for i in range(len(heap)) for c in (2 * i + 1, 2 * i + 2) if c < len(heap)), sorted(heap) == [heapq.heappop(heap) for _ in range(300)])
a = [1, 2, 2, 2, 5, 9]
print([(x, bisect.bisect_left(a, x), bisect.bisect_right(a, x), bisect.bisect(a, x)) for x in (0, 1, 2, 3, 9, 10)], bisect.bisect_left(a, 2, 2), bisect.bisect_left(a, 2, 0, 2), bisect.bisect_right(a, 2, lo=2, hi=3), bisect.bisect_left([], 1), bisect.bisect(["a", "bb"], 2, key=len), bisect.bisect_left([(1, "a"), (2, "b")], 2, key=lambda p: p[0]))
bisect.insort(a, 2)
bisect.insort_left(a, 0)
bisect.insort_right(a, 100, lo=3)
print(a)
words = ["a", "ccc"]
bisect.insort(words, "bb", key=len)
print(words)
show(lambda: bisect.bisect([1, 2], "a"))
show(lambda: bisect.bisect(5, 1))
show(lambda: bisect.bisect([1], 1, -1))
show(lambda: bisect.bisect([1]))
show(lambda: bisect.insort((1,), 2))
show(lambda: bisect.insort([1, 2], None))
show(lambda: bisect.bisect([3, 1, 2], 2))
show(lambda: bisect.bisect([1], 1, key=5))


class Sequence:
    def __init__(self, n):
        self.n, self.looked = n, []

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        self.looked.append(i)
        return i * i


s = Sequence(100)
print(bisect.bisect_left(s, 50), s.looked, bisect.bisect_left(Sequence(10), 1000))
