# refused_by_the_compiler: patterns and assignment expressions that make no sense, and what is accepted beside them.
SOURCES = [
    "match 1:\n case {0: _, False: _}: pass",
    "match 1:\n case {1: _, 1.0: _}: pass",
    "match 1:\n case {0: _, 0j: _}: pass",
    "match 1:\n case {'a': _, 'b': _, 'a': _}: pass",
    "match 1:\n case {-0.0: _, 0: _}: pass",
    "match 1:\n case {1: _, '1': _, b'1': _}: pass",
    "match 1:\n case (_ as x) | [x]: pass",
    "match 1:\n case [(_ as x) | [x]]: pass",
    "match 1:\n case [_ as x]: pass",
    "match 1:\n case (x as y): pass\n case 2: pass",
    "match 1:\n case x if x: pass\n case 2: pass",
    "[i for i in (j := range(5))]",
    "[i for i in (lambda: (j := range(5)))()]",
    "[i for i in range(5) for j in (i := range(5))]",
    "[i for i in [(j := True) for j in range(5)]]",
    "[i for i in [j for j in range(5) if (j := True)]]",
    "{i for i in {k for k in (lambda: [x := 1])()}}",
    "[(y := i) for i in range(5)]",
    "[i for i in range(5) if (y := i)]",
    "[(lambda: (z := i)) for i in range(5)]",
    "class C: [(y := i) for i in range(5)]",
]
for source in SOURCES:
    try:
        compile(source, "source", "exec")
        print("accepted", source)
    except SyntaxError as error:
        print(error)
