# life: the cellular automaton of Conway on sets of tuples, with pattern algebra and periods.
import sys
from collections import Counter

GLIDER = """
.O.
..O
OOO
"""
ACORN = """
.O.....
...O...
OO..OOO
"""
PULSAR_QUARTER = """
.OOO..
O....O
O....O
O....O
......
.OOO..
"""


def read(picture):
    return frozenset(
        (row, column)
        for row, line in enumerate(picture.strip().splitlines())
        for column, mark in enumerate(line)
        if mark == "O"
    )


class Pattern:
    def __init__(self, cells):
        self.cells = frozenset(cells)

    def __or__(self, other):
        return Pattern(self.cells | other.cells)

    def __and__(self, other):
        return Pattern(self.cells & other.cells)

    def __xor__(self, other):
        return Pattern(self.cells ^ other.cells)

    def __rshift__(self, columns):
        return Pattern((row, column + columns) for row, column in self.cells)

    def __floordiv__(self, rows):
        return Pattern((row + rows, column) for row, column in self.cells)

    def __invert__(self):
        return Pattern((column, row) for row, column in self.cells)

    def __neg__(self):
        return Pattern((-row, column) for row, column in self.cells)

    def __len__(self):
        return len(self.cells)

    def __eq__(self, other):
        return self.cells == other.cells

    def __hash__(self):
        return hash(self.cells)

    def __contains__(self, cell):
        return cell in self.cells

    def step(self):
        near = Counter(
            (row + down, column + right)
            for row, column in self.cells
            for down in (-1, 0, 1)
            for right in (-1, 0, 1)
            if down or right
        )
        return Pattern(
            cell for cell, count in near.items() if count == 3 or (count == 2 and cell in self.cells)
        )

    def box(self):
        rows = [row for row, _ in self.cells] or [0]
        columns = [column for _, column in self.cells] or [0]
        return min(rows), min(columns), max(rows), max(columns)

    def normalised(self):
        top, left, _, _ = self.box()
        return (self // -top) >> -left

    def __str__(self):
        top, left, bottom, right = self.box()
        return "\n".join(
            "".join(".O"[(row, column) in self] for column in range(left, right + 1))
            for row in range(top, bottom + 1)
        )


def run(pattern, generations):
    for _ in range(generations):
        pattern = pattern.step()
    return pattern


def period(pattern, limit):
    """The first repetition of the shape: (period, movement), or None."""
    seen = {}
    for generation in range(limit):
        shape = pattern.normalised()
        if shape in seen:
            first, box = seen[shape]
            now = pattern.box()
            return generation - first, (now[0] - box[0], now[1] - box[1])
        seen[shape] = generation, pattern.box()
        pattern = pattern.step()
    return None


def pulsar():
    quarter = (Pattern(read(PULSAR_QUARTER)) >> 1) // 1
    half = quarter | -quarter
    return half | Pattern((row, -column) for row, column in half.cells)


def main():
    generations = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    glider = Pattern(read(GLIDER))
    print(glider, period(glider, 20), sep="\n")
    acorn = Pattern(read(ACORN))
    history = []
    for _ in range(generations):
        history.append(len(acorn))
        acorn = acorn.step()
    print(history[::5], acorn.box())
    print(acorn)
    print(pulsar(), period(pulsar(), 10), sep="\n")
    meeting = glider | ((~glider) // 9 >> 7)
    print([len(run(meeting, steps)) for steps in range(0, 40, 8)], len(glider & ~glider), len(glider ^ ~glider))


main()
