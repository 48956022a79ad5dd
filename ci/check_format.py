#!/usr/bin/env python3
"""Keeps every C and C++ file as clang-format-19 writes it, so that no review speaks of blanks.

Fails both ways: a file that is not formatted, and a listed exception that is. A region under
`clang-format off` says why on the same line.
"""
import concurrent.futures
import os
import re
import shutil
import subprocess

from tree import ROOT, files, finish, read, stale

EXCEPTIONS = {}  # path: reason
TOOL = "clang-format-19"
OFF = re.compile(r"clang-format off\s*(\*/)?\s*$", re.MULTILINE)
CHUNK = 20


def unformatted(root, paths):
    result = subprocess.run([TOOL, "--dry-run", "-Werror", *map(str, paths)], cwd=root,
                            capture_output=True, text=True)
    names = {line.split(":", 1)[0] for line in result.stderr.splitlines() if ": error: " in line}
    if result.returncode and not names:
        raise SystemExit(f"{TOOL} failed: {result.stderr}")
    return names


def check(root, exceptions=None):
    exceptions = EXCEPTIONS if exceptions is None else exceptions
    if not shutil.which(TOOL):
        return [f"{TOOL} is missing: run ci/deps"]
    paths = [path for path in files(root, ".cc", ".h", ".hpp", ".c") if "testdata" not in path.parts]
    chunks = [paths[start:start + CHUNK] for start in range(0, len(paths), CHUNK)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = set().union(*pool.map(lambda chunk: unformatted(root, chunk), chunks))
    failures = [f"{name}: run {TOOL} -i {name}" for name in sorted(wrong - set(exceptions))]
    failures += stale(exceptions, wrong, "listed as not formatted")
    failures += [f"{path}: `clang-format off` without a reason on its line"
                 for path in paths
                 if OFF.search(read(root, path)) and path.as_posix() not in exceptions]
    return failures


if __name__ == "__main__":
    finish(check(ROOT), "format: every file is as clang-format writes it")
