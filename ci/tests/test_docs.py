#!/usr/bin/env python3
"""check_docs runs what it should, and only that, and sees each way a document is wrong."""
import unittest

from planted import PlantedTree
import check_docs

FENCE = "`" * 3


def block(kind, content):
    return f"{FENCE}{kind}\n{content}\n{FENCE}\n"


class Docs(PlantedTree):
    def failures(self, text, **files):
        self.plant({"README.md": text, **files})
        return check_docs.check(self.root)[0]

    def test_silent_when_blocks_succeed(self):
        self.plant({"docs/A.md": block("sh", "true")})
        self.plant({"README.md": block("sh", "test -f docs/A.md") + block("console", "$ false")})
        self.assertEqual(check_docs.check(self.root), ([], 2))

    def test_names_the_block_that_fails(self):
        failures = self.failures(block("sh", "true") + block("sh", "echo seen; false; true"))
        self.assert_one(failures, "README.md:4", "exit code 1", "seen")

    def test_saves_named_blocks_beside_the_commands(self):
        text = block("cpp host.cc", "int main() {}") + block("sh", "grep -q main host.cc; touch trace")
        self.assertEqual(self.failures(text), [])
        self.assertFalse((self.root / "trace").exists())

    def test_a_document_without_its_command_fails(self):
        self.assert_one(self.failures(block("sh", "true") + "`ci/gone` does it"), "ci/gone")
        self.plant({"ci/gone": ""})
        self.assertEqual(check_docs.check(self.root)[0], [])

    def test_nothing_to_run_is_a_failure(self):
        self.assert_one(self.failures("words"), "nothing was checked")

    def test_an_unknown_kind_fails(self):
        self.assert_one(self.failures(block("sh", "true") + block("shell", "false")), "unknown kind")


if __name__ == "__main__":
    unittest.main()
