# events: a discrete-event simulation of a shop: a heap, generators as actors, seeded randomness.
import sys
from abc import ABC, abstractmethod
from collections import defaultdict, deque
from copy import copy, deepcopy
from functools import total_ordering
from heapq import heappop, heappush
from itertools import count
from random import Random
from types import SimpleNamespace


@total_ordering
class Event:
    numbers = count()

    def __init__(self, time, action):
        self.time, self.action = time, action
        self.number = next(Event.numbers)

    def __eq__(self, other):
        return (self.time, self.number) == (other.time, other.number)

    def __lt__(self, other):
        return (self.time, self.number) < (other.time, other.number)


class World:
    """Runs generators: each yields a delay, a resource to take, or a resource to give back."""

    def __init__(self, seed):
        self.now = 0.0
        self.heap = []
        self.random = Random(seed)
        self.counts = defaultdict(int)

    def start(self, actor):
        self.at(0.0, lambda: self.advance(actor))

    def at(self, delay, action):
        heappush(self.heap, Event(self.now + delay, action))

    def advance(self, actor, value=None):
        try:
            wish = actor.send(value)
        except StopIteration as stop:
            self.counts[stop.value] += 1
            return
        wish.arrange(self, actor)

    def run(self, until):
        while self.heap and self.heap[0].time <= until:
            event = heappop(self.heap)
            self.now = event.time
            self.counts["events"] += 1
            event.action()


class Wish(ABC):
    @abstractmethod
    def arrange(self, world, actor):
        """Makes sure that the actor goes on at the right time."""


class Delay(Wish):
    def __init__(self, length):
        self.length = length

    def arrange(self, world, actor):
        world.at(self.length, lambda: world.advance(actor))


class Take(Wish):
    def __init__(self, resource):
        self.resource = resource

    def arrange(self, world, actor):
        resource = self.resource
        if resource.free:
            resource.free -= 1
            world.advance(actor, True)
        elif len(resource.line) < resource.limit:
            resource.line.append(actor)
        else:
            world.advance(actor, False)


class Give(Wish):
    def __init__(self, resource):
        self.resource = resource

    def arrange(self, world, actor):
        if self.resource.line:
            following = self.resource.line.popleft()
            world.at(0.0, lambda: world.advance(following, True))
        else:
            self.resource.free += 1
        world.at(0.0, lambda: world.advance(actor))


class Resource:
    def __init__(self, name, free, limit):
        self.name, self.free, self.limit = name, free, limit
        self.line = deque()


def customer(world, shop, number):
    arrived = world.now
    if not (yield Take(shop.till)):
        return "left"
    try:
        shop.waits.append(world.now - arrived)
        yield Delay(world.random.expovariate(1 / 4))
    finally:
        shop.served.append(number)
    yield Give(shop.till)
    if world.random.random() < 0.1:
        yield Delay(1.0)
        return (yield from complaint(world, shop))
    return "happy"


def complaint(world, shop):
    if not (yield Take(shop.manager)):
        return "ignored"
    yield Delay(world.random.uniform(2, 9))
    yield Give(shop.manager)
    return world.random.choice(["refunded", "calmed", "angry"])


def arrivals(world, shop):
    for number in count():
        yield Delay(world.random.expovariate(1 / 2))
        world.start(customer(world, shop, number))


def new_shop():
    return SimpleNamespace(
        till=Resource("till", 2, 5), manager=Resource("manager", 1, 1), waits=[], served=[]
    )


def simulate(seed, until):
    world, shop = World(seed), new_shop()
    world.start(arrivals(world, shop))
    world.run(until)
    return world, shop


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def copies():
    shop = new_shop()
    shop.twin = shop.till
    shallow, deep = copy(shop), deepcopy(shop)
    shop.waits.append(1)
    print(shallow.waits, deep.waits, deep.twin is deep.till, deep.till is shop.till)
    loop = [1, (2, [3])]
    loop.append(loop)
    again = deepcopy(loop)
    print(again[2] is again, again[1] == loop[1], again[1] is loop[1])


def main():
    until = float(sys.argv[1]) if len(sys.argv) > 1 else 4000.0
    for seed in (1, 2):
        world, shop = simulate(seed, until)
        print(f"seed {seed}: now {world.now:.9f} served {len(shop.served)}")
        print({name: world.counts[name] for name in sorted(world.counts)})
        print(f"wait median {median(shop.waits):.6f} mean {sum(shop.waits) / len(shop.waits):.6f}")
        print("line", len(shop.till.line), "free", shop.till.free, world.random.getrandbits(40))
    try:
        Wish()
    except TypeError as trouble:
        print(trouble)
    generator = Random(7)
    deck = list(range(12))
    generator.shuffle(deck)
    print(deck, generator.sample(range(100), 5), generator.randint(1, 6), generator.gauss(0, 1))
    state = generator.getstate()
    first = [generator.random() for _ in range(3)]
    generator.setstate(state)
    print(first == [generator.random() for _ in range(3)], first)
    copies()


main()
