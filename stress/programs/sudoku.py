# sudoku: constraint propagation with backtracking over sets, dictionaries and recursion.
import sys

DIGITS = "123456789"
ROWS = "ABCDEFGHI"

PUZZLES = [
    "530070000600195000098000060800060003400803001700020006060000280000419005000080079",
    "000000907000420180000705026100904000050000040000507009920108000034059000507000000",
    "100007090030020008009600500005300900010080002600004000300000010040000007007000300",
    "400000805030000000000700000020000060000080400000010000000603070500200000104000000",
    "000000010400000000020000000000050407008000300001090000300400200050100000000806000",
]


def cross(left, right):
    return [first + second for first in left for second in right]


SQUARES = cross(ROWS, DIGITS)
UNIT_LIST = (
    [cross(ROWS, column) for column in DIGITS]
    + [cross(row, DIGITS) for row in ROWS]
    + [cross(rows, columns) for rows in ("ABC", "DEF", "GHI") for columns in ("123", "456", "789")]
)
UNITS = {square: [unit for unit in UNIT_LIST if square in unit] for square in SQUARES}
PEERS = {
    square: sorted({other for unit in UNITS[square] for other in unit} - {square})
    for square in SQUARES
}


class Contradiction(Exception):
    """Some square has no digit left."""


class Counters:
    guesses = 0
    dead_ends = 0


def assign(values, square, digit):
    for other in values[square].replace(digit, ""):
        eliminate(values, square, other)


def eliminate(values, square, digit):
    if digit not in values[square]:
        return
    left = values[square] = values[square].replace(digit, "")
    if not left:
        raise Contradiction(square)
    if len(left) == 1:
        for peer in PEERS[square]:
            eliminate(values, peer, left)
    for unit in UNITS[square]:
        place_only_choice(values, unit, digit)


def place_only_choice(values, unit, digit):
    places = [square for square in unit if digit in values[square]]
    if not places:
        raise Contradiction(unit[0])
    if len(places) == 1 and len(values[places[0]]) > 1:
        assign(values, places[0], digit)


def read_grid(text):
    values = dict.fromkeys(SQUARES, DIGITS)
    for square, character in zip(SQUARES, text):
        if character in DIGITS:
            assign(values, square, character)
    return values


def search(values):
    open_squares = [(len(values[square]), square) for square in SQUARES if len(values[square]) > 1]
    if not open_squares:
        return values
    _, square = min(open_squares)
    for digit in values[square]:
        attempt = values.copy()
        Counters.guesses += 1
        try:
            assign(attempt, square, digit)
            return search(attempt)
        except Contradiction:
            Counters.dead_ends += 1
    raise Contradiction(square)


def show(values):
    for row in ROWS:
        print(" ".join(values[row + column] for column in DIGITS))


def check(values):
    return all(sorted(values[square] for square in unit) == list(DIGITS) for unit in UNIT_LIST)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else len(PUZZLES)
    for puzzle in PUZZLES[:count]:
        Counters.guesses = Counters.dead_ends = 0
        try:
            solved = search(read_grid(puzzle))
        except Contradiction as trouble:
            print("no solution:", trouble)
            continue
        show(solved)
        print("right" if check(solved) else "wrong", Counters.guesses, Counters.dead_ends)
    try:
        read_grid("11" + "0" * 79)
    except Contradiction as trouble:
        print("contradiction in", trouble)


main()
