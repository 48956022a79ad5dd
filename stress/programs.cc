// What interpreters do under stress unless a command names programs.
#include "stress/scenario.h"

namespace ouro::stress {

const std::string_view kWorkProgram = R"(
import gc, sys

class Node:
    def __init__(self, name):
        self.name = name
        self.links = [self]

    def __del__(self):
        finished.append(self.name)

finished = []

def numbers(limit):
    for number in range(limit):
        try:
            yield number // (number % 7)
        except ZeroDivisionError as error:
            yield str(error)

def build(size):
    table = {}
    for index, value in enumerate(numbers(size)):
        table[f"key-{index}"] = (value, [index] * 3, {index: float(index)})
    return table

table = build(200)
total = sum(len(key) for key in table)
nodes = [Node(index) for index in range(20)]
nodes[0].links.extend(nodes)
del nodes
gc.collect()
assert len(finished) == 20, len(finished)
big = 3 ** 500
assert str(big).startswith("36360291795869936842385267079543319118023385026001623040346035832")
)";

const std::string_view kThreadsProgram = R"(
import threading, time

stop = threading.Event()
seen = []

def wait_for_ever():
    while not stop.wait(0.001):
        seen.append(len(seen))

def work_a_little():
    time.sleep(0.01)
    seen.append("done")

for number in range(3):
    threading.Thread(target=wait_for_ever, daemon=True).start()
for number in range(2):
    threading.Thread(target=work_a_little).start()
)";

// Also leaves items in a channel that nobody will ever receive.
const std::string_view kPairProgram = R"(
import interpreters, threading

to_other = interpreters.create_channel()
from_other = interpreters.create_channel()

CODE = '''
import interpreters
receive = interpreters.RecvChannel({0})
send = interpreters.SendChannel({1})
while True:
    item = receive.recv()
    if item is None:
        break
    send.send_nowait(item * 2)
'''.format(int(to_other[0].id), int(from_other[1].id))

other = interpreters.create()
thread = threading.Thread(target=other.run, args=(CODE,))
thread.start()
for number in range(50):
    to_other[1].send_nowait(number)
answers = [from_other[0].recv() for number in range(50)]
assert answers == [number * 2 for number in range(50)], answers
to_other[1].send_nowait(None)
thread.join()
to_other[1].send_nowait(b"nobody will receive this")
other.close()
)";

// Workers that share queues with their maker; items of one that ends become unbound.
const std::string_view kQueuesProgram = R"(
import interpreters

tasks, results = interpreters.create_queue(4), interpreters.create_queue()

def work(tasks, results):
    while (task := tasks.get()) is not None:
        results.put((task, task ** 2))

workers = [interpreters.create() for each in range(3)]
threads = [worker.call_in_thread(work, tasks, results) for worker in workers]
for number in range(40):
    tasks.put(number)
for worker in workers:
    tasks.put(None)
for thread in threads:
    thread.join()
squares = sorted(item for item in [results.get() for each in range(40)])
assert squares == [(number, number ** 2) for number in range(40)], squares
last = workers.pop()
last.call(lambda results: results.put(memoryview(b'nobody will take this')), results)
last.close()
assert results.get() is interpreters.UNBOUND
workers[0].call(lambda results: results.put(memoryview(b'nor this')), results)
tasks.put(results)
)";

// Many interpreters read one block, also after its first owner has ended.
const std::string_view kViewsProgram = R"(
import interpreters

queue, done = interpreters.create_queue(), interpreters.create_queue()
first = interpreters.create()
first.prepare_main(queue=queue)
first.exec("""
view = memoryview(bytes(range(256)) * 64)
for each in range(3):
    queue.put(view)
queue.put(view[:16])
""")

def read(queue, done):
    view = queue.get()
    part = view[64:128]
    for turn in range(20):
        assert sum(part) == sum(range(64, 128))
    done.put(part)

readers = [interpreters.create() for each in range(3)]
threads = [reader.call_in_thread(read, queue, done) for reader in readers]
for thread in threads:
    thread.join()
first.close()
parts = [done.get() for each in readers]
readers[0].close()
assert [bytes(part) for part in parts] == [bytes(range(64, 128))] * 3
)";

// Interpreters that take turns under one lock, each with threads of its own.
const std::string_view kSharedLockProgram = R"(
import interpreters, threading

results = interpreters.create_queue()

def count(results, rounds):
    total = 0
    for number in range(rounds):
        total += number
    results.put(total)

def count_on_two(results, rounds):
    import threading
    beside = threading.Thread(target=count, args=(results, rounds))
    beside.start()
    count(results, rounds)
    beside.join()

def run_one(index):
    other = interpreters.create(own_lock=index % 2 == 1)
    other.call(count, results, 3000)
    other.prepare_main(results=results, count=count)
    other.call(count_on_two, results, 3000)
    if index == 0:
        other.close()

threads = [threading.Thread(target=run_one, args=(index,)) for index in range(3)]
for thread in threads:
    thread.start()
count(results, 3000)
for thread in threads:
    thread.join()
kept = []
while not results.empty():
    item = results.get()
    kept.append(item)
mine = [item for item in kept if item is not interpreters.UNBOUND]
assert len(kept) == 10 and set(mine) == {sum(range(3000))}, kept
)";

// A pool, whose interpreters end with it, and one that is still at work when everything ends.
const std::string_view kPoolProgram = R"(
import interpreters

OFFSET = 7

def work(number):
    return [number + OFFSET] * 3

def fails(number):
    raise LookupError(number)

with interpreters.InterpreterPoolExecutor(2) as pool:
    assert [item[0] for item in pool.map(work, range(12))] == list(range(7, 19))
    assert pool.submit(fails, 5).exception().args == (5,)
left_open = interpreters.InterpreterPoolExecutor(1)
future = left_open.submit(work, 1)
)";

}  // namespace ouro::stress
