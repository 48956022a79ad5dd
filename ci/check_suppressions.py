#!/usr/bin/env python3
"""A suppression hides a finding, so each one says why, where it is discussed, and when it goes.

Without arguments: every entry in tsan_suppressions/ has its three comments. With the logs of a full
run (print_suppressions=1, or Valgrind's XML): every entry matched something; a stale one fails.
"""
import pathlib
import re
import sys

from tree import ROOT, finish, read

FOLDER = pathlib.Path("tsan_suppressions")
COMMENTS = ("why", "issue", "remove when")

# The three ways the tools name a suppression that matched.
MATCHED = [
    re.compile(r"^\s*\d+\s+\d+\s+(\S.*?)\s*$", re.MULTILINE),       # LSan: count bytes template
    re.compile(r"^\s*\d+\s+([a-z_]+:\S.*?)\s*$", re.MULTILINE),     # TSan: count template
    re.compile(r"<pair>\s*<count>\d+</count>\s*<name>([^<]+)</name>"),  # Valgrind
]


def entries(text):
    """[(line number, entry, its comments)]; a Valgrind entry is a brace block named by its first line."""
    found, comments, block = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if block is not None:
            block += [line]
            if line == "}":
                found.append((number, block[0], comments))
                comments, block = [], None
        elif line.startswith("#"):
            comments = comments + [line]
        elif line == "{":
            block = []
        elif line:
            found.append((number, line, comments))
            comments = []
        else:
            comments = []  # a blank line ends the comment of an entry
    return found


def check(root):
    failures = []
    for path in sorted((root / FOLDER).glob("*.txt")):
        for number, entry, comments in entries(path.read_text()):
            for name in COMMENTS:
                if not any(re.match(rf"#\s*{name}:\s*\S", comment) for comment in comments):
                    failures.append(f"{FOLDER / path.name}:{number}: {entry}: no `# {name}:` above it")
    return failures


def matched(logs):
    return {name for log in logs for pattern in MATCHED for name in pattern.findall(log)}


def stale_entries(root, logs):
    """Entries that no log of the run names. Only for a whole run: a short one judges nothing."""
    seen = matched(logs)
    return [f"{path.relative_to(root)}:{number}: {entry}: matched nothing; remove it"
            for path in sorted((root / FOLDER).glob("*.txt"))
            for number, entry, _ in entries(path.read_text()) if entry not in seen]


if __name__ == "__main__":
    arguments = [pathlib.Path(name) for name in sys.argv[1:]]
    problems = check(ROOT)
    if arguments:
        problems += stale_entries(ROOT, [read(pathlib.Path(), path) for path in arguments])
    finish(problems, "suppressions: every entry is explained")
