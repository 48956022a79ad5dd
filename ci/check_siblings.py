#!/usr/bin/env python3
"""Every runtime/**/x.cc has its x_test.cc beside it, or a reason not to.

Reasons are given for groups of files, by pattern. Fails both ways: a source without test or reason,
and a pattern that no untested source matches any more.
"""
import fnmatch
import re

from tree import ROOT, files, finish

# {reason: patterns}
WITHOUT = {
    "a dozen lines each: death tests and tests of their callers reach them": [
        "runtime/component/check.cc",
        "runtime/component/tools.cc",
    ],
    "tested together with its neighbours in memory_test.cc and hash_table_test.cc": [
        "runtime/component/chunk_pool.cc",
        "runtime/component/arena.cc",
    ],
    "what programs see of it is compared with python3.11, file by file: stress/conformance": [
        "runtime/object/*.cc",
        "runtime/module/*.cc",
        "runtime/execute/*.cc",
        "runtime/code/*.cc",
    ],
    "a component: its set-up, tear-down, census and faults are contract tests built from the table": [
        "runtime/state/*.cc",
        "runtime/collect/*.cc",
        "runtime/process/*.cc",
    ],
    "the hosts of docs/EMBEDDING.md are built and run": [
        "runtime/host/*.cc",
    ],
}

NEEDS_NONE = re.compile(r"_(test|main|bench)\.cc$|test_support|/testdata/")


def check(root, without=None):
    without = WITHOUT if without is None else without
    paths = {path.as_posix() for path in files(root, ".cc") if path.parts[0] == "runtime"}
    sources = {path for path in paths if not NEEDS_NONE.search(path)}
    tested = {path for path in sources if path.removesuffix(".cc") + "_test.cc" in paths}
    untested = sources - tested
    patterns = [pattern for group in without.values() for pattern in group]
    failures = [f"{path}: no {path.removesuffix('.cc')}_test.cc and no reason" for path in sorted(untested)
                if not any(fnmatch.fnmatch(path, pattern) for pattern in patterns)]
    failures += [f"{pattern}: listed as untested, but nothing is" for pattern in patterns
                 if not fnmatch.filter(untested, pattern)]
    failures += [f"{pattern}: listed twice" for pattern in sorted(set(patterns)) if patterns.count(pattern) > 1]
    return failures


if __name__ == "__main__":
    finish(check(ROOT), "siblings: every source has its test beside it")
