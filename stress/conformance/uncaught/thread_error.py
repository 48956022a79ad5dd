# thread_error: an uncaught error in a thread is reported and the program goes on.
import sys
import threading
seen = []
threading.excepthook = lambda info: seen.append((info.exc_type.__name__, str(info.exc_value), info.thread.name))


def failing():
    raise ValueError("in thread")


def exiting():
    sys.exit(5)


for target in (failing, exiting):
    thread = threading.Thread(target=target, name=target.__name__)
    thread.start()
    thread.join()
print(seen)
