# multi_line: an uncaught error in a call over several lines, with the place marked.
def add(a, b, c):
    return a + b + c


result = add(
    1,
    "two",
    [
        3,
    ],
)
