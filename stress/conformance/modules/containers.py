# containers: the collections module, views, slices, heaps and bisection as an accounting program would use them.
import bisect
import collections
import copy
import heapq
import itertools
import operator
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple

P = namedtuple("P", "x y z", defaults=(5, 6))
p = P(1)
print(p, p._replace(y=9), p._asdict(), P._fields, P._field_defaults, P._make([1, 2, 3]), p == (1, 5, 6), hash(p) == hash((1, 5, 6)), p[-1], p[::2], P.__doc__, P.x.__doc__)
for bad in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: P(1, w=2), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: namedtuple("Q", "_a"), lambda: namedtuple("1Q", "a"), lambda: p._replace(w=1), lambda: P._make([1]), lambda: setattr(p, "x", 1), lambda: namedtuple("Q", "a b", defaults=(1, 2, 3))):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
print(namedtuple("R", ["a", "class", "a", "_x"], rename=True)._fields)
c = Counter("abracadabra")
print(c, c.most_common(2), c["zz"], sum(c.values()), sorted(c.elements()), c + Counter("aaz"), c - Counter("aab"), c & Counter("aab"), c | Counter("zzz"), +Counter(a=-1, b=2), -Counter(a=-1, b=2), c.total())
c.update({"a": 10}); c.subtract("abc"); print(c, Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), repr(Counter()), Counter([3, 1, 2]))
d = deque(range(5), maxlen=5)
d.append(9); d.appendleft(-1); d.rotate(2); print(d, d.maxlen, d.index(9) if 9 in d else None, d.count(1), list(reversed(d)), d + deque([7]), d * 2, deque("abc") < deque("abd"))
d.extend("xy"); d.extendleft("pq"); d.insert(1, "i") if len(d) < 5 else None; print(d, d.pop(), d.popleft(), d[0], d[-1]); del d[0]; d.reverse(); print(d, bool(deque()), copy.copy(d), d.copy() == d)
for bad in (lambda: deque().pop(), lambda: deque([1], 1).insert(0, 2), lambda: deque()[0], lambda: deque([1]).remove(2), lambda: deque([1]).index(3), lambda: deque(maxlen=-1), lambda: hash(deque()), lambda: deque([1]) + [1], lambda: deque(5), lambda: next(iter(d)) + d.append(1)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
it = iter(d)
next(it)
d.append(3)
try:
    next(it)
except RuntimeError as error:
    print(error)
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a"); o.move_to_end("c", last=False); print(o, o.popitem(), o.popitem(last=False), list(reversed(o)), o == {"b": 2}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), repr(OrderedDict()), o | {"z": 1}, list(o.items()))
for bad in (lambda: o.move_to_end("q"), lambda: OrderedDict().popitem(), lambda: o["nope"], lambda: o.pop("q")):
    try:
        print(bad())
    except KeyError as error:
        print(repr(error))
dd = defaultdict(list, {"k": [0]})
dd["a"].append(1); dd["k"].append(2); print(dd, dd.get("zz"), "zz" in dd, dd.copy(), defaultdict(int, a=1) | {"b": 2}, defaultdict(None, a=1), dd.default_factory)
try:
    defaultdict(None)["x"]
except KeyError as error:
    print(repr(error))
try:
    defaultdict(5)
except TypeError as error:
    print(error)
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m, m["b"], m.new_child({"c": 1}), m.parents, dict(m), len(m), list(m), m.maps, sorted(m.items())); m["b"] = 9; print(m, m.pop("b"), m)
for bad in (lambda: m.pop("b"), lambda: m["q"], lambda: ChainMap().popitem(), lambda: m.__delitem__("b")):
    try:
        print(bad())
    except KeyError as error:
        print(repr(error))


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


print(Lower({"A": 1}, B=2), Lower(A=1) | {"C": 3}, UserList([1, 2]) + [3], UserString("abc").upper() + "d", UserList("ba") == ["b", "a"], sorted(UserList("ba")), repr(UserString("q")))
a, b = {1: "a", 2: "b"}, {2: "b", 3: "c"}
print(a.keys() & b.keys(), a.keys() | b, a.items() & b.items(), a.keys() - b, a.keys() ^ b.keys(), a.keys() == {1, 2}, a.items() >= {(1, "a")}, a.keys().isdisjoint([5]), a.values(), list(reversed(a)), list(reversed(a.items())), a.keys().mapping)
print(a | b, {**a, **b}, dict(a, x=1), dict([(1, 2)]), dict(zip("ab", (1, 2))), a.setdefault(9, 5), a.popitem(), dict.fromkeys("aba", 0), a.pop(77, None), a.get(1))
for bad in (lambda: a.pop(77), lambda: {}.popitem(), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: dict(1), lambda: {[]: 1}, lambda: dict.fromkeys(1), lambda: a["x"], lambda: a < b, lambda: dict(a, **{1: 2}), lambda: [a.update({k: 1}) for k in "q" for _ in a and iter(a)] and [a.__setitem__(k + 100, 1) for k in a], lambda: a | 1, lambda: a.update(5)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
row = list(range(10))
print(row[::-1], row[2:8:3], row[-3:], row[:-20], row[5:2], row[20:], row[-1:-5:-2], row[slice(None, None, 4)], slice(1, -1, 2).indices(10), slice(5))
row[2:4] = "xyz"; row[::4] = [0] * len(row[::4]); del row[1::3]; row[5:5] = [9, 9]; print(row); row *= 2; row.sort(key=str, reverse=True); print(row)
for bad in (lambda: row.__setitem__(slice(0, 4, 2), [1]), lambda: row[99], lambda: row["a"], lambda: row[1:2:0], lambda: row.index("q"), lambda: row.remove("q"), lambda: [].pop(), lambda: row.pop(99), lambda: row.insert("a", 1), lambda: row.__setitem__(slice(0, 1), 5), lambda: [1] + (2,), lambda: [1] * "a", lambda: [1] < (1,), lambda: row.sort(1), lambda: [1, "a"].sort(), lambda: [3].index(3, 1), lambda: row[1.5], lambda: row["a":2]):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words, key=len), sorted(words, key=lambda w: (-len(w), w)), sorted(words, reverse=True, key=operator.itemgetter(-1)), sorted({3: 1, 1: 2}), min(words, key=len), max(words, key=len), sorted([(1, "b"), (1, "a"), (0, "c")], key=lambda t: t[0]), sorted([True, 0.5, 0, 1]))
heap = [5, 3, 8, 1]
heapq.heapify(heap); heapq.heappush(heap, 0); print(heap, heapq.heappop(heap), heapq.heapreplace(heap, 4), heapq.heappushpop(heap, 2), heapq.nlargest(2, heap), heapq.nsmallest(2, words, key=len), list(heapq.merge([1, 4], [2, 3], reverse=False)), heap)
line = [1, 3, 3, 5]
print(bisect.bisect(line, 3), bisect.bisect_left(line, 3), bisect.bisect_right([(1, "a"), (2, "b")], 1, key=lambda t: t[0])); bisect.insort(line, 4); bisect.insort_left(line, 3); print(line)
print(list(itertools.chain.from_iterable(["ab", "cd"])), list(itertools.groupby("aabbc"))[0][0], [(k, list(g)) for k, g in itertools.groupby(sorted(words, key=len), key=len)], list(itertools.islice(itertools.count(5, 2), 1, 4)), list(itertools.accumulate([1, 2, 3], operator.mul, initial=10)), list(itertools.pairwise("abc")), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.takewhile(lambda x: x < 3, range(9))), list(itertools.dropwhile(str.isalpha, "ab1c")), list(itertools.filterfalse(None, [0, 1, ""])), list(itertools.compress("abc", [1, 0, 1])), list(itertools.zip_longest("ab", "c", fillvalue="-")), list(itertools.product("ab", repeat=2)), list(itertools.permutations("abc", 2)), list(itertools.combinations("abc", 2)), list(itertools.combinations_with_replacement("ab", 2)), [list(t) for t in itertools.tee("ab")], list(itertools.repeat("x", 2)), list(itertools.islice(itertools.cycle("ab"), 5)))
print(itertools.count(1.5, 0.5), itertools.repeat(1, 3), repr(itertools.count())[:20], operator.attrgetter("real", "imag")(3 + 4j), operator.methodcaller("split", ",")("a,b"), operator.itemgetter(1, 2)("abc"), repr(operator.itemgetter(1)), operator.concat([1], [2]), operator.length_hint(iter([1, 2])))
shallow = copy.copy([[1], 2]); deep = copy.deepcopy({"k": [1, {2}], "me": None}); loop = [1]; loop.append(loop); twin = copy.deepcopy(loop); print(shallow, deep, twin[1] is twin, loop)
