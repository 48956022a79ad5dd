#!/usr/bin/env python3
"""Runs test modules of CPython's own test suite under ouro: one process per module, with time limits.

The modules come from the Debian package libpython3.11-testsuite. A test that crashes or hangs is noted
and the module goes on behind it in a new process. A module that cannot be imported is `blocked`, by
the module that is missing. What is known to fail stands in ci/cpython_known_failures.txt, exact both
ways, beside the number of tests that pass, which may not fall; --update writes that file anew. With
--census every process must end with nothing left behind.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
DRIVER = pathlib.Path(__file__).resolve().with_name("cpython_test_driver.py")
OURO = "build/release/bin/ouro"
PYTHON = "/usr/bin/python3.11"
PACKAGE = "libpython3.11-testsuite"
KNOWN = "ci/cpython_known_failures.txt"
REPORT = "build/cpython_tests.json"
RESTARTS = 25
OUTPUT_LIMIT = 256 << 20
ADDRESS = re.compile(r"0x[0-9a-f]{6,}|/tmp/\w+")  # differs from run to run
CLEAN = "finalize: clean"  # in what `ouro run --report` says

GROUPS = {
    "language": """
        test_grammar test_binop test_bool test_int test_long test_float test_complex
        test_index test_augassign test_compare test_contains test_richcmp test_unary
        test_pow test_int_literal test_numeric_tower test_hash test_str
        test_string_literals test_fstring test_format test_bytes test_userstring
        test_unpack test_unpack_ex test_list test_tuple test_dict test_dictviews
        test_dictcomps test_listcomps test_setcomps test_genexps test_set test_range
        test_slice test_iter test_iterlen test_enumerate test_isinstance test_class
        test_descr test_super test_metaclass test_property test_subclassinit
        test_genericclass test_genericalias test_typechecks test_dynamicclassattribute
        test_funcattrs test_scope test_global test_decorators test_keywordonlyarg
        test_positional_only_arg test_extcall test_call test_named_expressions
        test_generators test_generator_stop test_yield_from test_coroutines test_asyncgen
        test_with test_exceptions test_baseexception test_exception_variations
        test_exception_hierarchy test_exception_group test_except_star test_raise
        test_traceback test_patma test_syntax test_eof test_flufl test_future
        test_unicode_identifiers test_utf8source test_memoryview test_builtin test_print
        test_opcodes test_compile test_code test_frame test_dynamic test_crashers
        test_longexp test_string test_strtod test_types test_typing test_pep646_syntax
        test_type_comments test_peepholer test_sys_settrace""",
    "lifetime": """
        test_gc test_weakref test_weakset test_finalization test_atexit test_threading
        test_thread test_threading_local test_threadsignals test_queue test_dummy_thread
        test_interpreters test_copy test_contextlib test_context""",
    "library": """
        test_math test_cmath test_itertools test_collections test_ordered_dict
        test_defaultdict test_deque test_userdict test_userlist test_functools
        test_operator test_heapq test_bisect test_enum test_keyword test_reprlib test_abc
        test_abstract_numbers test_struct test_io test_memoryio test_bufio test_file
        test_random test_time test_os test_posixpath test_genericpath test_sys test_errno
        test_warnings test_import test_module test_array test_fractions
        test_statistics test_textwrap test_string test_dataclasses test_types test_ast
        test_dis test_inspect test_copyreg test_pickle test_json test_re test_datetime
        test_graphlib test_pprint test_shlex test_difflib test_unittest""",
}


@dataclasses.dataclass
class ModuleResult:
    module: str
    state: str = "run"  # run, blocked, broken, skipped
    reason: str = ""
    total: int = 0
    seconds: float = 0
    outcomes: dict = dataclasses.field(default_factory=dict)  # {test: (kind, reason)}

    def count(self, *kinds):
        return sum(kind in kinds for kind, _ in self.outcomes.values())

    def failures(self):
        """{identity: reason} of what did not work, the module itself included."""
        if self.state in ("blocked", "broken"):
            return {self.module: f"{self.state} {self.reason}"}
        return {test: f"{kind} {reason}".strip() for test, (kind, reason) in self.outcomes.items()
                if kind not in ("passed", "skipped")}


def run_driver(settings, module, notes, done):
    """Runs the rest of a module; returns how the process ended: "", "timeout" or a death."""
    command = ["prlimit", f"--fsize={OUTPUT_LIMIT}", "--core=0", "--", settings.runtime,
               *settings.runtime_arguments, str(DRIVER), f"test.{module}", str(notes), str(done),
               str(notes.with_name("python"))]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "HOME": "/tmp",
                   "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory() as scratch:
        process = subprocess.Popen(command, cwd=scratch, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   start_new_session=True)
        ending, text = wait(process, notes, settings)
    return ending, text


def write_wrapper(file, settings):
    """A command that takes Python's options, and drops those that `ouro run` has no use for."""
    file.write_text(f"""#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    -[XW]) shift 2 ;;
    -[BEIOSbdiqsuvx]* | -[XW]*) shift ;;
    *) break ;;
  esac
done
exec {settings.runtime} {" ".join(word for word in settings.runtime_arguments if word != "--report")} "$@"
""")
    file.chmod(0o755)


def wait(process, notes, settings):
    """Waits as long as the notes grow; a silent process is hanging."""
    deadline = time.monotonic() + settings.module_timeout
    size, changed = -1, time.monotonic()
    while True:
        try:
            _, text = process.communicate(timeout=0.5)
            return describe_end(process.returncode), text.decode(errors="replace")
        except subprocess.TimeoutExpired:
            pass
        now = time.monotonic()
        if notes.stat().st_size != size:
            size, changed = notes.stat().st_size, now
        if now > deadline or now - changed > settings.test_timeout:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return ("module timeout" if now > deadline else "timeout"), ""


def describe_end(code):
    if code == 0:
        return ""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def read_notes(notes, result):
    """Takes over what the driver wrote; returns (the test that never stopped or None, at the end)."""
    running, finished = None, False
    for line in notes.read_text(errors="replace").splitlines():
        kind, *words = line.split("\t")
        if kind == "start":
            running = words[0]
        elif kind == "stop":
            result.outcomes.setdefault(words[0], ("passed", ""))
            running = None
        elif kind in ("passed", "skipped", "failed", "error"):
            worse = result.outcomes.get(words[0], ("", ""))[0] in ("failed", "error")
            if not worse:
                result.outcomes[words[0]] = (kind, words[1] if len(words) > 1 else "")
        elif kind == "loaded":
            result.total = max(result.total, int(words[0]))
        elif kind in ("blocked", "broken"):
            result.state, result.reason, finished = kind, words[0] if kind == "blocked" else words[1], True
        elif kind == "module skipped":
            result.state, result.reason, finished = "skipped", words[0], True
        elif kind == "finished":
            finished = True
    return running, finished


def check_end(settings, result, ending, text):
    """The tests are over; what is left is how the runtime itself ended."""
    if settings.census and CLEAN not in text:
        ending = ending or "something left behind"
    if ending:
        result.outcomes[f"{result.module} (the end)"] = ("crashed", f"{ending}: {last_line(text)}")


def run_module(settings, module):
    result = ModuleResult(module)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        notes, done = pathlib.Path(folder, "notes"), pathlib.Path(folder, "done")
        write_wrapper(notes.with_name("python"), settings)
        for _ in range(RESTARTS):
            notes.write_text("")
            done.write_text("\n".join(result.outcomes))
            before = len(result.outcomes)
            ending, text = run_driver(settings, module, notes, done)
            running, finished = read_notes(notes, result)
            if finished:
                check_end(settings, result, ending, text)
                break
            reason = ending or "ended early"
            if running is None and len(result.outcomes) == before:
                result.state, result.reason = "broken", f"{reason}: {last_line(text)}"
                break
            if running is not None:
                result.outcomes[running] = ("crashed", reason)
            if ending == "module timeout":
                result.outcomes[f"{module} (the rest)"] = ("crashed", reason)
                break
    result.seconds = time.monotonic() - start
    return result


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1][:160] if lines else "no message"


def test_folder():
    script = "import os, test; print(os.path.dirname(test.__file__))"
    found = subprocess.run([PYTHON, "-S", "-c", script], capture_output=True, text=True)
    folder = pathlib.Path(found.stdout.strip() or "/nonexistent")
    return folder if (folder / "test_grammar.py").exists() else None


def choose(names, folder):
    if not names:
        names = list(GROUPS)
    chosen = []
    for name in names:
        chosen += GROUPS[name].split() if name in GROUPS else [name]
    exists = lambda name: (folder / f"{name}.py").exists() or (folder / name).is_dir()
    unknown = [name for name in names if name not in GROUPS and not exists(name)]
    if unknown:
        raise SystemExit(f"run_cpython_tests: no such test module: {', '.join(unknown)}")
    return [name for name in dict.fromkeys(chosen) if exists(name)]


def read_known(file):
    """({identity: reason}, {module: tests that pass}) of `identity: reason` and `module = count ...`."""
    known, passing = {}, {}
    for line in file.read_text().splitlines() if file.exists() else []:
        if counted := re.match(r"(\w+) = (\d+) passed", line):
            passing[counted[1]] = int(counted[2])
        elif line and not line.startswith("#"):
            name, reason = line.split(": ", 1)
            known[name] = reason
    return known, passing


def write_known(file, known, passing):
    lines = ["# What of CPython's test suite passes, and what is known to fail: `module = count passed`,",
             "# `test: reason`. Made by ci/run_cpython_tests.py --update; an entry that works again fails",
             "# the run, and so does a count that falls."]
    lines += [f"{module} = {passing[module]} passed" for module in sorted(passing)]
    lines += [f"{name}: {re.sub(ADDRESS, '0x...', ' '.join(known[name].split())) or 'no reason'}"
              for name in sorted(known)]
    file.write_text("\n".join(lines) + "\n")


def fallen_counts(passing, results):
    return [f"{result.module} passes {result.count('passed')} tests instead of {passing[result.module]}"
            for result in results if result.count("passed") < passing.get(result.module, 0)]


def print_result(result):
    note = f"{result.state} {result.reason}".strip() if result.state != "run" else ""
    died = result.count("crashed")
    print(f"{result.module:30}{result.total:6}{result.count('passed'):8}{result.count('failed', 'error'):8}"
          f"{died:9}{result.count('skipped'):9}{result.seconds:9.1f}  {note}".rstrip(), flush=True)


def run_all(settings, modules):
    print(f"{'module':30}{'tests':>6}{'passed':>8}{'failed':>8}{'crashed':>9}{'skipped':>9}{'seconds':>9}")
    results = []
    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        for result in pool.map(lambda module: run_module(settings, module), modules):
            results.append(result)
            print_result(result)
    return results


def stale_entries(known, results):
    """What is listed, was run now, and works."""
    failing = set().union(*(result.failures() for result in results))
    ran = {result.module: result for result in results}
    return sorted(name for name in known if name not in failing
                  and any(name == module or name.startswith((f"test.{module}.", f"{module} "))
                          for module in ran))


def write_report(file, settings, results):
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"module": r.module, "state": r.state, "reason": r.reason, "tests": r.total,
             "passed": r.count("passed"), "failed": r.count("failed", "error"),
             "crashed": r.count("crashed"), "skipped": r.count("skipped"),
             "seconds": round(r.seconds, 3), "failures": r.failures()} for r in results]
    file.write_text(json.dumps({"runtime": settings.runtime, "modules": rows}, indent=1) + "\n")


def summarise(results, known, passing, settings):
    blockers = collections.Counter(r.reason for r in results if r.state == "blocked")
    for name, count in blockers.most_common():
        print(f"blocked by {name}: {count} modules")
    failures = {name: reason for result in results for name, reason in result.failures().items()}
    new = {name: reason for name, reason in failures.items() if name not in known}
    stale = stale_entries(known, results)
    fallen = fallen_counts(passing, results)
    for text in fallen:
        print(f"FEWER {text}")
    for name in sorted(new)[:settings.show]:
        print(f"FAILED {name}: {new[name]}")
    for name in stale:
        print(f"FIXED {name}: take it off the list (--update)")
    if len(failures) > len(new):
        print(f"{len(failures) - len(new)} known failures, listed in {KNOWN}")
    passed = sum(result.count("passed") for result in results)
    failed = len(new) + len(stale) + len(fallen)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*",
                        help=f"test modules, or groups: {', '.join(GROUPS)} (default: all groups)")
    parser.add_argument("--runtime", default=str(ROOT / OURO), help="default: %(default)s")
    parser.add_argument("--runtime-arguments", default="", help="put before the driver")
    parser.add_argument("--census", action="store_true",
                        help="run with `run --report`, and demand that nothing is left behind")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--test-timeout", type=float, default=30, help="seconds of silence")
    parser.add_argument("--module-timeout", type=float, default=300)
    parser.add_argument("--report", default=str(ROOT / REPORT), help="JSON (default: %(default)s)")
    parser.add_argument("--known", default=str(ROOT / KNOWN), help="default: %(default)s")
    parser.add_argument("--update", action="store_true", help="write the list of known failures")
    parser.add_argument("--show", type=int, default=100, help="how many new failures to print")
    settings = parser.parse_args(arguments)
    settings.runtime_arguments = settings.runtime_arguments.split()
    if settings.census:
        settings.runtime_arguments += ["run", "--report"]
    return settings


def main(arguments=None):
    settings = parse(arguments)
    folder = test_folder()
    if folder is None:
        print(f"run_cpython_tests: the Debian package {PACKAGE} is missing; run ci/deps")
        return 3
    if not os.access(settings.runtime, os.X_OK):
        print(f"run_cpython_tests: no binary at {settings.runtime}; build it with ci/build release")
        return 3
    results = run_all(settings, choose(settings.modules, folder))
    write_report(pathlib.Path(settings.report), settings, results)
    known_file = pathlib.Path(settings.known)
    known, passing = read_known(known_file)
    if settings.update:
        ran = {result.module for result in results}
        kept = {name: reason for name, reason in known.items()
                if not any(name == m or name.startswith((f"test.{m}.", f"{m} ")) for m in ran)}
        for result in results:
            kept.update(result.failures())
        passing.update((result.module, result.count("passed")) for result in results)
        write_known(known_file, kept, passing)
        known = kept
    return summarise(results, known, passing, settings)


if __name__ == "__main__":
    sys.exit(main())
