#!/usr/bin/env python3
"""Every runtime/**/x.cc has its x_test.cc beside it, or a reason not to.

Reasons are given for groups of files. Fails both ways: a source without test or reason, and a
listed source that has a test now or is gone.
"""
import re

from tree import ROOT, files, finish

# {reason: files}
WITHOUT = {
    "a dozen lines that end the process; death tests of its callers reach it": [
        "runtime/component/check.cc",
    ],
}

NEEDS_NONE = re.compile(r"_(test|main|bench)\.cc$|test_support|/testdata/")


def check(root, without=None):
    without = WITHOUT if without is None else without
    paths = {path.as_posix() for path in files(root, ".cc") if path.parts[0] == "runtime"}
    sources = {path for path in paths if not NEEDS_NONE.search(path)}
    tested = {path for path in sources if path.removesuffix(".cc") + "_test.cc" in paths}
    listed = [path for group in without.values() for path in group]
    failures = [f"{path}: no {path.removesuffix('.cc')}_test.cc and no reason"
                for path in sorted(sources - tested - set(listed))]
    failures += [f"{path}: listed as untested, but it has a test" for path in listed if path in tested]
    failures += [f"{path}: listed as untested, but it is gone" for path in listed
                 if path not in sources]
    failures += [f"{path}: listed twice" for path in sorted(set(listed)) if listed.count(path) > 1]
    return failures


if __name__ == "__main__":
    finish(check(ROOT), "siblings: every source has its test beside it")
