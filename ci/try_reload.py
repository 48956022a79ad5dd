#!/usr/bin/env python3
"""Loads and unloads the shared library many times in one process: try_reload.py BUILD [CYCLES]

Nothing may be left; and each kind of thing that is planted must be found.
"""
import pathlib
import subprocess
import sys

PLANTS = {"descriptor": "not_restored: descriptor", "thread": "not_restored: thread",
          "mapping": "mapping", "key": "not_restored: tls_key", "heap": "heap"}
PLANTED_CYCLES = 20


def run(build, cycles, *plant):
    command = [build / "bin/reload_host", build / "lib/libouro.so", str(cycles), *plant]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            timeout=900)
    return result.returncode, result.stdout + result.stderr


def expect(what, good, text):
    print(f"{'ok' if good else 'FAIL'}: {what}: {' | '.join(text.split(chr(10))).strip(' |')}")
    return good


def main(build, cycles):
    code, text = run(build, cycles)
    results = [expect("nothing planted", code == 0 and ", 0 things" in text, text)]
    for plant, name in PLANTS.items():
        code, text = run(build, PLANTED_CYCLES, plant)
        found = [line for line in text.splitlines() if line.startswith(f"left: {name}:")]
        results.append(expect(f"planted {plant}", code == 1 and bool(found), text))
    print(f"{sum(results)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: try_reload.py BUILD [CYCLES]")
    sys.exit(main(pathlib.Path(sys.argv[1]), int((sys.argv + ["1100"])[2])))
