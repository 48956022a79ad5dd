# What a finalizer sees of the frame whose locals it is one of: that frame has returned.
import sys

seen = []


class Watcher:
    def __del__(self):
        try:
            raise KeyError("kept")
        except KeyError as error:
            seen.append(error)
        seen.append(sys._getframe(1).f_code.co_name)


def plain():
    watcher = Watcher()
    number = 1


def returning():
    watcher = Watcher()
    return watcher.__class__.__name__


def outer():
    plain()
    return returning()


for _ in range(3):
    outer()
for kept in seen:
    if isinstance(kept, str):
        print(kept)
    else:
        print(kept.__traceback__.tb_frame.f_back.f_code.co_name)
