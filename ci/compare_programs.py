#!/usr/bin/env python3
"""Runs each program under python3.11 and under ouro, and demands the same bytes from both.

Compared are standard output, standard error and the exit code, for every hash seed. What Python says
is remembered under build/reference by the content of the program. Known failures are listed with a
reason, exact both ways: a listed program that passes fails the check. Files whose name starts with
an underscore are helpers of their neighbours, and are not run themselves.
"""
import argparse
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PYTHON = "/usr/bin/python3.11"
# The environment is made from nothing instead of passing -E, which would also hide the hash seed.
PYTHON_FLAGS = ["-S", "-s"]
OURO = "build/release/bin/ouro"
PLACES = ["stress/programs", "stress/conformance"]
EXPECTED_FAILURES = "stress/conformance/expected_failures.txt"
OUTPUT_LIMIT = 64 << 20
SHOWN = 160  # characters of a differing line


@dataclasses.dataclass
class Outcome:
    """What one run left behind."""
    stdout: bytes
    stderr: bytes
    code: int
    timed_out: bool
    seconds: float

    def ending(self):
        if self.timed_out:
            return "timeout"
        if self.code < 0:
            return f"killed by {signal.Signals(-self.code).name}"
        return f"exit code {self.code}"


@dataclasses.dataclass
class Verdict:
    path: str
    problem: str  # empty when equal
    detail: str
    python_seconds: float
    ouro_seconds: float


def environment(seed):
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": str(seed),
            "PYTHONDONTWRITEBYTECODE": "1"}


def limited(command, memory):
    """Limits by prlimit: a program that prints or allocates for ever must not take the machine along."""
    limits = [f"--fsize={OUTPUT_LIMIT}", "--core=0"]
    if memory:
        limits.append(f"--as={memory << 20}")
    return ["prlimit", *limits, "--", *command]


def run(command, seed, timeout, memory, root):
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(limited(command, memory), cwd=root, env=environment(seed),
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   start_new_session=True)
        timed_out = False
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        return Outcome(out.read(), err.read(), process.returncode, timed_out, seconds)


def helpers_of(root, path):
    """The files beside a program that it may read: what starts with an underscore, at any depth."""
    folder = (root / path).parent
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts
                  and any(part.startswith("_") for part in file.relative_to(folder).parts))


def key_of(root, path, settings):
    digest = hashlib.sha256(f"{settings.python}\0{root}\0{path}\0{settings.seeds[0]}\0".encode())
    for file in [root / path, *helpers_of(root, path)]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    digest.update(python_version(settings.python))
    return digest.hexdigest()


VERSIONS = {}


def python_version(python):
    if python not in VERSIONS:
        VERSIONS[python] = subprocess.run([python, "-VV"], capture_output=True, check=True).stdout
    return VERSIONS[python]


def load(file):
    if not file.exists():
        return None
    facts = json.loads(file.read_text())
    return Outcome(facts["stdout"].encode("latin-1"), facts["stderr"].encode("latin-1"),
                   facts["code"], False, facts["seconds"])


def store(file, outcome):
    """Written beside and renamed, so that two comparisons at once do no harm."""
    file.parent.mkdir(parents=True, exist_ok=True)
    facts = {"stdout": outcome.stdout.decode("latin-1"), "stderr": outcome.stderr.decode("latin-1"),
             "code": outcome.code, "seconds": outcome.seconds}
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as stream:
        json.dump(facts, stream)
    os.replace(stream.name, file)


def python_command(path, settings):
    return [settings.python, *PYTHON_FLAGS, path]


def reference(root, path, settings):
    file = root / "build/reference" / f"{key_of(root, path, settings)}.json"
    known = None if settings.check_reference else load(file)
    if known is not None:
        return known
    outcome = run(python_command(path, settings), settings.seeds[0], settings.timeout, 0, root)
    if not outcome.timed_out:
        store(file, outcome)
    return outcome


def first_difference(name, expected, actual):
    """The first line that differs, from both sides."""
    left, right = expected.split(b"\n"), actual.split(b"\n")
    for number, (wanted, found) in enumerate(zip(left, right), 1):
        if wanted != found:
            return difference_text(name, number, wanted, found)
    number = min(len(left), len(right)) + 1
    missing = b"(nothing)"
    return difference_text(name, number, left[number - 1] if len(left) >= number else missing,
                           right[number - 1] if len(right) >= number else missing)


def difference_text(name, number, wanted, found):
    show = lambda line: line.decode("utf-8", "backslashreplace")[:SHOWN]
    return f"    {name} line {number}\n      python: {show(wanted)}\n      ouro:   {show(found)}"


def last_line(data):
    lines = data.decode("utf-8", "backslashreplace").rstrip().splitlines()
    return f"    stderr ends: {lines[-1][:SHOWN]}" if lines else ""


def compare(expected, actual, ignore_stderr):
    """(problem, detail); the most telling difference first. Both are empty when nothing differs."""
    if actual.timed_out:
        return "timeout", last_line(actual.stderr)
    if actual.code < 0 and actual.code != expected.code:
        return actual.ending(), last_line(actual.stderr)
    if expected.stdout != actual.stdout:
        detail = first_difference("stdout", expected.stdout, actual.stdout)
        return "stdout", "\n".join(filter(None, [detail, last_line(actual.stderr)]))
    if expected.code != actual.code:
        return f"{actual.ending()}, not {expected.code}", last_line(actual.stderr)
    if expected.stderr != actual.stderr and not ignore_stderr:
        return "stderr", first_difference("stderr", expected.stderr, actual.stderr)
    return "", ""


def judge(root, path, settings):
    expected = reference(root, path, settings)
    if expected.timed_out:
        return Verdict(path, "python itself timed out", "", expected.seconds, 0)
    seconds = []
    for seed in settings.seeds:
        if settings.check_reference:
            command = python_command(path, settings)
        else:
            command = [settings.ouro, *settings.ouro_arguments, path]
        actual = run(command, seed, settings.timeout, settings.memory, root)
        seconds.append(actual.seconds)
        problem, detail = compare(expected, actual, settings.ignore_stderr)
        if problem:
            return Verdict(path, f"{problem} (seed {seed})", detail, expected.seconds, actual.seconds)
    return Verdict(path, "", "", expected.seconds, min(seconds))


def programs(root, places):
    found = []
    for place in places:
        full = (root / place).resolve()
        if not full.exists():
            raise SystemExit(f"compare_programs: no such file or folder: {place}")
        files = sorted(full.rglob("*.py")) if full.is_dir() else [full]
        found += [os.path.relpath(file, root) for file in files
                  if full.is_file() or not is_helper(file.relative_to(full))]
    return list(dict.fromkeys(found))


def is_helper(path):
    return any(part.startswith("_") for part in path.parts)


def read_expected_failures(file):
    """{path: reason}; a line is `path: reason`, and `#` starts a comment line."""
    listed = {}
    if not file.exists():
        return listed
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        path, colon, reason = line.partition(": ")
        if not colon or not reason.strip():
            raise SystemExit(f"{file}:{number}: want `path: reason`")
        listed[path.strip()] = reason.strip()
    return listed


def status_of(verdict, expected):
    if verdict.problem:
        return "known" if verdict.path in expected else "FAILED"
    return "FIXED" if verdict.path in expected else "ok"


def print_row(verdict, status, width):
    note = verdict.problem
    if status == "FIXED":
        note = "passes now; take it off the list of expected failures"
    print(f"{verdict.path:{width}} {status:6} {verdict.python_seconds * 1000:7.0f}"
          f" {verdict.ouro_seconds * 1000:7.0f}  {note}".rstrip(), flush=True)
    if verdict.detail and status == "FAILED":
        print(verdict.detail)


def compare_all(root, paths, settings, expected):
    """Prints the table as results come, in order; returns [(verdict, status)]."""
    width = max(map(len, paths), default=0)
    print(f"{'program':{width}} {'':6} {'python':>7} {'ouro':>7}  (milliseconds)")
    rows = []
    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        for verdict in pool.map(lambda path: judge(root, path, settings), paths):
            status = status_of(verdict, expected)
            rows.append((verdict, status))
            print_row(verdict, status, width)
    return rows


def report(rows, missing, settings):
    for path in missing:
        print(f"{path}: expected to fail, but there is no such program")
    failed = [verdict.path for verdict, status in rows if status in ("FAILED", "FIXED")] + missing
    known = sum(status == "known" for _, status in rows)
    if settings.list_failures and failed:
        print("failures:", *failed, sep="\n  ")
    if known:
        print(f"{known} known failures, listed in {settings.expected}")
    passed = sum(status == "ok" for _, status in rows)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("places", nargs="*", metavar="FILE|DIR", help=f"default: {' '.join(PLACES)}")
    parser.add_argument("--ouro", default=OURO, help="the binary under test (default: %(default)s)")
    parser.add_argument("--ouro-arguments", default="", help="put before the program, split at blanks")
    parser.add_argument("--python", default=PYTHON, help="the oracle (default: %(default)s)")
    parser.add_argument("--seeds", default="0,1", help="hash seeds (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=20, help="seconds for one run")
    parser.add_argument("--memory", type=int, default=4096,
                        help="MiB of address space for ouro; 0 = no limit (sanitizer builds)")
    parser.add_argument("--ignore-stderr", action="store_true")
    parser.add_argument("--list-failures", action="store_true", help="repeat the failed paths at the end")
    parser.add_argument("--check-reference", action="store_true",
                        help="compare python with itself, over the seeds, to check the programs")
    parser.add_argument("--expected", default=EXPECTED_FAILURES, help="the list of known failures")
    parser.add_argument("--root", default=ROOT, type=pathlib.Path, help=argparse.SUPPRESS)
    settings = parser.parse_args(arguments)
    settings.seeds = [int(seed) for seed in settings.seeds.split(",")]
    settings.ouro_arguments = settings.ouro_arguments.split()
    return settings


def main(arguments=None):
    settings = parse(arguments)
    # Paths on the command line are the caller's; inside, everything is relative to the root, so that
    # a traceback names a program in the same way everywhere.
    root = settings.root.resolve()
    places = [os.path.relpath(place, root) for place in settings.places]
    if settings.places == []:
        places = [place for place in PLACES if (root / place).exists()]
    ouro = pathlib.Path(settings.ouro)
    settings.ouro = str(ouro.resolve() if ouro.exists() else root / ouro)
    if not settings.check_reference and not os.access(settings.ouro, os.X_OK):
        print(f"compare_programs: no binary at {settings.ouro}; build it with ci/build release")
        return 3
    expected = {} if settings.check_reference else read_expected_failures(root / settings.expected)
    missing = sorted(path for path in expected if not (root / path).is_file())
    rows = compare_all(root, programs(root, places), settings, expected)
    return report(rows, missing, settings)


if __name__ == "__main__":
    sys.exit(main())
