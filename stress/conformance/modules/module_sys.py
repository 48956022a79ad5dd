# module_sys: the parts of sys that are the same everywhere.
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 11), sys.hexversion >> 16 == 0x030B, sys.maxsize, sys.maxunicode, sys.byteorder, sys.argv[1:], len(sys.argv), sys.platform, isinstance(sys.path, list), isinstance(sys.modules, dict), sys.float_info.max_10_exp, sys.int_info.bits_per_digit, sys.hash_info.width, sys.getrecursionlimit(), sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.flags.optimize, sys.flags.no_site, sys.api_version, sys.dont_write_bytecode, sys.implementation.name is not None)
print(sys.stdin.fileno(), sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdin.name, sys.stdout.name, sys.stdout.writable(), sys.stdin.readable(), sys.__stdout__ is sys.stdout, sys.stdout.isatty())
print(sys.exc_info(), sys.getsizeof(0) > 0, sys.getsizeof("a" * 1000) > 1000, sys.intern("abc"), sys.is_finalizing(), sys.gettrace(), sys.getprofile(), sys.getswitchinterval(), callable(sys.displayhook), callable(sys.excepthook), "math" in sys.builtin_module_names or True, "os" in sys.stdlib_module_names, sys.call_tracing.__name__)
before = sys.getrefcount(marker := object())
other = [marker, marker]
print(sys.getrefcount(marker) - before)
sys.displayhook(5)
sys.displayhook(None)
sys.displayhook("text")
import builtins
print(builtins._)
print(sys.stdout.write("written\n"), file=sys.stdout)
sys.setswitchinterval(0.01)
print(sys.getswitchinterval())
sys.attribute = 5
print(sys.attribute)
show(lambda: sys.getrecursionlimit(1))
show(lambda: sys.getrefcount())
show(lambda: sys.getsizeof())
show(lambda: sys.setswitchinterval(-1))
show(lambda: sys.setswitchinterval("a"))
show(lambda: sys.intern(5))
show(lambda: sys._getframe(-1).f_code.co_name)
show(lambda: sys.nothing)
show(lambda: setattr(sys.version_info, "major", 5))
show(lambda: type(sys.version_info)())
show(lambda: sys.exc_info(1))
show(lambda: sys.set_int_max_str_digits(5))
calls = []


def trace(frame, event, argument):
    calls.append((frame.f_code.co_name, event))
    return trace


def traced(x):
    y = x + 1
    return y


sys.settrace(trace)
traced(1)
sys.settrace(None)
print(calls)
profiled = []
sys.setprofile(lambda frame, event, argument: profiled.append((event, frame.f_code.co_name)))
traced(2)
sys.setprofile(None)
print(profiled[:2])
