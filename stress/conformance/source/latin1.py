# -*- coding: latin-1 -*-
"""A file in Latin-1: text, names and comments (éè)."""
café = "crème brûlée"
print(café, len(café), ascii(café))
print([name for name in dir() if not name.isascii()])


def fail():
    raise ValueError("éè")


try:
    eval("é +")
except SyntaxError as error:
    print(error.msg, ascii(error.text), error.offset)
x = "éè"; fail()
