# huffman: compression by Huffman trees, run lengths and windows, there and back, over bytes.
import sys
from collections import Counter
from heapq import heapify, heappop, heappush
from itertools import groupby
from struct import calcsize, pack, unpack_from

HEADER = "<4sHI"


class Leaf:
    def __init__(self, symbol, weight):
        self.symbol, self.weight = symbol, weight
        self.first = symbol

    def walk(self, prefix=""):
        yield self.symbol, prefix or "0"


class Fork:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.weight = left.weight + right.weight
        self.first = min(left.first, right.first)

    def walk(self, prefix=""):
        yield from self.left.walk(prefix + "0")
        yield from self.right.walk(prefix + "1")


def build_tree(weights):
    heap = [(weight, symbol, Leaf(symbol, weight)) for symbol, weight in weights.items()]
    heapify(heap)
    while len(heap) > 1:
        left, right = heappop(heap)[2], heappop(heap)[2]
        fork = Fork(left, right)
        heappush(heap, (fork.weight, fork.first, fork))
    return heap[0][2]


def bits_to_bytes(bits):
    padded = bits + "0" * (-len(bits) % 8)
    return int("1" + padded, 2).to_bytes(len(padded) // 8 + 1, "big")[1:]


def bytes_to_bits(data):
    return "".join(f"{byte:08b}" for byte in data)


def compress(data):
    weights = Counter(data)
    codes = dict(build_tree(weights).walk()) if data else {}
    header = pack(HEADER, b"HUFF", len(weights), len(data))
    table = b"".join(pack("<BI", symbol, weight) for symbol, weight in sorted(weights.items()))
    return header + table + bits_to_bytes("".join(codes[byte] for byte in data))


def decompress(blob):
    mark, kinds, length = unpack_from(HEADER, blob)
    if mark != b"HUFF":
        raise ValueError(f"not ours: {mark!r}")
    place = calcsize(HEADER)
    weights = {}
    for _ in range(kinds):
        symbol, weight = unpack_from("<BI", blob, place)
        weights[symbol] = weight
        place += calcsize("<BI")
    return decode(bytes_to_bits(blob[place:]), build_tree(weights), length) if kinds else b""


def decode(bits, tree, length):
    result = bytearray()
    node = tree
    for bit in bits:
        if len(result) == length:
            break
        if isinstance(node, Fork):
            node = node.right if bit == "1" else node.left
        if isinstance(node, Leaf):
            result.append(node.symbol)
            node = tree
    return bytes(result)


def run_lengths(data):
    return [(byte, sum(1 for _ in group)) for byte, group in groupby(data)]


def longest_match(data, place, window):
    best_length = best_distance = 0
    for start in range(max(0, place - window), place):
        length = 0
        while place + length < len(data) and length < 30 and data[start + length] == data[place + length]:
            length += 1
        if length > best_length:
            best_length, best_distance = length, place - start
    return best_length, best_distance


def window_compress(data, window=24):
    place = 0
    while place < len(data):
        length, distance = longest_match(data, place, window)
        if length >= 3:
            yield distance, length
            place += length
        else:
            yield 0, data[place]
            place += 1


def window_decompress(steps):
    result = bytearray()
    for distance, value in steps:
        if distance == 0:
            result.append(value)
            continue
        for _ in range(value):
            result.append(result[-distance])
    return bytes(result)


def checksum(data):
    low, high = 1, 0
    for byte in data:
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return high << 16 | low


def sample(size):
    state = 12345
    words = [b"finalize", b"leak", b"cycle", b"zero", b"  ", b"\n", b"aaaaaa"]
    result = bytearray()
    while len(result) < size:
        state = (state * 1664525 + 1013904223) % 2**32
        result += words[(state >> 20) % len(words)] + b" "
    return bytes(result[:size])


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    for data in (b"", b"x", b"aaaa", b"abracadabra", sample(size), bytes(range(256))):
        packed = compress(data)
        print(len(data), len(packed), hex(checksum(packed)), decompress(packed) == data)
    steps = list(window_compress(sample(size)))
    print(len(steps), window_decompress(steps) == sample(size), steps[:6])
    print(run_lengths(b"aaabccddddd"), dict(build_tree(Counter(b"mississippi")).walk()))
    view = memoryview(bytearray(sample(64)))
    view[0:4] = b"OURO"
    print(bytes(view[:12]), view[5::9].tolist(), view.tobytes()[:6].hex("-"), view.nbytes)
    try:
        decompress(b"NOPE" + bytes(6))
    except ValueError as trouble:
        print(trouble)


main()
