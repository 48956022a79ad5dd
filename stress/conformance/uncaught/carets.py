# carets: the marks under binary operators, subscripts, calls and attributes.
import sys
class Box:
    pass


def binary(a, b):
    return 1 + a * b + 2


def subscript(data):
    return data["a"]["b"][0] + 1


def call(f):
    return 5 + f(1, 2) * 3


def attribute(box):
    return box.first.second.third


def whole(a):
    return a


def unicode(été):
    return "中文" + été + 1


box = Box()
box.first = Box()
for action in (lambda: binary([1], "x"), lambda: subscript({"a": {}}), lambda: call(lambda a: a), lambda: attribute(box), lambda: whole(), lambda: unicode(5), lambda: -"text", lambda: not_there, lambda: [1, 2, 3][10], lambda: "abc".nothing(), lambda: int("z")):
    try:
        action()
    except Exception:
        sys.excepthook(*sys.exc_info())
raise SystemExit(4)
