# recursion: an uncaught recursion error, whose repeated lines are folded.
import sys
sys.setrecursionlimit(120)


def down(n):
    return down(n + 1)


down(0)
