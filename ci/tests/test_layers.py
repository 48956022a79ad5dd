#!/usr/bin/env python3
"""check_layers sees an upward include, an unused edge, a cycle in its table and a stray folder."""
import unittest

from planted import PlantedTree
import check_layers

HEADERS = {"low": set(), "high": {"low"}}
SOURCES = {"low": set(), "high": set()}
TREE = {"low/a.h": "", "high/b.h": '#include "low/a.h"\n', "high/b.cc": '#include "high/b.h"\n'}


class Layers(PlantedTree):
    def check(self, top_level=("low", "high"), **changes):
        self.plant({**TREE, **changes.pop("tree", {})})
        return check_layers.check(self.root, changes.get("headers", HEADERS),
                                  changes.get("sources", SOURCES), set(top_level))

    def test_silent_on_downward_includes(self):
        self.assertEqual(self.check(), [])

    def test_an_upward_include_fails(self):
        self.assert_one(self.check(tree={"low/c.h": '#  include "high/b.h"\n'}), "low/c.h", "high/b.h")

    def test_a_source_has_its_own_edges(self):
        self.assert_one(self.check(tree={"high/c.cc": '#include "low/a.h"\n'}), "high/c.cc")
        self.assertEqual(self.check(sources={"low": set(), "high": {"low"}}), [])

    def test_an_unused_edge_fails(self):
        self.assert_one(self.check(tree={"high/b.h": ""}), "high -> low", "nothing needs it")

    def test_the_table_itself_points_down(self):
        wrong = {"low": {"high"}, "high": {"low"}}
        failures = self.check(headers=wrong, tree={"low/a.h": '#include "high/b.h"\n'})
        self.assert_one(failures, "low -> high", "not above")

    def test_tests_are_exempt(self):
        self.assertEqual(self.check(tree={"low/a_test.cc": '#include "high/b.h"\n'}), [])

    def test_a_file_in_no_layer_and_a_stray_folder_fail(self):
        failures = self.check(tree={"odd/a.h": ""})
        self.assertEqual(len(failures), 2, failures)
        self.assertTrue(all("odd" in failure for failure in failures))

    def test_a_missing_top_level_entry_fails(self):
        self.assert_one(self.check(top_level=("low", "high", "docs")), "docs")


if __name__ == "__main__":
    unittest.main()
