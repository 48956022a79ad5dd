# module_threading_objects: locks, conditions, events, semaphores, barriers, timers, misuse.
import threading
import time


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


lock, rlock = threading.Lock(), threading.RLock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.001), lock.release(), lock.locked(), lock.__enter__(), lock.__exit__(None, None, None), rlock.acquire(), rlock.acquire(), rlock.release(), rlock.release(), repr(lock).split(" at ")[0], repr(rlock).split(" owner")[0])
show(lambda: lock.release())
show(lambda: rlock.release())
show(lambda: lock.acquire(timeout=-5))
show(lambda: lock.acquire(False, 1))
show(lambda: lock.acquire(timeout="a"))
show(lambda: lock.acquire(timeout=10**30))
event = threading.Event()
print(event.is_set(), event.wait(0.001), event.set(), event.is_set(), event.wait(), event.clear(), event.is_set())
semaphore, bounded = threading.Semaphore(2), threading.BoundedSemaphore(1)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False), semaphore.acquire(timeout=0.001), semaphore.release(2), bounded.acquire(), bounded.release())
show(lambda: bounded.release())
show(lambda: threading.Semaphore(-1))
show(lambda: semaphore.release(0))
show(lambda: semaphore.acquire(False, timeout=1))
condition = threading.Condition()
show(lambda: condition.wait())
show(lambda: condition.notify())
with condition:
    print(condition.wait(0.001), condition.wait_for(lambda: True), condition.wait_for(lambda: False, timeout=0.001))
    condition.notify_all()
barrier = threading.Barrier(2, action=lambda: order.append("action"), timeout=10)
order = []
indexes = []
other = threading.Thread(target=lambda: indexes.append(barrier.wait()))
other.start()
indexes.append(barrier.wait())
other.join()
print(sorted(indexes), order, barrier.parties, barrier.n_waiting, barrier.broken)
barrier.abort()
show(lambda: barrier.wait())
barrier.reset()
print(barrier.broken)
fired = []
timer = threading.Timer(0.001, fired.append, args=["fired"])
timer.start()
timer.join()
cancelled = threading.Timer(100, fired.append, args=["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()
print(fired)
local = threading.local()
local.x = 1
seen = []


def look():
    seen.append(hasattr(local, "x"))
    local.x = 2
    seen.append(local.x)


thread = threading.Thread(target=look, name="looker", daemon=True)
print(thread.is_alive(), thread.name, thread.daemon, thread.ident, repr(thread))
thread.start()
thread.join()
print(seen, local.x, thread.is_alive(), isinstance(thread.ident, int), repr(thread).split(" started")[0].split(" stopped")[0], vars(local))
show(lambda: thread.start())
show(lambda: setattr(thread, "daemon", False))
show(lambda: threading.Thread(target=print).join())
show(lambda: threading.current_thread().join())
show(lambda: threading.Thread(5))
show(lambda: threading.Thread(target=print, args=5).start() if False else threading.Thread(bad=1))
show(lambda: local.y)


class Sub(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def run(self):
        self.result = self.n * 2


class LocalSub(threading.local):
    shared = "class"

    def __init__(self, start):
        self.n = start


sub = Sub(21)
sub.start()
sub.join(timeout=10)
own = LocalSub(5)
own.n += 1
values = []
t = threading.Thread(target=lambda: values.append((own.n, own.shared)))
t.start()
t.join()
print(sub.result, own.n, values)
print(threading.main_thread() is threading.current_thread(), threading.current_thread().name, threading.active_count(), len(threading.enumerate()), threading.get_ident() == threading.main_thread().ident, threading.TIMEOUT_MAX > 1e6, threading.stack_size())
total = 0


def add():
    global total
    for _ in range(1000):
        with lock:
            total += 1


threads = [threading.Thread(target=add) for _ in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
print(total, threading.active_count())
produced = []
ready = threading.Condition()


def consume():
    with ready:
        ready.wait_for(lambda: produced)
        produced.append("consumed")


consumer = threading.Thread(target=consume)
consumer.start()
with ready:
    produced.append("produced")
    ready.notify()
consumer.join()
print(produced)
start = time.monotonic()
time.sleep(0.01)
print(time.monotonic() - start >= 0.01)
