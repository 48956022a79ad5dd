#!/usr/bin/env python3
"""Keeps the text clean: no path of one machine, no trailing blanks, no tabs, one last newline.

Fails both ways: a rule broken, and a listed exception that breaks no rule any more.
"""
import re

from tree import ROOT, files, finish, stale

# Written in two halves, so that this file keeps its own rules.
MACHINE_PATHS = re.compile(rb"(?<![\w.$}/-])/(" + b"|".join(
    half + b"/" for half in (b"work", b"root", rb"home/[a-z]\w*", rb"Users/[a-z]\w*", b"tmp/briefs")) + b")")

RULES = {
    "a path of one machine": MACHINE_PATHS,
    "trailing blanks": re.compile(rb"[ \t]+\r?$", re.MULTILINE),
    "a carriage return": re.compile(rb"\r\n"),
    "a tab": re.compile(rb"\t"),
    "no newline at the end": re.compile(rb"[^\n]\Z"),
}

# {(file, rule): reason}
EXCEPTIONS = {}

# Recorded tool output and programs that test blanks are data: only machine paths matter there.
DATA = re.compile(r"/testdata/|^stress/(conformance|programs)/|\.svg$")


def broken_rules(path, content):
    if b"\0" in content:
        return {}
    rules = RULES if not DATA.search(path) else {"a path of one machine": MACHINE_PATHS}
    found = {rule: pattern.search(content) for rule, pattern in rules.items()}
    return {rule: content.count(b"\n", 0, match.start()) + 1 for rule, match in found.items() if match}


def check(root, exceptions=None):
    exceptions = EXCEPTIONS if exceptions is None else exceptions
    failures, used = [], set()
    for path in files(root):
        for rule, line in broken_rules(path.as_posix(), (root / path).read_bytes()).items():
            used.add((path.as_posix(), rule))
            if (path.as_posix(), rule) not in exceptions:
                failures.append(f"{path}:{line}: {rule}")
    return failures + [f"{name}" for name in stale(map(str, exceptions), map(str, used), "excepted")]


if __name__ == "__main__":
    finish(check(ROOT), "words: clean")
