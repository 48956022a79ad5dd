# mutual_recursion: an uncaught recursion error over two functions, which does not fold.
import sys
sys.setrecursionlimit(60)


def ping(n):
    return pong(n + 1)


def pong(n):
    return ping(n + 1)


ping(0)
