# Tracebacks of what except* leaves, of bare raises, and of exceptions whose traceback was taken off.
import traceback,sys
def f(sub):
    try:
        try: raise ExceptionGroup("g",[ValueError(1),TypeError(2),OSError(3)])
        except* ValueError as e:
            if sub: raise KeyError("x")
        except* TypeError: pass
    except BaseException as e: traceback.print_exc()
f(0); f(1)
def g():
    try:
        raise ExceptionGroup("g",[ValueError(1),TypeError(2)])
    except* ValueError: raise
def fin():
    try: 1/0
    finally: print("f")
def reraise():
    try: fin()
    except ZeroDivisionError as e:
        e.__traceback__=None
        raise
def reraise2():
    try: fin()
    except ZeroDivisionError as e: raise e.with_traceback(None)
def withs():
    class C:
        def __enter__(s): return s
        def __exit__(s,*a): a[1].__traceback__=None; return False
    with C():
        fin()
def gen():
    try: yield 1
    except ValueError: raise
def thrown():
    x=gen(); next(x); x.throw(ValueError("t"))
def nested():
    try:
        try: fin()
        except ZeroDivisionError as e: raise RuntimeError("a") from None
    except RuntimeError as e:
        try: raise
        except RuntimeError as q: raise q
for h in (g,fin,reraise,reraise2,withs,thrown,nested):
    try: h()
    except BaseException: traceback.print_exc()
g()
