# unraisable: errors in finalizers go to stderr and do not stop the program.
class Failing:
    def __del__(self):
        raise ValueError("in del")


class FailingCallback:
    pass


import weakref


def callback(reference):
    raise KeyError("in callback")


import sys
hooked = []
sys.unraisablehook = lambda info: hooked.append((info.exc_type.__name__, str(info.exc_value), info.err_msg, getattr(info.object, "__name__", None)))
Failing()
target = FailingCallback()
reference = weakref.ref(target, callback)
del target
print(hooked)
sys.unraisablehook = sys.__unraisablehook__
print("still running")
