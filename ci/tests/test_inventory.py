#!/usr/bin/env python3
"""make_inventory derives the document, and check_inventory sees every way in which it can lie."""
import pathlib
import tempfile
import unittest
from unittest import mock

import planted  # noqa: F401  (finds ci/)
import check_inventory
import make_inventory

COMPONENTS = [("small_ints", "the ints"), ("chunk_pool", "chunks (of the process)")]
FAULTS = [("skip_clear:small_ints", ""), ("share:small_ints", ""), ("skip_tear_down:chunk_pool", "")]
ROWS = "# comment\n\nsmall ints | small_ints | \narenas | chunk_pool | shared\nJIT | - | none here\n"


def make(rows, components=COMPONENTS, faults=FAULTS):
    tables = {"components": components, "faults": faults}
    with mock.patch.object(make_inventory, "read_list", lambda _, what: tables[what]):
        return make_inventory.make("ouro", rows)


class Inventory(unittest.TestCase):
    def test_the_document_says_whose_each_is_and_how_it_ends(self):
        text, problems = make(ROWS)
        self.assertEqual(problems, [])
        self.assertIn("| `small_ints` | the ints | interpreter | cleared, torn down | skip_clear, share |", text)
        self.assertIn("| `chunk_pool` | chunks | process | torn down | skip_tear_down |", text)
        self.assertIn("| JIT | - | none here |", text)
        self.assertIn("2 components; of 3 rows 2 are held", text)

    def test_each_mistake_is_named(self):
        for rows, problem in [
                (ROWS.replace("chunk_pool", "-"), "no row names the component chunk_pool"),
                (ROWS + "more | no_such | \n", "no_such is no component"),
                (ROWS + "nothing | - | \n", "neither component nor reason: nothing")]:
            self.assertEqual(make(rows)[1], [problem])
        self.assertEqual(make(ROWS, faults=FAULTS[:2])[1], ["no fault proves chunk_pool"])

    def test_an_old_document_fails(self):
        with tempfile.TemporaryDirectory() as scratch:
            root = pathlib.Path(scratch)
            for folder in ("build/release/bin", "docs", "ci"):
                (root / folder).mkdir(parents=True)
            (root / "ci/inventory_rows.txt").write_text(ROWS)
            self.assertIn("missing", check_inventory.check(root)[0])
            (root / check_inventory.OURO).touch()
            self.assertIn("out of date", check_inventory.check(root, lambda *_: ("new", []))[0])
            (root / "docs/INVENTORY.md").write_text("new")
            self.assertEqual(check_inventory.check(root, lambda *_: ("new", [])), [])


if __name__ == "__main__":
    unittest.main()
