#!/usr/bin/env python3
"""Keeps docs/INVENTORY.md true: it is what the component table and its rows make of it."""
import make_inventory
from tree import ROOT, finish

OURO = "build/release/bin/ouro"


def check(root, make=make_inventory.make):
    if not (root / OURO).exists():
        return [f"{OURO} is missing: run ci/build release"]
    text, failures = make(root / OURO, (root / "ci/inventory_rows.txt").read_text())
    document = root / "docs/INVENTORY.md"
    if not document.exists() or document.read_text() != text:
        failures.append("docs/INVENTORY.md is out of date: run ci/make_inventory.py " + OURO)
    return failures


if __name__ == "__main__":
    finish(check(ROOT), "inventory: true")
