# module_queue: queues of every kind, alone and between threads.
import queue
import threading


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


q = queue.Queue(maxsize=2)
q.put(1)
q.put(2, block=False)
print(q.full(), q.empty(), q.qsize(), q.maxsize, q.get(), q.get_nowait(), q.empty())
show(lambda: q.get_nowait())
show(lambda: q.get(timeout=0.001))
show(lambda: q.get(block=False))
show(lambda: q.get(timeout=-1))
q.put(1), q.put(2)
show(lambda: q.put_nowait(3))
show(lambda: q.put(3, timeout=0.001))
show(lambda: q.put(3, timeout=-1))
q.task_done(), q.task_done(), q.task_done(), q.task_done()
show(lambda: q.task_done())
show(lambda: queue.Queue("a").put(1))
print(repr(queue.Empty()), issubclass(queue.Full, Exception), queue.Empty.__module__)
lifo = queue.LifoQueue()
priority = queue.PriorityQueue()
simple = queue.SimpleQueue()
for item in (3, 1, 2):
    lifo.put(item), priority.put(item), simple.put(item)
print([lifo.get() for _ in range(3)], [priority.get() for _ in range(3)], [simple.get() for _ in range(3)], simple.empty(), simple.qsize())
show(lambda: simple.get_nowait())
show(lambda: simple.get(timeout=0.001))
show(lambda: simple.get(timeout=-1))
show(lambda: simple.put())
show(lambda: priority.put("a") or priority.put(1))
work, results = queue.Queue(), queue.Queue()


def worker():
    while (item := work.get()) is not None:
        results.put(item * item)
        work.task_done()
    work.task_done()


threads = [threading.Thread(target=worker) for _ in range(3)]
for thread in threads:
    thread.start()
for item in range(50):
    work.put(item)
for _ in threads:
    work.put(None)
work.join()
for thread in threads:
    thread.join()
print(sum(results.get() for _ in range(50)), results.empty(), work.unfinished_tasks)
channel = queue.SimpleQueue()
consumer = threading.Thread(target=lambda: results.put([channel.get() for _ in range(5)]))
consumer.start()
for item in range(5):
    channel.put(item)
consumer.join()
print(results.get())
