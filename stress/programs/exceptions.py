# exceptions: a storm of raised, chained, suppressed and re-raised errors, with every kind of cleanup.
import sys
from contextlib import ExitStack, contextmanager, suppress


class Failure(Exception):
    """The root of this program's own errors."""

    code = 1

    def __init__(self, message, **details):
        super().__init__(message)
        self.details = details

    def __str__(self):
        extra = ", ".join(f"{name}={value!r}" for name, value in sorted(self.details.items()))
        return f"{self.args[0]} [{extra}]" if extra else self.args[0]


class Temporary(Failure):
    code = 2


class Permanent(Failure):
    code = 3


class Both(Temporary, Permanent):
    code = 4


def chain_of(error):
    names = []
    while error is not None:
        link = "from" if error.__cause__ is not None else "during"
        hidden = error.__suppress_context__ and error.__cause__ is None
        names.append(f"{type(error).__name__}({error})")
        following = error.__cause__ if error.__cause__ is not None else error.__context__
        if following is None or hidden:
            break
        names.append(link)
        error = following
    return " ".join(names)


class Guard:
    log = []

    def __init__(self, name, swallow=None, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        Guard.log.append("+" + self.name)
        return self

    def __exit__(self, kind, error, trace):
        Guard.log.append("-" + self.name + (kind.__name__ if kind else ""))
        if self.fail is not None:
            raise self.fail
        return self.swallow is not None and error is not None and isinstance(error, self.swallow)


def flaky(step):
    if step % 7 == 0:
        raise Both("both", step=step)
    if step % 5 == 0:
        raise Permanent("permanent", step=step)
    if step % 3 == 0:
        raise Temporary("temporary", step=step)
    if step % 11 == 0:
        return [][step]
    if step % 13 == 0:
        return {}[step]
    if step % 17 == 0:
        return step // 0
    return step


def retry(step, attempts):
    for attempt in range(attempts):
        try:
            return flaky(step + attempt)
        except Permanent:
            raise
        except Temporary as error:
            error.details["attempt"] = attempt
            last = error
        except LookupError as error:
            raise Failure("lookup") from error
        finally:
            Counter.tries += 1
    raise Permanent("gave up", step=step) from last


class Counter:
    tries = 0


def storm(count):
    outcomes = {}
    total = 0
    for step in range(1, count):
        try:
            total += retry(step, 2)
        except Failure as error:
            key = type(error).__name__, error.code
        except ArithmeticError as error:
            key = type(error).__name__, str(error)
        else:
            key = "fine", 0
        outcomes[key] = outcomes.get(key, 0) + 1
    return outcomes, total


def finally_overrides(kind):
    for _ in range(2):
        try:
            if kind == "return":
                return "body"
            if kind == "raise":
                raise Failure("lost")
            if kind == "break":
                break
            if kind == "continue":
                continue
        finally:
            if kind in ("return", "raise"):
                return "finally"
    else:
        return "else"
    return "end"


def nested(depth):
    if depth == 0:
        raise Temporary("deep", depth=depth)
    try:
        nested(depth - 1)
    except Failure as error:
        if depth % 3 == 0:
            raise
        if depth % 3 == 1:
            raise Failure(f"level {depth}") from error
        raise Permanent(f"level {depth}", under=type(error).__name__)


def recurse(depth):
    return recurse(depth + 1) + 1


@contextmanager
def transaction(log):
    log.append("begin")
    try:
        yield log
    except Temporary as error:
        log.append(f"retry {error}")
    except Failure:
        log.append("rollback")
        raise
    else:
        log.append("commit")
    finally:
        log.append("end")


def transactions():
    log = []
    for step in (1, 3, 5):
        with suppress(Permanent), transaction(log):
            log.append(flaky(step))
    return log


def stack_of_guards():
    try:
        with ExitStack() as stack:
            for name in "abc":
                stack.enter_context(Guard(name, swallow=Permanent if name == "b" else None))
            stack.callback(Guard.log.append, "callback")
            raise Permanent("inside")
        with Guard("outer"), Guard("inner", fail=ValueError("from exit")):
            raise Failure("body")
    except ValueError as error:
        return chain_of(error)


def main():
    outcomes, total = storm(int(sys.argv[1]) if len(sys.argv) > 1 else 15000)
    for key, count in sorted(outcomes.items(), key=str):
        print(*key, count)
    print(total, Counter.tries)
    print([finally_overrides(kind) for kind in ("return", "raise", "break", "continue")])
    for depth in range(6):
        try:
            nested(depth)
        except Failure as error:
            print(depth, chain_of(error))
    print(transactions())
    print(stack_of_guards(), Guard.log)
    try:
        recurse(0)
    except RecursionError as error:
        print(type(error).__name__)
    try:
        raise Failure("hidden") from None
    except Failure as error:
        print(error.__suppress_context__, chain_of(error))
    print(sys.exc_info())


main()
