#!/usr/bin/env python3
"""check_siblings sees a source without test, and each way its list goes stale."""
import unittest

from planted import PlantedTree
import check_siblings


class Siblings(PlantedTree):
    def check(self, without, *paths):
        self.plant({path: "" for path in paths})
        return check_siblings.check(self.root, without)

    def test_silent_when_each_has_its_test(self):
        self.assertEqual(self.check({}, "runtime/a/x.cc", "runtime/a/x_test.cc", "leakcheck/y.cc",
                                    "runtime/a/dump_main.cc", "runtime/a/test_support.cc"), [])

    def test_names_the_one_without(self):
        self.assert_one(self.check({}, "runtime/x.cc", "runtime/x_test.cc", "runtime/y.cc"), "runtime/y.cc")

    def test_a_test_elsewhere_is_no_sibling(self):
        self.assert_one(self.check({}, "runtime/a/x.cc", "runtime/b/x_test.cc"), "runtime/a/x.cc")

    def test_a_reason_holds_only_while_needed(self):
        self.assertEqual(self.check({"why": ["runtime/x.cc"]}, "runtime/x.cc"), [])
        self.assert_one(self.check({"why": ["runtime/x.cc"]}, "runtime/x_test.cc"), "nothing is")

    def test_a_reason_for_a_lost_file_fails(self):
        self.assert_one(self.check({"why": ["runtime/z.cc"]}), "nothing is")

    def test_two_reasons_are_one_too_many(self):
        self.assert_one(self.check({"a": ["runtime/x.cc"], "b": ["runtime/x.cc"]}, "runtime/x.cc"), "twice")


if __name__ == "__main__":
    unittest.main()
