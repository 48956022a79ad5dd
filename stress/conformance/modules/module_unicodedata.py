# unicodedata: every function, on chosen characters and as checksums over whole blocks.
import unicodedata
from unicodedata import ucd_3_2_0

FUNCTIONS = ["category", "bidirectional", "combining", "east_asian_width", "mirrored", "decomposition"]
NUMBERS = ["decimal", "digit", "numeric"]


def checksum(data, functions, characters):
    value = 0
    for c in characters:
        for function in functions:
            for letter in str(function(c)):
                value = (value * 31 + ord(letter)) & 0xFFFFFFFF
    return value


def functions_of(data):
    functions = [getattr(data, name) for name in FUNCTIONS]
    functions += [lambda c, f=getattr(data, name): f(c, None) for name in NUMBERS]
    return functions + [lambda c: data.name(c, "")]


print(unicodedata.unidata_version, ucd_3_2_0.unidata_version)
for start, stop, step in [(0, 0x3000, 1), (0x3000, 0x11000, 17), (0x11000, 0x110000, 251)]:
    characters = [chr(code) for code in range(start, stop, step)]
    for data in (unicodedata, ucd_3_2_0):
        print(hex(start), checksum(data, functions_of(data), characters))

TEXTS = ["", "abc", "\xe9", "e\u0301", "\uac01", "\u1100\u1161\u11a8", "\ufb01\u2126", "a\u0316\u0301",
         "\u0344", "\U0001d15e", "\u0958", "\U0002f868", "q\u0307\u0323\u0307"]
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    for data in (unicodedata, ucd_3_2_0):
        print(form, [ascii(data.normalize(form, text)) for text in TEXTS])
        print([data.is_normalized(form, text) for text in TEXTS])
print(ascii(ucd_3_2_0.normalize("NFC", "e\u0301\u0221\u0301")))

for name in ("SNOWMAN", "snowman", "LINE FEED", "KEYCAP DIGIT ONE", "HANGUL SYLLABLE GAG",
             "CJK UNIFIED IDEOGRAPH-3400", "no such", "x" * 300, "", "\xe9"):
    for data in (unicodedata, ucd_3_2_0):
        try:
            print(ascii(data.lookup(name)))
        except KeyError as error:
            print("KeyError", error)

WRONG = [("decimal", (1,)), ("decimal", ("ab",)), ("digit", ("",)), ("numeric", ("a",)), ("digit", ("a",)),
         ("decimal", ("a",)), ("category", (1,)), ("category", ("ab",)), ("name", ("\n",)), ("name", (None,)),
         ("normalize", ("NFX", "a")), ("normalize", (1, "a")), ("normalize", ("NFC", 1)), ("mirrored", (b"a",)),
         ("combining", ("",)), ("east_asian_width", (2,)), ("bidirectional", ("xy",)), ("decomposition", (0,))]
for function, arguments in WRONG:
    try:
        print(getattr(unicodedata, function)(*arguments))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(unicodedata.name("\n", "default"), unicodedata.numeric("x", -1), unicodedata.numeric("\xbd"))
try:
    unicodedata.UCD()
except TypeError as error:
    print(error)
print(type(ucd_3_2_0).__name__, type(ucd_3_2_0).__module__)
