#!/usr/bin/env python3
"""Verifies other runtimes, and expects what is known of them: try_targets.py OURO

A library that is not installed is no pass: ci/deps installs all that are asked for here.
"""
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs/examples/target/sums.c"
PLAIN = "census,process_state"
# Target, detectors, what the report must name; nothing: it must be clean.
KNOWN = [
    ("lua", PLAIN + ",memcheck", []),
    ("duktape", PLAIN + ",memcheck", []),
    ("mujs", PLAIN + ",memcheck", []),
    ("tcl", PLAIN, ["not_restored signal 13", "not_restored locale LC_CTYPE"]),
    ("perl", PLAIN, ["not_restored signal 8", "not_restored tls_key"]),
    ("cpython", PLAIN + ",memcheck", ["not_restored locale LC_CTYPE", "memcheck/Leak_DefinitelyLost"]),
    ("cpython_children", PLAIN, ["not_restored locale LC_CTYPE"]),
]
# Specification and program, exit code, words of the message.
WRONG = [
    (["--target", "cobol"], 2, "unknown target: cobol"),
    (["--target", "host"], 2, "a host needs a program"),
    (["--target", "lua", "--detectors", "tsan"], 2, "tsan looks at the bundled runtime only"),
    (["--target", "lua:libnowhere.so", "--detectors", "census"], 3, "libnowhere.so"),
    (["--target", "lua:libm.so.6", "--detectors", "census"], 3, "has no function luaL_newstate"),
    (["--target", "lua", "--fault", "skip_clear:small_int_cache"], 2, "fault"),
]


def verify(ouro, *words):
    result = subprocess.run([ouro, "verify", *words], stdin=subprocess.DEVNULL, capture_output=True,
                            text=True, timeout=600)
    return result.returncode, result.stdout + result.stderr


def expect(what, good, text):
    print(f"{'ok' if good else 'FAIL'}: {what}")
    if not good:
        print(text)
    return good


def try_known(ouro, target, detectors, names):
    code, text = verify(ouro, "--target", target, "--detectors", detectors, "--cycles", "20")
    good = code == (1 if names else 0) and all(name in text for name in names)
    return expect(f"{target}: {', '.join(names) or 'clean'}", good, text)


def try_host(ouro, folder, *flags):
    library = folder / "sums.so"
    program = folder / "sums.txt"
    program.write_text("1 20 300\n")
    subprocess.run(["gcc", "-shared", "-fPIC", "-g", f"-I{ROOT}", *flags, "-o", library, EXAMPLE], check=True)
    code, text = verify(ouro, "--target", f"host:{library}", str(program), "--detectors",
                        "census,memcheck", "--cycles", "20")
    names = ["census/growth C heap", "ouro_target_run"] if flags else []
    good = code == (1 if flags else 0) and all(name in text for name in names)
    return expect(f"the example host {' '.join(flags)}", good, text)


def try_wrong(ouro, words, wanted, message):
    code, text = verify(ouro, *words)
    return expect(f"{' '.join(words)}: {message}", code == wanted and message in text, text)


def main(ouro):
    results = [try_known(ouro, *row) for row in KNOWN]
    results += [try_wrong(ouro, *row) for row in WRONG]
    with tempfile.TemporaryDirectory() as folder:
        results.append(try_host(ouro, pathlib.Path(folder)))
        results.append(try_host(ouro, pathlib.Path(folder), "-DFORGETFUL"))
    print(f"{sum(results)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: try_targets.py OURO")
    sys.exit(main(sys.argv[1]))
