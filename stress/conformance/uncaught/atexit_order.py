# atexit_order: exit callbacks run last in first out, also after an uncaught error, and may fail.
import atexit
def say(*args, **keywords):
    print("exit", args, keywords)


class Failing:
    def __call__(self):
        raise ValueError("in exit callback")

    def __repr__(self):
        return "<failing>"


atexit.register(say, 1)
atexit.register(say, 2, key="k")
atexit.register(Failing())


@atexit.register
def decorated():
    print("decorated")


removed = atexit.register(lambda: print("removed"))
atexit.unregister(removed)
print("main ends")
raise RuntimeError("main failed")
