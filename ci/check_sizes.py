#!/usr/bin/env python3
"""Keeps functions small: at most 60 lines of body and 6 parameters, with listed exceptions.

Counts braces instead of asking clang-tidy, which takes minutes. Fails both ways: a function that
is too large, and a listed one that has become small or is gone.
"""
import ast
import re

from tree import ROOT, files, finish, read, stale

MAX_LINES = 60
MAX_PARAMETERS = 6

# {"file: function": reason}
EXCEPTIONS = dict.fromkeys((
    "runtime/module/io_text.cc: make_text", "runtime/object/type_class.cc: make_class",
    "runtime/execute/generator.cc: throw_into_delegate", "runtime/object/codec_errors.cc: make_error",
    "runtime/object/slot_dispatch.cc: binary", "runtime/object/str_percent.cc: write_padded"),
    "one parameter for each part of what it makes")

# Text that may contain braces and means nothing here; newlines in it are kept.
NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'|^[ \t]*#(?:\\\n|[^\n])*',
    re.DOTALL | re.MULTILINE)
# Words whose parentheses are not a parameter list.
NOT_A_NAME = re.compile(r"\b(requires|noexcept|alignas|__attribute__|decltype|explicit)\s*\($")
NAME = re.compile(r"(operator\s*\(\s*\)|operator\s*[^\s\w(]+|operator\s+[\w:*& ]+|~?[\w:~]+)\s*$")
SCOPE = re.compile(r'(^|[\s>])(namespace|class|struct|union|enum|extern)\b')
# A macro that ends without a semicolon and has no body: what follows is the function.
MACRO = re.compile(r"^\s*[A-Z][A-Z0-9_]{3,}\s*\([^()]*\)[ \t]*\n(?=\s*[^\s{])")
INITIALISES_MEMBER = re.compile(r"\)\s*(noexcept\s*)?:(?!:).*[\w>]\s*$", re.DOTALL)


def blank(match):
    return '""' + "\n" * match.group().count("\n")


def closing(text, start):
    """Where the bracket that opens at `start` closes."""
    depth = 0
    for position in range(start, len(text)):
        depth += (text[position] in "([{") - (text[position] in ")]}")
        if depth == 0:
            return position
    return len(text) - 1


def signature(head):
    """(name, parameter text) of a function's head, or None when it is not one."""
    position = head.find("(")
    while position != -1:
        end = closing(head, position)
        before = head[:position + 1]
        if before.rstrip("( ").endswith("operator"):
            position = head.find("(", end + 1)
            continue
        if not NOT_A_NAME.search(before):
            name = NAME.search(before[:-1])
            return (name.group(1), head[position + 1:end]) if name and "=" not in outside(before) else None
        position = head.find("(", end + 1)
    return None


def outside(head):
    """The head without operator names and template parameters, where `=` assigns nothing."""
    return re.sub(r"operator\s*[^\s\w(]+|template\s*<.*?>\s*(?=\w|\[)", "", head, flags=re.DOTALL)


def opens_scope(head):
    """Is this the head of a namespace or class, to be looked into?"""
    return SCOPE.search(outside(head).split("(")[0]) and not head.rstrip().endswith(")")


def count_parameters(text):
    if text.strip() in ("", "void"):
        return 0
    depth, commas = 0, 0
    for character in text:
        depth += (character in "([{<") - (character in ")]}>")
        commas += character == "," and depth == 0
    return commas + 1


def functions(text):
    """(name, body lines, parameters) of every function in C++ text; a lambda counts with its owner."""
    text = NOISE.sub(blank, text)
    found, head, position = [], 0, 0
    while (match := re.compile(r"[{};]").search(text, position)) is not None:
        position = match.end()
        words = text[head:match.start()]
        if match.group() != "{":
            if words.count("(") <= words.count(")"):
                head = position
            continue
        if words.count("(") > words.count(")"):
            position = closing(text, match.start()) + 1  # an argument
            continue
        while MACRO.match(words):
            words = MACRO.sub("", words, count=1)
        known = None if opens_scope(words) else signature(words)
        if known and INITIALISES_MEMBER.search(words) and not words.rstrip().endswith(")"):
            position = closing(text, match.start()) + 1  # the body is still to come
        elif known:
            end = closing(text, match.start())
            lines = max(0, text.count("\n", match.start(), end) - 1)
            name = known[0] if not known[0].isupper() else f"{known[0]}({known[1]})"
            parameters = 0 if known[0].isupper() else count_parameters(known[1])
            found.append((" ".join(name.split()), lines, parameters))
            position = head = end + 1
        elif opens_scope(words) and "=" not in outside(words):
            head = position  # look inside
        else:
            position = closing(text, match.start()) + 1  # a table
    return found


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.end_lineno - node.lineno, len(node.args.args)


def problem(lines, parameters):
    return ", ".join(text for text, too_large in (
        (f"{lines} lines", lines > MAX_LINES),
        (f"{parameters} parameters", parameters > MAX_PARAMETERS)) if too_large)


def check(root, exceptions=None):
    exceptions = EXCEPTIONS if exceptions is None else exceptions
    failures, used = [], set()
    for path in files(root, ".cc", ".h", ".hpp", ".c", ".py"):
        if path.parts[0] == "stress" and path.suffix == ".py":
            continue  # programs in the language are data
        reader = python_functions if path.suffix == ".py" else functions
        for name, lines, parameters in reader(read(root, path)):
            entry, wrong = f"{path}: {name}", problem(lines, parameters)
            if wrong:
                used.add(entry)
            if wrong and entry not in exceptions:
                failures.append(f"{entry}: {wrong}")
    return failures + stale(exceptions, used, "excepted")


if __name__ == "__main__":
    finish(check(ROOT), f"sizes: no function above {MAX_LINES} lines or {MAX_PARAMETERS} parameters")
