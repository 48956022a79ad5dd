# package: a package beside the program: modules, relative imports, __main__ parts and errors.
import sys
import _package
from _package import alpha
from _package.inner import deep
from _package.inner.deep import up_value as renamed
import _package.inner.deep as module
from _package import *


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(_package.__name__, _package.__package__, alpha.__name__, alpha.__package__, deep.__name__, module is deep, renamed, public, "hidden" in globals(), "_package.inner" in sys.modules)
print(alpha.value, deep.value, deep.up_value, deep.sibling.name, _package.inner.deep is deep, _package.counter, sorted(n for n in dir(_package) if not n.startswith("__")))
import _package.alpha
print(_package.counter, _package.alpha is alpha, alpha.__spec__.name, alpha.__file__.endswith("alpha.py"), _package.__file__.endswith("__init__.py"), len(_package.__path__))
show(lambda: exec("import _package.missing"))
show(lambda: exec("from _package import missing"))
show(lambda: exec("from _package.missing import x"))
show(lambda: exec("from _package.alpha import missing"))
show(lambda: exec("import _package.alpha.deeper"))
show(lambda: exec("import _package.failing"))
show(lambda: "_package.failing" in sys.modules)
show(lambda: exec("import _package.failing"))
show(lambda: exec("import _package.broken"))
show(lambda: exec("import _package.beyond"))
show(lambda: exec("import _package.circle_a") or sys.modules["_package.circle_a"].result)
show(lambda: exec("import _package.circle_c"))
show(lambda: _package.lazy_thing)
show(lambda: _package.not_there)
first = sys.modules.pop("_package.alpha")
import _package.alpha
print(sys.modules["_package.alpha"] is first, _package.counter)
