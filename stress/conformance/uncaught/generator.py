# generator: an uncaught error inside a generator inside a call.
def numbers():
    for n in (2, 1, 0):
        yield 6 // n


def delegated():
    yield from numbers()


print(sum(delegated()))
