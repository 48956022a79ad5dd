#!/usr/bin/env python3
"""Writes docs/FAULTS.md: every planted fault, which real bug it is, and who caught it.

From the runtime's own tables (`ouro list`) and ci/fault_matrix.txt, which is what `ouro matrix`
printed when it was last measured. A fault without a measured row, a measured row of no fault, a real
bug whose fault is unknown, and an outcome that is neither caught nor listed are errors.
Usage: ci/make_faults.py OURO [WHAT_MATRIX_PRINTED]
"""
import collections
import pathlib
import re
import sys

from make_inventory import read_list, table

ROOT = pathlib.Path(__file__).resolve().parents[1]
MEASURED = ROOT / "ci" / "fault_matrix.txt"
DOCUMENT = ROOT / "docs" / "FAULTS.md"
PLANTED = ("bug", "concurrency", "omitted")
MEANINGS = {
    "skip_clear": "a component keeps its references to objects",
    "skip_tear_down": "a component keeps its storage",
    "swap_set_up": "a component begins before one that it needs",
    "swap_tear_down": "a component ends after one that it needs",
    "share": "two interpreters use one component",
    "alias": "the same, also when the lender has ended",
    "skip_stage": "a stage of finalize does not run",
    "repeat_stage": "a stage of finalize runs twice",
    "race": "two interpreters count one number without a lock, in each pair of phases",
    "bug": "a real bug, see above",
    "concurrency": "a classic mistake between threads, see below",
    "omitted": "a clean-up left out where a request is refused, see below",
}
ROW = re.compile(r"(?P<fault>\w+:\S+)\s+(?P<outcome>caught|equivalent|BY TABLE|NOTICED|DIED|MISSED)"
                 r"(?: +(?P<rest>.*))?$")
TOOL = re.compile(r"\b(asan|tsan|memcheck|process_state|refusals)\b(?! 0 of)")
HEAD = """# Planted faults

Written by `ci/make_faults.py` from the tables of the runtime and from `ci/fault_matrix.txt`, what `ouro matrix` printed when it was
last measured. A fault is *caught* when a witness names its component, stage or mechanism, and one
that does not read the component table saw it, too. Witnesses in parentheses read that table, those behind + saw it without a name
for it: *output* is what the program prints, *check* what the runtime says when it gives up, *refusals* the sweep of `ouro oom`.
The release build has none of this compiled in.

## Real bugs

| bug of CPython | what goes wrong here | fault | seen by |
|---|---|---|---|
"""
NONE = """
These cannot be made here:

| bug of CPython | symptom there | why not here |
|---|---|---|
"""
OTHERS = """
## Classic mistakes

| fault | what goes wrong | seen by |
|---|---|---|
"""
KINDS = """
## All of them

| kind | what it means | faults | caught | listed | seen by a tool |
|---|---|---|---|---|---|
"""
LISTED = """
## Listed as equivalent

Nobody can see these, or only who reads the table; each has its reason, and one that is caught all the same fails the matrix.

| fault | reason |
|---|---|
"""
SOLE = """
## Who sees what

*Alone*: how many faults only this witness named, of those that read no table.

| witness | names | of them alone |
|---|---|---|
"""


def read_measured(text):
    """({fault: (outcome, witnesses, reason)}, the last line of scores)"""
    rows, score = {}, ""
    for line in text.splitlines():
        found = ROW.match(line)
        if found:
            rest = found["rest"] or ""
            listed = re.search(r"\[listed: ([^]]*)\]", rest)
            seen = re.sub(r" ?\[.*", "", rest).strip()
            rows[found["fault"]] = (found["outcome"], seen, listed[1] if listed else "")
        elif line.startswith("SCORE "):
            score = line.removeprefix("SCORE ")
    return rows, score


def named_by(seen):
    """Who named it without reading the table: what stands before the parenthesis and the plus."""
    text = re.sub(r"\([^)]*\)", "", seen.split("+")[0])
    return re.findall(r"[a-z_]+(?= |$)", re.sub(r" \d+ of \d+", "", text))


def is_seen_by_tool(seen):
    return TOOL.search(seen) is not None


def problems_of(faults, bugs, measured):
    names = [name for name, _ in faults]
    yield from (f"{name}: never measured" for name in names if name not in measured)
    yield from (f"{name}: measured, but no fault" for name in measured if name not in names)
    yield from (f"{name}: neither caught nor listed, but {row[0]}" for name, row in measured.items()
                if row[0] != "caught" and not row[2])
    yield from (f"{issue}: no fault {fault}" for issue, fault in bugs
                if fault.startswith("bug:") and fault not in names)


def bug_rows(bugs, texts, measured):
    for issue, fault in bugs:
        if fault.startswith("bug:"):
            seen = measured.get(fault, ("", "", ""))[1]
            yield issue.replace(",", ", "), texts.get(fault, ""), f"`{fault}`", seen


def kind_rows(measured):
    kinds = collections.defaultdict(list)
    for name, row in measured.items():
        kinds[name.partition(":")[0]].append(row)
    for kind, rows in kinds.items():
        yield (kind, MEANINGS.get(kind, ""), str(len(rows)), str(sum(row[0] == "caught" for row in rows)),
               str(sum(bool(row[2]) for row in rows)), str(sum(is_seen_by_tool(row[1]) for row in rows)))


def witness_rows(measured):
    names, alone = collections.Counter(), collections.Counter()
    for _, seen, _ in measured.values():
        witnesses = set(named_by(seen))
        names.update(witnesses)
        alone.update(witnesses if len(witnesses) == 1 else ())
    return [(f"`{name}`", str(count), str(alone[name])) for name, count in sorted(names.items())]


def document(faults, bugs, measured, score):
    texts = dict(faults)
    without = [(issue.replace(",", ", "), *(part.strip() for part in text.split(": ", 1)))
               for issue, text in bugs if not text.startswith("bug:")]
    others = [(f"`{name}`", text, measured.get(name, ("", "", ""))[1]) for name, text in faults
              if name.partition(":")[0] in PLANTED[1:]]
    listed = [(f"`{name}`", row[2]) for name, row in measured.items() if row[2]]
    return (HEAD + table(bug_rows(bugs, texts, measured)) + NONE + table(without) + OTHERS + table(others)
            + KINDS + table(kind_rows(measured)) + f"\nMeasured: `{score}`.\n"
            + LISTED + table(listed) + SOLE + table(witness_rows(measured)))


def make(ouro, text):
    """(the document, what is wrong with its sources)"""
    faults, bugs = read_list(ouro, "faults"), read_list(ouro, "bugs")
    measured, score = read_measured(text)
    return document(faults, bugs, measured, score), list(problems_of(faults, bugs, measured))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: make_faults.py OURO [WHAT_MATRIX_PRINTED]")
    if len(sys.argv) == 3:
        rows = [line for line in pathlib.Path(sys.argv[2]).read_text().splitlines()
                if ROW.match(line) or line.startswith("SCORE ")]
        # How a child died differs from run to run.
        MEASURED.write_text("".join(re.sub(r" \[(?!listed).*", "", row) + "\n" for row in rows))
    text, problems = make(sys.argv[1], MEASURED.read_text())
    DOCUMENT.write_text(text)
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
