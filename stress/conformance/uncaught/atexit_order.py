# atexit_order: exit callbacks run last in first out, also after an uncaught error, and may fail.
import atexit
def say(*args, **keywords):
    print("exit", args, keywords)


def failing():
    raise ValueError("in exit callback")


atexit.register(say, 1)
atexit.register(say, 2, key="k")
atexit.register(failing)


@atexit.register
def decorated():
    print("decorated")


removed = atexit.register(lambda: print("removed"))
atexit.unregister(removed)
print("main ends")
raise RuntimeError("main failed")
