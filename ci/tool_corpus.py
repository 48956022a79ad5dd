#!/usr/bin/env python3
"""Real logs of small wrong programs, and whether `ouro import` counts every finding in them right.

The programs and the table of what each tool must be seen to say stand in
leakcheck/probe/testdata/corpus. Each is built with two compilers at three levels of optimisation
and runs under each tool that the table names. The last line is `N passed, N failed`.
"""
import argparse
import collections
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = ROOT / "leakcheck/probe/testdata/corpus"
COMPILERS = {"gcc": "g++", "clang": "clang++-19"}
LEVELS = ("O0", "O1", "O2")
SANITIZERS = {"asan": "address", "lsan": "leak", "tsan": "thread", "ubsan": "undefined"}
FLAGS = ["-gdwarf-4", "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls", "-pthread",
         "-fno-builtin", "-w"]
OPTIONS = {"ASAN_OPTIONS": "halt_on_error=1", "UBSAN_OPTIONS": "print_stacktrace=1",
           "TSAN_OPTIONS": "second_deadlock_stack=1"}
SYMBOLIZER = "/usr/bin/llvm-symbolizer-19"
# One mistake has a name of its own in each tool.
FAMILY = {"direct_leak": "leak", "Leak_DefinitelyLost": "leak", "indirect_leak": "indirect",
          "Leak_IndirectlyLost": "indirect", "data_race": "race", "Race": "race",
          "ConflictingAccess": "race", "InvalidFree": "free", "attempting_double_free": "free",
          "heap_use_after_free": "read", "InvalidRead": "read", "heap_buffer_overflow": "write",
          "InvalidWrite": "write", "alloc_dealloc_mismatch": "mismatch",
          "MismatchedFree": "mismatch", "SIGSEGV": "SEGV"}
STABLE = 0.95  # of the logs of a mistake that must give it the same signature

Expected = collections.namedtuple("Expected", "rule subject size")
Log = collections.namedtuple("Log", "program tool compiler level path")


def read_table(path):
    """(program, tool) -> the findings, in no order."""
    table = collections.defaultdict(list)
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        program, tools, rule, subject, size = line.split()
        for tool in tools.split(","):
            findings = table[program, tool]
            if rule != "nothing":
                findings.append(Expected(rule, subject, size))
    return table


def compile_program(source, target, compiler, level, tool):
    if target.exists():
        return
    flags = [f"-{level}", *FLAGS]
    if tool in SANITIZERS:
        flags += [f"-fsanitize={SANITIZERS[tool]}", "-fno-sanitize=object-size"]  # only g++ has it
    subprocess.run([COMPILERS[compiler], *flags, "-o", target, source], check=True)


def run_program(target, tool, log):
    """Runs it; what its tool says is left in `log`."""
    environment = dict(os.environ, **OPTIONS, ASAN_SYMBOLIZER_PATH=SYMBOLIZER)
    command = [f"./{target.name}"]
    if tool not in SANITIZERS:
        command = ["valgrind", f"--tool={tool}", *command]
        if tool == "memcheck":
            command[2:2] = ["--leak-check=full", "--show-leak-kinds=definite,indirect,possible"]
        if log.suffix == ".xml":
            command[2:2] = ["--xml=yes", f"--xml-file={log}"]
    done = subprocess.run(command, cwd=target.parent, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, timeout=120, check=False)
    if log.suffix != ".xml":
        log.write_bytes(done.stderr)


def make_logs(folder, table, compilers, levels, programs):
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    logs = []
    for (program, tool), compiler, level in itertools.product(sorted(table), compilers, levels):
        if programs and program not in programs:
            continue
        build = tool if tool in SANITIZERS else "plain"
        target = folder / f"{program}.{build}.{compiler}.{level}"
        compile_program(CORPUS / f"{program}.cc", target, compiler, level, build)
        for suffix in (("log",) if tool in SANITIZERS else ("xml", "txt")):
            log = folder / "logs" / f"{program}.{tool}.{compiler}.{level}.{suffix}"
            if not log.exists():
                run_program(target, tool, log)
            logs.append(Log(program, tool, compiler, level, log))
    return logs


def find_logs(folder):
    """Those that were made before: the names say what they are."""
    return [Log(*path.name.split(".")[:4], path) for path in sorted(folder.iterdir())
            if path.suffix in (".log", ".xml", ".txt")]


def import_log(ouro, path):
    """The JSON report of one log, and the exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run([ouro, "import", path, "--out", scratch, "--format", "json"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return json.loads((pathlib.Path(scratch) / "report.json").read_text()), done.returncode


def describe(finding):
    size = f"{finding['bytes']}/{finding['blocks']}" if finding["blocks"] else "-"
    return Expected(finding["rule"], finding["subject"].split("::")[-1], size)


def judge(log, report, code, expected):
    """What is wrong with the import of one log; nothing, when it is right."""
    wrong = list(report["problems"]) + [text for run in report["runs"] for text in run["problems"]]
    seen = collections.Counter(describe(finding) for finding in report["findings"])
    wanted = collections.Counter(expected)
    wrong += [f"missing: {' '.join(row)}" for row in (wanted - seen).elements()]
    wrong += [f"too many: {' '.join(row)}" for row in (seen - wanted).elements()]
    if code != (1 if expected else 0):
        wrong.append(f"exit code {code}")
    return [f"{log.path.name}: {text}" for text in wrong]


class Signatures:
    """Which identity each mistake got, log by log."""

    def __init__(self):
        self.of_mistake = collections.defaultdict(collections.Counter)
        self.mistakes = collections.defaultdict(set)

    def add(self, log, findings):
        order = sorted(findings, key=lambda finding: (finding["subject"], finding["path"]))
        numbers = collections.Counter()
        for finding in order:
            family = FAMILY.get(finding["rule"], finding["rule"])
            subject = finding["subject"].split("::")[-1]
            key = (log.program, family, subject, numbers[family, subject])
            numbers[family, subject] += 1
            self.of_mistake[key][finding["signature"]] += 1
            self.mistakes[finding["signature"]].add(key)

    def judge(self):
        total = sum(sum(each.values()) for each in self.of_mistake.values())
        same = sum(each.most_common(1)[0][1] for each in self.of_mistake.values())
        collisions = [keys for keys in self.mistakes.values() if len(keys) > 1]
        share = same / total if total else 0
        print(f"signatures: {len(self.of_mistake)} mistakes in {total} sightings, "
              f"{100 * share:.1f} % with the same signature, {len(collisions)} collisions")
        for key, each in sorted(self.of_mistake.items()):
            if len(each) > 1:
                print(f"  {' '.join(map(str, key))}: {dict(each)}")
        wrong = [] if share >= STABLE else [f"only {100 * share:.1f} % are stable"]
        return wrong + [f"one signature for {sorted(keys)}" for keys in collisions]


def check_logs(ouro, logs, table):
    signatures, failures, passed = Signatures(), [], 0
    for log in logs:
        report, code = import_log(ouro, log.path)
        wrong = judge(log, report, code, table[log.program, log.tool])
        signatures.add(log, report["findings"])
        failures += wrong
        passed += not wrong
    print(f"{len(logs)} logs, {passed} counted right")
    wrong = signatures.judge()
    for text in failures + wrong:
        print("FAILED", text)
    failed = len(logs) - passed + len(wrong)
    print(f"{passed + (0 if wrong else 1)} passed, {failed} failed")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--ouro", default=ROOT / "build/release/bin/ouro")
    parser.add_argument("--out", type=pathlib.Path, help="keep programs and logs there")
    parser.add_argument("--logs", type=pathlib.Path, help="check these logs, make none")
    parser.add_argument("--compilers", default=",".join(COMPILERS))
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--programs", default="")
    arguments = parser.parse_args()
    table = read_table(CORPUS / "expected.txt")
    if arguments.logs:
        return check_logs(arguments.ouro, find_logs(arguments.logs), table)
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.out or pathlib.Path(scratch)
        logs = make_logs(folder.resolve(), table, arguments.compilers.split(","),
                         arguments.levels.split(","), arguments.programs.split(",")
                         if arguments.programs else [])
        return check_logs(arguments.ouro, logs, table)


if __name__ == "__main__":
    sys.exit(main())
