# eval_exec: eval, exec and compile with namespaces, modes and errors.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


print(eval("1 + 2"), eval("x * 2", {"x": 21}), eval("a + b", {"a": 1}, {"b": 2}), eval(" 5"), eval("(lambda: 7)()"), eval(compile("3 * 3", "name", "eval")), eval(b"1 + 1"))
space = {}
exec("y = 5\ndef f(n):\n    return n * y\nz = f(3)", space)
print(sorted(k for k in space if not k.startswith("__")), space["z"], space["f"](10), "__builtins__" in space)
local = {}
exec("q = 1; w = r + 1", {"r": 5}, local)
print(local, exec("1"), eval("None"))
code = compile("a = 1\nb = a + 1\nprint('compiled', a, b)", "<made>", "exec")
exec(code)
print(a, b, code.co_filename, code.co_name, type(code).__name__)
single = compile("1 + 1", "<one>", "single")
exec(single)
exec(compile("'text'; None; 5", "<one>", "single"))


def scoped():
    inner = 10
    exec("inner = 20")
    return inner, eval("inner + 1"), sorted(locals())


print(scoped(), eval("[n for n in range(limit)]", {"limit": 3}), globals()["a"], "scoped" in globals())
show(lambda: eval(""))
show(lambda: eval("1 +"))
show(lambda: eval("x = 1"))
show(lambda: eval("undefined_name"))
show(lambda: eval("1; 2"))
show(lambda: eval("if True: pass"))
show(lambda: eval(5))
show(lambda: eval("1", 5))
show(lambda: eval("1", {}, 5))
show(lambda: eval("1\0"))
show(lambda: eval())
show(lambda: exec(5))
show(lambda: exec("def f(:"))
show(lambda: exec("return 1"))
show(lambda: exec("break"))
show(lambda: exec("1 / 0"))
show(lambda: exec("raise KeyError('k')"))
show(lambda: compile("1", "f", "bad"))
show(lambda: compile("1 +", "f", "eval"))
show(lambda: compile(5, "f", "eval"))
show(lambda: compile("1"))
show(lambda: compile("a b", "f", "exec"))
show(lambda: eval("__import__('math').floor(2.5)"))
show(lambda: eval("len", {"__builtins__": {}}))
show(lambda: eval("len([1])", {"__builtins__": {"len": lambda x: "mine"}}))
show(lambda: eval("(y := 5) + y"))
show(lambda: exec("global g; g = 5", space) or space["g"])


class Names(dict):
    def __missing__(self, key):
        return f"<{key}>"


show(lambda: eval("a1 + b1", {}, Names()))
show(lambda: eval("a1 + len", Names()))
show(lambda: eval("d['k']", {"d": {"k": "v"}}))
show(lambda: [eval("i * 2") for i in range(3)])
show(lambda: eval("\n\t 1"))
show(lambda: eval("  (1,\n 2)"))
show(lambda: locals())
