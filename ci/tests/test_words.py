#!/usr/bin/env python3
"""check_words sees each broken rule, where it is, and a stale exception."""
import unittest

from planted import PlantedTree
import check_words

MACHINE = "see /wo" + "rk/tree/a.cc\n"
BROKEN = {"a path of one machine": MACHINE, "trailing blanks": "a \n", "a carriage return": "a\r\n",
          "a tab": "a\tb\n", "no newline at the end": "a"}


class Words(PlantedTree):
    def test_silent_on_clean_text(self):
        self.plant({"a.txt": "a\nruntime/wor" + "k/b ./ro" + "ot/c https://example.org/wor" + "k/\n", "b": ""})
        self.assertEqual(check_words.check(self.root, {}), [])

    def test_names_each_rule(self):
        self.assertEqual(set(BROKEN), set(check_words.RULES))
        for rule, text in BROKEN.items():
            with self.subTest(rule):
                self.plant({"a.txt": "first\n" + text, "b.txt": "fine\n"})
                self.assert_one(check_words.check(self.root, {}), "a.txt:2", rule)

    def test_data_may_have_blanks_but_no_machine(self):
        self.plant({"x/testdata/a.log": "a \n", "x/testdata/b.log": MACHINE})
        self.assert_one(check_words.check(self.root, {}), "b.log")

    def test_binary_files_are_not_text(self):
        self.plant({"a.bin": b"\0 \n\t"})
        self.assertEqual(check_words.check(self.root, {}), [])

    def test_an_exception_holds_only_while_needed(self):
        self.plant({"a.txt": "a \n"})
        needed = {("a.txt", "trailing blanks"): "why"}
        self.assertEqual(check_words.check(self.root, needed), [])
        self.assert_one(check_words.check(self.root, {**needed, ("a.txt", "a tab"): "why"}), "a tab")


if __name__ == "__main__":
    unittest.main()
