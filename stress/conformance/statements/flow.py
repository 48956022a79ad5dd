# flow: if, while, for, else, break, continue, pass and del in their combinations.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


for limit in range(6):
    for n in range(5):
        if n == limit:
            print("break", n)
            break
        if n % 2:
            continue
        print("body", n)
    else:
        print("else", n)
n = 5
while n:
    n -= 1
    if n == 2:
        continue
    if n == -1:
        break
    print("while", n)
else:
    print("while else")
while True:
    break
else:
    print("never")
while False:
    print("never")
else:
    print("at once")
for _ in []:
    pass
else:
    print("empty else")
for x in "ab":
    for y in "cd":
        if y == "d":
            break
    else:
        print("inner else")
        continue
    print(x, y)


def grade(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10 and n % 2:
        return "small odd"
    elif n < 10:
        return "small even"
    else:
        return "large"


print([grade(n) for n in (-1, 0, 3, 4, 10)])


def finder(items, wanted):
    for index, item in enumerate(items):
        if item == wanted:
            return index
    return None


def loops():
    for a in range(3):
        for b in range(3):
            while True:
                if a == b == 1:
                    return a, b
                break


def no_return():
    pass


def bare_return():
    return


print(finder("abc", "b"), finder("abc", "z"), loops(), no_return(), bare_return())
for i in range(3): print(i, end=" "); print("same line")
if True: print("one"); print("line")
if 1:
    pass
elif 2:
    print("never")
for i in range(2):
    for j in range(2): print(i, j)
x = 10
del x
items = [1, 2, 3, 4]
del items[0], items[-1]
a, b = 1, 2
del a, (b)
d = {"k": 1}
del d["k"]
print(items, d, "a" in globals(), "b" in globals())


class Holder:
    pass


h = Holder()
h.x = 1
del h.x


def run(text):
    exec(text, {"h": h})


show(lambda: run("del undefined"))
show(lambda: run("del h.x"))
show(lambda: run("del [][0]"))
show(lambda: run("del {}['k']"))
show(lambda: run("del 5"))
show(lambda: run("del f()"))
show(lambda: run("del None"))
show(lambda: run("del (a, 1)"))
show(lambda: run("del *a"))
show(lambda: run("x = 1; del x; x"))
show(lambda: run("def f():\n    x = 1\n    del x\n    return x\nf()"))
show(lambda: run("def f():\n    x = 1\n    def g(): return x\n    del x\n    return g()\nf()"))
show(lambda: run("break"))
show(lambda: run("continue"))
show(lambda: run("return"))
show(lambda: run("yield 1"))
show(lambda: run("await x"))
show(lambda: run("if 1:\n  while 1:\n    break\n  break"))
show(lambda: run("def f():\n  for x in y: pass\n  else: break"))
show(lambda: run("class C:\n  return 1"))
show(lambda: run("for x in 5: pass"))
show(lambda: run("for 5 in x: pass"))
show(lambda: run("for f() in x: pass"))
show(lambda: run("while undefined: pass"))
show(lambda: run("if undefined: pass"))
show(lambda: run("pass; pass; h.y"))
