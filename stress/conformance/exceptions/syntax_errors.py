# syntax_errors: the message and place of many syntax errors.
CASES = """
x =
= 5
1 + + 
if x
if x:
else:
elif x:
while
for x in
for in y: pass
def f(
def f(x
def f:
def (x): pass
def f(x=1, y): pass
def f(*): pass
def f(*, **k): pass
def f(**k, x): pass
def f(*a, *b): pass
def f(a, /, b, /): pass
def f(/, a): pass
def f(5): pass
def f(a.b): pass
def f(None): pass
def f(x): return x y
class
class C
class C(: pass
return = 5
import
import a.
import a as
import a as b.c
from
from x
from x import
from x import (
from x import (a, b
from x import *, y
from x import a.b
import *
f(
f(x
f(x y)
f(x, y=1, z)
f(**k, *a)
f(**k, x)
f(x=1, x=2)
f(5=1)
f(x.y=1)
f(True=1)
f(a for a in b, c)
f(c, a for a in b)
f(x=)
[1, 2
[1 2]
(1, 2
(1 2)
{1: 2
{1: 2, 3}
{1, 2: 3}
{1:}
{:1}
{**a for a in b}
[x for x]
[for x in y]
[x for x in y if]
x if y
x if y else
lambda
lambda x
lambda x y: 1
x = yield = 5
a = b = 5 = c
x + 1 = 2
f() = 1
f() += 1
"a" = 1
f"a" = 1
None = 1
True = 1
__debug__ = 1
(x, 1) = 2
[x, f()] = 2
x, y + 1 = 2
-x = 1
not x = 1
x < y = 1
lambda: 1 = 2
(yield) = 1
{1} = 2
... = 1
x := 1
(x := 1, y := 2) = 3
del f()
del 1
del x + 1
del (x, 1)
del *x
with x as 5: pass
with x as f(): pass
for f() in x: pass
for 1 in x: pass
try: pass
except: pass
finally: pass
raise from x
raise x from
assert
global
global x.y
global x, 
nonlocal 5
pass x
break x
continue 5
return 1 2
x++
++
x--
x ! y
x <> y
x === y
x && y
x || y
!x
a ? b : c
@
@x
x @= 
x ** = 2
x not y
x is not
x in
not
and x
x or
x..y
x.5
5.x
x.
.x
x[
x[]
x[1
x[1:2:3:4]
x[1, ]=
print x
print "x"
exec "x"
print >>x, y
async
async x
await
async def f(: pass
async for x in y: pass
if x = 1: pass
while x = 1: pass
if (x = 1): pass
f(x := 1, y = 2 := 3)
x: int: str = 1
5: int = 1
(x, y): int = 1
match x: pass
match x:
case 1: pass
"unfinished
'unfinished
b"\\u00e9" + "\\u00e9
0777
1_000_
1__0
0b12
0xZZ
1e
1.2.3
1x
$
?
`x`
a b c
1 a
"a" 1
) 
]
}
(]
[)
{]
((
x = (
import x; import
from __future__ import nothing
from __future__ import braces
def f(): from x import *
def f(a, a): pass
lambda a, a: 1
class C: return 1
def f(): global x; x = 1; global y
yield 1
return 1
break
continue
*x
*x = 1
*x, *y = 1
print(*)
f(**)
f(*)
[*]
{**}
x = *y
return *x
del
""".strip("\n").split("\n")
for text in CASES:
    try:
        compile(text, "<case>", "exec")
        print(repr(text), "compiles")
    except SyntaxError as error:
        print(repr(text), type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, repr(error.text))
    except ValueError as error:
        print(repr(text), error)
