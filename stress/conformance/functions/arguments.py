# arguments: defaults, positional-only, keyword-only, var-args and how calls bind them.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


def plain(a, b):
    return a, b


def defaults(a, b=2, c=3):
    return a, b, c


def variable(a, *args, b=5, **rest):
    return a, args, b, rest


def positional(a, b=2, /, c=3, *, d, e=5):
    return a, b, c, d, e


def keyword_only(*, x, y=2):
    return x, y


def only_stars(*args, **keywords):
    return args, keywords


def positional_and_keywords(a, /, **keywords):
    return a, keywords


print(plain(1, 2), plain(b=1, a=2), plain(1, b=2), plain(*[1, 2]), plain(**{"a": 1, "b": 2}), plain(*[1], **{"b": 2}))
print(defaults(1), defaults(1, 5), defaults(1, c=9), defaults(c=1, a=2), variable(1), variable(1, 2, 3), variable(1, 2, b=3, z=4), variable(a=1, k=2))
print(positional(1, d=4), positional(1, 2, 3, d=4), positional(1, d=4, c=7, e=8), keyword_only(x=1), only_stars(), only_stars(1, *(2, 3), k=4, **{"self": 5, "args": 6}))
print(positional_and_keywords(1, a=2), (lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, 2, 3, f=5), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda: ())())


def mutable(value, store=[]):
    store.append(value)
    return store


print(mutable(1), mutable(2), mutable(3, []), mutable.__defaults__)
base = 10


def early(value=base):
    return value


base = 20
print(early(), defaults.__defaults__, positional.__defaults__, positional.__kwdefaults__, plain.__defaults__, plain.__kwdefaults__)
defaults.__defaults__ = (7,)
print(defaults(1, 2))
show(lambda: defaults(1))
defaults.__defaults__ = None
show(lambda: defaults(1, 2))
positional.__kwdefaults__ = {"d": "set"}
show(lambda: positional(1))
show(lambda: setattr(defaults, "__defaults__", [1]))
show(lambda: setattr(defaults, "__kwdefaults__", [1]))
many = eval("lambda " + ", ".join(f"a{i}" for i in range(300)) + ": a0 + a299")
print(many(*range(300)))
code = variable.__code__
print(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_varnames, code.co_name, code.co_nlocals, positional.__code__.co_posonlyargcount, bool(code.co_flags & 4), bool(code.co_flags & 8))
