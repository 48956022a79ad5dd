# cause: an uncaught error with an explicit cause.
def load(name):
    try:
        return {}[name]
    except KeyError as error:
        raise ValueError(f"cannot load {name}") from error


print("start")
load("settings")
