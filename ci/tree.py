"""What the checks share: where the tree is, which files are in it, how a check reports.

A check is `check(root, ...) -> list of failures`; its tables are parameters with defaults, so that
its tests can plant mistakes in a small tree of their own.
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
NOT_OURS = {"build", "reports", "__pycache__", ".git"}


def files(root, *suffixes):
    """Tracked and new files as sorted relative paths; without git, everything but build output."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-coz", "--exclude-standard"],
                            capture_output=True, text=True)
    if listed.returncode == 0 and (root / ".git").exists():
        paths = [pathlib.Path(name) for name in listed.stdout.split("\0") if name]
    else:
        paths = [path.relative_to(root) for path in root.rglob("*")]
    wanted = {path for path in paths if not NOT_OURS & set(path.parts)
              and (not suffixes or path.suffix in suffixes) and (root / path).is_file()}
    return sorted(wanted)


def read(root, path):
    return (root / path).read_text(encoding="utf-8", errors="replace")


def stale(listed, used, what):
    """The other way a check fails: an exception that nothing needs any more."""
    return [f"{name}: {what}, but nothing needs it; remove it" for name in sorted(set(listed) - set(used))]


def finish(failures, well):
    print("\n".join(failures) or well)
    if failures:
        print(f"{len(failures)} found")
    sys.exit(1 if failures else 0)
