#!/usr/bin/env python3
"""Every command the documents show works: runs the `sh` blocks of README.md and docs/*.md.

A block runs in a scratch folder that looks like the repository (links), so it can write without
leaving traces. A block ```cpp NAME is first saved there under its name. Blocks of a document run in
order and share the folder. `text` and `console` blocks are shown, not run. Every `ci/...` command
that a document names must exist.
"""
import os
import pathlib
import re
import subprocess
import tempfile

from tree import ROOT, finish, read

BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<![\w/.-])\.?ci/[\w./-]*\w")
KNOWN = {"sh", "text", "console", "cpp", "c", "cmake", "python", "json", "yaml", "xml"}
SECONDS = 600


def blocks(text):
    """(line number, language, file name or "", content) of each fenced block."""
    for match in BLOCK.finditer(text):
        language, _, name = match.group(1).strip().partition(" ")
        yield text.count("\n", 0, match.start()) + 1, language, name.strip(), match.group(2)


def run(content, folder):
    """What went wrong; empty when the block succeeded."""
    try:
        result = subprocess.run(["bash", "-euo", "pipefail", "-c", content], cwd=folder,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, errors="replace",
                                timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"still running after {SECONDS} s"
    if result.returncode == 0:
        return ""
    return f"exit code {result.returncode}\n" + "\n".join(result.stdout.splitlines()[-15:])


def check_document(root, path, folder):
    failures, ran, text = [], 0, read(root, path)
    for line, language, name, content in blocks(text):
        if language not in KNOWN:
            failures.append(f"{path}:{line}: a block of unknown kind '{language}'")
        elif name:
            (folder / name).write_text(content)
        elif language == "sh":
            ran += 1
            problem = run(content, folder)
            failures += [f"{path}:{line}: {problem}"] if problem else []
    failures += [f"{path}: names {command}, which does not exist"
                 for command in sorted(set(COMMAND.findall(text))) if not (root / command).exists()]
    return failures, ran


def check(root):
    """Failures, and how many blocks ran."""
    failures, total = [], 0
    documents = [root / "README.md", *sorted(root.glob("docs/*.md"))]
    for document in documents:
        if not document.exists():
            failures.append(f"{document.name}: missing")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            for entry in root.iterdir():
                os.symlink(entry, folder / entry.name)
            problems, ran = check_document(root, document.relative_to(root), folder)
            failures += problems
            total += ran
    if not total:
        failures.append("no document has an `sh` block: nothing was checked")
    return failures, total


if __name__ == "__main__":
    problems, count = check(ROOT)
    finish(problems, f"docs: {count} blocks ran")
