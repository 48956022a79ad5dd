#!/usr/bin/env python3
"""Keeps every #include pointing down the list of layers, and the top level as small as it is.

Both edge tables are exact in both directions: an include that is not allowed fails, and an allowed
edge that nobody uses fails too, so the picture never promises more than the code keeps.
"""
import re

from tree import ROOT, files, finish, read, stale

# layer -> layers its headers may include, besides itself; only layers that stand above it here.
HEADERS = {
    "runtime/component": set(),
    "runtime/object": {"runtime/component"},
    "runtime/state": {"runtime/component", "runtime/object"},
    "runtime/source": {"runtime/component"},
    "runtime/code": {"runtime/component", "runtime/object", "runtime/source"},
    "runtime/collect": {"runtime/component", "runtime/object"},
    "runtime/execute": {"runtime/component", "runtime/object", "runtime/code"},
    "runtime/interpreter": {"runtime/component", "runtime/state", "runtime/collect", "runtime/execute"},
    "runtime/process": {"runtime/component", "runtime/object"},
    "finalize": {"runtime/component", "runtime/interpreter", "runtime/process"},
    "runtime/module": {"runtime/component", "runtime/object", "runtime/execute", "runtime/interpreter", "runtime/process"},
    "runtime/host": {"runtime/component", "runtime/object", "runtime/interpreter", "runtime/process",
                     "finalize"},
    "leakcheck": set(),
    "leakcheck/target": {"leakcheck"},
    "leakcheck/probe": {"leakcheck", "leakcheck/target", "finalize"},
    "leakcheck/detect": {"leakcheck"},
    "leakcheck/report": {"leakcheck"},
    "leakcheck/testing": set(),
    "stress": {"leakcheck", "leakcheck/target", "leakcheck/probe"},
    "stress/cycle": set(),
    "docs/examples": set(),
    "leakcheck/tool": {"leakcheck", "leakcheck/target", "leakcheck/probe", "leakcheck/detect",
                       "leakcheck/report"},
}

# The same for sources, beyond what their own header may. The runtime's sources are one layer:
# objects, free lists and the loop need each other; only their declarations do not.
SOURCES = {
    "runtime": {"finalize"},
    "finalize": {"runtime"},
    "leakcheck": set(),
    "leakcheck/target": {"leakcheck/probe", "runtime", "finalize"},
    "leakcheck/probe": set(),
    "leakcheck/detect": set(),
    "leakcheck/report": set(),
    "leakcheck/testing": {"leakcheck/detect", "leakcheck/probe"},
    "stress": {"leakcheck/probe"},
    "stress/cycle": {"runtime"},
    "stress/hosts": {"runtime", "leakcheck/testing"},
    "docs/examples": set(),
    "leakcheck/tool": {"leakcheck/target", "leakcheck/probe", "leakcheck/detect", "leakcheck/report", "stress"},
}

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "ci", "docs", "finalize",
             "leakcheck", "runtime", "stress", "tsan_suppressions"}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
EXEMPT = re.compile(r"_(test|bench|main)\.cc$|test_support|/contract/|/testdata/")


def layer_of(path, table):
    return max((layer for layer in table if path.startswith(layer + "/")), key=len, default=None)


def check_order(table):
    """A table in list order is a strict DAG exactly when each layer names only earlier ones."""
    order = list(table)
    return [f"{here} -> {there}: not above it in the list" for here in order
            for there in sorted(table[here]) if there not in order[:order.index(here)]]


def check_includes(root, suffixes, table):
    failures, used = [], set()
    for path in files(root, *suffixes):
        if EXEMPT.search(path.as_posix()):
            continue
        here = layer_of(path.as_posix(), table)
        if here is None:
            failures.append(f"{path}: stands in no layer")
            continue
        for included in INCLUDE.findall(read(root, path)):
            # A name alone is the file beside this one: installed headers have no other folders.
            there = layer_of(included, table) if "/" in included else here
            used.add((here, there))
            if there != here and there not in table[here]:
                failures.append(f"{path}: {here} may not include {included}")
    edges = {f"{suffixes[0]}: {here} -> {there}": (here, there)
             for here, allowed in table.items() for there in allowed}
    return failures + stale(edges, {name for name, edge in edges.items() if edge in used}, "allowed")


def check_top_level(root, allowed):
    present = {path.parts[0] for path in files(root) if not path.parts[0].startswith(".")}
    failures = [f"{name}: does not belong to the top level" for name in sorted(present - allowed)]
    return failures + stale(allowed, present, "allowed at the top level")


def check(root, headers=None, sources=None, top_level=None):
    headers, sources = headers or HEADERS, sources or SOURCES
    return (check_order(headers) + check_includes(root, (".h", ".hpp"), headers)
            + check_includes(root, (".cc", ".c"), sources)
            + check_top_level(root, top_level or TOP_LEVEL))


if __name__ == "__main__":
    finish(check(ROOT), "layers: every include points down")
