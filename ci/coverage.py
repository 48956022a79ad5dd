#!/usr/bin/env python3
"""Lines executed by the tests, per folder, from the coverage build's counters.

A folder below its floor fails: coverage may only grow. Headers are counted where they stand.
"""
import collections
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "coverage"

# folder -> least percentage of lines
FLOORS = {"runtime": 60, "finalize": 60, "leakcheck": 60}


def gather():
    """{file: {line: times}} over all object files."""
    lines = collections.defaultdict(collections.Counter)
    counters = [str(path) for path in BUILD.rglob("*.gcda")]
    with tempfile.TemporaryDirectory() as scratch:
        for start in range(0, len(counters), 50):
            subprocess.run(["gcov", "--json-format", *counters[start:start + 50]], cwd=scratch,
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for report in pathlib.Path(scratch).glob("*.gcov.json.gz"):
                add(json.loads(gzip.decompress(report.read_bytes())), lines)
                report.unlink()
    return lines


def add(report, lines):
    for file in report["files"]:
        path = (pathlib.Path(report["current_working_directory"]) / file["file"]).resolve()
        if path.is_relative_to(ROOT) and not path.name.endswith("_test.cc"):
            for line in file["lines"]:
                lines[path.relative_to(ROOT)][line["line_number"]] += line["count"]


def summarise(lines):
    """{folder: (executed, all)} for each folder with a floor."""
    totals = {folder: [0, 0] for folder in FLOORS}
    for path, counts in lines.items():
        if path.parts[0] in totals:
            totals[path.parts[0]][0] += sum(1 for times in counts.values() if times)
            totals[path.parts[0]][1] += len(counts)
    return totals


def main():
    failed = 0
    for folder, (executed, all_lines) in summarise(gather()).items():
        percent = 100 * executed / all_lines if all_lines else 0
        failed += percent < FLOORS[folder]
        print(f"{folder:12}{executed:8} of {all_lines:6} lines{percent:7.1f} %  (floor {FLOORS[folder]} %)")
    print(f"{len(FLOORS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
