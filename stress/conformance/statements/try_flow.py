# try_flow: try, except, else, finally with every way to leave each part.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def leave(kind, log):
    for turn in range(2):
        log.append(f"turn {turn}")
        try:
            log.append("body")
            if kind == "return":
                return "body"
            if kind == "break":
                break
            if kind == "continue":
                continue
            if kind == "raise":
                raise ValueError("v")
            if kind == "raise other":
                raise KeyError("k")
        except ValueError as error:
            log.append(f"except {error}")
        else:
            log.append("else")
        finally:
            log.append("finally")
        log.append("after")
    else:
        log.append("loop else")
    return "end"


for kind in ("plain", "return", "break", "continue", "raise", "raise other"):
    log = []
    try:
        result = leave(kind, log)
    except KeyError as error:
        result = f"escaped {error}"
    print(kind, result, log)


def finally_leaves(body, final):
    for _ in range(2):
        try:
            if body == "return":
                return "from body"
            if body == "raise":
                raise ValueError("from body")
            if body == "break":
                break
        finally:
            if final == "return":
                return "from finally"
            if final == "break":
                break
            if final == "continue":
                continue
            if final == "raise":
                raise KeyError("from finally")
    return "end"


for body in ("plain", "return", "raise", "break"):
    for final in ("plain", "return", "break", "continue", "raise"):
        try:
            print(body, final, finally_leaves(body, final))
        except (ValueError, KeyError) as error:
            print(body, final, repr(error), "context", repr(error.__context__))


def nested(log):
    try:
        try:
            try:
                raise ValueError(1)
            finally:
                log.append("inner finally")
        except KeyError:
            log.append("wrong")
        except (TypeError, ValueError) as error:
            log.append(f"tuple {error}")
            raise RuntimeError(2)
        finally:
            log.append("middle finally")
    except RuntimeError as error:
        log.append(f"outer {error} {error.__context__!r}")
        try:
            raise
        except RuntimeError as again:
            log.append(again is error)
    finally:
        log.append("outer finally")
    return log


def handler_is_expression(kinds):
    try:
        {}["missing"]
    except kinds as error:
        return type(error).__name__


def value_before_finally():
    x = 1
    try:
        return x
    finally:
        x = 2


def else_raises():
    try:
        pass
    except ValueError:
        return "not here"
    else:
        raise ValueError("from else")
    finally:
        print("finally of else")


def generator():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("generator finally")


print(nested([]), handler_is_expression(LookupError), handler_is_expression((ValueError, (KeyError,)) if False else (ValueError, KeyError)), value_before_finally())
show(lambda: handler_is_expression(ValueError))
show(lambda: handler_is_expression(5))
show(lambda: handler_is_expression((ValueError, 5)))
show(lambda: handler_is_expression("KeyError"))
show(lambda: handler_is_expression(()))
show(lambda: handler_is_expression(int))
show(lambda: else_raises())
for item in generator():
    break
del item
g = generator()
next(g)
g.close()
while True:
    try:
        break
    finally:
        print("leaving loop")
for turn in range(3):
    try:
        continue
    finally:
        print("turn", turn)
try:
    try:
        raise ValueError("first")
    finally:
        try:
            raise KeyError("second")
        except KeyError:
            print("handled inside finally")
except ValueError as error:
    print("still", error, error.__context__)
show(lambda: exec("try: pass"))
show(lambda: exec("try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass"))
show(lambda: exec("try:\n    pass\nelse:\n    pass"))
show(lambda: exec("try:\n    pass\nexcept ValueError, KeyError:\n    pass"))
show(lambda: exec("except ValueError: pass"))
