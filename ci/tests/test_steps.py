#!/usr/bin/env python3
"""The count of ci/test: dead test programs, silent steps and missing results never look green."""
import contextlib
import io
import unittest

from planted import PlantedTree
import steps

GTEST = ('<testsuites><testsuite><testcase name="a" status="run"/>'
         '<testcase name="b" status="run"><failure/></testcase>'
         '<testcase name="c" status="notrun"/><testcase name="d"><skipped/></testcase></testsuite></testsuites>')


def ctest(*cases):
    return "<testsuite>" + "".join(
        f'<testcase name="{name}" status="{status}"><system-out>{text}</system-out></testcase>'
        for name, status, text in cases) + "</testsuite>"


class Steps(PlantedTree):
    def count(self, *cases, **inner):
        self.plant({"ctest.xml": ctest(*cases), **{f"{name}.xml": text for name, text in inner.items()}})
        return steps.count_ctest(self.root / "ctest.xml")

    def run_step(self, *command):
        with contextlib.redirect_stdout(io.StringIO()):
            return steps.run(("step", list(command), None))

    def test_counts_the_cases_inside(self):
        self.assertEqual(self.count(("unit", "fail", ""), unit=GTEST), (1, 1))

    def test_a_death_after_passes_is_a_failure(self):
        passed = '<testsuite><testcase name="a"/></testsuite>'
        self.assertEqual(self.count(("unit", "fail", ""), unit=passed), (1, 1))
        self.assertEqual(self.count(("other", "fail", "")), (0, 1))

    def test_a_cut_off_result_is_a_failure(self):
        self.assertEqual(self.count(("unit", "run", ""), unit="<testsuite><testc")[1], 1)

    def test_counts_by_the_last_line(self):
        self.assertEqual(self.count(("compare", "run", "x\n7 passed, 0 failed")), (7, 0))
        self.assertEqual(self.count(("compare", "fail", "x\n7 passed, 2 failed")), (7, 2))

    def test_a_plain_test_is_one(self):
        self.assertEqual(self.count(("a", "run", ""), ("b", "notrun", "")), (1, 1))

    def test_no_results_are_a_failure(self):
        self.assertEqual(steps.count_ctest(self.root / "none.xml"), (0, 1))
        self.assertEqual(self.count(), (0, 1))

    def test_a_step_is_counted_by_its_code_and_its_last_line(self):
        self.assertEqual(self.run_step("true"), (1, 0))
        self.assertEqual(self.run_step("false"), (0, 1))
        self.assertEqual(self.run_step("echo", "3 passed, 1 failed"), (3, 1))
        self.assertEqual(self.run_step("sh", "-c", "echo 3 passed, 0 failed; exit 1"), (3, 1))
        self.assertEqual(self.run_step("./there-is-no-such-program"), (0, 1))


if __name__ == "__main__":
    unittest.main()
