# format: every presentation of integers, with all options and refusals.
specs = ["", "d", "5", "5d", "<6", ">6", "^6", "=6", "=+6", "+", "-", " ", "06", "x", "X", "#x", "#X", "o", "#o", "b", "#b",
         "c", "n", ",", "_", ",d", "_x", "_b", "#010x", "+,", "*^12", "*^+12,", "e", ".2e", "f", ".1f", "g", "G", "%", ".0%",
         "012,", "010_d", "<05", "\u20ac>8"]
for spec in specs:
    for value in (0, 7, -42, 65, 123456789, 2**70):
        try:
            print(ascii(spec), value, ascii(format(value, spec)))
        except (ValueError, OverflowError) as error:
            print(ascii(spec), value, type(error).__name__, error)
for spec in ["s", "q", ".2d", ".2", ",x", ",,", "_,", "+c", "#c", ",c", "5.", "z", "<<5d", "999999999999999999999d", "=", "d5", "10x10"]:
    try:
        print(spec, format(42, spec))
    except ValueError as error:
        print(spec, error)
for value in (True, False):
    print(format(value), format(value, ""), format(value, "d"), format(value, "5"), format(value, "x"), f"{value!r:>7}")
print(format(1114111, "c") == "\U0010ffff")
for value in (-1, 1114112):
    try:
        format(value, "c")
    except OverflowError as error:
        print(error)
print(bin(10), bin(-10), oct(8), oct(-8), hex(255), hex(-255), bin(0), hex(2**70), bin(True))
try:
    hex(1.5)
except TypeError as error:
    print(error)
