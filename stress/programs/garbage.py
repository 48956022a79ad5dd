# garbage: cycles, finalizers, resurrection and weak references, collected at known moments.
import gc
import sys
import weakref

events = []


class Node:
    """A tree node with links both ways: every tree is one big cycle."""

    alive = 0

    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        Node.alive += 1
        if parent is not None:
            parent.children.append(self)

    def __del__(self):
        Node.alive -= 1

    def size(self):
        return 1 + sum(child.size() for child in self.children)


def grow(depth, width, parent=None):
    node = Node(f"d{depth}", parent)
    if depth:
        for _ in range(width):
            grow(depth - 1, width, node)
    return node


class Phoenix:
    """Comes back once, from its own finalizer; never finalized twice."""

    ashes = []

    def __init__(self):
        self.me = self

    def __del__(self):
        events.append("burn")
        Phoenix.ashes.append(self)


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        events.append(f"del {self.name}")


class Failing:
    def __init__(self, hook):
        self.hook = hook

    def __del__(self):
        raise ValueError("from a finalizer")


def drain():
    result = list(events)
    events.clear()
    return result


def trees(rounds):
    for _ in range(rounds):
        tree = grow(4, 3)
        assert tree.size() == 121
        del tree
    before = Node.alive
    gc.collect()
    return before > 0, Node.alive


def resurrection():
    phoenix = Phoenix()
    seen = weakref.ref(phoenix, lambda ref: events.append("callback"))
    del phoenix
    gc.collect()
    print(drain(), len(Phoenix.ashes), seen() is None)
    Phoenix.ashes.clear()
    gc.collect()
    print(drain(), len(Phoenix.ashes))


def counted_at_once():
    loud = Loud("first")
    other = loud
    del loud
    print(drain())
    other = Loud("second")
    print(drain())
    [Loud("temporary")].clear()
    print(drain())
    del other
    print(drain())


def order_of_a_list():
    items = [Loud(str(index)) for index in range(4)]
    items[1:3] = []
    print(drain())
    del items
    print(drain())


def weak_containers():
    table = weakref.WeakValueDictionary()
    keys = weakref.WeakKeyDictionary()
    group = weakref.WeakSet()
    strong = [Loud(name) for name in "abc"]
    for item in strong:
        table[item.name] = item
        keys[item] = item.name.upper()
        group.add(item)
    print(sorted(table), sorted(keys.values()), len(group))
    strong.pop()
    del item
    print(drain(), sorted(table), sorted(keys.values()), len(group))
    strong.clear()
    print(drain(), len(table), len(keys), len(group))


def proxies_and_callbacks():
    target = Loud("target")
    proxy = weakref.proxy(target)
    refs = [weakref.ref(target, lambda ref, k=k: events.append(f"callback {k}")) for k in range(3)]
    print(proxy.name, weakref.getweakrefcount(target), refs[0] is refs[1], refs[0] == refs[1])
    ender = weakref.finalize(target, events.append, "finalize")
    print(ender.alive)
    del target
    print(drain(), ender.alive, [ref() for ref in refs])
    try:
        proxy.name
    except ReferenceError as trouble:
        print(trouble)


def bound_methods():
    loud = Loud("bound")
    method = weakref.WeakMethod(loud.__del__)
    print(method() is not None)
    del loud
    print(drain(), method())


def unraisable():
    caught = []
    previous, sys.unraisablehook = sys.unraisablehook, lambda info: caught.append(info.exc_value)
    Failing(None)
    loop = Failing(None)
    loop.hook = loop
    del loop
    gc.collect()
    sys.unraisablehook = previous
    print([f"{type(error).__name__}: {error}" for error in caught])


def closures_and_frames():
    def make():
        holder = []

        def inner():
            return holder

        holder.append(inner)
        holder.append(Loud("in a closure"))
        return weakref.ref(inner)

    ref = make()
    print(ref() is not None, drain())
    gc.collect()
    print(ref() is None, drain())

    def generator():
        loud = Loud("in a generator")
        try:
            yield loud.name
        finally:
            events.append("closed")

    running = generator()
    print(next(running))
    del running
    print(drain())


def class_cycles():
    ref = weakref.ref(type("Temporary", (), {"make": lambda self: self}))
    gc.collect()
    print(ref() is None)


def main():
    gc.collect()
    gc.disable()
    print(trees(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
    for step in (
        resurrection,
        counted_at_once,
        order_of_a_list,
        weak_containers,
        proxies_and_callbacks,
        bound_methods,
        unraisable,
        closures_and_frames,
        class_cycles,
    ):
        print("--", step.__name__)
        step()
    gc.enable()
    print(gc.isenabled(), gc.garbage)


main()
