# module_warnings_errno: warnings as text and errors, filters, and the numbers of errno.
import errno
import io
import sys
import warnings


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(errno.ENOENT, errno.EACCES, errno.EEXIST, errno.EINTR, errno.EPIPE, errno.errorcode[2], errno.errorcode[13], len(errno.errorcode) > 100)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    warnings.warn("plain")
    warnings.warn("deprecated", DeprecationWarning)
    warnings.warn(RuntimeWarning("instance"))
    warnings.warn("level", stacklevel=2)
    warnings.warn_explicit("explicit", UserWarning, "file.py", 7)
print([(w.category.__name__, str(w.message)) for w in seen], seen[-1].filename, seen[-1].lineno, seen[0].lineno)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    show(lambda: warnings.warn("as error"))
    show(lambda: warnings.warn("as error", DeprecationWarning))
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    warnings.filterwarnings("ignore", message="quiet.*")
    warnings.filterwarnings("ignore", category=ImportWarning)
    warnings.warn("quiet one")
    warnings.warn("loud one")
    warnings.warn("import", ImportWarning)
print([str(w.message) for w in seen])


def repeats():
    warnings.warn("repeated")


for action in ("default", "once", "module", "always", "ignore"):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter(action)
        for _ in range(3):
            repeats()
    print(action, len(seen))
stream, sys.stderr = sys.stderr, io.StringIO()
warnings.simplefilter("always")
warnings.warn_explicit("printed", UserWarning, "nowhere.py", 12)
text, sys.stderr = sys.stderr.getvalue(), stream
print(repr(text), warnings.formatwarning("m", UserWarning, "f.py", 3, "code"))
show(lambda: warnings.warn("x", int))
show(lambda: warnings.warn())
show(lambda: warnings.simplefilter("nonsense"))
show(lambda: warnings.filterwarnings("ignore", lineno=-1))
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile("x is 5", "f", "exec")
    compile("assert (1, 'always')", "f", "exec")
    compile("'\\d'", "f", "exec")
    compile("1()", "f", "exec")
    compile("[1][1, 2]", "f", "exec")
print([(w.category.__name__, str(w.message), w.lineno) for w in seen])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    show(lambda: compile("x is 5", "f", "exec"))
    show(lambda: compile("'\\d'", "f", "exec"))
print(DeprecationWarning.__mro__[1].__name__, issubclass(UserWarning, Warning), warnings.WarningMessage.__name__)
