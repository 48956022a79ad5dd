# ast: trees of source text as objects - fields, positions, copies, and what the helpers make of them.
import ast
import copy

SOURCE = '''
from os import path as where, sep
async def work(a, /, b: int = 2, *rest, c=3, **more) -> "str":
    """text"""
    async with a as x, b: pass
    return [y async for y in rest if y if not c]
@decorate
class Box(Base, metaclass=Meta):
    field: int
    (other): float = 1.5e3
    x.y += -z ** 2 // ~q @ r
try:
    del a[1:2, ::3], b.c
except (A, B) as error:
    raise C from None
except D: ...
else: global g
finally: nonlocal_name = lambda *a, k=1: (yield)
match point:
    case [1, -2, *others] | {"k": None, **rest} if others: pass
    case Point(0, y=_) as p: pass
    case "a" | 1 + 2j | enum.member: pass
while a < b <= c is not d not in e: break
else: assert x, f"{x!r:>{width}} {y=}"
a, *b = c = {1: 2, **d} or {3, *e} and u"prefixed"
print(b"bytes", 0xff, 1j, ..., (z := 3) if t else {k: v for k, v in w}, end="")
'''

tree = ast.parse(SOURCE)
print(ast.dump(tree, indent=1, include_attributes=True))
print(ast.unparse(tree))
print(ast.dump(copy.deepcopy(tree)) == ast.dump(tree))
print(sum(1 for _ in ast.walk(tree)), {type(node).__name__ for node in ast.walk(tree)} > {"Load"})

for mode, text in (("eval", "a + 1"), ("single", "x = 1\n"), ("exec", "")):
    print(mode, ast.dump(ast.parse(text, mode=mode)))
print(ast.literal_eval("{'a': [1, -2.5, (3+4j), None], b'x': {True}}"))
for text in ("f()", "a", "1 + 'x'"):
    try:
        ast.literal_eval(text)
    except ValueError as error:
        print("ValueError", str(error).split(":")[0])

for name in ("AST", "Name", "Return", "Load", "stmt", "arg", "ImportFrom", "ListComp", "match_case"):
    cls = getattr(ast, name)
    print(name, cls._fields, cls._attributes, cls.__match_args__, cls.__mro__[1].__name__, cls.__module__)
print(ast.Name.__doc__, "|", ast.FunctionDef.__doc__, "|", ast.Pass.__doc__)

node = ast.Name("n", ctx=ast.Load(), lineno=3)
print(node.id, node.lineno, node.end_lineno, ast.Return().value, ast.arg("a").annotation)
for call in (lambda: ast.Name("a", 1, 2), lambda: ast.Name("a", id="b"), lambda: ast.Pass(1),
             lambda: ast.Name().id, lambda: ast.parse("a b"), lambda: ast.parse("x = 1", mode="eval")):
    try:
        print(call())
    except (TypeError, AttributeError, SyntaxError) as error:
        print(type(error).__name__, error)
match node:
    case ast.Name(name, context):
        print(name, type(context) is ast.Load)


class Renamer(ast.NodeTransformer):
    def visit_Name(self, node):
        return ast.copy_location(ast.Name(node.id.upper(), node.ctx), node)


print(ast.unparse(Renamer().visit(ast.parse("a = b + c(d, *e)"))))
print(ast.dump(compile("x", "f", "eval", ast.PyCF_ONLY_AST | 0x1000000)))
