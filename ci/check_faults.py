#!/usr/bin/env python3
"""Keeps docs/FAULTS.md true: it is what the tables of faults and the measured matrix make of it."""
import make_faults
from tree import ROOT, finish

OURO = "build/release/bin/ouro"


def check(root, make=make_faults.make):
    if not (root / OURO).exists():
        return [f"{OURO} is missing: run ci/build release"]
    text, failures = make(root / OURO, (root / "ci/fault_matrix.txt").read_text())
    document = root / "docs/FAULTS.md"
    if not document.exists() or document.read_text() != text:
        failures.append("docs/FAULTS.md is out of date: run ci/make_faults.py " + OURO)
    return failures


if __name__ == "__main__":
    finish(check(ROOT), "faults: true")
