#!/usr/bin/env python3
"""check_suppressions sees an entry without its comments, and one that no tool matched."""
import unittest

from planted import PlantedTree
import check_suppressions

WHY = "# why: the library was built without the tool\n# issue: example.org/1\n# remove when: it is not\n"
BLOCK = "{\n  name_of_it\n  Memcheck:Leak\n  fun:malloc\n}\n"
LSAN = "Suppressions used:\n  count      bytes template\n      1         48 leak:g_registry\n"
TSAN = "ThreadSanitizer: Matched 3 suppressions (pid=7):\n1 race:main\n"
VALGRIND = "<suppcounts><pair><count>2</count><name>name_of_it</name></pair></suppcounts>"


class Suppressions(PlantedTree):
    def plant_entries(self, **texts):
        self.plant({f"tsan_suppressions/{name}.txt": text for name, text in texts.items()})

    def test_silent_on_empty_and_on_explained(self):
        self.plant_entries(tsan="# a header\n", lsan="# a header\n\n" + WHY + "leak:x\n", valgrind=WHY + BLOCK)
        self.assertEqual(check_suppressions.check(self.root), [])

    def test_each_comment_is_needed(self):
        for name in check_suppressions.COMMENTS:
            with self.subTest(name):
                kept = [line for line in WHY.splitlines() if not line.startswith(f"# {name}:")]
                self.plant_entries(tsan="\n".join(kept) + "\nrace:x\n")
                self.assert_one(check_suppressions.check(self.root), "race:x", name)

    def test_comments_explain_one_entry_only(self):
        self.plant_entries(tsan=WHY + "race:x\nrace:y\n")
        self.assertEqual(len(check_suppressions.check(self.root)), 3)

    def test_an_unexplained_block_fails(self):
        self.plant_entries(valgrind=BLOCK)
        self.assertEqual(len(check_suppressions.check(self.root)), 3)

    def test_matched_entries_are_not_stale(self):
        self.plant_entries(lsan="leak:g_registry\n", tsan="race:main\n", valgrind=BLOCK)
        self.assertEqual(check_suppressions.stale_entries(self.root, [LSAN, TSAN, VALGRIND]), [])

    def test_an_unmatched_entry_is_stale(self):
        self.plant_entries(lsan="leak:g_registry\n", tsan="race:other\n")
        self.assert_one(check_suppressions.stale_entries(self.root, [LSAN, TSAN]), "race:other")


if __name__ == "__main__":
    unittest.main()
