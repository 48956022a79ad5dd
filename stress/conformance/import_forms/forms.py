# forms: every form of import of built-in modules, and what stays bound.
import math
import math as m
import os.path
import os.path as path
from math import pi, sqrt as root
from os import path as again
import collections.abc
import sys, itertools as it, operator
from itertools import *


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


from math import (
    e,
    tau as two_pi,
)
print(math is m, os.path is path, path is again, pi == math.pi, root(16), e > 2, two_pi > 6, collections.abc.Iterable.__name__, it.count is count, operator.add(1, 2))
print(sys.modules["math"] is math, "os.path" in sys.modules, type(math).__name__, math.__name__, repr(math), sys.__name__, __name__, math.__spec__.name)


def local_import():
    import math
    from sys import maxsize as size
    return math.floor(2.5), size == sys.maxsize, sorted(locals())


class Body:
    import math as inside
    from math import floor


print(local_import(), Body.inside is math, Body.floor(2.7))
show(lambda: __import__("os.path").__name__)
show(lambda: __import__("os.path", fromlist=["join"]).__name__)
show(lambda: __import__("math", globals(), locals(), [], 0) is math)
show(lambda: exec("import no_such_module_here"))
show(lambda: exec("import no.such.module"))
show(lambda: exec("import math.pi"))
show(lambda: exec("from math import no_such_name"))
show(lambda: exec("from math import pi, no_such_name"))
show(lambda: exec("from no_such_module_here import x"))
show(lambda: exec("import math as"))
show(lambda: exec("def f():\n    from math import *"))
show(lambda: exec("from math import (pi"))
show(lambda: exec("from .math import pi", {"__name__": "alone", "__package__": ""}))
show(lambda: exec("from . import x", {"__name__": "__main__"}))
space = {}
exec("from math import *", space)
print(sorted(n for n in space if n.startswith("s")), "pi" in space)
math.extra = 5
print(math.extra, m.extra, vars(math)["extra"])
del math.extra
show(lambda: math.extra)
show(lambda: setattr(math, "__name__", 5) or math.__name__)
math.__name__ = "math"
sys.modules["invented"] = m
import invented
print(invented is math)
sys.modules["blocked"] = None
show(lambda: exec("import blocked"))
del sys.modules["invented"], sys.modules["blocked"]
show(lambda: exec("import invented"))
import types
made = types.ModuleType("made", "documentation")
made.value = 7
made.__all__ = ["value", "ghost"]
sys.modules["made"] = made
from made import value
print(value, made.__doc__, repr(made))
show(lambda: exec("from made import *"))
show(lambda: exec("from made import nothing"))
made.__getattr__ = lambda name: f"lazy {name}"
from made import anything
print(anything, made.other)
made.__dir__ = lambda: ["b", "a"]
print(dir(made))
