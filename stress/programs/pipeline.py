# pipeline: generators that read, filter, branch and fold a log; sending, throwing and closing.
import sys
from itertools import chain, count, islice, takewhile, tee

LEVELS = ("debug", "info", "warning", "error")


def lines(total):
    state = 17
    for number in range(total):
        state = (state * 75 + 74) % 65537
        level = LEVELS[state % 4]
        yield f"{number:05d} {level} host{state % 7} took={state % 997}ms" if state % 29 else "garbage"


def parse(source, rejected):
    for line in source:
        parts = line.split()
        if len(parts) != 4:
            rejected.append(line)
            continue
        number, level, host, took = parts
        yield {"number": int(number), "level": level, "host": host, "took": int(took[5:-2])}


def where(source, **conditions):
    for record in source:
        if all(record[name] == value for name, value in conditions.items()):
            yield record


def windowed(source, size):
    window = []
    for item in source:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
            del window[0]


def running_mean():
    total = number = 0
    mean = None
    while True:
        value = yield mean
        total += value
        number += 1
        mean = total / number


def adding():
    """Adds what it is sent; a thrown ValueError starts over; closing reports."""
    total = 0
    try:
        while True:
            try:
                total += yield total
            except ValueError as reason:
                print("restart:", reason, "at", total)
                total = 0
    finally:
        print("closed at", total)


def flatten(tree):
    for item in tree:
        if isinstance(item, list):
            depth = yield from flatten(item)
        else:
            depth = 0
            yield item
    return depth + 1 if tree else 0


def depth_of(tree):
    steps = flatten(tree)
    collected = []
    while True:
        try:
            collected.append(next(steps))
        except StopIteration as stop:
            return collected, stop.value


def primes():
    seen = {}
    for candidate in count(2):
        factor = seen.pop(candidate, None)
        if factor is None:
            yield candidate
            seen[candidate * candidate] = candidate
        else:
            place = candidate + factor
            while place in seen:
                place += factor
            seen[place] = factor


def round_robin(*sources):
    pending = [iter(source) for source in sources]
    while pending:
        for source in list(pending):
            try:
                yield next(source)
            except StopIteration:
                pending.remove(source)


def report_means(records):
    means = {}
    for record in records:
        host = record["host"]
        if host not in means:
            means[host] = running_mean()
            next(means[host])
        record["mean"] = means[host].send(record["took"])
        yield record


def drive_adder():
    adder = adding()
    next(adder)
    print([adder.send(value) for value in (1, 2, 3)])
    print(adder.throw(ValueError("enough")))
    print([adder.send(value) for value in (10, 20)])
    adder.close()
    try:
        adder.send(1)
    except StopIteration as stop:
        print("stopped", stop.value)


def main():
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    rejected = []
    first, second = tee(parse(lines(total), rejected))
    errors = list(report_means(where(first, level="error")))
    print(len(errors), len(rejected), sum(record["took"] for record in second))
    for record in errors[-5:]:
        print(f"{record['number']} {record['host']} {record['took']} {record['mean']:.6f}")
    rising = sum(1 for a, b, c in windowed((r["took"] for r in errors), 3) if a < b < c)
    print("rising", rising)
    drive_adder()
    print(depth_of([1, [2, [3, [4, []]], 5], [[6]]]))
    print(list(islice(primes(), 20)), sum(takewhile(lambda prime: prime < 5000, primes())))
    print("".join(round_robin("ABCDE", "12", "xyz")))
    print(list(chain.from_iterable(([index] * index for index in range(5)))))


main()
