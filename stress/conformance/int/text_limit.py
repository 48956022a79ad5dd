# text_limit: the limit on digits of conversions, and how to change it.
import sys


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
show(lambda: len(str(10**4299)))
show(lambda: str(10**4300))
show(lambda: int("1" * 4301))
show(lambda: int("1" * 4300) % 1000)
show(lambda: repr(-(10**5000)))
show(lambda: len(hex(10**5000)))
show(lambda: int("f" * 6000, 16) % 255)
show(lambda: f"{10**5000}")
show(lambda: "%d" % 10**5000 if False else "%d" % (10**5000))
show(lambda: len("%x" % (10**5000)))
show(lambda: sys.set_int_max_str_digits(640))
show(lambda: str(10**640))
show(lambda: len(str(10**639)))
show(lambda: int("1_" * 640 + "1"))
show(lambda: sys.set_int_max_str_digits(100))
show(lambda: sys.set_int_max_str_digits(-1))
show(lambda: sys.set_int_max_str_digits(0))
show(lambda: len(str(10**6000)))
show(lambda: sys.get_int_max_str_digits())
show(lambda: sys.set_int_max_str_digits("x"))
