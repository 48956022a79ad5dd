# formatting: tables, numbers and bytes laid out in every way a string can be built.
import io
import sys


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __format__(self, specification):
        sign, mark, rest = "", "EUR", specification
        if specification.startswith("$"):
            mark, rest = "USD", specification[1:]
        if self.cents < 0:
            sign = "-"
        whole, part = divmod(abs(self.cents), 100)
        return format(f"{sign}{whole:,}.{part:02d} {mark}", rest)

    def __str__(self):
        return f"{self}"

    def __repr__(self):
        return f"Money({self.cents})"


def table(rows, aligns):
    widths = [max(len(str(row[index])) for row in rows) for index in range(len(aligns))]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [rule]
    for number, row in enumerate(rows):
        cells = (f" {str(cell):{align}{width}} " for cell, align, width in zip(row, aligns, widths))
        lines.append("|" + "|".join(cells) + "|")
        if number == 0:
            lines.append(rule.replace("-", "="))
    lines.append(rule)
    return "\n".join(lines)


def roman(number):
    parts = []
    values = (1000, "M", 900, "CM", 500, "D", 400, "CD", 100, "C", 90, "XC", 50, "L", 40, "XL",
              10, "X", 9, "IX", 5, "V", 4, "IV", 1, "I")
    for value, letters in zip(values[::2], values[1::2]):
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen" \
    " sixteen seventeen eighteen nineteen".split()
TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(number):
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + ("-" + ONES[number % 10] if number % 10 else "")
    if number < 1000:
        rest = f" {spell(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    rest = f" {spell(number % 1000)}" if number % 1000 else ""
    return f"{spell(number // 1000)} thousand{rest}"


def hexdump(data, width=16):
    for start in range(0, len(data), width):
        part = data[start : start + width]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        print(f"{start:08x}  {part.hex(' '):<{width * 3 - 1}}  |{shown}|")


def encode_base64(data):
    letters = "".join(map(chr, [*range(65, 91), *range(97, 123), *range(48, 58), 43, 47]))
    parts = []
    for start in range(0, len(data), 3):
        group = data[start : start + 3]
        bits = int.from_bytes(group.ljust(3, b"\0"), "big")
        quad = [letters[bits >> shift & 63] for shift in (18, 12, 6, 0)]
        parts.append("".join(quad[: len(group) + 1]).ljust(4, "="))
    return "".join(parts)


def caesar(text, shift):
    upper, lower = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
    turned = upper[shift:] + upper[:shift] + lower[shift:] + lower[:shift]
    return text.translate(str.maketrans(upper + lower, turned))


def number_styles():
    for value in (0, 7, -42, 1234567, 2**40):
        print(f"{value:d}|{value:+d}|{value: d}|{value:08d}|{value:,}|{value:_}|{value:#x}|{value:#b}")
    for value in (0.0, -0.5, 1 / 3, 1e10, 1.5e-7, 123456.789):
        print(f"{value}|{value:.3f}|{value:e}|{value:g}|{value:12.4g}|{value:%}|{value:+.1f}|{value:010.2f}")
    print("%5d|%-5d|%05d|%x|%X|%o|%+d|%e|%g|%s|%r|%c|%%" % (42, 42, 42, 255, 255, 8, 3, 1.5, 2.5, "s", "r", 65))
    print("{0} {1!r} {name:>6} {2[1]} {3.cents} {0:^9}".format("a", "b", [1, 2], Money(5), name="n"))
    print("%(left)s-%(right)04d" % {"left": "key", "right": 7})


def build_large(count):
    joined = ",".join(str(number) for number in range(count))
    added = ""
    for number in range(count):
        added += ("," if number else "") + "%d" % number
    stream = io.StringIO()
    for number in range(count):
        print(number, end="" if number == count - 1 else ",", file=stream)
    array = bytearray()
    for number in range(count):
        array += b"," * bool(number) + str(number).encode()
    return joined == added == stream.getvalue() == array.decode(), len(joined)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 25000
    rows = [("item", "count", "price")]
    for index, name in enumerate(("bread", "\u00fcber-cheese", "tea \u4e2d", "")):
        rows.append((name, index * 12, f"{Money(index * 12345 - 500):$}"))
    print(table(rows, "<>^"))
    number_styles()
    print([roman(year) for year in (1, 4, 9, 14, 1987, 2023, 3999)])
    print("; ".join(spell(number).capitalize() for number in (0, 13, 40, 99, 101, 715, 12345, 999999)))
    hexdump(bytes(range(0, 256, 5)) + "h\u00e9llo \u20ac".encode())
    print(encode_base64(b"Ouro"), encode_base64(b"Ouro finalizes"), encode_base64(b""))
    print(caesar("Hello, World!", 13), caesar(caesar("Round trip", 5), 21))
    print(f"{Money(123456789)!s:>20}|{Money(-5):<14}|{[Money(1)]}|{Money(0)!r:*^13}")
    print(build_large(count))
    print("\n".join("{:>{w}}".format("*" * k, w=5) for k in range(1, 6)))
    print("a\tb\tc".expandtabs(4), "x".zfill(4), "-7".zfill(4), "title case here".title(), "\u00df".upper())


main()
