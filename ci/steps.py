#!/usr/bin/env python3
"""The steps of ci/test and ci/nightly, and one honest count of what passed.

A step that ends well but does not say how much it checked counts as one. A test program is counted
by its own cases; when it dies, the cases it reported stand and the death is one failure more.
"""
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[1]
COUNT = re.compile(r"^(\d+) passed, (\d+) failed\s*$", re.MULTILINE)
OURO = "build/release/bin/ouro"


def build(preset, *targets):
    return (f"build {preset}", ["ci/build", preset, *targets], None)


def ctest(preset, *options):
    junit = ROOT / "build" / preset / "test-results" / "ctest.xml"
    command = ["ctest", "--preset", preset, "--output-junit", str(junit),
               "--test-output-truncation", "head", *options]  # the counts stand at the end
    return (f"ctest {preset}", command, junit)


def plain(name, *command):
    return (name, list(command), None)


# Unit tests run as released; the sanitizer builds run what exercises the whole: contract and verify.
TEST = [
    build("release"),
    build("asan", "ouro", "contract_tests"),
    build("tsan", "ouro"),
    plain("check", "ci/check"),
    ctest("release", "-LE", "docs"),  # ci/check has run the documents
    ctest("asan", "-L", "contract"),
    plain("verify, short", "ci/verify", "stress/programs/bank.py", "stress/programs/garbage.py",
          "stress/programs/nbody.py", "--cycles", "3", "--out", "build/verify-short"),
]
NIGHTLY = TEST + [
    build("asan"),
    ctest("asan"),
    build("tsan"),
    ctest("tsan"),
    build("dev"),
    ctest("dev", "-LE", "docs"),
    plain("verify, 1100 cycles", "ci/verify", "--cycles", "1100", "--heap", "both",
          "--out", "build/verify-nightly"),
    plain("fault matrix, races", "build/dev/bin/ouro", "matrix"),
    plain("reload, 1100 times", "python3", "ci/try_reload.py", "build/release", "1100"),
    plain("package", "ci/package"),
    plain("installed package", "python3", "ci/try_package.py", "build/release"),
    plain("false alarms", OURO, "quiet", "--runs", "50"),
    plain("tool corpus", "python3", "ci/tool_corpus.py"),
    plain("refusals", OURO, "oom"),
    plain("refusals, pool", OURO, "oom", "--heap", "pool"),
    plain("refusals under asan", OURO, "oom", "--under", "asan", "--every", "7"),
    plain("stress churn", OURO, "stress", "churn"),
    plain("stress churn under tsan", "build/tsan/bin/ouro", "stress", "churn"),
    plain("cpython tests", "python3", "ci/run_cpython_tests.py", "--census"),
    build("coverage"),
    ctest("coverage", "-LE", "docs"),
    plain("coverage summary", "python3", "ci/coverage.py"),
]
PLANS = {"test": TEST, "nightly": NIGHTLY}


def count_text(text):
    """The last `N passed, N failed` of a step's output, or None."""
    found = COUNT.findall(text)
    return tuple(map(int, found[-1])) if found else None


def count_cases(file):
    """(passed, failed) of one GoogleTest or Boost.Test JUnit file; skipped cases count as neither."""
    passed = failed = 0
    for case in xml.parse(file).iter("testcase"):
        tags = {child.tag for child in case}
        if tags & {"failure", "error"}:
            failed += 1
        elif "skipped" not in tags and case.get("status") != "notrun":
            passed += 1
    return passed, failed


def count_test(case, results):
    """One ctest test, by its own cases when it left any."""
    died = case.get("status") not in ("run", "disabled")
    inner = results / f"{case.get('name')}.xml"
    counts = None
    if inner.exists():
        try:
            counts = count_cases(inner)
        except xml.ParseError:
            died = True  # cut off in the middle
    counts = counts or count_text(case.findtext("system-out") or "") or (0 if died else 1, 0)
    passed, failed = counts
    return passed, failed + (1 if died and failed == 0 else 0)


def count_ctest(junit):
    if not junit.exists():
        return 0, 1
    cases = list(xml.parse(junit).iter("testcase"))
    counts = [count_test(case, junit.parent) for case in cases]
    return (sum(c[0] for c in counts), sum(c[1] for c in counts)) if counts else (0, 1)


def forget_old_results(junit):
    for file in junit.parent.glob("*.xml"):
        file.unlink()


def run(step):
    name, command, junit = step
    print(f"\n=== {name}: {' '.join(command)}", flush=True)
    if junit:
        junit.parent.mkdir(parents=True, exist_ok=True)
        forget_old_results(junit)
    lines = []
    try:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   errors="replace")
    except OSError as error:
        print(error)
        return 0, 1
    with process:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    code = process.returncode
    passed, failed = count_ctest(junit) if junit else count_text("".join(lines[-1:])) or (code == 0, 0)
    return int(passed), failed + (1 if code != 0 and failed == 0 else 0)


def main():
    os.environ["PATH"] = "/usr/lib/llvm-19/bin:" + os.environ["PATH"]  # the symbolizer
    rows = []
    for step in PLANS[sys.argv[1]]:
        start = time.monotonic()
        passed, failed = run(step)
        rows.append((step[0], passed, failed, time.monotonic() - start))
    print(f"\n{'step':28}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for name, passed, failed, seconds in rows:
        print(f"{name:28}{passed:8}{failed:8}{seconds:9.0f}")
    failed = sum(row[2] for row in rows)
    print(f"{sum(row[1] for row in rows)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PLANS:
        sys.exit(f"usage: steps.py {'|'.join(PLANS)}")
    sys.exit(main())
