#!/usr/bin/env python3
"""check_headers sees a header that needs its neighbours, and forgets what it remembered on change."""
import unittest

from planted import PlantedTree
import check_headers

ALONE = "#pragma once\ninline int f() { return 1; }\n"
NEEDY = "#pragma once\ninline std::size_t g() { return 1; }\n"


class Headers(PlantedTree):
    def test_silent_on_headers_that_stand_alone(self):
        self.plant({"a.h": ALONE, "b.h": '#pragma once\n#include "a.h"\ninline int g() { return f(); }\n'})
        self.assertEqual(check_headers.check(self.root), [])

    def test_names_the_needy_one(self):
        self.plant({"a.h": ALONE, "b.h": NEEDY})
        self.assert_one(check_headers.check(self.root), "b.h", "alone")

    def test_an_exception_holds_only_while_needed(self):
        self.plant({"a.h": ALONE, "b.h": NEEDY})
        self.assertEqual(check_headers.check(self.root, {"b.h": "why"}), [])
        self.assert_one(check_headers.check(self.root, {"b.h": "why", "a.h": "why"}), "a.h")

    def test_a_changed_include_is_noticed(self):
        self.plant({"a.h": ALONE, "b.h": '#pragma once\n#include "a.h"\ninline int g() { return f(); }\n'})
        self.assertEqual(check_headers.check(self.root), [])
        self.plant({"a.h": "#pragma once\n"})
        self.assert_one(check_headers.check(self.root), "b.h")

    def test_runtime_headers_are_read_without_exceptions(self):
        throwing = "#pragma once\ninline void f() { throw 1; }\n"
        self.plant({"runtime/a.h": throwing, "leakcheck/a.h": throwing})
        self.assert_one(check_headers.check(self.root), "runtime/a.h")

    def test_the_host_interface_is_c(self):
        self.plant({"runtime/host/ouro.h": "#pragma once\nnamespace ouro {}\n"})
        self.assert_one(check_headers.check(self.root), "ouro.h")


if __name__ == "__main__":
    unittest.main()
