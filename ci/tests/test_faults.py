#!/usr/bin/env python3
"""make_faults derives the document, and check_faults sees every way in which it can lie."""
import pathlib
import tempfile
import unittest
from unittest import mock

import planted  # noqa: F401  (finds ci/)
import check_faults
import make_faults

FAULTS = [("skip_clear:box", "its clear does not run"), ("bug:tail", "a tail stays"),
          ("skip_stage:look", "the stage does not run")]
BUGS = [("gh-1,gh-2", "bug:tail"), ("gh-3", "a list dangles: there is no list")]
MEASURED = """fault  outcome  named by (by table) + noticed by
skip_clear:box   caught      fresh_bytes (residue) + asan
bug:tail         caught      tsan 3 of 3 [tsan: died]
skip_stage:look  equivalent  [listed: it only looks]
SCORE raw=2/3 adjusted=100.0%
"""


def make(measured=MEASURED, faults=FAULTS, bugs=BUGS):
    tables = {"faults": faults, "bugs": bugs}
    with mock.patch.object(make_faults, "read_list", lambda _, what: tables[what]):
        return make_faults.make("ouro", measured)


class Faults(unittest.TestCase):
    def test_the_document_says_who_saw_which_bug(self):
        text, problems = make()
        self.assertEqual(problems, [])
        for row in ["| gh-1, gh-2 | a tail stays | `bug:tail` | tsan 3 of 3 |",
                    "| gh-3 | a list dangles | there is no list |",
                    "| `skip_stage:look` | it only looks |",
                    "| bug | a real bug, see above | 1 | 1 | 0 | 1 |",
                    "| `fresh_bytes` | 1 | 1 |", "raw=2/3"]:
            self.assertIn(row, text)

    def test_each_mistake_is_named(self):
        self.assertEqual(make(faults=FAULTS + [("share:box", "")])[1], ["share:box: never measured"])
        self.assertEqual(make(faults=FAULTS[:2])[1], ["skip_stage:look: measured, but no fault"])
        self.assertEqual(make(MEASURED.replace("[listed: it only looks]", ""))[1],
                         ["skip_stage:look: neither caught nor listed, but equivalent"])
        self.assertEqual(make(bugs=BUGS + [("gh-4", "bug:gone")])[1], ["gh-4: no fault bug:gone"])

    def test_an_old_document_fails(self):
        with tempfile.TemporaryDirectory() as scratch:
            root = pathlib.Path(scratch)
            for folder in ("build/release/bin", "docs", "ci"):
                (root / folder).mkdir(parents=True)
            (root / "ci/fault_matrix.txt").write_text(MEASURED)
            self.assertIn("missing", check_faults.check(root)[0])
            (root / check_faults.OURO).touch()
            self.assertIn("out of date", check_faults.check(root, lambda *_: ("new", []))[0])
            (root / "docs/FAULTS.md").write_text("new")
            self.assertEqual(check_faults.check(root, lambda *_: ("new", [])), [])


if __name__ == "__main__":
    unittest.main()
