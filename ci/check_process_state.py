#!/usr/bin/env python3
"""Keeps the runtime free of writable process-wide state, and of memory that Memory does not count.

Reads the release build's objects, because a function-local static or a guard variable is invisible
in the source to a search but not to nm. Both allowlists give reasons and fail when stale.
"""
import os
import pathlib
import re
import subprocess

from tree import ROOT, finish, stale

OBJECTS = pathlib.Path("build/release/CMakeFiles/ouro_runtime.dir")

# {"source: symbol": why it must be writable and process-wide}
STATE = {}

# {source: why it may ask the system for memory}
ALLOCATING = {
    "runtime/component/memory.cc": "Memory is where every byte is counted",
}

WRITABLE = re.compile(r"\.(data(?!\.rel\.ro)|bss|tdata|tbss)|\*COM\*")
# operator new and delete in all their forms begin with _Zn and _Zd.
ALLOCATORS = re.compile(
    r"(malloc|calloc|realloc|reallocarray|free|cfree|aligned_alloc|memalign|posix_memalign|valloc"
    r"|strdup|strndup|asprintf|vasprintf|getline|getdelim|open_memstream|__cxa_throw"
    r"|__cxa_allocate_exception|_Zn[wa].*|_Zd[la]P.*)$")


def symbols(file):
    """(name, section) of every symbol; an undefined one has the section *UND*."""
    text = subprocess.run(["nm", "--format=sysv", str(file)], check=True, capture_output=True,
                          text=True).stdout
    rows = [line.split("|") for line in text.splitlines() if line.count("|") >= 6]
    return [(row[0].strip(), row[6].strip()) for row in rows if row[0].strip() != "Name"]


def demangle(names):
    text = subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True).stdout
    return dict(zip(names, text.splitlines()))


def read_objects(root, objects):
    """{source: symbols} of the objects whose source still exists, and what makes them unreadable."""
    table, failures = {}, []
    for file in sorted((root / objects).rglob("*.o")):
        source = file.relative_to(root / objects).with_suffix("").as_posix()
        if not (root / source).exists():
            continue
        if os.path.getmtime(file) < os.path.getmtime(root / source):
            failures.append(f"{source}: changed since the release build; run ci/build release")
        table[source] = symbols(file)
    if not table:
        failures.append(f"{objects}: no object files; run ci/build release")
    return table, failures


def check(root, objects=OBJECTS, state=None, allocating=None):
    state = STATE if state is None else state
    allocating = ALLOCATING if allocating is None else allocating
    table, failures = read_objects(root, objects)
    plain = demangle(sorted({name for rows in table.values() for name, _ in rows}))
    used_state, used_allocating = set(), set()
    for source, rows in table.items():
        for name, section in rows:
            entry = f"{source}: {plain[name]}"
            if WRITABLE.match(section):
                used_state.add(entry)
                if entry not in state:
                    failures.append(f"{entry}: writable and process-wide ({section})")
            elif section == "*UND*" and ALLOCATORS.match(name):
                used_allocating.add(source)
                if source not in allocating:
                    failures.append(f"{entry}: memory that no Memory counts")
    return (failures + stale(state, used_state, "allowed writable state")
            + stale(allocating, used_allocating, "allowed to allocate"))


if __name__ == "__main__":
    finish(check(ROOT), "process state: nothing writable, nothing uncounted")
