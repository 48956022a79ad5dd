# regex_matcher: regular expressions by a syntax tree and walking sets of states.
import sys


class Node:
    """One state: consumes a character when `accepts` is set, else only branches."""

    __slots__ = ("accepts", "out", "label")

    def __init__(self, accepts=None, label=""):
        self.accepts = accepts
        self.out = []
        self.label = label


class Piece:
    """A fragment of the automaton: where it starts, and the loose ends to patch."""

    def __init__(self, start, ends):
        self.start, self.ends = start, ends

    def patch(self, target):
        for end in self.ends:
            end.out.append(target)


class PatternError(ValueError):
    pass


class Compiler:
    def __init__(self, pattern):
        self.pattern = pattern
        self.place = 0

    def peek(self):
        return self.pattern[self.place : self.place + 1]

    def take(self):
        character = self.peek()
        if not character:
            raise PatternError(f"pattern ends at {self.place}")
        self.place += 1
        return character

    def compile(self):
        piece = self.alternatives()
        if self.peek():
            raise PatternError(f"unbalanced {self.peek()!r} at {self.place}")
        final = Node(label="match")
        piece.patch(final)
        return piece.start, final

    def alternatives(self):
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        fork = Node()
        fork.out = [branch.start for branch in branches]
        return Piece(fork, [end for branch in branches for end in branch.ends])

    def sequence(self):
        start = Node()
        result = Piece(start, [start])
        while self.peek() and self.peek() not in "|)":
            following = self.repeated()
            result.patch(following.start)
            result = Piece(result.start, following.ends)
        return result

    def repeated(self):
        begin = self.place
        piece = self.atom()
        while self.peek() and self.peek() in "*+?{":
            mark = self.take()
            if mark == "{":
                piece = self.counted(begin)
            else:
                piece = REPEATS[mark](piece)
        return piece

    def counted(self, begin):
        end = self.place - 1
        close = self.pattern.find("}", self.place)
        if close < 0:
            raise PatternError("missing }")
        low, _, high = self.pattern[self.place : close].partition(",")
        self.place = close + 1
        source = self.pattern[begin:end]
        copies = [Compiler(source).alternatives() for _ in range(int(low))]
        if not high:
            return join(copies)
        optional = [maybe(Compiler(source).alternatives()) for _ in range(int(high) - int(low))]
        return join(copies + optional)

    def atom(self):
        character = self.take()
        if character == "(":
            piece = self.alternatives()
            if self.take() != ")":
                raise PatternError("missing )")
            return piece
        if character in "*+?":
            raise PatternError(f"nothing to repeat at {self.place - 1}")
        return single(self.matcher(character), character)

    def matcher(self, character):
        if character == ".":
            return lambda c: c != "\n"
        if character == "[":
            return self.character_class()
        if character == "\\":
            letter = self.take()
            return CLASSES.get(letter) or (lambda c, letter=letter: c == letter)
        return lambda c: c == character

    def character_class(self):
        negated = self.peek() == "^"
        if negated:
            self.take()
        tests = []
        while self.peek() != "]":
            low = self.take()
            if self.peek() == "-" and self.pattern[self.place + 1 : self.place + 2] != "]":
                self.take()
                high = self.take()
                tests.append(lambda c, low=low, high=high: low <= c <= high)
            else:
                tests.append(lambda c, low=low: c == low)
        self.take()
        return lambda c: any(test(c) for test in tests) != negated


CLASSES = {
    "d": str.isdigit,
    "w": lambda c: c.isalnum() or c == "_",
    "s": str.isspace,
    "D": lambda c: not c.isdigit(),
}


def single(accepts, label):
    node = Node(accepts, label)
    return Piece(node, [node])


def join(pieces):
    start = Node()
    result = Piece(start, [start])
    for piece in pieces:
        result.patch(piece.start)
        result = Piece(result.start, piece.ends)
    return result


def star(piece):
    fork = Node()
    fork.out.append(piece.start)
    piece.patch(fork)
    return Piece(fork, [fork])


def plus(piece):
    fork = Node()
    fork.out.append(piece.start)
    piece.patch(fork)
    return Piece(piece.start, [fork])


def maybe(piece):
    fork = Node()
    fork.out.append(piece.start)
    return Piece(fork, piece.ends + [fork])


REPEATS = {"*": star, "+": plus, "?": maybe}


class Pattern:
    def __init__(self, pattern):
        self.start, self.final = Compiler(pattern).compile()

    def closure(self, nodes):
        reached = {}
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node in reached:
                continue
            reached[node] = True
            if node.accepts is None:
                waiting.extend(node.out)
        return reached

    def longest(self, text, begin=0):
        """The end of the longest match that starts at begin, or None."""
        states = self.closure([self.start])
        end = begin if self.final in states else None
        for place in range(begin, len(text)):
            character = text[place]
            states = self.closure(
                following
                for node in states
                if node.accepts is not None and node.accepts(character)
                for following in node.out
            )
            if not states:
                break
            if self.final in states:
                end = place + 1
        return end

    def fullmatch(self, text):
        return self.longest(text) == len(text)

    def find_all(self, text):
        place = 0
        while place < len(text):
            end = self.longest(text, place)
            if end is None or end == place:
                place += 1
                continue
            yield text[place:end]
            place = end


FULL = [
    ("a*b", ["b", "aaab", "aaba", ""]),
    ("(ab|cd)+e?", ["ababcde", "abc", "cd", "e"]),
    ("[a-f0-9]+", ["beef01", "xyz", "0"]),
    ("[^aeiou]*", ["rhythm", "vowel", ""]),
    (r"\d+\.\d*", ["3.14", "3", "3.", ".5"]),
    ("(a?){12}a{12}", ["a" * 12, "a" * 24, "a" * 11, "a" * 25]),
    ("x{2,4}", ["x", "xx", "xxxx", "xxxxx"]),
    ("(a|b)*abb", ["abb", "aababb", "abab"]),
    ("", ["", "a"]),
]

BROKEN = ["(ab", "a)b", "*a", "a{2", "[abc", "a\\"]

TEXT = "On 2023-10-02 at 14:30 the mail me.you@example.org cost 12.50 or 0x1F; see pages 3-17."


def main():
    scale = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    for pattern, texts in FULL:
        compiled = Pattern(pattern)
        print(f"{pattern!r:<24}", [compiled.fullmatch(text) for text in texts])
    for pattern in (r"\d+", r"\w+@\w+\.\w+", "0x[0-9A-F]+", r"\d+(-\d+)+", "[A-Za-z]{4,6}"):
        found = []
        for _ in range(scale):
            found = list(Pattern(pattern).find_all(TEXT))
        print(pattern, found)
    for pattern in BROKEN:
        try:
            Pattern(pattern)
        except PatternError as trouble:
            print(repr(pattern), "->", trouble)


main()
