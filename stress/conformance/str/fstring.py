# fstring: f-strings: nesting, conversions, self-documenting, quotes and evaluation order.


def show(action):
    """Prints the line of the action, and its result or error."""
    try:
        text = repr(action())
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(action.__code__.co_firstlineno, text)


name, number, pi = "Ouro", 42, 3.14159265
data = {"key": [1, 2, 3], 'it': "x"}
print(f"{name} {number} {pi}", f"{name!r} {name!s} {name!a}", f"{number:5}|{number:<5}|{number:^5}|{number:05}|{number:+}")
print(f"{pi:.2f} {pi:8.3f} {pi:e} {number:x} {number:#b}", f"{name:>{number // 4}}|{name:{'*'}^{10}}|{pi:{6}.{3}}")
print(f"{data['key'][1]} {data['it']}", f'{data["key"]}', f"{'nested ' + f'{number + 1}'}", f"{{literal}} {{{number}}}")
print(f"{number=} {name = } {pi=:.2f} {name=!s} { number + 1 = }", f"{number=:>5}", f"{data['key']=}", f"{name!r:>8}", f"{name=!r:^10}")
print(f"{(lambda x: x * 2)(4)} {[x for x in range(3)]} {({1, 2} & {2})} { {'a': 1}['a'] } {1 if number else 2}")
print(f"multi" f"part {number}" "plain" f"{name}", rf"\n{number}\{name}", fr"{number}\t", f"\n{number}\t".encode(), f"\x41{name}\u4e2d" == "AOuro\u4e2d")
print(f"""triple {
    number
    + 1
} end""", f'''{name
}''')
print(f"{number:{'d'}} {number:>{5}} {number:{''}}", f"{'a' 'b'}", f"{(1, 2)}", f"{1, 2}", f"{*[1, 2],}", f"{number!r}" f"{number:d}")
order = []


def note(value):
    order.append(value)
    return value


print(f"{note(1)} {note(2):{note(3)}} {note(4)!r}", order)


class Spec:
    def __format__(self, spec):
        return f"[{spec}]"


print(f"{Spec()} {Spec():} {Spec():abc} {Spec():{name}-{number}} {Spec():%H:%M} {Spec()!s:.3}"[:50])
print(f"{None} {True} {[]} {...} {3j} {b'x'}", f"{'a':>3}{'b':<3}{'c':^3}|", f"{name[0]}{name[-1]}{name[1:3]}", f"{name.upper()}", f"{len(name)}")
x = 5
print(f"{x:=5}", f"{(x:=7)}", x, f"{x!=5}", f"{x==7}", f"{x<=7} {x>=7}", f"{'!r'}", f"{x:}", f"{x if x else 0:>4}", f"{lambda_ if (lambda_ := 3) else 0}")
show(lambda: f"{undefined}")
show(lambda: f"{number:q}")
show(lambda: f"{name:d}")
show(lambda: f"{1 / 0}")
show(lambda: f"{None:5}")
show(lambda: eval("f'{'"))
show(lambda: eval("f'}'"))
show(lambda: eval("f'{}'"))
show(lambda: eval("f'{ }'"))
show(lambda: eval("f'{a b}'"))
show(lambda: eval("f'{!r}'"))
show(lambda: eval("f'{1!x}'"))
show(lambda: eval("f'{1!}'"))
show(lambda: eval("f'{1:{2:{3}}}'"))
show(lambda: eval("f'{a[}'"))
show(lambda: eval("f'{1'"))
show(lambda: eval("f'{lambda x: 1}'"))
