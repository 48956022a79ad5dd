#!/usr/bin/env python3
"""Every header compiles alone, so that no file depends on the order of its includes.

What compiled once is remembered by the content of all it includes, as nothing else can change the
answer. Fails both ways: a header that does not stand alone, and a listed exception that does.
"""
import concurrent.futures
import functools
import hashlib
import os
import pathlib
import re
import subprocess

from tree import ROOT, files, finish, read, stale

EXCEPTIONS = {}  # {header: reason}
COMMON = ["g++", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I."]
# The first match wins. A C header must also be one.
LANGUAGES = [
    (re.compile(r"runtime/host/ouro(_module)?\.h$"), ["-x", "c", "-std=c11"]),
    (re.compile(r"(runtime|finalize)/.*\.h$"),
     ["-x", "c++", "-std=gnu++20", "-fno-exceptions", "-fno-rtti"]),
    (re.compile(r""), ["-x", "c++", "-std=gnu++20"]),
]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
MEMORY = "build/check_headers"


def command_for(path):
    options = next(options for pattern, options in LANGUAGES if pattern.match(path))
    # A second file includes the header: `#pragma once` in a main file would be a warning.
    return COMMON + options + ["-include", path, "/dev/null"]


def closure(root, path, seen):
    """All of the tree's files that the header sees."""
    if path in seen or not (root / path).exists():
        return seen
    seen.add(path)
    for included in INCLUDE.findall(read(root, path)):
        beside = (pathlib.Path(path).parent / included).as_posix()
        closure(root, included if "/" in included else beside, seen)
    return seen


@functools.cache
def compiler():
    return subprocess.run(["g++", "--version"], capture_output=True, text=True).stdout


def key_of(root, path):
    digest = hashlib.sha256((compiler() + " ".join(command_for(path))).encode())
    for name in sorted(closure(root, path, set())):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes())
    return digest.hexdigest()


def error_of(root, path):
    """What the compiler says of the header; empty when it stands alone."""
    remembered = root / MEMORY / key_of(root, path)
    if remembered.exists():
        return ""
    result = subprocess.run(command_for(path), cwd=root, capture_output=True, text=True)
    if result.returncode == 0:
        remembered.parent.mkdir(parents=True, exist_ok=True)
        remembered.touch()
        return ""
    errors = [line for line in result.stderr.splitlines() if "error:" in line]
    return errors[0] if errors else result.stderr.strip()


def check(root, exceptions=None):
    exceptions = EXCEPTIONS if exceptions is None else exceptions
    paths = [path.as_posix() for path in files(root, ".h", ".hpp") if "testdata" not in path.parts]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        errors = dict(zip(paths, pool.map(lambda path: error_of(root, path), paths)))
    broken = {path: error for path, error in errors.items() if error}
    failures = [f"{path}: does not stand alone: {error}" for path, error in broken.items()
                if path not in exceptions]
    return failures + stale(exceptions, broken, "listed as not standing alone")


if __name__ == "__main__":
    finish(check(ROOT), "headers: each stands alone")
