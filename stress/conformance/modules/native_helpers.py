# native_helpers: heaps, sorted sequences, item and attribute getters, and simple queues with their refusals.
import bisect
import copy
import heapq
import operator
import queue
import threading
import time


def attempt(*actions):
    for action in actions:
        try:
            print(repr(action()))
        except Exception as error:
            print(type(error).__module__, type(error).__qualname__, error)


class Task:
    def __init__(self, priority, name):
        self.priority, self.name = priority, name
        self.inner = {"key": [name.upper(), priority]}

    def __lt__(self, other):
        return self.priority < other.priority

    def __repr__(self):
        return f"{self.name}:{self.priority}"

    def describe(self, left, right="]", *, sep=" "):
        return left + sep.join([self.name, str(self.priority)]) + right


tasks = [Task(p, n) for p, n in ((5, "e"), (1, "a"), (4, "d"), (2, "b"), (3, "c"), (1, "z"))]
heap = []
for task in tasks:
    heapq.heappush(heap, task)
print(heap, heapq.nsmallest(3, tasks), heapq.nlargest(2, tasks), heapq.nsmallest(1, tasks, key=lambda t: t.name))
print([heapq.heappop(heap) for _ in range(len(heap))], heap)
numbers = [9, 4, 7, 1, 8, 2, 6, 3, 5, 0]
heapq.heapify(numbers)
print(numbers, heapq.heappushpop(numbers, -1), heapq.heapreplace(numbers, 10), numbers)
heapq._heapify_max(numbers)
print(numbers, heapq._heappop_max(numbers), heapq._heapreplace_max(numbers, 3), numbers)
print(list(heapq.merge([1, 3, 5], [2, 4], [0, 9])), list(heapq.merge("cba", "zy", reverse=True)), heapq.heappushpop([], 5))
attempt(lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappush((), 1), lambda: heapq.heapify("abc"), lambda: heapq.heappop(), lambda: heapq.heappush([1]), lambda: heapq.heappush([1], "a"), lambda: heapq.heapify([1, "a"]), lambda: heapq.heappush(heap=[], item=1))


class Grows:
    def __init__(self, target):
        self.target = target

    def __lt__(self, other):
        self.target.append(other)
        return True


trap = []
trap.extend(Grows(trap) for _ in range(3))
attempt(lambda: heapq.heapify(trap))
line = [1, 2, 2, 2, 5, 8]
print(bisect.bisect_left(line, 2), bisect.bisect_right(line, 2), bisect.bisect(line, 9), bisect.bisect_left(line, 0), bisect.bisect_left(line, 2, 2), bisect.bisect_right(line, 2, 0, 2), bisect.bisect_left(tasks, 3, key=lambda t: t.priority))
bisect.insort(line, 2.5)
bisect.insort_left(line, 2.0)
print(line, bisect.insort([], 1), bisect.insort_right is bisect.insort)
attempt(lambda: bisect.bisect([1], 1, -1), lambda: bisect.bisect([1]), lambda: bisect.bisect(5, 1), lambda: bisect.bisect([1], "a"), lambda: bisect.insort((), 1), lambda: bisect.insort((1,), 1), lambda: bisect.bisect([1, 2], 1, 0, 2, None), lambda: bisect.bisect(a=[1, 2, 3], x=2), lambda: bisect.bisect([3, 1], 1, hi=99))
by_name, by_both, deep = operator.attrgetter("name"), operator.attrgetter("priority", "name"), operator.attrgetter("inner.items", "name.upper")
print(by_name, by_both, deep, by_name(tasks[0]), by_both(tasks[0]), deep(tasks[1])[1](), sorted(tasks, key=by_both), [by_name(t) for t in sorted(tasks, key=by_both)])
first, pair, part = operator.itemgetter(0), operator.itemgetter(2, 0), operator.itemgetter(slice(1, None))
print(first, pair, part, first("abc"), pair("abc"), part([1, 2, 3]), list(map(operator.itemgetter("k"), [{"k": 1}, {"k": 2}])))
call, plain = operator.methodcaller("describe", "[", sep="-"), operator.methodcaller("upper")
print(call, plain, call(tasks[0]), plain("abc"), copy.copy(first)("xyz"), copy.deepcopy(by_both)(tasks[2]), copy.copy(call)(tasks[3]), type(first), operator.itemgetter.__module__)
attempt(operator.itemgetter, operator.attrgetter, operator.methodcaller, lambda: operator.itemgetter(a=1), lambda: operator.attrgetter(5), lambda: operator.methodcaller(5), lambda: first(), lambda: first([]), lambda: first(1, 2), lambda: by_name(5), lambda: plain(5), lambda: first(a=1), lambda: operator.attrgetter("")(5), lambda: operator.attrgetter("real.")(5), lambda: setattr(first, "x", 1), first.__reduce__, plain.__reduce__)
q = queue.SimpleQueue()
print(q.empty(), q.qsize(), q.put(1), q.put_nowait(2), q.put(3, block=False, timeout=5), q.qsize(), q.get(), q.get(False), q.get_nowait(), q.empty())
attempt(q.get_nowait, lambda: q.get(False), lambda: q.get(True, 0.01), lambda: q.get(timeout=-1), q.put, lambda: q.get(timeout="x"), lambda: queue.SimpleQueue(5), lambda: queue.SimpleQueue[int])
results = []


def consumer():
    while (item := q.get()) is not None:
        results.append(item)


workers = [threading.Thread(target=consumer) for _ in range(3)]
for worker in workers:
    worker.start()
for n in range(200):
    q.put(n)
for worker in workers:
    q.put(None)
for worker in workers:
    worker.join()
print(sorted(results) == list(range(200)), q.qsize())
threading.Timer(0.02, q.put, ["late"]).start()
start = time.monotonic()
print(q.get(timeout=5), time.monotonic() - start < 4)
full = queue.Queue(maxsize=1)
full.put("x")
attempt(lambda: full.put_nowait("y"), lambda: full.put("y", timeout=0.01), lambda: full.get(), full.get_nowait)
order = queue.PriorityQueue()
for item in (3, 1, 2):
    order.put(item)
stack = queue.LifoQueue()
for item in "abc":
    stack.put(item)
print([order.get() for _ in range(3)], [stack.get() for _ in range(3)], full.unfinished_tasks)
queue.Queue().get_nowait()
