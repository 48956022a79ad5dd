# module_small: keyword, reprlib, string constants and builtins as a module.
import builtins
import keyword
import reprlib
import string


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(keyword.kwlist, keyword.softkwlist, keyword.iskeyword("for"), keyword.iskeyword("match"), keyword.issoftkeyword("match"), keyword.iskeyword("x"))
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({n: n for n in range(20)}), reprlib.repr(10**60), reprlib.repr([[[[[[[[1]]]]]]]]), reprlib.repr(set(range(20))), reprlib.repr((1, 2)), reprlib.repr(()), reprlib.repr(frozenset()))


class Loop:
    def __init__(self):
        self.items = [self]

    @reprlib.recursive_repr("<...>")
    def __repr__(self):
        return f"Loop({self.items})"


print(Loop())
short = reprlib.Repr()
short.maxlist = 2
short.maxstring = 10
print(short.repr([1, 2, 3]), short.repr("abcdefghijklmnop"))
print(string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits, string.octdigits, repr(string.punctuation), repr(string.whitespace), len(string.printable), string.capwords("hello big  world"))
print(string.Template("$a and ${b} cost $$5").substitute(a=1, b="two"), string.Template("$a $missing").safe_substitute(a=1), string.Formatter().format("{0} {x}", 1, x=2), list(string.Formatter().parse("a{b!r:c}d")))
show(lambda: string.Template("$a").substitute())
show(lambda: string.Template("$").substitute())
print(builtins.len is len, builtins.__name__, hasattr(builtins, "print"), sorted(n for n in dir(builtins) if n[0].islower()))
builtins.added = "from builtins"
print(added)
del builtins.added
show(lambda: added)
