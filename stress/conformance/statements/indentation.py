# indentation: indentation, continuation, semicolons and comments in odd but legal places.
if True:
        print("eight")
        if True:
         print("nine")
	# a comment with a tab
print("zero")
def one(): return 1
def two():
  # comment first
  return 2

  # trailing comment
def three(a,
          b=(1,
 2), *,
    c=3):
    """doc"""; x = a; return x, b, c
print(one(), two(), three(0))
total = 1 + \
    2 + \
  3
values = [
    1,  # one

    2,
# left
        3,
]
text = ("a"
        "b"  # between
        "c")
mapping = {
    "k":
        "v",
}
print(total, values, text, mapping); print("semi"); x = 1; y = 2;
if x: y = 3; z = 4
else: z = 5
while x: x -= 1
print(x, y, z)
class A: pass
class B: x = 1; y = 2
print(B.x, B.y)
for i in range(2): pass; print("in loop", i)
if 1:
    # only a comment before
    pass
    
print("blank line with spaces above")
def f():
    return (1
)
print(f(), (
), [
])
def run(text):
    try:
        exec(text, {})
    except SyntaxError as error:
        print(type(error).__name__, error.msg, error.lineno, error.offset, repr(error.text))
for text in ["if 1:\nprint()", "  x = 1", "if 1:\n    x\n  y", "if 1:\n    x\n      y", "def f():\n", "class C:\n# comment\n", "if 1:\n\tx\n        y", "if 1:\n        x\n\ty", "for x in y:", "x = 1\n  y = 2", "if 1: if 2: pass", "x = (1,\n", "while 1:\n  pass\n pass", "try:\n  x = 1\ny = 2", "if 1:\n  x\nelse:\ny", "with a:\nb", "def f():\n  return 1\n   x"]:
    run(text)
