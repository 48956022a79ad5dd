# compile() of trees: transformed ones, every kind of node, and the objects that are no tree.
import ast, re, sys
src=open("/usr/lib/python3.11/heapq.py").read()
def run(tree,**k):
    ns={}; exec(compile(tree,"<t>","exec",**k),ns); return ns
ns=run(ast.parse(src)); print(ns["nsmallest"](3,[5,1,4,2,3]))
class T(ast.NodeTransformer):
    def visit_BinOp(self,n):
        self.generic_visit(n)
        if isinstance(n.op,ast.Add): n.op=ast.Mult()
        return n
    def visit_Constant(self,n):
        if n.value==2: return ast.copy_location(ast.Constant(20),n)
        return n
t=T().visit(ast.parse("x = 2+3\ndef f(a,/,b=1,*c,d,e=5,**k):\n  'doc'\n  return f'{a+b!r:>{d}}',c,e,k\ny=f(1,2,3,d=4,z=9)")); ast.fix_missing_locations(t); n=run(t); print(n["x"],n["y"],n["f"].__doc__)
print(eval(compile(ast.parse("[i*i for i in range(5) if i%2]",mode="eval"),"<e>","eval")))
exec(compile(ast.parse("1+1; 'a'",mode="single"),"<e>","single"))
big=r'''
import os.path as p, sys
from collections import *
@property
def deco(self): pass
class A(object, metaclass=type):
    x: int = 3
    y: str
    def m(self, *, k=None): 
        global g; g = 1
        def inner():
            nonlocal k; k = 2; return k
        return inner()
async def co():
    async with X() as x, Y(): pass
    async for i in z: await i
    return [j async for j in q]
def gen():
    r = yield 1
    yield from [1,2]
    try:
        raise ValueError("v") from None
    except (ValueError, TypeError) as e:
        pass
    except: raise
    else: del r
    finally: assert True, "m"
def mm(v):
    match v:
        case 1|2: return "n"
        case "a"|b"b": return "s"
        case None: return "None"
        case [1,*rest]: return rest
        case {"k":x,**r}: return x,r
        case A(x=1) | A(x=2): return "A"
        case -1.5+2j: return "c"
        case str() as s if s>"q": return s
        case _: return "?"
w = (lambda a,*b: (a,b))(1,*[2,3])
while True:
    if w: break
    else: continue
for a,(b,*c) in [(1,(2,3,4))]: pass
else: z=1
d={**{1:2},3:4}; s={1,2}; t=(1,); sl=[1,2,3][0:2:1]; n=not 1<2<=3!=4 in [6]; q=a if b else c
a+=1; a//=2; b=c=4; (yy:=5)
with open("/dev/null") as f, open("/dev/null"): pass
e=... ; u=u"x"; b=b"\x00\xff"; i=10**30; fl=1e400; cc=3j; fs=f"{i:,} {u!a} {{}} {fl=}"
def trystar():
    try: raise ExceptionGroup("e",[ValueError()])
    except* ValueError as g: x="star"
    return x
'''
t=ast.parse(big); n=run(t); print({k:v for k,v in n.items() if isinstance(v,(int,str,tuple,list,dict,set,bytes,float,complex))and not k.startswith("__")}); print(n["mm"]([1,2,3]),n["mm"]({"k":1,"z":2}),n["mm"](2),n["mm"]("z"),n["mm"](-1.5+2j),n["trystar"](),n["A"]().m(),list(n["gen"]()))
t2=ast.parse(ast.unparse(t)); print(ast.dump(t2)==ast.dump(t)); run(t2)
def bad(f):
    try: print(getattr(r := f(), 'co_filename', r))
    except Exception as e: print(type(e).__name__,re.sub("0x[0-9a-f]+","0x",str(e)))
L=dict(lineno=1,col_offset=0)
E=lambda x: compile(ast.fix_missing_locations(ast.Expression(x)),"<b>","eval")
bad(lambda: compile(ast.Module([]),"x","exec")); bad(lambda: compile(ast.Module([],[]),"x","eval")); bad(lambda: compile(ast.Module([ast.Expr(ast.Constant(1))],[]),"x","exec"))
bad(lambda: compile(ast.Expression(ast.Name("x")),"x","eval"));bad(lambda: E(ast.Name("x",ast.Store())));bad(lambda: E(ast.Name("None",ast.Load())));bad(lambda: E(ast.Constant([])));bad(lambda: E(ast.Constant((1,frozenset([2]),(3,[])))));bad(lambda: eval(E(ast.Constant((1,frozenset([2]),-5,2.5,1j)))));bad(lambda: E(ast.BinOp(ast.Constant(1),ast.Add(),None)));bad(lambda: E(ast.BoolOp(ast.And(),[ast.Constant(1)])));bad(lambda: E(ast.Compare(ast.Constant(1),[],[])));bad(lambda: E(ast.Compare(ast.Constant(1),[ast.Eq()],[])));bad(lambda: E(ast.Dict([None],[ast.Constant(1)])));bad(lambda: E(ast.Dict([],[ast.Constant(1)])));bad(lambda: E(ast.List([None],ast.Load())));bad(lambda: E(5));bad(lambda: E(ast.Pass()));bad(lambda: E(ast.ListComp(ast.Constant(1),[])));bad(lambda: E(ast.Call(ast.Constant(1),(),[])));bad(lambda: E(ast.Name(5,ast.Load())));bad(lambda: E(ast.Attribute(ast.Constant(1),"x",5)))
M=lambda *b: compile(ast.fix_missing_locations(ast.Module(list(b),[])),"<b>","exec")
bad(lambda: M(ast.FunctionDef("f",ast.arguments([],[],None,[],[],None,[]),[],[])));bad(lambda: M(ast.FunctionDef("f",ast.arguments([],[],None,[],[],None,[ast.Constant(1)]),[ast.Pass()],[])));bad(lambda: M(ast.Delete([])));bad(lambda: M(ast.Assign([ast.Constant(1)],ast.Constant(2))));bad(lambda: M(ast.Try([ast.Pass()],[],[],[])));bad(lambda: M(ast.Raise(None,ast.Constant(1))));bad(lambda: M(ast.Import([])));bad(lambda: M(ast.Return(ast.Constant(1))));bad(lambda: M(ast.Break()));bad(lambda: M(ast.ImportFrom("x",[ast.alias("y")],-1)));bad(lambda: M(ast.AnnAssign(ast.Attribute(ast.Name("a",ast.Load()),"b",ast.Store()),ast.Constant(1),None,1)));bad(lambda: M(None));bad(lambda: M(ast.If(ast.Constant(1),[],[])))
e=ast.parse("1/0\nx=2"); e.body[0].lineno=7; e.body[0].end_lineno=7; bad(lambda: compile(e,"f","exec")); bad(lambda: exec(compile(ast.parse("def f():\n  return 1/0\nf()"),"f","exec")))
print(type(compile(ast.parse("x"),"f","exec",ast.PyCF_ONLY_AST))); print(ast.literal_eval(ast.parse("{'a':[1,2,(3,)]}",mode="eval")))
class MyName(ast.Name): pass
print(eval(compile(ast.fix_missing_locations(ast.Expression(MyName("src",ast.Load()))),"x","eval"))[:10])
exec(compile(ast.parse("assert 0"),"f","exec",optimize=1)); 
