# late_coroutine: coroutines nobody awaited and finalizers that import, when hardly anything is left.
import asyncio
import logging
import sys
import weakref


async def never_awaited():
    pass


class Importing:
    def __del__(self):
        try:
            import json
        except ImportError:
            pass


class Chained:
    def __init__(self, parent):
        if parent is not None:
            this = weakref.ref(self)
            self.parent = weakref.ref(parent, lambda gone: this())


registry = weakref.WeakKeyDictionary()
root = link = Chained(None)
for _ in range(300):
    registry[link] = link = Chained(link)
del root
sys.in_a_cycle = [never_awaited()]
sys.in_a_cycle.append(sys.in_a_cycle)
sys.alone = never_awaited()
logging.getLogger("quiet").addHandler(logging.NullHandler())
print("main ends", asyncio.iscoroutine(sys.alone))
