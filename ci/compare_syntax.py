#!/usr/bin/python3.11
"""Compares Ouro's parser with python3.11's: the trees of whole folders, and the errors of bad code.

  ci/compare_syntax.py [--tool PATH] [--attributes] [FOLDER_OR_FILE ...]

Without arguments: the standard library of python3.11, then runtime/source/testdata/bad_syntax.txt.
A line of that file is a Python string literal, with `eval: ` or `single: ` before it for these modes.
Exit code 0: all equal; 1: differences; 3: no tool (build the target `syntax_dump`).
"""

import argparse
import ast
import os
import pathlib
import subprocess
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parent.parent
BAD_SYNTAX = ROOT / "runtime/source/testdata/bad_syntax.txt"
BATCH = 40
SHOWN = 20

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def find_tool():
    found = sorted(ROOT.glob("build/**/syntax_dump"), key=lambda path: path.stat().st_mtime)
    if not found:
        print("compare_syntax: build the target syntax_dump first, or name it with --tool")
        sys.exit(3)
    return found[-1]


def one_line(text):
    return (text or "").replace("\\", "\\\\").replace("\n", "\\n")


def describe(error):
    """An error as the tool prints it."""
    if not isinstance(error, SyntaxError):
        return f"!{type(error).__name__}\t{error}"
    fields = [f"!{type(error).__name__}", error.lineno, error.offset, error.end_lineno,
              error.end_offset, one_line(error.msg), one_line(error.text)]
    return "\t".join(str(field) for field in fields)


def expected_tree(path, attributes):
    try:
        tree = ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        return describe(error)
    return ast.dump(tree, include_attributes=attributes)


def same_failure(expected, actual):
    """Both failed alike; places and texts of undecodable sources are not compared."""
    if not (expected.startswith("!") and actual.startswith("!")):
        return False
    return expected.split("\t")[0] == actual.split("\t")[0]


def normal(line):
    """A lone surrogate or an undecodable byte must not stop the comparison."""
    return line.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def first_difference(expected, actual):
    place = 0
    for left, right in zip(expected, actual):
        if left != right:
            break
        place += 1
    start = max(0, place - 100)
    return f"    python {expected[start:place + 100]!r}\n    ouro   {actual[start:place + 100]!r}"


def compare_batch(tool, paths, attributes):
    command = [tool] + (["--attributes"] if attributes else []) + [str(path) for path in paths]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout
    lines = output.decode("utf-8", "surrogatepass").split("\n")
    failures = []
    for path, line in zip(paths, lines):
        expected = expected_tree(path, attributes)
        if expected == line or same_failure(expected, line):
            continue
        expected = normal(expected)
        if expected != normal(line):
            failures.append(f"  {path}\n{first_difference(expected, normal(line))}")
    if len(lines) - 1 != len(paths):
        failures.append(f"  the tool answered {len(lines) - 1} of {len(paths)} files: {paths[0]} ...")
    return failures


def compare_trees(tool, roots, attributes):
    paths = []
    for root in roots:
        paths += sorted(root.rglob("*.py")) if root.is_dir() else [root]
    failures = []
    for first in range(0, len(paths), BATCH):
        failures += compare_batch(tool, paths[first:first + BATCH], attributes)
    print(f"trees: {len(paths)} files, {len(failures)} differ")
    print("\n".join(failures[:SHOWN]), end="\n" if failures else "")
    return not failures


def read_snippets(path):
    snippets = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        mode, _, literal = line.partition(": ")
        if mode not in ("eval", "single"):
            mode, literal = "exec", line
        snippets.append((mode, ast.literal_eval(literal)))
    return snippets


def expected_failure(mode, source):
    flags = ast.PyCF_ONLY_AST
    try:
        compile(source, "<string>", mode, flags)
        if "keyword argument repeated" in keyword_error(mode, source):
            return keyword_error(mode, source)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return describe(error)
    return "a tree"


def keyword_error(mode, source):
    """The one error of CPython's compiler that Ouro's parser reports."""
    try:
        compile(source, "<string>", mode)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        return describe(error)
    return ""


def answers(tool, snippets):
    """The tool's answer to each (mode, source)."""
    requests = b""
    for mode, source in snippets:
        data = source.encode("utf-8", "surrogatepass")
        requests += f"{len(data)} {mode}\n".encode() + data
    output = subprocess.run([tool, "--snippets"], input=requests, stdout=subprocess.PIPE,
                            check=False).stdout
    return output.decode("utf-8", "surrogatepass").split("\n")[:-1]


def compare_snippets(tool, snippets):
    differences = []
    lines = answers(tool, snippets)
    if len(lines) != len(snippets):
        differences.append(f"  the tool answered {len(lines)} of {len(snippets)} snippets")
    for (mode, source), line in zip(snippets, lines):
        expected = expected_failure(mode, source)
        actual = line if line.startswith("!") else "a tree"
        if not expected.startswith(("!SyntaxError", "!IndentationError", "!TabError")):
            expected, actual = expected.split("\t")[0], actual.split("\t")[0]
        if normal(expected) != normal(actual):
            differences.append(f"  {mode} {source!r}\n    python {expected}\n    ouro   {actual}")
    return differences


def compare_failures(tool, path):
    snippets = read_snippets(path)
    differences = compare_snippets(tool, snippets)
    print(f"errors: {len(snippets)} snippets, {len(differences)} differ")
    print("\n".join(differences), end="\n" if differences else "")
    return not differences


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", type=pathlib.Path)
    parser.add_argument("--attributes", action="store_true", help="compare positions too")
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    tool = options.tool or find_tool()
    roots = options.paths or [pathlib.Path(os.path.dirname(os.__file__))]
    equal = compare_trees(tool, roots, options.attributes)
    if not options.paths:
        equal = compare_failures(tool, BAD_SYNTAX) and equal
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
