# module_thread_low: the _thread module: locks, threads without objects, and its errors.
import _thread
import time


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


lock = _thread.allocate_lock()
done = []


def work(name, *, k=0):
    with lock:
        done.append((name, k))


lock.acquire()
ident = _thread.start_new_thread(work, ("a",), {"k": 1})
_thread.start_new_thread(work, ("b",))
print(isinstance(ident, int), done, lock.locked())
lock.release()
while len(done) < 2:
    time.sleep(0.001)
print(sorted(done), _thread.get_ident() == _thread.get_ident(), _thread.TIMEOUT_MAX > 1e6, _thread.LockType.__name__, _thread.error is RuntimeError, type(_thread.RLock()).__name__)
show(lambda: _thread.start_new_thread(5, ()))
show(lambda: _thread.start_new_thread(work, 5))
show(lambda: _thread.start_new_thread(work, (), 5))
show(lambda: _thread.start_new_thread(work))
show(lambda: _thread.stack_size(-1))
show(lambda: _thread.stack_size(1))
show(lambda: _thread.stack_size())
show(lambda: lock.release())
try:
    _thread.exit()
except SystemExit as error:
    print(repr(error))
local = _thread._local()
local.x = 5
seen = []
gate = _thread.allocate_lock()
gate.acquire()


def look():
    seen.append(hasattr(local, "x"))
    gate.release()


_thread.start_new_thread(look, ())
gate.acquire()
print(seen, local.x, gate.acquire(False), gate.acquire(True, 0.001))
