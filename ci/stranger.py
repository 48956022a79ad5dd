"""What the scripts share that use the product as a stranger would."""
import subprocess
import sys
import unittest


def run(*command, **options):
    """The standard output; AssertionError with what was printed when the command fails."""
    words = list(map(str, command))
    result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            timeout=900, **options)
    if result.returncode:
        raise AssertionError(f"{' '.join(words)}: exit code {result.returncode}\n"
                             f"{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return result.stdout


def take_argument(usage):
    """The only argument of the script; what is left is for unittest."""
    if len(sys.argv) < 2:
        sys.exit(usage)
    return sys.argv.pop(1)


def run_cases():
    """Runs the script's test cases; its exit code."""
    result = unittest.main("__main__", exit=False, verbosity=2).result
    failed = len(result.failures) + len(result.errors)
    passed = result.testsRun - failed - len(result.skipped)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
