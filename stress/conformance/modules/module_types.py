# module_types: the names of types, namespaces, made classes and proxies.
import types


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


NAMES = ["FunctionType", "LambdaType", "GeneratorType", "CoroutineType", "AsyncGeneratorType", "CodeType", "MethodType", "BuiltinFunctionType", "BuiltinMethodType", "WrapperDescriptorType", "MethodWrapperType", "MethodDescriptorType", "ClassMethodDescriptorType", "ModuleType", "TracebackType", "FrameType", "GetSetDescriptorType", "MemberDescriptorType", "MappingProxyType", "SimpleNamespace", "CellType", "NoneType", "NotImplementedType", "EllipsisType", "GenericAlias", "UnionType"]
for name in NAMES:
    print(name, getattr(types, name).__name__)
n = types.SimpleNamespace(a=1, b="x")
n.c = [2]
print(n, n.a, vars(n), n == types.SimpleNamespace(a=1, b="x", c=[2]), types.SimpleNamespace(), n != 5, repr(types.SimpleNamespace(**{"a b": 1})))
del n.a
n.self = n
print(n)
show(lambda: n.a)
show(lambda: types.SimpleNamespace(1))
show(lambda: n < n)
d = {"k": 1}
proxy = types.MappingProxyType(d)
d["l"] = 2
print(proxy, proxy["k"], len(proxy), list(proxy), "k" in proxy, proxy.get("zz", 0), dict(proxy), proxy == d, proxy.copy(), proxy | {"m": 3}, list(proxy.items()), list(reversed(proxy)))
show(lambda: proxy.__setitem__)
show(lambda: exec("p['x'] = 1", {"p": proxy}))
show(lambda: exec("del p['k']", {"p": proxy}))
show(lambda: proxy["missing"])
show(lambda: types.MappingProxyType(5))
show(lambda: types.MappingProxyType([1]))
show(lambda: hash(proxy))
Made = types.new_class("Made", (int,), {}, lambda space: space.update(x=5))
print(Made.x, Made(3) + 1, Made.__name__, types.prepare_class("P", (), {})[0].__name__, types.resolve_bases((int,)), types.get_original_bases(Made) if hasattr(types, "get_original_bases") else "none")
m = types.ModuleType("m", "doc")
print(m.__name__, m.__doc__, sorted(vars(m)), repr(m))
show(lambda: m.missing)
show(lambda: types.ModuleType())
show(lambda: types.ModuleType(5))


def f(a, b=1, *c, d, **e):
    x = a
    return x


code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_varnames, code.co_nlocals, code.co_consts, code.co_names, code.co_freevars, code.co_firstlineno, code.co_flags & 0xF, code.co_qualname)
g = types.FunctionType(code.replace(co_name="renamed"), globals(), "g", (7,))
g.__kwdefaults__ = {"d": 8}
print(g(1), g.__name__, g.__defaults__, g.__code__.co_name)
show(lambda: code.replace(bad=1))
show(lambda: types.FunctionType(5, {}))
show(lambda: types.CodeType())
show(lambda: setattr(code, "co_name", "x"))
alias = list[int]
print(alias, alias.__origin__, alias.__args__, alias(), types.GenericAlias(dict, (str, int)), dict[str, list[int]], alias == list[int], hash(alias) == hash(list[int]), tuple[int, ...], list[int]([1, 2]), type[int], isinstance(alias, types.GenericAlias), list["name"], dict[str, int].__parameters__)
show(lambda: alias[str])
show(lambda: isinstance([], alias))
show(lambda: int[str])
show(lambda: alias.missing)
show(lambda: types.NoneType())
cell = types.CellType(5)
print(cell.cell_contents, cell == types.CellType(5), types.CellType() == types.CellType())
show(lambda: types.CellType().cell_contents)


class Dynamic:
    @types.DynamicClassAttribute
    def value(self):
        return "on instance"


print(Dynamic().value)
show(lambda: Dynamic.value)
