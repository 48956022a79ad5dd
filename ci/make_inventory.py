#!/usr/bin/env python3
"""Writes docs/INVENTORY.md: what an interpreter owns, how it ends, and which faults prove it.

From the runtime's own table (`ouro list`) and ci/inventory_rows.txt. A component that no row names,
a row that names no component of the table, and a row with neither component nor note are errors.
Usage: ci/make_inventory.py OURO
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
ROWS = ROOT / "ci" / "inventory_rows.txt"
DOCUMENT = ROOT / "docs" / "INVENTORY.md"
OF_THE_PROCESS = " (of the process)"
HEAD = """# Inventory

Written by `ci/make_inventory.py` from the component table and `ci/inventory_rows.txt`; `ci/check inventory` keeps it true.

## Components

Set-up follows this order, clear and tear-down the reverse one. *Cleared* drops references to objects, before any tear-down; *torn
down* gives storage back. Each fault of the last column is planted by `ouro matrix` and by the contract tests, and must be caught.

| component | what | whose | how it ends | faults that prove it |
|---|---|---|---|---|
"""
SECOND = """
## What CPython keeps, and what stands for it here

| CPython 3.13 and 3.14 | here | note |
|---|---|---|
"""


def read_list(ouro, what):
    """[(name, description)] of one of the program's tables."""
    text = subprocess.run([ouro, "list", what], check=True, capture_output=True, text=True).stdout
    return [tuple((line.split(maxsplit=1) + [""])[:2]) for line in text.splitlines()]


def component_rows(components, faults):
    for name, what in components:
        kinds = dict.fromkeys(kind for kind, _, subject in (fault.partition(":") for fault, _ in faults)
                              if subject.partition("/")[0] == name)
        whose = "process" if what.endswith(OF_THE_PROCESS) else "interpreter"
        end = "cleared, torn down" if "skip_clear" in kinds else "torn down"
        yield name, what.removesuffix(OF_THE_PROCESS), whose, end, ", ".join(kinds)


def read_rows(text):
    """[(item, [component], note)]; comments and blank lines are dropped."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            item, components, note = (part.strip() for part in line.split("|"))
            yield item, [] if components == "-" else components.split(), note


def problems_of(rows, components):
    known = {name for name, *_ in components}
    named = {name for _, names, _ in rows for name in names}
    yield from (f"no row names the component {name}" for name in sorted(known - named))
    yield from (f"{name} is no component" for name in sorted(named - known))
    yield from (f"neither component nor reason: {item}" for item, names, note in rows
                if not names and not note)
    yield from (f"no fault proves {name}" for name, *_, faults in components if not faults)


def table(rows):
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def document(components, rows):
    count = sum(1 for _, names, _ in rows if names)
    shown = [(item, ", ".join(f"`{name}`" for name in names) or "-", note)
             for item, names, note in rows]
    end = (f"\n{len(components)} components; of {len(rows)} rows {count} are held by components, "
           f"{len(rows) - count} have none, each with its reason.\n")
    return HEAD + table((f"`{row[0]}`", *row[1:]) for row in components) + SECOND + table(shown) + end


def make(ouro, rows_text):
    """(the document, what is wrong with its sources)"""
    components = list(component_rows(read_list(ouro, "components"), read_list(ouro, "faults")))
    rows = list(read_rows(rows_text))
    return document(components, rows), list(problems_of(rows, components))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_inventory.py OURO")
    text, problems = make(sys.argv[1], ROWS.read_text())
    DOCUMENT.write_text(text)
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
