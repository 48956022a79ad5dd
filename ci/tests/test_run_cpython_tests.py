#!/usr/bin/env python3
"""The runner must see a failing, crashing, hanging and blocked test, and a list that is out of date."""
import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import run_cpython_tests

MODULES = {
    "test_fine": """
import unittest
class T(unittest.TestCase):
    def test_a(self): pass
    def test_b(self): self.skipTest("why")
""",
    "test_fails": """
import unittest
class T(unittest.TestCase):
    def test_a(self): self.assertEqual(1, 2)
    def test_b(self): pass
""",
    "test_crashes": """
import os, unittest
class T(unittest.TestCase):
    def test_a(self): pass
    def test_b(self): os.kill(os.getpid(), 11)
    def test_c(self): pass
""",
    "test_hangs": """
import time, unittest
class T(unittest.TestCase):
    def test_a(self): time.sleep(60)
    def test_b(self): pass
""",
    "test_blocked": "import no_such_module\n",
    "test_broken": "1 / 0\n",
}


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        package = self.root / "test"
        package.mkdir()
        (package / "__init__.py").write_text("")
        for name, text in MODULES.items():
            (package / f"{name}.py").write_text(text)
        self.runtime = self.root / "runtime"
        self.runtime.write_text(f'#!/bin/bash\nPYTHONPATH={self.root} exec /usr/bin/python3.11 -S "$@"\n')
        os.chmod(self.runtime, 0o755)

    def run_modules(self, *arguments):
        output = io.StringIO()
        with unittest.mock.patch.object(run_cpython_tests, "test_folder", lambda: self.root / "test"), \
                contextlib.redirect_stdout(output):
            code = run_cpython_tests.main(
                ["--runtime", str(self.runtime), "--report", str(self.root / "report.json"),
                 "--known", str(self.root / "known.txt"), "--test-timeout", "2", *arguments])
        report = json.loads((self.root / "report.json").read_text())["modules"][0]
        return code, output.getvalue(), report

    def assert_counts(self, report, passed, failed, crashed, skipped=0):
        self.assertEqual((report["passed"], report["failed"], report["crashed"], report["skipped"]),
                         (passed, failed, crashed, skipped), report)

    def test_passed_and_skipped_are_counted(self):
        code, output, report = self.run_modules("test_fine")
        self.assertEqual(code, 0, output)
        self.assert_counts(report, 1, 0, 0, 1)
        self.assertTrue(output.endswith("1 passed, 0 failed\n"), output)

    def test_failure_is_seen(self):
        code, output, report = self.run_modules("test_fails")
        self.assertEqual(code, 1)
        self.assert_counts(report, 1, 1, 0)
        self.assertIn("AssertionError: 1 != 2", output)

    def test_crash_costs_one_test(self):
        code, output, report = self.run_modules("test_crashes")
        self.assertEqual(code, 1)
        self.assert_counts(report, 2, 0, 1)
        self.assertIn("test_b: crashed SIGSEGV", output)

    def test_hang_costs_one_test(self):
        code, output, report = self.run_modules("test_hangs")
        self.assertEqual(code, 1)
        self.assert_counts(report, 1, 0, 1)
        self.assertIn("test_a: crashed timeout", output)

    def test_missing_module_blocks(self):
        code, output, report = self.run_modules("test_blocked")
        self.assertEqual(code, 1)
        self.assertEqual((report["state"], report["reason"]), ("blocked", "no_such_module"))
        self.assertIn("blocked by no_such_module: 1 modules", output)

    def test_error_while_importing_is_broken(self):
        code, _, report = self.run_modules("test_broken")
        self.assertEqual(code, 1)
        self.assertEqual(report["state"], "broken")
        self.assertIn("ZeroDivisionError", report["reason"])

    def test_known_failures_do_not_fail(self):
        self.run_modules("--update", "test_fails")
        code, output, _ = self.run_modules("test_fails")
        self.assertEqual(code, 0, output)
        self.assertIn("1 known failures", output)

    def test_known_failure_that_works_fails(self):
        (self.root / "known.txt").write_text("test.test_fine.T.test_a: was broken\n")
        code, output, _ = self.run_modules("test_fine")
        self.assertEqual(code, 1)
        self.assertIn("FIXED test.test_fine.T.test_a", output)

    def test_fewer_passing_tests_fail(self):
        (self.root / "known.txt").write_text("test_fine = 2 passed\n")
        code, output, _ = self.run_modules("test_fine")
        self.assertEqual(code, 1)
        self.assertIn("FEWER test_fine passes 1 tests instead of 2", output)
        self.run_modules("--update", "test_fine")
        self.assertEqual(self.run_modules("test_fine")[0], 0)

    def test_census_needs_a_clean_end(self):
        for said, code in (("finalize: clean, nothing left behind", 0), ("finalize: 1 finding", 1)):
            self.runtime.write_text(f'#!/bin/bash\nPYTHONPATH={self.root} /usr/bin/python3.11 -S "${{@:3}}"\n'
                                    f'echo "{said}" >&2\n')
            got, output, _ = self.run_modules("--census", "test_fine")
            self.assertEqual(got, code, output)
        self.assertIn("FAILED test_fine (the end): crashed something left behind", output)

    def test_known_failure_of_another_module_is_left_alone(self):
        (self.root / "known.txt").write_text("test.test_other.T.test_a: was broken\n")
        self.assertEqual(self.run_modules("test_fine")[0], 0)
        self.run_modules("--update", "test_fails")
        self.assertIn("test.test_other.T.test_a: was broken", (self.root / "known.txt").read_text())


if __name__ == "__main__":
    unittest.main()
