# name_hint: an uncaught misspelt name and attribute, with the suggestion.
import sys
class Thing:
    colour = 1


def show(action):
    try:
        action()
    except Exception:
        sys.excepthook(*sys.exc_info())


counter = 5
show(lambda: countr)
show(lambda: Thing.color)
show(lambda: Thing().colours)
show(lambda: "text".uper())
show(lambda: sys.versoin)
show(lambda: prin("x"))
import math
math.squrt(2)
