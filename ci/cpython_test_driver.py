# cpython_test_driver: runs one test module with unittest and notes each step in a file, so that a crash
# loses one test and not the module. Runs inside the runtime under test, so it needs little of it.
import sys

MODULE, NOTES, DONE, EXECUTABLE = sys.argv[1:5]
sys.executable = EXECUTABLE  # an embedded runtime has none; tests start children by it


def note(*words):
    with open(NOTES, "a") as stream:
        stream.write("\t".join(words) + "\n")


def one_line(text, limit=200):
    return " ".join(str(text).split())[:limit]


def blocked(error):
    note("blocked", getattr(error, "name", None) or one_line(error), one_line(error))
    sys.exit(0)


try:
    import unittest
except ImportError as error:
    blocked(error)
except Exception as error:
    note("broken", "unittest", one_line(repr(error)))
    sys.exit(0)

with open(DONE) as stream:
    done = set(stream.read().splitlines())


class Result(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.bad = False
        note("start", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        note("stop", test.id())

    def addSuccess(self, test):
        note("passed", test.id())

    def addSkip(self, test, reason):
        note("skipped", test.id(), one_line(reason))

    def addExpectedFailure(self, test, info):
        note("passed", test.id())

    def addUnexpectedSuccess(self, test):
        note("failed", test.id(), "unexpected success")

    def addFailure(self, test, info):
        note("failed", test.id(), one_line(f"{info[0].__name__}: {info[1]}"))

    def addError(self, test, info):
        note("error", test.id(), one_line(f"{info[0].__name__}: {info[1]}"))

    def addSubTest(self, test, subtest, info):
        if info is not None:
            note("failed", test.id(), one_line(f"{info[0].__name__}: {info[1]}"))


def tests_of(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_of(test)
        else:
            yield test


def pruned(suite):
    """The suite without what an earlier process has started, with its shared set-up kept in place."""
    kept = [pruned(test) if isinstance(test, unittest.TestSuite) else test
            for test in suite if isinstance(test, unittest.TestSuite) or test.id() not in done]
    return type(suite)(kept)


def load():
    __import__(MODULE)
    module = sys.modules[MODULE]
    try:
        import test.support
        test.support.use_resources = []  # nothing large, slow, graphical or on the network
        test.support.verbose = False
    except ImportError:
        pass
    return unittest.defaultTestLoader.loadTestsFromModule(module)


try:
    suite = load()
except unittest.SkipTest as error:
    note("module skipped", one_line(error))
    sys.exit(0)
except ImportError as error:
    blocked(error)
except BaseException as error:
    note("broken", MODULE, one_line(repr(error)))
    sys.exit(0)
note("loaded", str(sum(1 for _ in tests_of(suite))))
pruned(suite).run(Result())
note("finished")
