#!/usr/bin/python3.11
"""Make character_name_tables: writes runtime/source/character_name_tables.h.

Names come from Python 3.11's own Unicode 14; what it cannot list, aliases and named sequences, from
the Debian package unicode-data, as far as Python 3.11 knows them.
Usage: ci/make_character_names.py [/usr/share/unicode] > runtime/source/character_name_tables.h
"""
import collections
import sys
import unicodedata

from table_text import print_rows

LAST = 0x110000
BLOCK = 16  # offsets are kept for every sixteenth word and name
BUCKETS = 1 << 15
HANGUL = range(0xAC00, 0xD7A4)


def hash_of(name):
    value = 0x811C9DC5
    for letter in name.encode():
        value = ((value ^ letter) * 0x01000193) % 2**32
    return (value ^ (value >> 15)) % BUCKETS


def knows(name, text):
    try:
        return unicodedata.lookup(name) == text
    except KeyError:
        return False


def rows_of(path):
    for line in open(path, encoding="utf-8"):
        fields = line.split("#")[0].strip().split(";")
        if len(fields) > 1:
            yield fields


def read_aliases(folder):
    rows = [(fields[1], int(fields[0], 16)) for fields in rows_of(f"{folder}/NameAliases.txt")]
    return [(name, code) for name, code in rows if knows(name, chr(code))]


def read_sequences(folder):
    rows = [(name, [int(code, 16) for code in codes.split()])
            for name, codes in rows_of(f"{folder}/NamedSequences.txt")]
    return [(name, codes) for name, codes in rows if knows(name, "".join(map(chr, codes)))]


def split_names():
    """The names that are a prefix and the code point, as ranges; and all the others."""
    ranges, names = [], []
    for code in range(LAST):
        name = unicodedata.name(chr(code), "")
        if not name or code in HANGUL:
            continue
        number = f"{code:X}"
        if not name.endswith("-" + number):
            names.append((code, name))
            continue
        prefix = name[:-len(number)]
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == prefix:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, prefix])
    return ranges, names


def runs_of(codes):
    runs = []
    for index, code in enumerate(codes):
        if not runs or code - runs[-1][0] != index - runs[-1][1]:
            runs.append((code, index))
    return runs


class Pool:
    """Byte strings one after the other, with the place of every sixteenth."""

    def __init__(self, items):
        self.data, self.places = bytearray(), []
        for index, item in enumerate(items):
            if index % BLOCK == 0:
                self.places.append(len(self.data))
            self.data += item


def terminated(word):
    data = bytearray(word.encode())
    data[-1] |= 0x80
    return bytes(data)


class Lexicon:
    """Words by frequency: the first `short` take one byte, the others two; 0 ends a name."""

    def __init__(self, names):
        counts = collections.Counter(word for name in names for word in name.split(" "))
        self.words = sorted(counts, key=lambda word: (-counts[word], word))
        self.short = 255
        while (255 - self.short) * 256 < len(self.words) - self.short:
            self.short -= 1
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def encode(self, name):
        result = bytearray()
        for word in name.split(" "):
            number = self.numbers[word]
            if number < self.short:
                result.append(number + 1)
            else:
                high, low = divmod(number - self.short, 256)
                result += bytes((self.short + 1 + high, low))
        return bytes(result) + b"\0"


def print_bytes(name, data):
    """Eight to a number, the first one lowest: a quarter of the text that single bytes take."""
    padded = bytes(data) + bytes(-len(data) % 8)
    words = [int.from_bytes(padded[at:at + 8], "little") for at in range(0, len(padded), 8)]
    print_rows(f"inline constexpr std::uint64_t {name}[]", [f"{word:#x}" for word in words])


def print_index(names):
    buckets = [[] for _ in range(BUCKETS)]
    for index, name in enumerate(names):
        buckets[hash_of(name)].append(index)
    starts, place = [], 0
    for bucket in buckets:
        starts.append(place)
        place += len(bucket)
    starts.append(place)
    print_rows("inline constexpr std::uint16_t kBucketStarts[]", starts)
    print_rows("inline constexpr std::uint16_t kBuckets[]",
               [index for bucket in buckets for index in bucket])


def checksum(ranges, names):
    """FNV-1a over all names in the order of their characters, straight from the reference."""
    value = 0xCBF29CE484222325
    for code in range(LAST):
        for letter in unicodedata.name(chr(code), "").encode():
            value = ((value ^ letter) * 0x100000001B3) % 2**64
    return value


def main():
    if unicodedata.unidata_version != "14.0.0":
        sys.exit("this Python has another Unicode than 14.0.0")
    folder = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
    ranges, named = split_names()
    aliases, sequences = read_aliases(folder), read_sequences(folder)
    names = [name for _, name in named + [(0, row[0]) for row in aliases + sequences]]
    lexicon = Lexicon(names)
    words = Pool(map(terminated, lexicon.words))
    texts = Pool(map(lexicon.encode, names))

    print("// CharacterNameTables: the names of Unicode 14, generated by ci/make_character_names.py.")
    print("// clang-format off: generated rows\n#pragma once\n\n#include <cstdint>\n")
    print("namespace ouro::syntax::name_tables {\n")
    print(f"inline constexpr std::uint32_t kBlock = {BLOCK};")
    print(f"inline constexpr std::uint32_t kShortWords = {lexicon.short};")
    print(f"inline constexpr std::uint32_t kCharacterNames = {len(named)};")
    print(f"inline constexpr std::uint32_t kAliases = {len(aliases)};")
    print(f"inline constexpr std::uint32_t kSequences = {len(sequences)};")
    print(f"inline constexpr std::uint32_t kHashMask = {BUCKETS - 1};\n")
    print("// The checksum is of the reference, not of these tables.")
    print(f"inline constexpr std::uint64_t kChecksum = {checksum(ranges, named):#x}u;\n")
    print("struct PrefixRange {\n  std::uint32_t first, last;\n  const char* prefix;\n};")
    print("inline constexpr PrefixRange kPrefixRanges[] = {")
    for first, last, prefix in ranges:
        print(f'    {{{first:#x}, {last:#x}, "{prefix}"}},')
    print("};\n")
    print("struct Run {\n  std::uint32_t first;\n  std::uint16_t index;\n};")
    print_rows("inline constexpr Run kRuns[]",
               [f"{{{code:#x}, {index}}}" for code, index in runs_of([code for code, _ in named])])
    print_rows("inline constexpr std::uint32_t kAliasCharacters[]", [code for _, code in aliases])
    print_rows("inline constexpr std::uint8_t kSequenceLengths[]", [len(row[1]) for row in sequences])
    print_rows("inline constexpr char16_t kSequenceCharacters[]",
               [code for _, codes in sequences for code in codes])
    print_rows("inline constexpr std::uint32_t kWordPlaces[]", words.places)
    print_rows("inline constexpr std::uint32_t kNamePlaces[]", texts.places)
    print_index(names)
    print_bytes("kWords", words.data)
    print_bytes("kNames", texts.data)
    print("}  // namespace ouro::syntax::name_tables")


main()
