#!/usr/bin/env python3
"""The commands keep their manners: strict shells, from any folder, and every check has its test."""
import pathlib
import subprocess
import unittest

CI = pathlib.Path(__file__).resolve().parents[1]


def scripts():
    return [path for path in [*CI.iterdir(), CI.parent / ".ci" / "run"]
            if path.is_file() and path.read_bytes().startswith(b"#!/usr/bin/env bash")]


class Scripts(unittest.TestCase):
    def test_shells_are_strict_and_parse(self):
        self.assertGreaterEqual(len(scripts()), 6)
        for script in scripts():
            with self.subTest(script.name):
                self.assertIn("\nset -euo pipefail\n", script.read_text())
                self.assertEqual(subprocess.run(["bash", "-n", script]).returncode, 0)

    def test_every_check_has_its_test(self):
        checks = {path.stem.removeprefix("check_") for path in CI.glob("check_*.py")}
        tests = {path.stem.removeprefix("test_") for path in CI.glob("tests/test_*.py")}
        self.assertEqual(checks - tests, set())

    def test_checks_are_short(self):
        for path in CI.glob("check_*.py"):
            with self.subTest(path.name):
                self.assertLess(len(path.read_text().splitlines()), 150)

    def test_the_service_runs_the_tests_and_nothing_else(self):
        run = (CI.parent / ".ci" / "run").read_text()
        self.assertEqual(run.count("exec "), 1)
        self.assertIn("/../ci/test", run)

    def test_wrong_arguments_are_usage_errors(self):
        for command in (["build"], ["build", "--help"]):
            result = subprocess.run([CI / command[0], *command[1:]], cwd="/", capture_output=True, text=True)
            self.assertEqual(result.returncode, 2)
            self.assertIn("usage", result.stderr)
        result = subprocess.run([CI / "check", "there-is-none"], cwd="/", capture_output=True, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn("no such check", result.stderr)


if __name__ == "__main__":
    unittest.main()
