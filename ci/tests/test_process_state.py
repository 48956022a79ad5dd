#!/usr/bin/env python3
"""check_process_state sees statics, guards, thread-locals, malloc, operator new and stale entries."""
import os
import pathlib
import subprocess
import unittest

from planted import PlantedTree
import check_process_state

OBJECTS = pathlib.Path("objects")
CLEAN = """
struct Row { const char* name; int (*function)(); };
static int one() { return 1; }
constexpr Row kRows[] = {{"one", one}};
int look(int index) { return kRows[index].function(); }
"""


class ProcessState(PlantedTree):
    def check(self, sources, state=None, allocating=None):
        self.plant(sources)
        for name in sources:
            output = self.root / OBJECTS / (name + ".o")
            output.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["g++", "-std=c++20", "-O1", "-fPIC", "-c", self.root / name, "-o", output],
                           check=True)
        return check_process_state.check(self.root, OBJECTS, state or {}, allocating or {})

    def test_silent_on_constant_tables(self):
        self.assertEqual(self.check({"a.cc": CLEAN}), [])

    def test_names_each_kind_of_state(self):
        for text, name in (("int counter;", "counter"), ("static int c = 1; int* f() { return &c; }", "c"),
                           ("thread_local int slot;", "slot"), ("inline int w = 1; int* f() { return &w; }", "w"),
                           ("int f() { static int seen = 0; return ++seen; }", "seen")):
            with self.subTest(text):
                self.assert_one(self.check({"a.cc": text}), "a.cc", name, "writable")

    def test_a_guarded_static_is_seen_twice(self):
        failures = self.check({"a.cc": "int g(); int f() { static int s = g(); return s; }"})
        self.assertTrue(any("guard variable" in failure for failure in failures), failures)

    def test_names_each_way_around_memory(self):
        for text in ("int* f() { return new int; }", "#include <cstdlib>\nvoid* f() { return std::malloc(9); }",
                     "#include <cstdlib>\nvoid f(void* p) { std::free(p); }"):
            with self.subTest(text):
                self.assert_one(self.check({"a.cc": text}), "a.cc", "no Memory counts")
        self.assertTrue(self.check({"a.cc": "void f() { throw 1; }"}))

    def test_exceptions_hold_only_while_needed(self):
        source = {"a.cc": "int counter;", "b.cc": "int* f() { return new int; }"}
        self.assertEqual(self.check(source, {"a.cc: counter": "why"}, {"b.cc": "why"}), [])
        self.assert_one(self.check(source, {"a.cc: counter": "why", "a.cc: gone": "why"}, {"b.cc": "why"}), "gone")
        self.assert_one(self.check(source, {"a.cc: counter": "why"}, {"b.cc": "", "a.cc": ""}), "a.cc")

    def test_no_objects_is_a_failure_not_a_pass(self):
        self.assert_one(check_process_state.check(self.root, OBJECTS, {}, {}), "no object files")

    def test_an_object_older_than_its_source_fails(self):
        self.check({"a.cc": CLEAN})
        os.utime(self.root / "a.cc", (2e9, 2e9))
        self.assert_one(check_process_state.check(self.root, OBJECTS, {}, {}), "a.cc", "changed since")


if __name__ == "__main__":
    unittest.main()
