#!/usr/bin/env python3
"""Installs the Debian package into a root of its own and runs what is in it: try_package.py FILE.deb|BUILD

As root the programs also run with that folder as their whole world, which then holds only the package
and the libraries it depends on.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from stranger import run, run_cases, take_argument

LIBRARY = re.compile(r"(/\S+) \(0x")
# What a package of these builds must make possible: verdict lines of `ouro verify`.
DETECTORS = "census,process_state,asan,tsan,audit"


def copy_into(root, path):
    """A library under the name it is asked for, links followed."""
    place = root / path.lstrip("/")
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        place.chmod(0o755)


def copy_program(root, path):
    copy_into(root, path)
    for library in LIBRARY.findall(run("ldd", path)):
        copy_into(root, library)


def make_root(root):
    """What dpkg itself needs: its records, and a shell for the script that tells the linker."""
    for folder in ("info", "updates", "triggers"):
        (root / "var/lib/dpkg" / folder).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    copy_program(root, "/bin/sh")
    copy_program(root, os.path.realpath("/sbin/ldconfig"))
    for folder in ("etc", "proc"):
        (root / folder).mkdir()


class Package(unittest.TestCase):
    file = None

    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="ouro-package-"))
        if os.geteuid() == 0:
            make_root(cls.root)
            run("dpkg", f"--root={cls.root}", "--force-depends", "--install", cls.file)
        else:
            run("dpkg-deb", "--extract", cls.file, cls.root)
        cls.ouro = cls.root / "usr/bin/ouro"

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def test_every_build_is_there(self):
        for name in ("usr/bin/ouro", "usr/libexec/ouro/asan/ouro", "usr/libexec/ouro/tsan/ouro",
                     "usr/lib/libouro.so", "usr/lib/libouro.a", "usr/include/ouro/ouro.h",
                     "usr/lib/pkgconfig/ouro.pc", "usr/lib/cmake/ouro/ouroConfig.cmake",
                     "usr/lib/libleakcheck_testing.a"):
            self.assertTrue((self.root / name).exists(), name)

    def test_it_says_what_it_depends_on(self):
        depends = run("dpkg-deb", "--field", self.file, "Depends")
        for name in ("libc6", "libgmp10", "libutf8proc2", "zlib1g", "libfmt9", "libpython3.11-stdlib"):
            self.assertIn(name, depends)

    def test_an_installed_verify_finds_every_build(self):
        with tempfile.TemporaryDirectory() as folder:
            text = run(self.ouro, "verify", self.root / "usr/share/ouro/programs/bank.py", "--cycles", "2", "--detectors", DETECTORS,
                       "--out", folder + "/report", cwd=folder)
        self.assertIn("verdict=clean", text)
        self.assertIn("infrastructure=0", text)

    @unittest.skipUnless(os.geteuid() == 0, "only root may change its root")
    def test_it_runs_where_nothing_else_is(self):
        programs = [self.ouro] + [self.root / f"usr/libexec/ouro/{name}/ouro" for name in ("asan", "tsan")]
        for program in programs:
            for library in LIBRARY.findall(run("ldd", program)):
                copy_into(self.root, library)
            inside = "/" + str(program.relative_to(self.root))
            # Sanitizers read /proc.
            text = run("unshare", "--mount", "--pid", "--fork",
                       f"--mount-proc={self.root}/proc", "chroot", self.root, inside, "run", "-c", "print([n ** 9 for n in range(3)])",
                       env={"PATH": os.environ["PATH"], "LC_ALL": "C"})
            self.assertEqual(text, "[0, 1, 512]\n")


if __name__ == "__main__":
    given = pathlib.Path(take_argument("usage: try_package.py FILE.deb|BUILD")).resolve()
    Package.file = next(given.glob("*.deb")) if given.is_dir() else given
    sys.exit(run_cases())
