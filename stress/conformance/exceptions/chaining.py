# chaining: causes, contexts, suppression and cycles of exceptions.
def describe(error, depth=0):
    if error is None or depth > 6:
        return
    print("  " * depth + repr(error), "cause", repr(error.__cause__), "context", repr(error.__context__), error.__suppress_context__)
    describe(error.__cause__, depth + 1)
    if error.__context__ is not error.__cause__:
        describe(error.__context__, depth + 1)


def catch(action):
    try:
        action()
    except BaseException as error:
        describe(error)


def during():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("during")


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise KeyError("from") from error


def hidden():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("hidden") from None


def from_type():
    raise KeyError("k") from ValueError


def in_finally():
    try:
        raise ValueError("body")
    finally:
        raise KeyError("finally")


def deep():
    try:
        during()
    except KeyError as error:
        try:
            raise TypeError("second") from error
        except TypeError:
            raise RuntimeError("third")


def same_again():
    try:
        raise ValueError("v")
    except ValueError as error:
        raise error


def other_from_self():
    error = ValueError("self")
    try:
        raise error
    except ValueError:
        raise error from error


def cycle():
    a, b = ValueError("a"), KeyError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except KeyError:
        raise a


def context_of_function():
    def helper():
        try:
            {}["x"]
        except KeyError:
            pass
        raise TypeError("after handled")

    try:
        1 / 0
    except ZeroDivisionError:
        helper()


def generator_context():
    def g():
        try:
            yield 1
        except ValueError:
            raise KeyError("in generator")

    it = g()
    next(it)
    it.throw(ValueError("thrown"))


def exit_context():
    class M:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            raise KeyError("exit")

    with M():
        raise ValueError("with body")


def handler_expression():
    try:
        1 / 0
    except [][0]:
        pass


def name_cleared():
    try:
        raise ValueError(1)
    except ValueError as error:
        pass
    error


def bare_raise_later():
    try:
        raise ValueError("v")
    except ValueError:
        try:
            raise KeyError("k")
        except KeyError:
            pass
        raise


def raise_in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        raise ValueError("else")


for action in (during, explicit, hidden, from_type, in_finally, deep, same_again, other_from_self, cycle, context_of_function, generator_context, exit_context, handler_expression, name_cleared, bare_raise_later, raise_in_else):
    print(action.__name__)
    catch(action)
import sys
print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError as error:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1] is error, sys.exception() is error)
    try:
        raise KeyError("k")
    except KeyError:
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info(), sys.exception())
error = ValueError("manual")
error.__cause__ = KeyError("set")
print(error.__suppress_context__)
error.__context__ = TypeError("ctx")
describe(error)
