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

}  // namespace ouro::stress
