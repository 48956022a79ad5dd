# json_text: a JSON reader and printer of its own, run there and back over a generated document.
import sys

ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
PRINTED = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
WORDS = {"true": True, "false": False, "null": None}


class SyntaxTrouble(ValueError):
    def __init__(self, message, text, position):
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        super().__init__(f"{message} at line {line} column {column}")
        self.position = position


class Reader:
    def __init__(self, text):
        self.text = text
        self.position = 0

    def fail(self, message):
        raise SyntaxTrouble(message, self.text, self.position)

    def peek(self):
        text, position = self.text, self.position
        while position < len(text) and text[position] in " \t\r\n":
            position += 1
        self.position = position
        return text[position] if position < len(text) else ""

    def expect(self, character):
        if self.peek() != character:
            self.fail(f"expected {character!r}")
        self.position += 1

    def value(self):
        first = self.peek()
        handler = self.HANDLERS.get(first)
        if handler is not None:
            return handler(self)
        if first and first in "-0123456789":
            return self.number()
        return self.word()

    def mapping(self):
        result = {}
        self.expect("{")
        if self.peek() == "}":
            self.position += 1
            return result
        while True:
            if self.peek() != '"':
                self.fail("expected a name")
            name = self.string()
            self.expect(":")
            result[name] = self.value()
            if self.ends_with("}"):
                return result

    def sequence(self):
        result = []
        self.expect("[")
        if self.peek() == "]":
            self.position += 1
            return result
        while True:
            result.append(self.value())
            if self.ends_with("]"):
                return result

    def ends_with(self, closer):
        if self.peek() == closer:
            self.position += 1
            return True
        self.expect(",")
        return False

    def string(self):
        self.expect('"')
        parts = []
        text = self.text
        while True:
            start = self.position
            while start < len(text) and text[start] not in '"\\':
                start += 1
            parts.append(text[self.position : start])
            self.position = start + 1
            if start >= len(text):
                self.fail("unfinished string")
            if text[start] == '"':
                return "".join(parts)
            parts.append(self.escape())

    def escape(self):
        letter = self.text[self.position : self.position + 1]
        self.position += 1
        if letter == "u":
            digits = self.text[self.position : self.position + 4]
            self.position += 4
            return chr(int(digits, 16))
        if letter not in ESCAPES:
            self.fail(f"unknown escape {letter!r}")
        return ESCAPES[letter]

    def number(self):
        start = self.position
        text = self.text
        while self.position < len(text) and text[self.position] in "+-0123456789.eE":
            self.position += 1
        spelled = text[start : self.position]
        return float(spelled) if any(mark in spelled for mark in ".eE") else int(spelled)

    def word(self):
        for word, value in WORDS.items():
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return value
        self.fail("unexpected character")

    HANDLERS = {"{": mapping, "[": sequence, '"': string}


def read(text):
    reader = Reader(text)
    value = reader.value()
    if reader.peek():
        reader.fail("extra text")
    return value


def quote(text):
    parts = ['"']
    for character in text:
        if character in PRINTED:
            parts.append(PRINTED[character])
        elif " " <= character < "\x7f":
            parts.append(character)
        else:
            parts.append(f"\\u{ord(character):04x}")
    parts.append('"')
    return "".join(parts)


def write(value, indent=None, level=0):
    if isinstance(value, str):
        return quote(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        parts = [quote(name) + ": " + write(item, indent, level + 1) for name, item in value.items()]
        return enclose("{", parts, "}", indent, level)
    if isinstance(value, (list, tuple)):
        return enclose("[", [write(item, indent, level + 1) for item in value], "]", indent, level)
    raise TypeError(f"cannot write {type(value).__name__}")


def enclose(opener, parts, closer, indent, level):
    if not parts:
        return opener + closer
    if indent is None:
        return opener + ", ".join(parts) + closer
    margin = "\n" + " " * (indent * (level + 1))
    return opener + margin + ("," + margin).join(parts) + "\n" + " " * (indent * level) + closer


def generate(count):
    records = []
    for index in range(count):
        records.append(
            {
                "id": index,
                "name": f"item \"{index}\"\t\u00e9\u4e2d",
                "ratio": index / 7,
                "tiny": (index + 1) * 1e-12,
                "tags": [f"t{index % 5}", None, index % 2 == 0],
                "nested": {"empty": [], "none": {}, "deep": [[[index]]]},
            }
        )
    return {"version": 1, "records": records}


BROKEN = ["", "[1, 2", '{"a" 1}', '{"a": 1,}', '"abc', '"\\x"', "[1] 2", "tru", '\n\n {"a": [1, 2, }']


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    document = generate(count)
    text = write(document)
    again = read(text)
    print(len(text), again == document, write(again) == text)
    pretty = write(document, indent=2)
    print(len(pretty), read(pretty) == document)
    print(write(document["records"][3], indent=4))
    for broken in BROKEN:
        try:
            print(read(broken))
        except ValueError as trouble:
            print(repr(broken), "->", trouble)
    try:
        write({"a": {1, 2}})
    except TypeError as trouble:
        print(trouble)


main()
