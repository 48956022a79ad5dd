# basics: except* over groups, naked exceptions, remainders and errors in handlers.
def run(error, action=None):
    try:
        try:
            if error is not None:
                raise error
            print("no error")
        except* ValueError as group:
            print("values", repr(group))
            if action == "raise":
                raise RuntimeError("in handler")
            if action == "reraise":
                raise
        except* (TypeError, KeyError) as group:
            print("types", repr(group))
            if action == "raise both":
                raise OSError("second handler")
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as left:
        print("left", repr(left), repr(left.__context__), repr(left.__cause__))


G = ExceptionGroup
run(None)
run(ValueError("naked"))
run(OSError("unhandled"))
run(G("g", [ValueError(1)]))
run(G("g", [ValueError(1), TypeError(2), OSError(3)]))
run(G("g", [G("inner", [ValueError(1), OSError(2)]), KeyError(3)]))
run(G("g", [ValueError(1), ValueError(2)]))
run(G("g", [ValueError(1), OSError(2)]), "raise")
run(G("g", [ValueError(1), TypeError(2)]), "reraise")
run(G("g", [ValueError(1), TypeError(2)]), "raise both")
run(ValueError("n"), "raise")
run(ValueError("n"), "reraise")
run(KeyboardInterrupt())
run(BaseExceptionGroup("b", [ValueError(1), KeyboardInterrupt()]))


def name_is_gone():
    try:
        raise G("g", [ValueError(1)])
    except* ValueError as group:
        pass
    try:
        group
    except UnboundLocalError as error:
        print(error)


def nested():
    try:
        try:
            raise G("g", [ValueError(1), TypeError(2)])
        except* ValueError:
            print("inner")
    except* TypeError as rest:
        print("outer", repr(rest))


def in_loop():
    for n in range(2):
        try:
            raise G("g", [ValueError(n)])
        except* ValueError as group:
            print(n, group.exceptions)
    return "loop done"


def wrong_type():
    try:
        raise G("g", [ValueError(1)])
    except* G:
        pass


def wrong_value():
    try:
        raise G("g", [ValueError(1)])
    except* 5:
        pass


name_is_gone()
nested()
print(in_loop())
for function in (wrong_type, wrong_value):
    try:
        function()
    except TypeError as error:
        print(error)
for text in ("try:\n pass\nexcept* ValueError:\n pass\nexcept KeyError:\n pass", "try:\n pass\nexcept*:\n pass", "def f():\n try:\n  pass\n except* ValueError:\n  return 1", "for x in y:\n try:\n  pass\n except* ValueError:\n  break"):
    try:
        compile(text, "f", "exec")
    except SyntaxError as error:
        print(error.msg)
