#!/usr/bin/env python3
"""The comparison must be seen to fail: on a byte, an exit code, a crash, a timeout, a stale list."""
import contextlib
import io
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import compare_programs

PROGRAM = "import sys\nprint('one')\nprint('two')\nprint('warned', file=sys.stderr)\n"
RIGHT = 'exec /usr/bin/python3.11 -S -s "$@"'


class Comparison(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("programs/first.py", PROGRAM)

    def write(self, name, text):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def fake(self, script):
        file = self.write("ouro", f"#!/bin/bash\n{script}\n")
        os.chmod(file, 0o755)
        return file

    def compare(self, script, *options, places=("programs",)):
        fake = self.fake(script)
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            code = compare_programs.main(
                ["--root", str(self.root), "--ouro", str(fake), "--expected", "expected.txt",
                 "--jobs", "2", *options, *(str(self.root / place) for place in places)])
        return code, output.getvalue()

    def assert_fails(self, result, *texts):
        code, output = result
        self.assertEqual(code, 1, output)
        self.assertTrue(output.endswith("0 passed, 1 failed\n"), output)
        for text in texts:
            self.assertIn(text, output)

    def test_equal_programs_pass(self):
        code, output = self.compare(RIGHT)
        self.assertEqual(code, 0, output)
        self.assertTrue(output.endswith("1 passed, 0 failed\n"), output)

    def test_one_byte_of_output_fails(self):
        result = self.compare("echo one; echo twO; echo warned >&2")
        self.assert_fails(result, "stdout line 2", "python: two", "ouro:   twO")

    def test_missing_last_newline_fails(self):
        self.assert_fails(self.compare("echo one; echo -n two; echo warned >&2"), "stdout")

    def test_output_too_long_fails(self):
        self.assert_fails(self.compare("echo one; echo two; echo three; echo warned >&2"),
                          "stdout line 3", "three")

    def test_exit_code_fails(self):
        self.assert_fails(self.compare("echo one; echo two; echo warned >&2; exit 4"),
                          "exit code 4, not 0")

    def test_crash_fails_and_is_named(self):
        self.assert_fails(self.compare("echo one; echo two; echo warned >&2; kill -SEGV $$"),
                          "killed by SIGSEGV")

    def test_timeout_fails_and_ends_the_group(self):
        result = self.compare("sleep 60 & sleep 60", "--timeout", "1")
        self.assert_fails(result, "timeout")

    def test_error_text_fails_unless_ignored(self):
        script = "echo one; echo two; echo Warned >&2"
        self.assert_fails(self.compare(script), "stderr line 1")
        self.assertEqual(self.compare(script, "--ignore-stderr")[0], 0)

    def test_one_bad_seed_is_enough(self):
        script = f'[ "$PYTHONHASHSEED" = 1 ] && exit 9; {RIGHT}'
        self.assert_fails(self.compare(script), "(seed 1)")
        self.assertEqual(self.compare(script, "--seeds", "0")[0], 0)

    def test_endless_output_is_cut(self):
        self.assert_fails(self.compare("exec yes"), "SIGXFSZ")

    def test_known_failure_is_neither_passed_nor_failed(self):
        self.write("expected.txt", "# why\nprograms/first.py: not written yet\n")
        code, output = self.compare("exit 1")
        self.assertEqual(code, 0, output)
        self.assertIn("1 known failures", output)
        self.assertTrue(output.endswith("0 passed, 0 failed\n"), output)

    def test_known_failure_that_passes_fails(self):
        self.write("expected.txt", "programs/first.py: not written yet\n")
        self.assert_fails(self.compare(RIGHT), "FIXED")

    def test_known_failure_without_a_program_fails(self):
        self.write("expected.txt", "programs/gone.py: was removed\n")
        code, output = self.compare(RIGHT)
        self.assertEqual(code, 1)
        self.assertTrue(output.endswith("1 passed, 1 failed\n"), output)

    def test_reference_follows_the_content(self):
        self.assertEqual(self.compare(RIGHT)[0], 0)
        self.write("programs/first.py", "print('changed')\n")
        self.assertEqual(self.compare(RIGHT)[0], 0)
        self.assertEqual(len(list((self.root / "build/reference").glob("*.json"))), 2)

    def test_helpers_are_not_run_but_belong_to_the_reference(self):
        self.write("programs/_helper.py", "VALUE = 1\n")
        self.write("programs/first.py", "import _helper\nprint(_helper.VALUE)\n")
        self.assertEqual(self.compare(RIGHT)[0], 0)
        self.write("programs/_helper.py", "VALUE = 2\n")
        code, output = self.compare(RIGHT)
        self.assertEqual(code, 0, output)
        self.assertTrue(output.endswith("1 passed, 0 failed\n"), output)

    def test_program_that_depends_on_the_seed_is_found(self):
        self.write("programs/first.py", "print(hash('text'))\n")
        self.assert_fails(self.compare(RIGHT, "--check-reference"), "stdout")

    def test_missing_binary_is_an_infrastructure_error(self):
        with contextlib.redirect_stdout(io.StringIO()):
            code = compare_programs.main(["--root", str(self.root), "--ouro", "no/such/binary"])
        self.assertEqual(code, 3)

    def test_failures_are_listed_at_the_end(self):
        _, output = self.compare("exit 1", "--list-failures")
        self.assertIn("failures:\n  programs/first.py\n", output)


if __name__ == "__main__":
    unittest.main()
