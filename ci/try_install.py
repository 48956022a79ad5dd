#!/usr/bin/env python3
"""Installs a build into a scratch folder and uses it as a stranger would: try_install.py BUILD

The installed copy is moved before it is used, so nothing in it may know where it stood. Hosts are
built outside the tree, in C and C++, with the static and the shared library, by CMake and by the
compiler alone.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from stranger import run, run_cases, take_argument

ROOT = pathlib.Path(__file__).resolve().parents[1]
FUNCTION = re.compile(r"^OURO_API [^;{=]*?\b(ouro_\w+)\(", re.MULTILINE)
COMPILERS = {".c": ["gcc", "-std=c11"], ".cc": ["g++", "-std=c++20"]}


def declared(folder):
    return {name for header in folder.glob("*.h") for name in FUNCTION.findall(header.read_text())}


def exported(library):
    lines = run("nm", "-D", "--defined-only", library).splitlines()
    return {line.split()[-1] for line in lines}


class Installed(unittest.TestCase):
    build = None

    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="ouro-install-"))
        run("cmake", "--install", cls.build, "--prefix", cls.scratch / "first")
        cls.prefix = cls.scratch / "moved"
        (cls.scratch / "first").rename(cls.prefix)
        cls.library = next(cls.prefix.glob("lib*/**/libouro.so"))
        cls.sources = cls.scratch / "host"
        shutil.copytree(ROOT / "docs/examples/host", cls.sources)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def compile_and_run(self, source, package):
        folder = self.library.parent / "pkgconfig"
        environment = dict(os.environ, PKG_CONFIG_PATH=str(folder))
        flags = run("pkg-config", "--cflags", "--libs", package, env=environment).split()
        program = self.scratch / f"{package}{source.suffix}.host"
        run(*COMPILERS[source.suffix], "-Wall", "-Wextra", "-Werror", source, *flags, "-o", program)
        needed = run("readelf", "-d", program)
        self.assertEqual("libouro.so.1" in needed, package == "ouro", needed)
        environment["LD_LIBRARY_PATH"] = str(self.library.parent)
        self.assertIn(" 0 failed", run(program, env=environment))

    def test_the_shared_library_shows_the_functions_of_the_header_and_nothing_else(self):
        headers = self.prefix / "include/ouro"
        self.assertGreater(len(declared(headers)), 60)
        self.assertEqual(exported(self.library), declared(headers))

    def test_the_comparison_sees_a_symbol_too_many(self):
        source, library = self.scratch / "more.c", self.scratch / "libmore.so"
        source.write_text("int ouro_version(void) { return 1; } int helper(void) { return 2; }")
        run("gcc", "-shared", "-fPIC", source, "-o", library)
        extra = exported(library) - declared(self.prefix / "include/ouro")
        self.assertEqual(extra, {"helper"})

    def build_and_test(self, sources, name, count):
        """Where the project was built against the installed package, and passed its tests."""
        folder = self.scratch / name
        run("cmake", "-S", sources, "-B", folder, f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", folder)
        self.assertIn(f"100% tests passed, 0 tests failed out of {count}\n",
                      run("ctest", "--test-dir", folder))
        return folder

    def test_a_project_finds_the_package(self):
        self.build_and_test(self.sources, "host-build", 4)

    def test_a_project_adds_a_module(self):
        folder = self.build_and_test(ROOT / "docs/examples/module", "module-build", 2)
        said = run(self.prefix / "bin/ouro", "run", "-c",
                   "import greeting; print(greeting.hello('all'))",
                   env=dict(os.environ, OUROPATH=str(folder)))
        self.assertEqual(said, "hello, all\n")

    def test_tests_of_a_host_fail_when_they_leak(self):
        self.build_and_test(ROOT / "docs/examples/leaks", "leaks-build", 20)

    def test_a_newer_version_than_installed_is_not_found(self):
        sources = self.scratch / "newer"
        shutil.copytree(self.sources, sources)
        project = sources / "CMakeLists.txt"
        project.write_text(project.read_text().replace("ouro 0.1 ", "ouro 9.9 "))
        with self.assertRaisesRegex(AssertionError, "9.9"):
            run("cmake", "-S", sources, "-B", sources / "build",
                f"-DCMAKE_PREFIX_PATH={self.prefix}")

    def test_a_compiler_alone_links_the_shared_library(self):
        for source in (self.sources / "host.c", self.sources / "host.cc"):
            self.compile_and_run(source, "ouro")

    def test_a_compiler_alone_links_the_static_library(self):
        for source in (self.sources / "host.c", self.sources / "host.cc"):
            self.compile_and_run(source, "ouro-static")

    def test_the_command_line_runs_and_knows_its_programs(self):
        ouro = self.prefix / "bin/ouro"
        self.assertEqual(run(ouro, "run", "-c", "print(6 * 7)"), "42\n")
        found = run(ouro, "verify", "--detectors", "census", "--cycles", "2",
                    "--out", self.scratch / "report")
        self.assertIn("verdict=clean", found)

    def test_no_installed_text_names_the_folders_it_came_from(self):
        for file in self.prefix.rglob("*"):
            if file.suffix in {".pc", ".cmake", ".h", ".hpp"}:
                text = file.read_text()
                self.assertNotIn(str(self.scratch), text, file)
                self.assertNotIn(str(ROOT), text, file)


if __name__ == "__main__":
    Installed.build = pathlib.Path(take_argument("usage: try_install.py BUILD")).resolve()
    sys.exit(run_cases())
