# module_contextlib: context managers from generators, stacks, suppression and redirection.
import contextlib
import io
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


@contextlib.contextmanager
def managed(name, swallow=False):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as error:
        print("caught", error)
        if not swallow:
            raise
    finally:
        print("exit", name)


with managed("a") as a, managed("b"):
    print(a)
with managed("swallow", True):
    raise ValueError("v")
show(lambda: exec("with m('through'): raise KeyError('k')", {"m": managed}))
show(lambda: exec("with m('again'): raise ValueError('v')", {"m": managed}))


@managed("decorator")
def decorated(x):
    return x * 2


print(decorated(4), decorated(5), decorated.__name__)


@contextlib.contextmanager
def never():
    return
    yield


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def replaces():
    try:
        yield
    except Exception as error:
        raise RuntimeError("replaced") from error


def use(manager, error=None):
    with manager as value:
        if error:
            raise error
        return value


show(lambda: use(never()))
show(lambda: use(twice()))
show(lambda: use(twice(), ValueError("v")))
show(lambda: use(replaces(), ValueError("v")))
show(lambda: use(managed("stop"), StopIteration("s")))
manager = managed("once")
use(manager)
show(lambda: use(manager))
with contextlib.suppress(KeyError, IndexError):
    {}["x"]
with contextlib.suppress():
    pass
show(lambda: use(contextlib.suppress(KeyError), ValueError("not suppressed")))
with contextlib.redirect_stdout(io.StringIO()) as out:
    print("captured")
with contextlib.redirect_stderr(io.StringIO()) as err:
    print("error text", file=sys.stderr)
print(repr(out.getvalue()), repr(err.getvalue()))


class Closing:
    def close(self):
        print("closed")


with contextlib.closing(Closing()) as thing:
    print(type(thing).__name__)
with contextlib.nullcontext(5) as five:
    print(five)
with contextlib.ExitStack() as stack:
    print(stack.enter_context(managed("one")), stack.enter_context(managed("two")))
    stack.callback(print, "callback", end="!\n")
    stack.push(lambda *info: print("pushed", info[0]))
    stack.push(managed("pushed manager").__class__ if False else contextlib.nullcontext())
with contextlib.ExitStack() as stack:
    stack.push(lambda kind, value, trace: print("sees", kind.__name__) or True)
    raise ValueError("swallowed by stack")
with contextlib.ExitStack() as stack:
    stack.enter_context(managed("moved"))
    kept = stack.pop_all()
print("still open")
kept.close()


def failing_stack():
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        stack.callback(lambda: {}["k"])
        raise ValueError("body")


try:
    failing_stack()
except ZeroDivisionError as error:
    print(repr(error), repr(error.__context__), repr(error.__context__.__context__))
show(lambda: contextlib.ExitStack().enter_context(5))
show(lambda: contextlib.ExitStack().push(5))


class Base(contextlib.ContextDecorator):
    def __enter__(self):
        print("decorator enter")
        return self

    def __exit__(self, *args):
        print("decorator exit")


@Base()
def with_base():
    return "body"


print(with_base())


class Abstract(contextlib.AbstractContextManager):
    def __exit__(self, *args):
        print("abstract exit")


with Abstract() as self:
    print(type(self).__name__)
print(issubclass(Closing, contextlib.AbstractContextManager), issubclass(Base, contextlib.AbstractContextManager))
show(lambda: contextlib.AbstractContextManager())
with contextlib.chdir("/"):
    import os
    print(os.getcwd())
