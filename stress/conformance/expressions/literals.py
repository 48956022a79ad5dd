# literals: numbers, strings and the bytes of their many spellings.
print(0xFF, 0b1010, 0o17, 1_000_000, 0x_ff, 0XAB, 0B1, 0O7, 00, 0_0, 1e3, 1.5E-3, .5, 5., 1_0.0_1, 1j, 1.5J, 0j, 1e1j, 10**3, 0xDEAD_BEEF)
print('a', "b", '''c''', """d""", 'a' "b" '''c''', r'\n', R"\t", b'x', B"y", br'\z', Rb'\q', rb"\w", u'u', f'{1}', F"{2}", fr'\{3}', rF"\{4}")
print("\a\b\f\v".encode(), "\\ \' \"", "\0\1\12\123".encode(), "\x41\u00e9\N{DIGIT ONE}\U00000042", b"\x41\101\\\'\"\n\t", "tab\there", 'it\'s', "line\
continued", """multi
line""", "\N{LATIN SMALL LETTER E WITH ACUTE}" == "\u00e9")
print((), (1,), [], {}, {1}, {1: 2}, ..., None, True, False, NotImplemented, Ellipsis is ..., (1, 2,), [1, 2,], {1: 2,}, {1, 2,})
print(type(1), type(1.), type(1j), type(""), type(b""), type(()), type([]), type({}), type({1}), type(...), type(lambda: 0))
print(1 .real, 1..real, 1.0.real, 1j.imag, "a".upper(), b"a".upper(), [1][0], {1: 2}[1], (1, 2)[1], "abc"[1], ().count(1), {}.get(1), 0x10.real, 1_0 .real)
for text in ["01", "0b2", "0o8", "0xg", "1__0", "1_", "0b", "0x", "1e", "1.5.5", "1a", "1_000_", "0_7", "1e_5", "0b1_", "1.e", "0777", "1jj", "'abc", '"abc', "'''abc", "b'\u00e9'", "'\\x1'", "'\\u12'", "'\\N{no such}'",
             "'\\U99999999'", "b'\\x1'", "f'{'", "'a' b'b'", "$", "?", "a!b", "\u00e9\u20ac", "1 2", "(1", "[1", "{1", ")", "]", "(]", "'\\", "`a`", "\u201ca\u201d", "a\u00a0b", "1\\ 2"]:
    try:
        print(ascii(text), eval(text))
    except SyntaxError as error:
        print(ascii(text), type(error).__name__, ascii(error.msg), error.lineno, error.offset, error.end_lineno, error.end_offset)
