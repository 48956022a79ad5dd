# module_gc: the collector: counts, thresholds, generations, garbage, callbacks and inspection.
import gc


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


class C:
    pass


gc.collect()
print(gc.isenabled(), len(gc.get_threshold()), len(gc.get_count()), gc.garbage, gc.get_debug(), len(gc.get_stats()), sorted(gc.get_stats()[0]), gc.is_tracked(5), gc.is_tracked("a"), gc.is_tracked([]), gc.is_tracked(C()), gc.is_tracked({}), gc.is_tracked({"a": []}), gc.is_tracked((1,)), gc.is_tracked(set()))
gc.disable()
print(gc.isenabled())
for _ in range(10):
    c = C()
    c.me = c
del c
print(gc.collect() >= 10, gc.collect())
a, b = C(), C()
a.other, b.other = b, a
print(b in gc.get_referents(a.__dict__), a.__dict__ in gc.get_referrers(b) or a in gc.get_referrers(b), gc.get_referents(5), gc.get_referents([1, "x"]), gc.get_referents())
events = []
gc.callbacks.append(lambda phase, info: events.append((phase, sorted(info))))
gc.collect(2)
gc.callbacks.clear()
print(events)
gc.set_threshold(500, 5, 5)
print(gc.get_threshold())
gc.set_threshold(0)
print(gc.get_threshold()[0])
gc.set_threshold(700, 10, 10)
show(lambda: gc.collect(5))
show(lambda: gc.collect(-1))
show(lambda: gc.collect("a"))
show(lambda: gc.set_threshold())
show(lambda: gc.set_threshold("a"))
show(lambda: gc.is_tracked())
show(lambda: gc.set_debug("x"))
order = []


class Final:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        order.append(self.name)


x, y = Final("x"), Final("y")
x.y, y.x = y, x
del x, y
print(order, gc.collect() > 0, sorted(order))
kept = []


class Resurrects:
    def __del__(self):
        kept.append(self)


r = Resurrects()
r.loop = r
del r
gc.collect()
print(len(kept), gc.is_finalized(kept[0]), gc.is_finalized(C()))
kept.clear()
gc.collect()
print(len(kept), gc.garbage)
holder = [C() for _ in range(3)]
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count(), any(o is holder for o in gc.get_objects()), isinstance(gc.get_objects(generation=0), list))
show(lambda: gc.get_objects(generation=9))
nested = None
for _ in range(20000):
    nested = [nested]
del nested
deep = {}
for _ in range(20000):
    deep = {"d": deep}
del deep
chain = ()
for _ in range(20000):
    chain = (chain,)
del chain
print("deep structures freed")
gc.enable()
many = []
for n in range(3000):
    many.append([many, n])
many = None
print(gc.collect() >= 0, gc.isenabled())


def frame_cycle():
    try:
        raise ValueError("held")
    except ValueError as error:
        kept_error = error
    marker = Final("frame")
    return None


order.clear()
frame_cycle()
gc.collect()
print(order)


def generator_cycle():
    me = []

    def gen():
        marker = Final("generator")
        me.append(g)
        yield 1

    g = gen()
    next(g)


order.clear()
generator_cycle()
gc.collect()
print(order)
