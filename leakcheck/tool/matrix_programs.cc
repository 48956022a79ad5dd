// What interpreters run while a fault is planted in them.
#include "leakcheck/tool/matrix.h"

namespace ouro::leakcheck {

// Leaves something in as many components as a short program can.
const std::string_view kUseProgram = R"(
import sys, gc, weakref, threading, atexit

class Base:
    def __init__(self, value):
        self.value = value
    def __repr__(self):
        return f"<{self.value!r}>"
    def __del__(self):
        pass

class Derived(Base):
    __slots__ = ("extra",)
    def __init__(self, value):
        super().__init__(value)
        self.extra = value

def generate(limit):
    for number in range(limit):
        yield number, number * 1.5, complex(number), str(number)

def fail():
    try:
        raise ValueError("planned")
    except ValueError as error:
        return error

kept = [Derived(index) for index in range(50)]
rows = list(generate(100))
table = {name: [row, {row[0]}, frozenset(row[:2]), slice(1, 2)] for *row, name in rows}
cycle = []
cycle.append(cycle)
references = [weakref.ref(item) for item in kept]
error = fail()
closure = lambda value: (value, kept)
text = "-".join(repr(item) for item in kept) + b"bytes".decode() + str(bytearray(3))
atexit.register(len, kept)
thread = threading.Thread(target=generate, args=(3,))
thread.start()
thread.join()
big = 7 ** 400 // 3 ** 100
del cycle
gc.collect()
)";

// Every stage where code of a program can still run says its name: who reads that reads no table.
const std::string_view kLastWordsProgram = R"(
import atexit, codecs, interpreters, threading, time

class Voice:
    def __init__(self, line, speak=print):
        self.line, self.speak = line, speak
    def __del__(self):
        self.speak(self.line)
    def find_codec(self, name):
        return None

def speak_late():
    time.sleep(0.05)
    print("join_threads", flush=True)

def speak_at_exit():
    print("run_exit_callbacks", flush=True)
    print("flush_streams")

threading.Thread(target=speak_late).start()
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
atexit.register(speak_at_exit)
child = interpreters.create()
child.run('import atexit; atexit.register(print, "finalize_children")')
in_namespace = Voice("clear_modules")
codecs.register(Voice("collect_until_stable").find_codec)
)";

// Long enough for two threads to meet in it: what a thread did that has ended is soon forgotten.
const std::string_view kShortProgram = R"(
for number in range(20000):
    str(number)
)";

}  // namespace ouro::leakcheck
