#!/usr/bin/env python3
"""check_format sees a misplaced blank, a stale exception and an unexplained off-switch."""
import unittest

from planted import PlantedTree
import check_format

GOOD, BAD = "int f() { return 1; }\n", "int   f( ) { return 1; }\n"


class Format(PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant({".clang-format": "BasedOnStyle: Google\n"})

    def test_silent_on_formatted_files(self):
        self.plant({"a.cc": GOOD, "b.h": GOOD})
        self.assertEqual(check_format.check(self.root, {}), [])

    def test_names_the_file_and_not_its_neighbour(self):
        self.plant({"a.cc": GOOD, "b.cc": BAD})
        self.assert_one(check_format.check(self.root, {}), "b.cc")

    def test_an_exception_holds_only_while_needed(self):
        self.plant({"a.cc": BAD, "b.cc": GOOD})
        self.assertEqual(check_format.check(self.root, {"a.cc": "why"}), [])
        self.assert_one(check_format.check(self.root, {"a.cc": "why", "b.cc": "why"}), "b.cc")

    def test_off_needs_a_reason(self):
        self.plant({"a.cc": "// clang-format off\nint   x;\n// clang-format on\n",
                    "b.cc": "// clang-format off: a table\nint   x;\n// clang-format on\n"})
        self.assert_one(check_format.check(self.root, {}), "a.cc", "reason")


if __name__ == "__main__":
    unittest.main()
