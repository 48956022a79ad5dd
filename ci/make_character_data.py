#!/usr/bin/python3.11
"""Make character_data_tables: writes runtime/module/character_data_tables.h, what unicodedata knows.

From Python 3.11's own Unicode 14, and from the Unicode 3.2 that it keeps beside it.
Usage: ci/make_character_data.py > runtime/module/character_data_tables.h
"""
import fractions
import sys
import unicodedata

LAST = 0x110000
PROPERTIES = ["category", "bidirectional", "east_asian_width", "combining", "mirrored"]
TEXTS = PROPERTIES[:3]


def split(indexes, shift):
    """The two stages: which block a code point is in, and the records of each distinct block."""
    blocks, stage1, stage2 = {}, [], []
    for start in range(0, len(indexes), 1 << shift):
        block = tuple(indexes[start:start + (1 << shift)])
        if block not in blocks:
            blocks[block] = len(blocks)
            stage2 += block
        stage1.append(blocks[block])
    return stage1, stage2


def print_rows(declaration, values):
    print(f"{declaration} = {{")
    line = "   "
    for value in values:
        text = f" {value},"
        if len(line) + len(text) > 99:
            print(line)
            line = "   "
        line += text
    print(line)
    print("};\n")


def read_records(data, texts, numbers):
    indexes = []
    for code in range(LAST):
        values = [getattr(data, name)(chr(code)) for name in PROPERTIES]
        record = tuple(texts[name].setdefault(value, len(texts[name])) if name in texts else value
                       for name, value in zip(PROPERTIES, values))
        indexes.append(numbers.setdefault(record, len(numbers)))
    return indexes


def print_stages(shift, indexes):
    stage1, stage2 = split(indexes, shift)
    print_rows("inline constexpr std::uint16_t kStage1[]", stage1)
    print_rows("inline constexpr std::uint16_t kStage2[]", stage2)


def decompositions(data):
    """(character, tag, characters) of all that have one but the computed Hangul syllables."""
    rows = []
    for code in range(LAST):
        words = data.decomposition(chr(code)).split()
        if words:
            tag = words.pop(0) if words[0].startswith("<") else ""
            rows.append((code, tag, tuple(int(word, 16) for word in words)))
    return rows


def print_decompositions(rows):
    tags = {tag: index for index, tag in enumerate(sorted({tag for _, tag, _ in rows}))}
    pool, places, entries = [], {}, []
    for code, tag, characters in rows:
        if characters not in places:
            places[characters] = len(pool)
            pool += characters
        entries.append(f"{{{code:#x}, {places[characters]}, {tags[tag]}, {len(characters)}}}")
    print("struct Decomposition {\n  std::uint32_t character;\n  std::uint16_t place;")
    print("  std::uint8_t tag;\n  std::uint8_t length;\n};")
    print_rows("inline constexpr std::string_view kTags[]", [f'"{tag}"' for tag in tags])
    print_rows("inline constexpr std::uint32_t kDecomposed[]", pool)
    print_rows("inline constexpr Decomposition kDecompositions[]", entries)


def print_numbers():
    rows = []
    for code in range(LAST):
        value = unicodedata.numeric(chr(code), None)
        if value is not None:
            part = fractions.Fraction(value).limit_denominator(1000)
            assert part.numerator / part.denominator == value
            rows.append(f"{{{code:#x}, {part.denominator}, {part.numerator}}}")
    print("struct Number {\n  std::uint32_t character;\n  std::int32_t denominator;")
    print("  std::int64_t numerator;\n};")
    print_rows("inline constexpr Number kNumbers[]", rows)


def print_old(old):
    """Where 3.2 gives another answer about a character that it has."""
    decimals, forms = [], []
    for c in map(chr, range(LAST)):
        if old.category(c) == "Cn":
            continue
        if old.decimal(c, None) != unicodedata.decimal(c, None):
            assert old.digit(c, None) == unicodedata.digit(c, None)
            decimals.append(f"{{{ord(c):#x}, {int(old.decimal(c))}}}")
        if old.normalize("NFKC", c) != unicodedata.normalize("NFKC", c):
            forms.append(f"{{{ord(c):#x}, {ord(old.normalize('NFKC', c)):#x}}}")
    print("struct Changed {\n  std::uint32_t character;\n  std::uint32_t old;\n};")
    print_rows("inline constexpr Changed kOldDecimals[]", decimals)
    print_rows("inline constexpr Changed kOldForms[]", forms)


def checksum(data, names):
    """FNV-1a over the answers for all characters, straight from the reference."""
    value = 0xCBF29CE484222325
    for code in range(LAST):
        for name in names:
            for letter in str(getattr(data, name)(chr(code))).encode():
                value = ((value ^ letter) * 0x100000001B3) % 2**64
    return value


def main():
    if unicodedata.unidata_version != "14.0.0":
        sys.exit("this Python has another Unicode than 14.0.0")
    old = unicodedata.ucd_3_2_0
    texts = {name: {} for name in TEXTS}
    numbers = {}
    new_indexes = read_records(unicodedata, texts, numbers)
    old_indexes = read_records(old, texts, numbers)

    print("// CharacterDataTables: properties of Unicode 14 and 3.2, generated by")
    print("// ci/make_character_data.py. The checksums are of the reference, not of these tables.")
    print("// clang-format off: generated rows\n#pragma once\n")
    print("#include <cstdint>\n#include <string_view>\n")
    print("namespace ouro::character_tables {\n")
    names = PROPERTIES + ["decomposition"]
    print(f"inline constexpr std::uint64_t kChecksum = {checksum(unicodedata, names):#x}u;")
    print(f"inline constexpr std::uint64_t kOldChecksum = {checksum(old, PROPERTIES):#x}u;\n")
    for name in TEXTS:
        words = "".join(word.capitalize() for word in name.split("_"))
        print_rows(f"inline constexpr std::string_view k{words}[]", [f'"{t}"' for t in texts[name]])
    print("struct Record {\n  std::uint8_t category;\n  std::uint8_t bidirectional;")
    print("  std::uint8_t east_asian_width;\n  std::uint8_t combining;\n  std::uint8_t mirrored;\n};")
    print_rows("inline constexpr Record kRecords[]",
               ["{" + ", ".join(map(str, record)) + "}" for record in numbers])
    both = new_indexes + old_indexes
    shift = min(range(4, 9), key=lambda bits: sum(map(len, split(both, bits))))
    print("// The characters of Unicode 14, then those of 3.2.")
    print(f"inline constexpr unsigned kShift = {shift};")
    print_stages(shift, both)
    print_decompositions(decompositions(unicodedata))
    print_numbers()
    print_old(old)
    print("}  // namespace ouro::character_tables")


main()
