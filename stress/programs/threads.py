# threads: workers, queues, locks, conditions, barriers, local data; prints totals, never order.
import queue
import sys
import threading


class Pool:
    """Workers that take jobs until told to stop, and put results or errors."""

    STOP = object()

    def __init__(self, workers):
        self.jobs = queue.Queue()
        self.results = queue.Queue()
        self.threads = [threading.Thread(target=self.work, name=f"w{k}") for k in range(workers)]
        for thread in self.threads:
            thread.start()

    def work(self):
        while True:
            job = self.jobs.get()
            try:
                if job is Pool.STOP:
                    return
                number, function, args = job
                self.results.put((number, "ok", function(*args)))
            except Exception as trouble:
                self.results.put((number, "error", repr(trouble)))
            finally:
                self.jobs.task_done()

    def run(self, function, arguments):
        count = 0
        for number, args in enumerate(arguments):
            self.jobs.put((number, function, args))
            count += 1
        self.jobs.join()
        found = sorted(self.results.get() for _ in range(count))
        return [(kind, value) for _, kind, value in found]

    def close(self):
        for _ in self.threads:
            self.jobs.put(Pool.STOP)
        for thread in self.threads:
            thread.join()


def divisors(number):
    if number == 7:
        raise ValueError("seven")
    return sum(1 for candidate in range(1, number + 1) if number % candidate == 0)


class Buffer:
    """A bounded buffer on one condition."""

    def __init__(self, limit):
        self.limit = limit
        self.items = []
        self.changed = threading.Condition()

    def put(self, item):
        with self.changed:
            self.changed.wait_for(lambda: len(self.items) < self.limit)
            self.items.append(item)
            self.changed.notify_all()

    def get(self):
        with self.changed:
            while not self.items:
                self.changed.wait()
            item = self.items.pop(0)
            self.changed.notify_all()
            return item


def start_all(targets):
    threads = [threading.Thread(target=target, args=args) for target, args in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def bounded_buffer(count):
    buffer = Buffer(3)
    sums = []

    def produce(base):
        for number in range(count):
            buffer.put(base + number)

    def consume():
        sums.append(sum(buffer.get() for _ in range(count)))

    start_all([(produce, (0,)), (produce, (1000,)), (consume, ()), (consume, ())])
    return len(sums), sum(sums)


def locked_counter(count):
    lock = threading.Lock()
    nested = threading.RLock()
    state = {"total": 0, "nested": 0}

    def add():
        for _ in range(count):
            with lock:
                state["total"] += 1
            with nested, nested:
                state["nested"] += 1

    start_all([(add, ())] * 4)
    return state


def phases(parties):
    barrier = threading.Barrier(parties)
    log = [[] for _ in range(3)]

    def walk(index):
        for phase in range(3):
            log[phase].append(index)
            barrier.wait()

    start_all([(walk, (index,)) for index in range(parties)])
    return [sorted(entries) for entries in log]


def local_values():
    local = threading.local()
    local.value = "main"
    seen = {}

    def fill(index):
        before = hasattr(local, "value")
        local.value = index
        seen[index] = before, local.value

    start_all([(fill, (index,)) for index in range(3)])
    return local.value, sorted(seen.items())


def signals():
    ready, done = threading.Event(), threading.Event()
    slots = threading.Semaphore(2)
    order = []

    def helper():
        ready.wait()
        with slots:
            order.append("helper")
        done.set()

    thread = threading.Thread(target=helper, daemon=True)
    thread.start()
    order.append("main")
    ready.set()
    finished = done.wait(10)
    thread.join()
    return order, finished, thread.is_alive(), thread.daemon


def failing_thread():
    caught = []
    previous = threading.excepthook
    threading.excepthook = lambda info: caught.append((info.exc_type.__name__, str(info.exc_value)))
    thread = threading.Thread(target=lambda: 1 // 0, name="failing")
    thread.start()
    thread.join()
    threading.excepthook = previous
    return caught


def misuse():
    thread = threading.Thread(target=print)
    for action in (thread.join, threading.Lock().release, threading.RLock().release):
        try:
            action()
        except RuntimeError as trouble:
            print(trouble)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    pool = Pool(4)
    results = pool.run(divisors, ((number,) for number in range(count)))
    print(results[5:9], sum(value for kind, value in results if kind == "ok"))
    pool.close()
    print(bounded_buffer(count), locked_counter(count))
    print(phases(4))
    print(local_values())
    print(signals())
    print(failing_thread())
    misuse()
    print(threading.active_count(), threading.current_thread().name, threading.main_thread().is_alive())
    orders = queue.PriorityQueue()
    for word in "pear apple fig".split():
        orders.put((len(word), word))
    print([orders.get_nowait() for _ in range(3)], orders.empty())


main()
