# long_chain: causes and contexts in one chain, three deep.
def one():
    1 / 0


def two():
    try:
        one()
    except ZeroDivisionError as error:
        raise TypeError("two") from error


def three():
    try:
        two()
    except TypeError:
        raise OSError(2, "No such thing", "three.txt")


three()
