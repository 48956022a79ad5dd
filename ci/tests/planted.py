"""What the checks' tests share: a small tree with planted mistakes."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))


class PlantedTree(unittest.TestCase):
    """self.plant({path: content}) writes files below self.root."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)

    def plant(self, contents):
        for path, content in contents.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                content = content.encode()
            file.write_bytes(content)

    def assert_one(self, failures, *words):
        self.assertEqual(len(failures), 1, failures)
        for word in words:
            self.assertIn(word, failures[0])
