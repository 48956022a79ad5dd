# finalization: what runs at the end: threads, exit callbacks, then the finalizers of globals.
import atexit
import threading
import time
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def late():
    time.sleep(0.05)
    print("thread ends")


one = Loud("global")
holder = [Loud("in a list")]
cycle = Loud("in a cycle")
cycle.me = cycle
atexit.register(print, "exit callback")
thread = threading.Thread(target=late)
thread.start()
print("main ends")
