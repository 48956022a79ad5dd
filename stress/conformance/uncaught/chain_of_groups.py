# chain_of_groups: an uncaught error with causes, contexts, notes and a group inside.
import contextlib


class AppError(Exception):
    def __init__(self, code, *args):
        super().__init__(code, *args)
        self.code = code

    def __str__(self):
        return f"[{self.code}] " + " ".join(map(str, self.args[1:]))


def parse(text):
    return int(text)


def load(text):
    try:
        return parse(text)
    except ValueError as error:
        error.add_note(f"while reading {text!r}")
        raise AppError(7, "cannot", "load") from error


@contextlib.contextmanager
def step(name):
    print("begin", name)
    try:
        yield name
    finally:
        print("end", name)


def work(items):
    errors = []
    for item in items:
        try:
            with step(item):
                load(item)
        except AppError as error:
            errors.append(error)
    if errors:
        group = ExceptionGroup("several items failed", errors + [ExceptionGroup("inner", [KeyError("k"), OSError(2, "No such file", "name")])])
        group.add_note("first note\nwith two lines")
        raise group


def recurse(n):
    return recurse(n - 1) + 1 if n else 1 / 0


try:
    work(["1", "x", "2"])
except* KeyError as group:
    print("key", group.exceptions)
except* ZeroDivisionError:
    print("never")
finally:
    print("finally")
    try:
        recurse(5)
    except ZeroDivisionError:
        print("caught")
        raise RuntimeError("at the end") from None
