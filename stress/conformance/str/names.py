# \N{...} and the "namereplace" handler: names of characters, in both directions.
print("\N{LATIN SMALL LETTER A WITH ACUTE}\N{greek small letter alpha}\N{Snowman}")
print(f"{1}\N{EM DASH}{2:\N{SPACE}>4}", rf"\N{{x}}", "\N{LINE FEED}" == "\n", "\N{NUL}" == "\0")
print("\N{HANGUL SYLLABLE HAN}\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{CJK COMPATIBILITY IDEOGRAPH-F900}")
print(ascii("\N{EMOJI MODIFIER FITZPATRICK TYPE-3}\N{SQUARE ERA NAME REIWA}"))
print("a\xe9\u20ac\U0001f40d\ud800\x80".encode("ascii", "namereplace"))
print("\u4e2d\uac00\U000e0001".encode("latin-1", "namereplace"))
print(b"\\N{BULLET}x".decode("unicode_escape"))
for bad in (r"'\N{no such name}'", r"'\N{}'", r"'\N'", r"'\N{x'", r"'\N{KEYCAP DIGIT ONE}'", r"b'\N{x}'"):
    try:
        print(eval(bad))
    except SyntaxError as error:
        print(error.msg)
for bytes_ in (rb"\N{nothing}", rb"\N{", rb"\N"):
    try:
        bytes_.decode("unicode_escape")
    except UnicodeDecodeError as error:
        print(error)
