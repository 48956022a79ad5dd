# module_random: seeded generators: the same numbers as everywhere, for every method.
import random


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for seed in (0, 1, 42, -5, 2**70, "text", b"bytes", 1.5, bytearray(b"ba")):
    r = random.Random(seed)
    print(repr(seed), r.random(), r.getrandbits(10), r.getrandbits(100), r.randint(1, 6), r.choice("abcdef"))
r = random.Random(2023)
print([r.randrange(100) for _ in range(10)], [r.randrange(5, 50, 5) for _ in range(5)], [r.randint(-3, 3) for _ in range(8)], [r.uniform(1, 2) for _ in range(3)], r.sample(range(1000), 5), r.sample("abcdef", 6), r.choices("abc", k=8), r.choices([1, 2, 3], weights=[10, 1, 1], k=8), r.choices("ab", cum_weights=[1, 3], k=5))
deck = list(range(10))
r.shuffle(deck)
print(deck, [f"{r.gauss(0, 1):.12f}" for _ in range(4)], [f"{r.normalvariate(5, 2):.12f}" for _ in range(3)], [f"{r.expovariate(1.5):.12f}" for _ in range(3)], [f"{r.triangular(0, 10, 3):.12f}" for _ in range(3)], [f"{r.betavariate(2, 3):.10f}" for _ in range(2)], [f"{r.gammavariate(2, 3):.10f}" for _ in range(2)], f"{r.paretovariate(3):.10f}", f"{r.weibullvariate(1, 2):.10f}", f"{r.lognormvariate(0, 1):.10f}", f"{r.vonmisesvariate(0, 4):.10f}")
print(r.randbytes(8), r.getrandbits(0), r.getrandbits(1), r.getrandbits(32), r.getrandbits(64), r.sample([1, 2], counts=[3, 2], k=4), r.random())
state = r.getstate()
first = [r.random() for _ in range(5)]
r.setstate(state)
print(first == [r.random() for _ in range(5)], state[0], len(state[1]), state[2])
random.seed(7)
module = [random.random(), random.randint(1, 100), random.choice([1, 2, 3])]
random.seed(7)
print(module == [random.random(), random.randint(1, 100), random.choice([1, 2, 3])], module)
print(random.Random(5).random() == random.Random(5).random(), random.Random().random() != random.Random().random(), 0 <= random.SystemRandom().random() < 1)
long = random.Random(99)
total = sum(long.getrandbits(32) for _ in range(3000))
print(total, long.random())
show(lambda: r.randrange(0))
show(lambda: r.randrange(5, 5))
show(lambda: r.randrange(1, 10, 0))
show(lambda: r.randint(5, 1))
show(lambda: r.choice([]))
show(lambda: r.choice(5))
show(lambda: r.sample([1], 2))
show(lambda: r.sample([1], -1))
show(lambda: r.sample({1, 2}, 1))
show(lambda: r.choices([], k=1))
show(lambda: r.choices([1], weights=[0]))
show(lambda: r.choices([1], weights=[1], cum_weights=[1]))
show(lambda: r.choices([1, 2], weights=[1]))
show(lambda: r.getrandbits(-1))
show(lambda: r.getrandbits(1.5))
show(lambda: r.shuffle((1, 2)))
show(lambda: r.seed([]))
show(lambda: r.setstate(5))
show(lambda: r.setstate((3, (1,), None)))
show(lambda: r.randbytes(-1))
show(lambda: random.Random(1, 2))


class Half(random.Random):
    def random(self):
        return 0.5


h = Half(1)
print(h.random(), h.choice("abcd"), h.randint(1, 10), h.uniform(0, 8))
