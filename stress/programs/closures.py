# closures: counters, memoisers, currying, decorators and continuations, all from captured cells.
import sys
from functools import partial, reduce, wraps


def make_counter(start=0, step=1):
    value = start

    def advance():
        nonlocal value
        value += step
        return value

    def reset(to=start):
        nonlocal value
        value = to

    return advance, reset


def compose(*functions):
    return reduce(lambda outer, inner: lambda *args: outer(inner(*args)), functions)


def curry(function, arity):
    def take(collected):
        def accept(argument):
            known = collected + (argument,)
            return function(*known) if len(known) == arity else take(known)

        return accept

    return take(())


def memoise(function):
    known = {}

    @wraps(function)
    def remembered(*args):
        if args not in known:
            known[args] = function(*args)
        return known[args]

    remembered.known = known
    return remembered


def counted(label):
    def decorate(function):
        calls = 0

        @wraps(function)
        def wrapper(*args, **keywords):
            nonlocal calls
            calls += 1
            wrapper.calls = f"{label}:{calls}"
            return function(*args, **keywords)

        return wrapper

    return decorate


@counted("partitions")
@memoise
def partitions(total, largest):
    """The number of ways to write total as a sum of parts not above largest."""
    if total == 0:
        return 1
    return sum(partitions(total - part, part) for part in range(1, min(total, largest) + 1))


def church(number):
    return lambda function: lambda value: reduce(lambda so_far, _: function(so_far), range(number), value)


def church_add(left, right):
    return lambda function: lambda value: left(function)(right(function)(value))


def church_multiply(left, right):
    return lambda function: left(right(function))


def church_power(left, right):
    return right(left)


def unchurch(numeral):
    return numeral(lambda value: value + 1)(0)


def factorial_with_continuation(number, done):
    """Trampolined, so that the depth is one."""

    def step(left, so_far):
        if left == 0:
            return lambda: done(so_far)
        return lambda: step(left - 1, so_far * left)

    bounce = step(number, 1)
    while callable(bounce):
        bounce = bounce()
    return bounce


def make_account(balance):
    history = []

    def deposit(amount):
        nonlocal balance
        balance += amount
        history.append(amount)
        return balance

    def withdraw(amount):
        if amount > balance:
            raise ValueError(f"{amount} is more than {balance}")
        return deposit(-amount)

    return {"deposit": deposit, "withdraw": withdraw, "history": lambda: tuple(history)}


def late_and_early():
    late = [lambda: index for index in range(4)]
    early = [lambda index=index: index for index in range(4)]
    return [call() for call in late], [call() for call in early]


def fixed_point(function):
    return (lambda self: function(lambda *args: self(self)(*args)))(
        lambda self: function(lambda *args: self(self)(*args))
    )


def free_names(function):
    return dict(zip(function.__code__.co_freevars, (cell.cell_contents for cell in function.__closure__)))


def unbound():
    def read():
        return later

    try:
        read()
    except NameError as trouble:
        message = str(trouble)
    later = 1
    return message, read()


def main():
    scale = int(sys.argv[1]) if len(sys.argv) > 1 else 130
    advance, reset = make_counter(10, 5)
    print([advance() for _ in range(3)], reset(), advance(), reset(1), advance(), free_names(advance))
    print(compose(str, lambda value: value * 2, abs)(-21), curry(lambda a, b, c: (a, b, c), 3)(1)(2)(3))
    print([partitions(total, total) for total in range(1, scale, 7)])
    print(partitions.calls, partitions.__name__, partitions.__doc__, len(partitions.__wrapped__.known))
    two, three = church(2), church(3)
    print(unchurch(church_add(two, three)), unchurch(church_multiply(two, three)))
    print(unchurch(church_power(two, church(8))), unchurch(church_power(three, church(6))))
    print(factorial_with_continuation(scale, lambda value: f"{value} has {len(str(value))} digits"))
    account = make_account(100)
    print(account["deposit"](50), account["withdraw"](30))
    try:
        account["withdraw"](1000)
    except ValueError as trouble:
        print(trouble, account["history"]())
    print(late_and_early())
    print(fixed_point(lambda again: lambda n: 1 if n < 2 else again(n - 1) + again(n - 2))(15))
    power = partial(pow, mod=1000007)
    print([power(3, exponent) for exponent in range(0, 50, 7)], partial(power, 2)(100))
    print(unbound())


main()
